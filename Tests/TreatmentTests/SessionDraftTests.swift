import Clinic
import Figures
import Foundation
import Outcomes
import Records
import Testing
import Treatment

@Suite struct SessionDraftTests {
    static let product = Result { try Product.load() }
    let client = Client.ID()
    let complaint = RecordEntry.ID()
    let visit = RecordEntry.ID()
    let start = Date(timeIntervalSince1970: 1_790_000_000)

    /// A visit with one hold, pain and one range before and after.
    func record() throws -> ClientRecord {
        func entry(_ body: EntryBody, id: RecordEntry.ID = .init(), inVisit: Bool = true) throws -> RecordEntry {
            try RecordEntry(
                id: id, client: client, complaint: id == complaint ? nil : complaint, visit: inVisit ? visit : nil,
                at: start, author: nil, body: body)
        }
        func pain(_ phase: MeasuredValue.Phase, _ value: Double) -> EntryBody {
            .measurement(
                MeasuredValue(
                    measure: .pain, phase: phase, target: "upper_limb/shoulder/anterior_deltoid", side: "right",
                    values: [value]))
        }
        func range(_ phase: MeasuredValue.Phase, _ value: Double) -> EntryBody {
            .measurement(
                MeasuredValue(
                    measure: .range, phase: phase, target: "shoulder/abduction", side: "right", values: [value]))
        }
        let hold = PressureHold(
            source: "muscle:infraspinatus", side: "right", point: 1, pressure: 5,
            moments: [
                .init(kind: .start, at: start), .init(kind: .pain, at: start.addingTimeInterval(2), value: 7),
                .init(kind: .pain, at: start.addingTimeInterval(60), value: 3),
                .init(kind: .familiar, at: start.addingTimeInterval(20)),
                .init(kind: .end, at: start.addingTimeInterval(74.6)),
            ])
        return ClientRecord([
            try entry(
                .complaint(Complaint(title: "Right shoulder", began: "2026-03-01")), id: complaint, inVisit: false),
            try entry(.visit(Visit(started: start, zone: "Europe/Berlin")), id: visit, inVisit: false),
            try entry(pain(.before, 6)), try entry(pain(.after, 3)), try entry(range(.before, 120)),
            try entry(range(.after, 123)), try entry(.hold(hold)),
            try entry(
                .cause(CauseAnswer(factor: "workstation_height", answer: .yes)), inVisit: false),
        ])
    }

    @Test func `the note tells what was done, and calls a change real only beyond its error`() throws {
        let draft = SessionDraft(of: visit, in: try record(), product: try Self.product.get())
        #expect(draft.subjective.hasPrefix("Right shoulder, since 2026-03-01."))
        #expect(draft.objective.contains("75 s at 5 of 10; pain 7 → 3; felt as the complaint"))
        #expect(draft.objective.contains("6 → 3 of 10; a real change for the better"))
        #expect(draft.objective.contains("120 → 123°; "))
        #expect(!draft.objective.contains("120 → 123°; a real"))
        #expect(draft.plan.contains("screen or desk height"))
        #expect(!(draft.assessment + draft.plan).lowercased().contains("diagnosis of"))
    }

    @Test func `pairs are of the same measure, place and side alone`() {
        func value(_ phase: MeasuredValue.Phase, _ side: String) -> MeasuredValue {
            MeasuredValue(
                measure: .pain, phase: phase, target: "upper_limb/shoulder/anterior_deltoid", side: side, values: [4])
        }
        #expect(MeasuredPair.pairs([value(.before, "right"), value(.after, "left")]).isEmpty)
        #expect(MeasuredPair.pairs([value(.before, "right"), value(.after, "right")]).count == 1)
    }

    @Test func `a diary with a return gives its days, and with one return names nothing to try`() throws {
        var text = "date,pain,desk_hours\n"
        for day in 0..<60 {
            let date = try #require(Day("2026-01-01")?.adding(day))
            text += "\(date),\(day < 5 || day >= 40 ? 4 : 0),\(day % 3)\n"
        }
        let report = try RecurrenceReport(of: Diary(text: text))
        #expect(report.history.returns.map(\.description) == ["2026-02-10"])
        let object = try JSONSerialization.jsonObject(with: report.json()) as? [String: Any]
        #expect(object?["returns"] as? Int == 1)
        #expect(object?["try_next"] is NSNull)
        #expect((object?["episodes"] as? [Any])?.count == 2)
        #expect(report.text().contains("no proof of a cause"))
        #expect(report.timeLine(title: "x").svg(width: 360).contains("<svg"))
    }
}
