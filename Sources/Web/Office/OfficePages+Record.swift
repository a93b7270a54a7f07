import Access
import Foundation
import Hummingbird
import Records

/// Complaints, visits and what is open.
extension OfficePages {
    func addRecord(to router: OfficeRouter) {
        router.on(.get, "/today", .staff) { call in try answer(try await today(call), to: call) }
        router.on(.post, "/clients/{id}/complaints", .staff) { call in
            let form = try await Form(call)
            let (author, client) = (try call.signedIn().author, try call.identifier(of: Client.self))
            let complaint = try EntryBody.complaint(
                Complaint(title: form["title"], began: form["began"], drawing: form["drawing"])
            ).checked()
            guard let id = RecordEntry.ID(text: form["key"]) else { throw HTTPError(.badRequest) }
            let entry = try RecordEntry(id: id, client: client, at: Date(), author: author.account, body: complaint)
            _ = try await office.records.add([entry], to: client, by: author)
            return .see("/clients/\(client)/complaints/\(id)")
        }
        router.on(.get, "/clients/{id}/complaints/{complaint}", .staff) { call in
            try answer(try await complaint(call), to: call)
        }
        router.on(.post, "/clients/{id}/complaints/{complaint}", .staff) { call in
            let form = try await Form(call)
            let (author, client) = (try call.signedIn().author, try call.identifier(of: Client.self))
            let id = try call.identifier(of: RecordEntry.self, "complaint")
            let record = ClientRecord(
                try await office.records.entries(EntryFilter(kinds: [.complaint]), of: client, for: author))
            guard let entry = record.entry(id), case .complaint(var value) = entry.body else {
                throw RecordsError.notFound
            }
            value.title = form["title"].isEmpty ? value.title : form["title"]
            value.isClosed = form["status"] == "closed"
            try await write(
                [(id, form.version + 1, nil, nil, try EntryBody.complaint(value).checked())], client, author)
            return .see("/clients/\(client)/complaints/\(id)")
        }
        router.on(.post, "/clients/{id}/complaints/{complaint}/visits", .staff) { call in
            let form = try await Form(call)
            let (author, client) = (try call.signedIn().author, try call.identifier(of: Client.self))
            let complaint = try call.identifier(of: RecordEntry.self, "complaint")
            let zone = try await office.records.practice(for: author).timeZone
            guard let id = RecordEntry.ID(text: form["key"]) else { throw HTTPError(.badRequest) }
            try await write(
                [(id, 1, complaint, nil, .visit(Visit(started: Date(), zone: zone)))], client, author)
            return .see("/clients/\(client)/visits/\(id)")
        }
        router.on(.post, "/clients/{id}/complaints/{complaint}/diary-link", .staff) { call in
            _ = try await Form(call)
            let client = try call.identifier(of: Client.self)
            let complaint = try call.identifier(of: RecordEntry.self, "complaint")
            let link = try await office.diaryLink(
                client: client, complaint: complaint, by: call.signedIn().author)
            return try answer(
                shared(
                    "Link to the diary", "\(base(call))/diary?t=\(link.token)", link.ticket,
                    back: "/clients/\(client)/complaints/\(complaint)",
                    note:
                        "The client writes with it each day and answers questions when they are due. Of the record it shows the activities that the client named and what was answered on the same day."
                ), to: call)
        }
        router.on(.post, "/clients/{id}/complaints/{complaint}/events", .staff) { call in
            let form = try await Form(call)
            let (author, client) = (try call.signedIn().author, try call.identifier(of: Client.self))
            let complaint = try call.identifier(of: RecordEntry.self, "complaint")
            guard let id = RecordEntry.ID(text: form["key"]), let kind = ClientEvent.Kind(rawValue: form["kind"]) else {
                throw HTTPError(.badRequest)
            }
            let event = ClientEvent(kind: kind, day: form["day"], factor: form["factor"], text: form["text"])
            try await write([(id, 1, complaint, nil, try EntryBody.event(event).checked())], client, author)
            return .see("/clients/\(client)/complaints/\(complaint)")
        }
        router.on(.post, "/clients/{id}/complaints/{complaint}/causes", .staff) { call in
            let form = try await Form(call)
            let (author, client) = (try call.signedIn().author, try call.identifier(of: Client.self))
            let complaint = try call.identifier(of: RecordEntry.self, "complaint")
            let entries = try form.fields(beginning: "c_").compactMap { factor, text -> Draft? in
                guard let answer = CauseAnswer.Answer(rawValue: text) else { return nil }
                return (
                    RecordEntry.ID(), 1, complaint, nil,
                    try EntryBody.cause(CauseAnswer(factor: factor, answer: answer)).checked()
                )
            }
            if !entries.isEmpty { try await write(entries, client, author) }
            return .see("/clients/\(client)/complaints/\(complaint)#causes")
        }
        router.on(.get, "/clients/{id}/visits/{visit}", .staff) { call in
            try answer(try await visit(call), to: call)
        }
        router.on(.get, "/clients/{id}/erase", .owner) { call in
            let client = try await office.records.client(call.identifier(of: Client.self), for: call.signedIn().author)
            return try answer(erasure(client), to: call)
        }
        router.on(.post, "/clients/{id}/erase", .owner) { call in
            let form = try await Form(call)
            let author = try call.signedIn().author
            let client = try await office.records.client(call.identifier(of: Client.self), for: author)
            guard form["name"].trimmingCharacters(in: .whitespaces) == client.name else {
                let error = RecordsError.invalid(field: "name", value: "", reason: "is not the client's name")
                return try answer(erasure(client, error), to: call, status: .unprocessableContent)
            }
            try await office.records.erase(client.id, by: author)
            return .see("/clients")
        }
    }

    /// Identifier, version, complaint, visit and body of an entry to be written.
    typealias Draft = (RecordEntry.ID, Int, RecordEntry.ID?, RecordEntry.ID?, EntryBody)

    private func write(_ drafts: [Draft], _ client: Client.ID, _ author: Author) async throws {
        let entries = try drafts.map { draft in
            try RecordEntry(
                id: draft.0, version: draft.1, client: client, complaint: draft.2, visit: draft.3, at: Date(),
                author: author.account, body: draft.4
            )
        }
        _ = try await office.records.add(entries, to: client, by: author)
    }

    // MARK: Pages

    private func erasure(_ client: Client, _ error: RecordsError? = nil) -> OfficePage {
        OfficePage(
            "Erase the record of \(client.name)",
            lead: [
                "Everything that was written about this client is removed for good, and what identifies the person. That there was a record, and who erased it, stays in the audit trail. Export the record first if it has to be kept elsewhere; the law may require that for years."
            ],
            [
                .init(
                    form: OfficePage.FormBlock(
                        action: "/clients/\(client.id)/erase", button: "Erase for good",
                        cancel: "/clients/\(client.id)",
                        [.line("name", "The client's name, to be sure", "", required: true)].with(error)
                    ).dangerous("Erase the whole record of this client? It cannot be brought back."))
            ])
    }

    /// What belongs to the record on a client's page.
    func recordBlocks(_ client: Client, _ identity: Identity, zone: String) async throws -> [OfficePage.Block] {
        let filter = EntryFilter(kinds: [.complaint, .visit, .signature, .intake, .consent])
        let record = ClientRecord(try await office.records.entries(filter, of: client.id, for: identity.author))
        let writes = AccessRules.allows(identity.author, .editNote, client)
        var blocks: [OfficePage.Block] = []
        for entry in record.current {
            guard case .intake(let intake) = entry.body else { continue }
            blocks.append(
                .init(
                    text: .init(
                        title: "Written by the client, \(Words.time(entry.at, in: zone))", pre: intake.text,
                        link: intake.drawing.isEmpty
                            ? nil
                            : .init(name: "Look at the drawing", href: "/?client=\(client.id)&entry=\(entry.id)"))))
        }
        let agreed = record.consents["treatment"]?.value.isGiven
        blocks.append(
            .init(
                text: .init(
                    title: "Consent",
                    paragraphs: [
                        agreed == nil
                            ? "Consent to the treatment is not noted yet."
                            : agreed == true
                                ? "The client agreed to the treatment." : "The client declined the treatment."
                    ], link: .init(name: "Answers and their words", href: "/clients/\(client.id)/consent"))))
        let rows = record.complaints.map { complaint -> [OfficePage.Table.Cell] in
            let visits = record.visits(of: complaint.id)
            return [
                .init(complaint.value.title, href: "/clients/\(client.id)/complaints/\(complaint.id)"),
                .init(complaint.value.isClosed ? "closed" : "open"), .init("\(visits.count)"),
                .init(visits.last.map { Words.time($0.value.started, in: $0.value.zone) } ?? ""),
            ]
        }
        blocks.append(
            .init(
                table: .init(
                    "Complaints", caption: "Complaints", headers: ["Complaint", "Status", "Visits", "Last visit"],
                    rows: rows, empty: "No complaint yet.")))
        if writes {
            blocks.append(
                .init(
                    form: .init(
                        "New complaint", action: "/clients/\(client.id)/complaints", hidden: ["key": Self.newKey()],
                        button: "Add",
                        [
                            .line(
                                "title", "What it is about", "", hint: "For example: right shoulder.", required: true),
                            .line("began", "First day, if known", "", type: "date", longest: 10),
                        ])))
        }
        return blocks
    }

    private func visit(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let client = try await office.records.client(call.identifier(of: Client.self), for: identity.author)
        let id = try call.identifier(of: RecordEntry.self, "visit")
        let record = ClientRecord(
            try await office.records.entries(EntryFilter(visit: id), of: client.id, for: identity.author))
        guard let entry = record.entry(id), case .visit(let visit) = entry.body, let complaint = entry.complaint else {
            throw RecordsError.notFound
        }
        let names = Dictionary(
            uniqueKeysWithValues: try await self.names(for: identity.author).map { ($0.key.text, $0.value) })
        let recordings = record.recordings(of: id).count
        var page = OfficePage(
            "Visit of \(client.name)", lead: [Words.time(visit.started, in: visit.zone)], width: "visit",
            [
                .init(
                    mount: .init(
                        "visit",
                        [
                            "client": client.id.text, "visit": id.text, "complaint": complaint.text,
                            "zone": visit.zone, "name": client.name, "author": identity.account.id.text,
                            "names": String(decoding: try JSONEncoder().encode(names), as: UTF8.self),
                            "writes": AccessRules.allows(identity.author, .editNote, client) ? "yes" : "no",
                        ], without: "Charting a visit needs JavaScript.")),
                .init(
                    text: .init(
                        link: .init(
                            name: recordings == 0 ? "Muscle signals" : "Muscle signals (\(recordings))",
                            href: "/clients/\(client.id)/visits/\(id)/recordings"))),
            ])
        page.modules = ["visit.js"]
        page.styles = ["visit.css"]
        return page
    }

    static func newKey() -> String { UUID().uuidString.lowercased() }
}
