import Access
import Foundation
import Hummingbird
import Records

/// What the owner alone sees: settings, audit trail, backups.
extension OfficePages {
    func addPractice(to router: OfficeRouter) {
        router.on(.get, "/practice", .owner) { call in
            try answer(settings(try await office.records.practice(for: call.signedIn().author)), to: call)
        }
        router.on(.post, "/practice", .owner) { call in
            let form = try await Form(call)
            let author = try call.signedIn().author
            let before = try await office.records.practice(for: author)
            do {
                let after = try Practice(
                    id: before.id, name: form["practice_name"], timeZone: form["time_zone"], address: form["address"],
                    version: form.version
                )
                let saved = try await office.records.change(after, by: author)
                return try answer(settings(saved, message: "Saved."), to: call)
            } catch let error as RecordsError where error.isOfField {
                return try answer(settings(before, form, error), to: call, status: .unprocessableContent)
            } catch RecordsError.stale {
                var page = settings(before, form, message: Words.stale)
                page.isWarning = true
                return try answer(page, to: call, status: .preconditionFailed)
            }
        }
        router.on(.get, "/audit", .owner) { call in
            let author = try call.signedIn().author
            let limit = 50
            let practice = try await office.records.practice(for: author)
            let entries = try await office.records.entries(before: Int(call.query("before")), limit: limit, for: author)
            let team = try await office.records.team(for: author)
            let names = Dictionary(uniqueKeysWithValues: team.map { ($0.id.text, $0.name) })
            let upkeep = try await configuration.upkeep()
            let rows = entries.map { entry -> [OfficePage.Table.Cell] in
                let link = entry.object.hasPrefix("client:") ? "/clients/\(entry.object.dropFirst(7))" : nil
                let what = entry.action.replacing("_", with: " ") + (entry.detail.isEmpty ? "" : " (\(entry.detail))")
                return [
                    .init("\(entry.sequence)"), .init(Words.time(entry.at, in: practice.timeZone)),
                    .init(
                        entry.actor.isEmpty ? "the program" : names[entry.actor] ?? "account \(entry.actor.prefix(8))"),
                    .init(what), .init(Self.short(entry.object), href: link),
                ]
            }
            let older = entries.count == limit ? entries.last.map { "/audit?before=\($0.sequence)" } : nil
            return try answer(
                OfficePage(
                    "Audit trail",
                    lead: ["Who looked at or changed what, and when. Nobody can change this list; identifiers only."],
                    width: "wide",
                    [
                        .init(
                            text: .init(
                                paragraphs: [
                                    upkeep.auditFault.map {
                                        "THE CHAIN IS BROKEN: \($0). Call whoever runs the server."
                                    }
                                        ?? "The chain of all \(upkeep.auditEntries) entries is whole: walked from the first at \(Words.time(upkeep.auditWalked, in: practice.timeZone)), what came since just now."
                                ], code: "tautband audit verify")),
                        .init(
                            table: .init(
                                caption: "Audit entries, newest first",
                                headers: ["No.", "When", "Who", "What", "Record"],
                                rows: rows, empty: "Nothing yet.",
                                more: older.map { .init(name: "Older entries", href: $0) })),
                    ]), to: call)
        }
        router.on(.get, "/backup", .owner) { call in
            let identity = try call.signedIn()
            let upkeep = try await configuration.upkeep()
            let practice = try await office.records.practice(for: identity.author)
            try await office.records.note(AuditEvent(.backupRead), by: identity.author)
            let state: OfficePage.Block =
                upkeep.lastBackup.map { .init(facts: .init("Last backup", [("When, where, how much", $0)])) }
                ?? .init(
                    text: .init(
                        title: "There is no backup yet",
                        paragraphs: [
                            "If this machine breaks, the record is lost. Whoever runs the server types this, every day by a timer:"
                        ],
                        code: "tautband backup /somewhere/else/tautband-$(date +%F).backup"))
            return try answer(
                OfficePage(
                    "Backup",
                    [
                        state,
                        .init(
                            text: .init(
                                title: "What a backup is",
                                paragraphs: [
                                    "One file with every record and the keys, encrypted with a passphrase, read back and checked before it counts. It is made while everybody works.",
                                    "Copying the database's main file is not a backup: what was saved last stands in another file and would be missing.",
                                    "Keep the passphrase apart from the file. Try the restore into an empty folder now and then:",
                                ], code: "tautband restore FILE --data /an/empty/folder")),
                        .init(
                            facts: .init(
                                "The store",
                                [
                                    ("Database", upkeep.database), ("Schema", "\(upkeep.schema)"),
                                    ("Key made", upkeep.keyCreated.map { Words.time($0, in: practice.timeZone) } ?? ""),
                                ])),
                    ]), to: call)
        }
    }

    /// Kind and beginning of an identifier such as `client:0f3c…`.
    private static func short(_ object: String) -> String {
        let parts = object.split(separator: ":", maxSplits: 1)
        return parts.count == 2 ? "\(parts[0]) \(parts[1].prefix(8))" : object
    }

    private func settings(
        _ practice: Practice, _ form: Form? = nil, _ error: RecordsError? = nil, message: String? = nil
    ) -> OfficePage {
        OfficePage(
            "Practice", message: message,
            [
                .init(
                    form: .init(
                        action: "/practice", hidden: ["version": "\(practice.version)"], button: "Save",
                        [
                            .line(
                                "practice_name", "Name of the practice", form?["practice_name"] ?? practice.name,
                                autocomplete: "organization", required: true),
                            .select(
                                "time_zone", "Time zone", form?["time_zone"] ?? practice.timeZone,
                                hint: "Times on all pages are shown in it.", Self.timeZones),
                            .text("address", "Address", form?["address"] ?? practice.address, longest: 500, rows: 3),
                        ].with(error)))
            ]
        )
    }
}
