import Foundation
import Outcomes
import Records
import Storage

/// The made record of a made client: a complaint with visits and a diary.
struct DemonstrationRecord {
    let store: RecordStore
    let client: Client
    let author: Author
    let now: Date
    /// Chooses the diary.
    let seed: UInt64

    private let complaint = RecordEntry.ID()
    private let zone = "Europe/Berlin"

    init(store: RecordStore, client: Client, author: Author, now: Date, seed: UInt64) {
        self.store = store
        self.client = client
        self.author = author
        self.now = now
        self.seed = seed
    }

    /// Writes the record; the last visit is left without a signature.
    func fill(title: String, muscle: String, zone place: String, movement: String) async throws {
        try await add([(complaint, nil, .complaint(Complaint(title: title, began: day(ago: 700))))])
        for (number, ago) in [58, 30, 6].enumerated() {
            try await visit(number, ago: ago, muscle: muscle, place: place, movement: movement, isSigned: ago != 6)
        }
        try await add([
            (
                RecordEntry.ID(), nil,
                .cause(CauseAnswer(factor: "workstation_height", answer: .yes, text: "The screen is too low."))
            ),
            (
                RecordEntry.ID(), nil,
                .event(
                    ClientEvent(
                        kind: .changeTried, day: day(ago: 30), factor: "workstation_height", text: "Screen raised"))
            ),
        ])
        try await diary()
    }

    private typealias Draft = (id: RecordEntry.ID, visit: RecordEntry.ID?, body: EntryBody)

    private func add(_ drafts: [Draft]) async throws {
        let entries = try drafts.map { draft in
            try RecordEntry(
                id: draft.id, client: client.id, complaint: draft.body.kind.needsComplaint ? complaint : nil,
                visit: draft.visit, at: now, author: author.account, body: draft.body)
        }
        for start in stride(from: 0, to: entries.count, by: 400) {
            _ = try await store.add(
                Array(entries[start..<min(start + 400, entries.count)]), to: client.id, by: author)
        }
    }

    private func day(ago days: Int) -> String {
        CalendarDay(now.addingTimeInterval(-Double(days) * 86_400), in: TimeZone(identifier: zone) ?? .gmt).text
    }

    private func visit(
        _ number: Int, ago: Int, muscle: String, place: String, movement: String, isSigned: Bool
    ) async throws {
        let visit = RecordEntry.ID()
        let started = now.addingTimeInterval(-Double(ago) * 86_400)
        func measured(
            _ measure: MeasuredValue.Measure, _ phase: MeasuredValue.Phase, _ target: String, _ value: Double
        ) -> Draft {
            (
                RecordEntry.ID(), visit,
                .measurement(
                    MeasuredValue(measure: measure, phase: phase, target: target, side: "right", values: [value]))
            )
        }
        let pain = Double(7 - 2 * number)
        let range = Double(115 + 15 * number)
        let held = started.addingTimeInterval(900)
        let moments: [PressureHold.Moment] = [
            .init(kind: .start, at: held), .init(kind: .pain, at: held.addingTimeInterval(3), value: 7),
            .init(kind: .familiar, at: held.addingTimeInterval(9)),
            .init(kind: .pain, at: held.addingTimeInterval(48), value: 3),
            .init(kind: .release, at: held.addingTimeInterval(61)),
            .init(kind: .end, at: held.addingTimeInterval(74)),
        ]
        try await add([
            (visit, nil, .visit(Visit(started: started, zone: zone))),
            measured(.pain, .before, place, pain), measured(.range, .before, movement, range),
            (
                RecordEntry.ID(), visit,
                .finding(
                    KeptFinding(
                        finding: "palpation:\(muscle.dropFirst("muscle:".count)):familiar_pain", side: "right"))
            ),
            (
                RecordEntry.ID(), visit,
                .hold(PressureHold(source: muscle, side: "right", point: 1, pressure: 5, moments: moments))
            ),
            measured(.pain, .after, place, max(pain - 3, 0)), measured(.range, .after, movement, range + 18),
            (
                RecordEntry.ID(), visit,
                .note(NoteSection(part: .plan, text: "Lengthening twice a day; screen to eye level."))
            ),
        ])
        if !isSigned {
            try await DemonstrationSignal(
                store: store, author: author, visit: visit, complaint: complaint, client: client.id,
                muscle: String(muscle.dropFirst("muscle:".count)), hold: held...held.addingTimeInterval(74), zone: zone,
                seed: seed
            ).attach()
        }
        if isSigned { _ = try await store.sign(visit, of: client.id, name: "Olive Owner", by: author) }
    }

    /// A made diary, moved so that it ends yesterday.
    private func diary() async throws {
        guard let made = try SyntheticDiaries(hazardRatios: 4...6)?.client(seed: seed).diary else { return }
        let last = made.dayCount
        let drafts: [Draft] = made.pain.indices.compactMap { index in
            var exposures: [String: Double] = [:]
            for exposure in made.exposures { exposures[exposure.name] = exposure.values[index] }
            guard made.pain[index] != nil || !exposures.isEmpty else { return nil }
            return (
                RecordEntry.ID(), nil,
                .diary(DiaryDay(day: day(ago: last - index), pain: made.pain[index], exposures: exposures))
            )
        }
        try await add(drafts)
    }
}
