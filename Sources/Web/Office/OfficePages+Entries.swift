import Access
import Clinic
import Foundation
import Hummingbird
import Records
import Treatment

/// What was found, held and measured for a complaint, entry by entry, and striking one of them out.
extension OfficePages {
    func addEntries(to router: OfficeRouter) {
        router.on(.get, "/clients/{id}/complaints/{complaint}/entries", .staff) { call in
            try answer(try await charted(call), to: call)
        }
        router.on(.get, "/clients/{id}/entries/{entry}/strike", .staff) { call in
            try answer(try await striking(call), to: call)
        }
        router.on(.post, "/clients/{id}/entries/{entry}/strike", .staff) { call in
            let form = try await Form(call)
            let client = try call.identifier(of: Client.self)
            let entry = try call.identifier(of: RecordEntry.self, "entry")
            do {
                let reason = form["words"].isEmpty ? form["reason"] : form["words"]
                let act: Strike.Act = form["act"] == Strike.Act.restore.rawValue ? .restore : .strike
                let strike = try Strike(act, reason: reason, seen: form.version)
                let kept = try await office.records.strike(entry, strike, of: client, by: call.signedIn().author)
                return .see("/clients/\(client)/complaints/\(kept.complaint?.text ?? "")/entries")
            } catch let error as RecordsError where error.isOfField {
                return try answer(try await striking(call, form, error), to: call, status: .unprocessableContent)
            } catch RecordsError.stale {
                var page = try await striking(call, form)
                page.message = Self.changed
                page.isWarning = true
                return try answer(page, to: call, status: .preconditionFailed)
            }
        }
    }

    private static let changed = "Someone else has changed this meanwhile. It is shown as it is now; look at it again."

    // MARK: The list

    private func charted(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let author = identity.author
        let client = try await office.records.client(call.identifier(of: Client.self), for: author)
        let id = try call.identifier(of: RecordEntry.self, "complaint")
        let kinds: Set<EntryBody.Kind> = [.complaint, .visit, .finding, .hold, .measurement, .recording]
        let record = ClientRecord(
            try await office.records.entries(EntryFilter(kinds: kinds, complaint: id), of: client.id, for: author))
        guard let opened = record.complaints.first(where: { $0.id == id }) else { throw RecordsError.notFound }
        let teller = Teller(
            words: ChartWords(try await product()), zone: try await office.records.practice(for: author).timeZone,
            names: try await names(for: author))
        let writes = AccessRules.allows(author, .editNote, client)
        func table(_ title: String, _ visit: RecordEntry.ID?) -> OfficePage.Block? {
            let entries = (record.current + record.struck).filter { $0.body.kind.canBeStruck && $0.visit == visit }
                .sorted { ($0.at, $0.id) < ($1.at, $1.id) }
            guard !entries.isEmpty else { return nil }
            let rows = entries.map { entry -> [OfficePage.Table.Cell] in
                let href = "/clients/\(client.id)/entries/\(entry.id)/strike"
                let name = entry.isStruck ? "Bring back" : "Strike out"
                var words = OfficePage.Table.Cell(teller.words.entry(entry))
                words.isStruck = entry.isStruck
                var act = writes ? OfficePage.Table.Cell(name, href: href) : .init("")
                act.subject = writes ? teller.words.entry(entry) : nil
                return [words, .init(teller.state(entry)), act]
            }
            return .init(
                table: .init(title, caption: title, headers: ["Entry", "Stands", "Change"], rows: rows, empty: nil))
        }
        var blocks = record.visits(of: id).reversed().compactMap { visit in
            table("Visit of \(Words.time(visit.value.started, in: visit.value.zone))", visit.id)
        }
        if let home = table("Told at home, and beside visits", nil) { blocks.insert(home, at: 0) }
        if blocks.isEmpty {
            blocks = [.init(text: .init(paragraphs: ["Nothing was found, held or measured yet."]))]
        }
        blocks.append(
            .init(
                text: .init(link: .init(name: "Back to the complaint", href: "/clients/\(client.id)/complaints/\(id)")))
        )
        return OfficePage(
            "What is charted: \(opened.value.title)",
            lead: [
                "\(client.name). What is struck out stays readable with who, when and why, and counts nowhere: not in notes, changes, the course or statistics."
            ], width: "wide", blocks)
    }

    /// Names of the team by account.
    func names(for author: Author) async throws -> [Account.ID: String] {
        Dictionary(uniqueKeysWithValues: try await office.records.team(for: author).map { ($0.id, $0.name) })
    }

    // MARK: One entry

    private func striking(
        _ call: OfficeRouter.Call, _ form: Form? = nil, _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let author = try call.signedIn().author
        let client = try await office.records.client(call.identifier(of: Client.self), for: author)
        guard AccessRules.allows(author, .editNote, client) else { throw RecordsError.notFound }
        let id = try call.identifier(of: RecordEntry.self, "entry")
        let kinds = Set(EntryBody.Kind.allCases.filter(\.canBeStruck))
        let record = ClientRecord(
            try await office.records.entries(
                EntryFilter(kinds: kinds, withHistory: true), of: client.id, for: author))
        guard let entry = record.entry(id), let complaint = entry.complaint else { throw RecordsError.notFound }
        let teller = Teller(
            words: ChartWords(try await product()), zone: try await office.records.practice(for: author).timeZone,
            names: try await names(for: author))
        let isBack = entry.isStruck
        let reasons = isBack ? ["Struck out by mistake"] : Strike.reasons
        let history = record.history(of: id).map { one -> [OfficePage.Table.Cell] in
            var words = OfficePage.Table.Cell(teller.words.entry(one))
            words.isStruck = one.isStruck
            return [.init("\(one.version)"), words, .init(teller.state(one))]
        }
        return OfficePage(
            isBack ? "Bring it back?" : "Strike it out?",
            lead: [
                "\(client.name): \(teller.words.entry(entry))",
                isBack
                    ? "It counts again. That it was struck out stays in its history."
                    : "It stays readable, struck through, with your name, the time and the reason, and counts nowhere any more. After the signature it is an amendment of the visit.",
            ],
            [
                .init(
                    form: .init(
                        action: "/clients/\(client.id)/entries/\(id)/strike",
                        hidden: [
                            "act": (isBack ? Strike.Act.restore : .strike).rawValue, "version": "\(entry.version)",
                        ], button: isBack ? "Bring it back" : "Strike out",
                        cancel: "/clients/\(client.id)/complaints/\(complaint)/entries",
                        [
                            .select(
                                "reason", "Reason", form?["reason"] ?? "",
                                [("", "choose, or write it below")] + reasons.map { ($0, $0) }),
                            .line("words", "Another reason", form?["words"] ?? "", longest: 300),
                        ].with(error))),
                .init(
                    table: .init(
                        "Its history", caption: "Versions, oldest first", headers: ["Version", "Entry", "Stands"],
                        rows: history)),
            ])
    }

    /// Puts an entry's standing into words.
    private struct Teller {
        let words: ChartWords
        let zone: String
        let names: [Account.ID: String]

        func state(_ entry: RecordEntry) -> String {
            let name = entry.author.map { names[$0] ?? "a colleague" } ?? "the client"
            if entry.isStruck { return words.struck(entry, by: name, zone: zone) }
            let reason = entry.reason.isEmpty ? "" : ": \(entry.reason)"
            return "by \(name), \(Words.time(entry.at, in: zone))\(reason)"
        }
    }
}
