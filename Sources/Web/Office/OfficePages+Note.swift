import Access
import Clinic
import Figures
import Foundation
import Hummingbird
import Knowledge
import Mustache
import Reasoning
import Records
import Treatment

/// The note of a visit: suggested from what is charted, and as a sheet to print.
extension OfficePages {
    func addNote(to router: OfficeRouter) {
        router.on(.get, "/api/clients/{id}/visits/{visit}/draft", .staff) { call in
            let author = try call.signedIn().author
            let client = try call.identifier(of: Client.self)
            let visit = try call.identifier(of: RecordEntry.self, "visit")
            let record = try await whole(of: visit, client, author)
            let draft = SessionDraft(of: visit, in: record, product: try await product())
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Response.json(try encoder.encode(draft))
        }
        router.on(.get, "/clients/{id}/visits/{visit}/note", .staff) { call in
            let author = try call.signedIn().author
            let client = try await office.records.client(call.identifier(of: Client.self), for: author)
            let visit = try call.identifier(of: RecordEntry.self, "visit")
            let record = try await whole(of: visit, client.id, author)
            let practice = try await office.records.practice(for: author)
            let names = Dictionary(
                uniqueKeysWithValues: try await office.records.team(for: author).map { ($0.id, $0.name) })
            let product = try await product()
            let sheet = try await computing.run {
                try NoteSheet(of: visit, in: record, client: client, practice: practice, names: names, product: product)
            }
            return try Self.drawn(sheet, by: "note", templates: templates)
        }
    }

    /// The record as far as a note needs it: the visit with its versions, and what belongs to its complaint.
    private func whole(
        of visit: RecordEntry.ID, _ client: Client.ID, _ author: Author
    ) async throws -> ClientRecord {
        let own = try await office.records.entries(
            EntryFilter(visit: visit, withHistory: true), of: client, for: author)
        guard let complaint = own.first(where: { $0.id == visit })?.complaint else { throw RecordsError.notFound }
        let around = try await office.records.entries(
            EntryFilter(
                kinds: [.complaint, .assessment, .cause, .event, .diary, .programme, .measurement],
                complaint: complaint), of: client, for: author)
        let known = Set(own.map { "\($0.id).\($0.version)" })
        return ClientRecord(own + around.filter { !known.contains("\($0.id).\($0.version)") })
    }
}

/// What the template of a printed note shows.
struct NoteSheet {
    struct Part {
        let title: String
        let lines: [String]
    }

    struct Row {
        let cells: [String]
        var isStruck = false
    }

    /// An entry that counts nowhere, with who struck it out, when and why.
    struct Struck {
        let words: String
        let said: String
    }

    let title: String
    let practice: String
    let address: String?
    let client: String
    /// `nil` when it is not known.
    let born: String?
    let when: String
    let therapist: String
    let signed: String
    let isSigned: Bool
    let parts: [Part]
    let holds: [Row]
    let hasHolds: Bool
    let measures: [Row]
    let hasMeasures: Bool
    let thresholds: [String]
    /// What recordings of muscle signals showed.
    let signals: [Struck]
    let hasSignals: Bool
    let amendments: [Part]
    let hasAmendments: Bool
    let struck: [Struck]
    let hasStruck: Bool
    let chart: String?
    let version: String
    let path: String

    init(
        of visit: RecordEntry.ID, in record: ClientRecord, client: Client, practice: Practice,
        names: [Account.ID: String], product: Product
    ) throws {
        guard let entry = record.entry(visit).flatMap(record.signedVersion), case .visit(let value) = entry.body else {
            throw RecordsError.notFound
        }
        let words = ChartWords(product)
        let zone = value.zone
        let signature = record.signature(of: visit)
        func name(_ id: Account.ID?) -> String {
            id.flatMap { names[$0] } ?? (id == nil ? "the client" : "a colleague")
        }
        self.practice = practice.name
        address = practice.address.isEmpty ? nil : practice.address
        self.client = client.name
        born = client.born.isEmpty ? nil : client.born
        when = Words.time(value.started, in: zone)
        therapist = name(entry.author)
        title = "Session note, \(client.name), \(when)"
        isSigned = signature != nil
        signed =
            signature.map {
                "Signed by \($0.value.name) on \(Words.time($0.entry.at, in: zone)), seal \($0.value.digest.prefix(16))"
            }
            ?? "Not signed: a draft"
        let draft = SessionDraft(of: visit, in: record, product: product)
        let drafted: [NoteSection.Part: String] = [
            .subjective: draft.subjective, .objective: draft.objective, .assessment: draft.assessment,
            .plan: draft.plan,
        ]
        // What was signed stays on the sheet as it was; later versions stand below, with their dates.
        let struckOut = record.struck(of: visit)
        let isOut = Set(struckOut.map(\.id))
        let shown =
            signature == nil
            ? record.entries(of: visit)
            : (record.entries(of: visit) + struckOut).compactMap(record.signedVersion).filter { !$0.isStruck }
                .sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        var notes: [NoteSection.Part: String] = [:]
        for one in shown { if case .note(let note) = one.body { notes[note.part] = note.text } }
        parts = NoteSection.Part.allCases.map { part in
            let written = notes[part] ?? ""
            let text = written.isEmpty && signature == nil ? drafted[part] ?? "" : written
            return Part(
                title: part.rawValue.capitalized,
                lines: text.isEmpty
                    ? ["–"] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
        holds = shown.compactMap { one -> Row? in
            guard case .hold(let hold) = one.body else { return nil }
            let pains = hold.pains.map { ChartWords.number($0.pain) }
            let cells = [
                words.source(hold.source, side: hold.side) + (hold.point > 0 ? ", point \(hold.point)" : ""),
                hold.technique.rawValue.replacing("_", with: " "), hold.seconds.map { "\(Int($0.rounded())) s" } ?? "–",
                pains.isEmpty ? "–" : pains.count == 1 ? pains[0] : "\(pains.first ?? "") → \(pains.last ?? "")",
                [
                    hold.has(.release) ? "release" : nil, hold.has(.familiar) ? "as the complaint" : nil,
                    hold.has(.referred) ? "referred" : nil, hold.has(.stop) ? "client asked to stop" : nil,
                    isOut.contains(one.id) ? "STRUCK OUT" : nil,
                ].compactMap { $0 }.joined(separator: ", "),
            ]
            return Row(cells: cells, isStruck: isOut.contains(one.id))
        }
        hasHolds = !holds.isEmpty
        signals = shown.compactMap { one -> Struck? in
            guard case .recording(let recording) = one.body else { return nil }
            return Struck(words: SignalWords.line(recording), said: isOut.contains(one.id) ? "STRUCK OUT" : "")
        }
        hasSignals = !signals.isEmpty
        func values(_ isCounted: Bool) -> [MeasuredValue] {
            shown.filter { isOut.contains($0.id) != isCounted }
                .compactMap { if case .measurement(let value) = $0.body { value } else { nil } }
        }
        func name(of value: MeasuredValue) -> String {
            words.measured(value).split(separator: ":").first.map(String.init) ?? ""
        }
        let measured = values(true)
        let pairs = MeasuredPair.pairs(measured)
        measures =
            measured.filter { $0.phase == .before }.map { before in
                let pair = pairs.first { $0.before == before }
                let norm =
                    before.measure == .range ? words.norm(of: before.target).map { "\(Int($0.rounded()))°" } : nil
                return Row(cells: [
                    name(of: before),
                    ChartWords.number(before.figure), pair.map { ChartWords.number($0.after.figure) } ?? "–",
                    norm ?? "–",
                    pair?.verdict ?? "not measured again",
                ])
            }
            + values(false).map { value in
                let figure = ChartWords.number(value.figure)
                let cells = [
                    name(of: value), value.phase == .before ? figure : "–", value.phase == .after ? figure : "–", "–",
                    "STRUCK OUT",
                ]
                return Row(cells: cells, isStruck: true)
            }
        hasMeasures = !measures.isEmpty
        thresholds = Array(Set(pairs.flatMap(\.sources))).sorted()
        amendments = record.amendments(of: visit).map { late in
            let before = record.history(of: late.id).last { $0.version < late.version }
            var lines = ["By \(name(late.author)): \(late.reason)"]
            let isRestored = before?.isStruck == true && !late.isStruck
            if late.isStruck || isRestored {
                lines.append("\(isRestored ? "Restored" : "Struck out"): \(words.entry(late))")
            } else {
                if let before { lines.append("Before: \(words.entry(before))") }
                lines.append("\(before == nil ? "Added" : "Now"): \(words.entry(late))")
            }
            return Part(title: Words.time(late.at, in: zone), lines: lines)
        }
        hasAmendments = !amendments.isEmpty
        struck = struckOut.map {
            Struck(words: words.entry($0), said: words.struck($0, by: name($0.author), zone: zone))
        }
        hasStruck = !struck.isEmpty
        chart = try Self.chart(of: entry.complaint, in: record, product)
        version = product.knowledge.version
        path = "/clients/\(client.id)/visits/\(visit)"
    }

    /// The body chart of the complaint's drawing; `nil` without one.
    static func chart(of complaint: RecordEntry.ID?, in record: ClientRecord, _ product: Product) throws -> String? {
        guard let complaint, case .complaint(let value)? = record.entry(complaint)?.body, !value.drawing.isEmpty,
            let presentation = try? product.cases.presentation(from: Data(value.drawing.utf8), origin: "record"),
            !presentation.drawing.isEmpty,
            // A drawing that contradicts the model leaves the note without its picture, not the reader without the note.
            let assessment = try? product.assess(presentation)
        else { return nil }
        return try product.figure(for: assessment, presentation: presentation)
    }
}
