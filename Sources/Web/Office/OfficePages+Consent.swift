import Access
import Foundation
import Hummingbird
import Records

/// What a client agreed to: each answer is kept with its words and its day, and none is overwritten.
extension OfficePages {
    func addConsent(to router: OfficeRouter) {
        router.on(.get, "/clients/{id}/consent", .staff) { call in
            try answer(try await consent(call), to: call)
        }
        router.on(.post, "/clients/{id}/consent", .staff) { call in
            let form = try await Form(call)
            let (author, client) = (try call.signedIn().author, try call.identifier(of: Client.self))
            do {
                guard ["yes", "no"].contains(form["answer"]) else {
                    throw RecordsError.invalid(field: "answer", value: "", reason: "is missing")
                }
                guard let id = RecordEntry.ID(text: form["key"]) else { throw HTTPError(.badRequest) }
                let text = try Text.block(form["text"], field: "text", longest: 4_000)
                guard !text.isEmpty else { throw RecordsError.invalid(field: "text", value: "", reason: "is empty") }
                let body = try EntryBody.consent(
                    Consent(kind: form["kind"], isGiven: form["answer"] == "yes", text: text)
                ).checked()
                let entry = try RecordEntry(id: id, client: client, at: Date(), author: author.account, body: body)
                _ = try await office.records.add([entry], to: client, by: author)
                return .see("/clients/\(client)/consent")
            } catch let error as RecordsError where error.isOfField {
                return try answer(try await consent(call, form, error), to: call, status: .unprocessableContent)
            }
        }
    }

    private func consent(
        _ call: OfficeRouter.Call, _ form: Form? = nil, _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let author = try call.signedIn().author
        let client = try await office.records.client(call.identifier(of: Client.self), for: author)
        let record = ClientRecord(
            try await office.records.entries(EntryFilter(kinds: [.consent]), of: client.id, for: author))
        let zone = try await office.records.practice(for: author).timeZone
        let rows = Consent.kinds.map { kind -> [OfficePage.Table.Cell] in
            let newest = record.consents[kind]
            let state = newest.map { $0.value.isGiven ? "agreed" : "declined" } ?? "not asked yet"
            return [
                .init(Self.consentNames[kind] ?? kind), .init(state),
                .init(newest.map { Words.time($0.entry.at, in: zone) } ?? ""), .init(newest?.value.text ?? ""),
            ]
        }
        let earlier = record.current.reversed().compactMap { entry -> [OfficePage.Table.Cell]? in
            guard case .consent(let value) = entry.body, record.consents[value.kind]?.id != entry.id else { return nil }
            return [
                .init(Self.consentNames[value.kind] ?? value.kind), .init(value.isGiven ? "agreed" : "declined"),
                .init(Words.time(entry.at, in: zone)), .init(value.text),
            ]
        }
        let headers = ["What", "Answer", "When", "Words"]
        var blocks: [OfficePage.Block] = [
            .init(table: .init("As it stands", caption: "The newest answers", headers: headers, rows: rows))
        ]
        if AccessRules.allows(author, .editNote, client) {
            blocks.append(
                .init(
                    form: .init(
                        "A new answer", action: "/clients/\(client.id)/consent",
                        hidden: ["key": form?["key"] ?? Self.newKey()], button: "Keep it",
                        note: "An answer can be taken back at any time: keep the new one, the old stays readable.",
                        cancel: "/clients/\(client.id)",
                        [
                            .select(
                                "kind", "What", form?["kind"] ?? "treatment",
                                Consent.kinds.map { ($0, Self.consentNames[$0] ?? $0) }),
                            .select(
                                "answer", "Answer", form?["answer"] ?? "",
                                [("", "choose"), ("yes", "the client agrees"), ("no", "the client declines")]),
                            .text(
                                "text", "The words that were agreed to or declined", form?["text"] ?? "",
                                hint: "What was explained: benefit, discomfort, risks, what else could be done.",
                                longest: 4_000, rows: 4),
                        ].with(error))))
        }
        if !earlier.isEmpty {
            blocks.append(.init(table: .init("Earlier", caption: "Earlier answers", headers: headers, rows: earlier)))
        }
        blocks.append(.init(text: .init(link: .init(name: "Back to the client", href: "/clients/\(client.id)"))))
        return OfficePage("Consent of \(client.name)", width: "wide", blocks)
    }

    private static let consentNames = [
        "treatment": "Treatment by pressure", "record": "Keeping this record",
        "statistics": "Being counted in the practice's statistics, without a name", "photos": "Photographs",
    ]
}
