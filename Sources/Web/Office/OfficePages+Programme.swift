import Access
import Clinic
import Foundation
import Hummingbird
import Knowledge
import Mustache
import Records
import Treatment

/// What the client does at home: chosen from what was treated, and as a sheet with pictures of the points.
extension OfficePages {
    func addProgramme(to router: OfficeRouter) {
        let path = "/clients/{id}/complaints/{complaint}/programme"
        router.on(.get, path, .staff) { call in
            try answer(try await programme(call), to: call)
        }
        router.on(.post, path, .staff) { call in
            let form = try await Form(call)
            let (author, client) = (try call.signedIn().author, try call.identifier(of: Client.self))
            let complaint = try call.identifier(of: RecordEntry.self, "complaint")
            do {
                guard let id = RecordEntry.ID(text: form["entry"]) else { throw HTTPError(.badRequest) }
                let body = try EntryBody.programme(Self.read(form)).checked()
                let entry = try RecordEntry(
                    id: id, version: form.version + 1, client: client, complaint: complaint, at: Date(),
                    author: author.account, body: body)
                _ = try await office.records.add([entry], to: client, by: author)
                return .see("/clients/\(client)/complaints/\(complaint)/programme/sheet")
            } catch let error as RecordsError where error.isOfField {
                return try answer(try await programme(call, form, error), to: call, status: .unprocessableContent)
            } catch RecordsError.stale {
                var page = try await programme(call, form)
                page.message = Words.stale
                page.isWarning = true
                return try answer(page, to: call, status: .preconditionFailed)
            }
        }
        router.on(.get, "\(path)/sheet", .staff) { call in
            let author = try call.signedIn().author
            let client = try await office.records.client(call.identifier(of: Client.self), for: author)
            let complaint = try call.identifier(of: RecordEntry.self, "complaint")
            let record = try await programmeRecord(of: complaint, client.id, author)
            guard let kept = record.programme(of: complaint) else { throw RecordsError.notFound }
            let practice = try await office.records.practice(for: author)
            let product = try await product()
            let sheet = ProgrammeSheet(
                kept, client: client, practice: practice, product: product,
                back: "/clients/\(client.id)/complaints/\(complaint)/programme"
            ) { exercise in
                let name = exercise.source.replacing(":", with: "/")
                return "/api/figure/\(name)?side=\(exercise.side)"
            }
            return try Self.drawn(sheet, by: "programme", templates: templates)
        }
    }

    /// The record as far as a programme needs it.
    private func programmeRecord(
        of complaint: RecordEntry.ID, _ client: Client.ID, _ author: Author
    ) async throws -> ClientRecord {
        let kinds: Set<EntryBody.Kind> = [.complaint, .visit, .hold, .programme]
        let record = ClientRecord(
            try await office.records.entries(
                EntryFilter(kinds: kinds, complaint: complaint), of: client, for: author))
        guard record.entry(complaint)?.body.kind == .complaint else { throw RecordsError.notFound }
        return record
    }

    /// The form: what was sent before comes back with its error.
    private func programme(
        _ call: OfficeRouter.Call, _ form: Form? = nil, _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let author = try call.signedIn().author
        let client = try await office.records.client(call.identifier(of: Client.self), for: author)
        let complaint = try call.identifier(of: RecordEntry.self, "complaint")
        let record = try await programmeRecord(of: complaint, client.id, author)
        let kept = record.programme(of: complaint)
        let product = try await product()
        let words = ChartWords(product)
        let offers = ProgrammeDraft(of: complaint, in: record, product: product).offers
        let path = "/clients/\(client.id)/complaints/\(complaint)"
        var hidden = [
            "entry": form?["entry"] ?? kept?.id.text ?? Self.newKey(), "version": "\(kept?.entry.version ?? 0)",
        ]
        var fields: [OfficePage.Field] = []
        for (index, offer) in offers.enumerated() {
            let exercise = offer.exercise
            hidden["k\(index)"] = "\(exercise.kind.rawValue) \(exercise.source) \(exercise.side)"
            func value(_ name: String, _ own: String) -> String { form.map { $0["\(name)\(index)"] } ?? own }
            let name = Self.title(exercise, words)
            fields += [
                .select(
                    "o\(index)", name, value("o", offer.isChosen ? "yes" : "no"),
                    [("no", "leave out"), ("yes", "on the sheet")]),
                .line(
                    "s\(index)", "Seconds: \(name)", value("s", ChartWords.number(exercise.seconds)), type: "number",
                    longest: 4, required: true),
                .line(
                    "d\(index)", "Times a day: \(name)", value("d", "\(exercise.perDay)"), type: "number", longest: 2,
                    required: true),
                .text(
                    "t\(index)", "How: \(name)", value("t", exercise.text),
                    hint: offer.source.isEmpty ? nil : "From \(offer.source)", longest: 2_000, rows: 3),
            ]
        }
        fields.append(
            .text("text", "Anything else", form?["text"] ?? kept?.value.text ?? "", longest: 4_000, rows: 3))
        let isEmpty = offers.isEmpty
        var blocks: [OfficePage.Block] = []
        if isEmpty {
            blocks.append(
                .init(
                    text: .init(
                        title: "Nothing to offer yet",
                        paragraphs: [
                            "Exercises are offered for muscles that were held in a visit of this complaint. Words can be kept all the same."
                        ])))
        }
        blocks.append(
            .init(
                form: .init(
                    "Exercises", action: "\(path)/programme", hidden: hidden, button: "Keep it and see the sheet",
                    note:
                        "Seconds and times a day are a beginning, not a published dose for the home: set them for this client.",
                    cancel: path, fields.with(error))))
        if kept != nil {
            blocks.append(
                .init(text: .init(link: .init(name: "The sheet as it was kept", href: "\(path)/programme/sheet"))))
        }
        return OfficePage("Home programme of \(client.name)", width: "wide", blocks)
    }

    static func title(_ exercise: HomeProgramme.Exercise, _ words: ChartWords) -> String {
        "\(exercise.kind == .lengthen ? "Lengthen" : "Press"): \(words.source(exercise.source, side: exercise.side))"
    }

    private static func read(_ form: Form) throws(RecordsError) -> HomeProgramme {
        var exercises: [HomeProgramme.Exercise] = []
        let chosen = form.fields(beginning: "o").filter { $0.value == "yes" }.compactMap { Int($0.name) }.sorted()
        for index in chosen {
            let words = form["k\(index)"].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard words.count == 3, let kind = HomeProgramme.Exercise.Kind(rawValue: words[0]) else {
                throw .invalid(field: "k\(index)", value: form["k\(index)"], reason: "names no exercise")
            }
            func number(_ name: String) throws(RecordsError) -> Double {
                let text = form["\(name)\(index)"].trimmingCharacters(in: .whitespaces)
                guard let value = Double(text.replacing(",", with: ".")), value.isFinite else {
                    throw .invalid(field: "\(name)\(index)", value: String(text.prefix(20)), reason: "is no number")
                }
                return value
            }
            let (seconds, times) = (try number("s"), try number("d"))
            guard (1...600).contains(seconds) else {
                throw .invalid(field: "s\(index)", value: form["s\(index)"], reason: "is outside of 1 to 600")
            }
            guard let perDay = Int(exactly: times), (1...24).contains(perDay) else {
                throw .invalid(field: "d\(index)", value: form["d\(index)"], reason: "is no whole number from 1 to 24")
            }
            exercises.append(
                .init(
                    kind: kind, source: words[1], side: words[2], seconds: seconds, perDay: perDay,
                    text: form["t\(index)"]))
        }
        return HomeProgramme(exercises: exercises, text: form["text"])
    }
}

/// What the template of the client's sheet shows.
struct ProgrammeSheet {
    struct Exercise {
        let title: String
        let dose: String
        let text: String
        let picture: String
        let warnings: [String]
        let hasWarnings: Bool
    }

    let title: String
    let practice: String
    let address: String?
    let client: String
    let day: String
    let exercises: [Exercise]
    let hasExercises: Bool
    let text: String?
    let version: String
    let path: String

    /// `picture`: The address of the picture of an exercise's point.
    init(
        _ kept: ClientRecord.Opened<HomeProgramme>, client: Client, practice: Practice, product: Product, back: String,
        picture: (HomeProgramme.Exercise) -> String
    ) {
        let words = ChartWords(product)
        title = "Home programme, \(client.name)"
        self.practice = practice.name
        address = practice.address.isEmpty ? nil : practice.address
        self.client = client.name
        day = CalendarDay(kept.entry.at, in: TimeZone(identifier: practice.timeZone) ?? .gmt).text
        exercises = kept.value.exercises.map { exercise in
            let warnings = exercise.kind == .selfPressure ? ProgrammeDraft.warnings(exercise.source, product) : []
            let times = exercise.perDay == 1 ? "once a day" : "\(exercise.perDay) times a day"
            return Exercise(
                title: OfficePages.title(exercise, words),
                dose: "\(ChartWords.number(exercise.seconds)) seconds, \(times)", text: exercise.text,
                picture: picture(exercise), warnings: warnings, hasWarnings: !warnings.isEmpty)
        }
        hasExercises = !exercises.isEmpty
        text = kept.value.text.isEmpty ? nil : kept.value.text
        version = product.knowledge.version
        path = back
    }
}
