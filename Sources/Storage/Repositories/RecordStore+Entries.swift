public import Foundation
public import Records
import Vault

extension RecordStore: EntryRepository {
    public func add(
        _ entries: [RecordEntry], to client: Client.ID, by author: Author
    ) async throws -> [RecordEntry] {
        guard entries.count <= 500 else {
            throw RecordsError.invalid(field: "entries", value: "\(entries.count)", reason: "are more than 500 at once")
        }
        return try await work(author) { work in
            let subject = try work.visible(client, to: .editNote)
            let cipher = try work.cipher(subject.practice)
            var written: [RecordEntry] = []
            var counts: [EntryBody.Kind: Int] = [:]
            for entry in entries {
                guard entry.client == client, entry.author == author.account else { throw RecordsError.notFound }
                if entry.body.kind == .signature {
                    throw RecordsError.invalid(field: "kind", value: "signature", reason: "comes from signing alone")
                }
                let (kept, isNew) = try work.put(entry, practice: subject.practice, cipher)
                written.append(kept)
                if isNew { counts[entry.body.kind, default: 0] += 1 }
            }
            try work.auditWritten(client, counts)
            return written
        }
    }

    public func entries(
        _ filter: EntryFilter, of client: Client.ID, for author: Author
    ) async throws -> [RecordEntry] {
        try await work(author) { work in
            let subject = try work.visible(client, to: .readNote)
            let found = try work.entries(filter, of: client, work.cipher(subject.practice))
            // Who watches a hold asks every second or two: one trace a minute says it.
            if filter.kinds == [.hold], filter.visit != nil, try work.hasJustRead(client) { return found }
            try work.audit(AuditEvent(.entriesRead, object: "client:\(client)", detail: "\(found.count)"))
            return found
        }
    }

    public func open(for author: Author) async throws -> OpenItems {
        try await work(author) { work in
            guard let practice = author.practice, AccessRules.keepsRegister(author) else { throw RecordsError.notFound }
            // The rule of `AccessRules` in the question itself: own clients, for the owner all of the practice.
            let own = author.role == .owner ? "" : " AND c.therapist = ?"
            let names: [SQLValue] = author.role == .owner ? [] : [.text(author.account?.text ?? "")]
            guard author.role != .assistant else { return OpenItems(visits: [], written: []) }
            let cipher = try work.cipher(practice)
            func items(_ condition: String, _ arguments: [SQLValue]) throws -> [OpenItems.Item] {
                try work.sql.rows(
                    "SELECT e.entry AS entry, e.client AS client, e.at AS at, c.name AS name FROM entry e JOIN client c ON c.id = e.client"
                        + " WHERE e.practice = ? AND e.version = 1 AND \(condition)\(own) ORDER BY e.at DESC LIMIT 200",
                    [.text(practice.text)] + arguments + names
                ).map { row in
                    let client = try row.identifier("client", of: Client.self)
                    return OpenItems.Item(
                        id: try row.identifier("entry", of: RecordEntry.self), client: client,
                        name: try cipher.open(row.blob("name"), context: "client.name:\(client)"),
                        at: try row.date("at"))
                }
            }
            let visits = try items(
                "e.kind = 'visit' AND NOT EXISTS (SELECT 1 FROM entry s WHERE s.visit = e.entry AND s.kind = 'signature')",
                [])
            let written = try items(
                "e.kind = 'intake' AND e.at > ?", [.date(work.now.addingTimeInterval(-14 * 86_400))])
            try work.audit(AuditEvent(.entriesRead, detail: "open \(visits.count + written.count)"))
            return OpenItems(visits: visits, written: written)
        }
    }

    public func diarists(for author: Author) async throws -> [Client.ID] {
        try await work(author) { work in
            let practice = try work.ownedPractice()
            let clients = try work.sql.rows(
                "SELECT DISTINCT client FROM entry WHERE practice = ? AND kind = 'diary' ORDER BY client",
                [.text(practice.text)]
            ).map { try $0.identifier("client", of: Client.self) }
            try work.audit(AuditEvent(.entriesRead, detail: "statistics \(clients.count)"))
            return clients
        }
    }

    public func entries(
        of kinds: Set<EntryBody.Kind>, across clients: [Client.ID], for author: Author
    ) async throws -> [Client.ID: [RecordEntry]] {
        try await look(author) { work in
            let practice = try work.ownedPractice()
            let cipher = try work.cipher(practice)
            var found: [Client.ID: [RecordEntry]] = [:]
            for client in clients {
                let own = try work.sql.row(
                    "SELECT id FROM client WHERE id = ? AND practice = ?", [.text(client.text), .text(practice.text)])
                guard own != nil else { continue }
                found[client] = try work.entries(EntryFilter(kinds: kinds), of: client, cipher)
            }
            return found
        }
    }

    public func merge(
        _ hold: PressureHold, id: RecordEntry.ID, visit: RecordEntry.ID, of client: Client.ID, by author: Author
    ) async throws -> RecordEntry {
        try await again {
            try await work(author) { work in
                let subject = try work.visible(client, to: .editNote)
                return try work.merge(hold, id: id, visit: visit, of: subject, author: author.account)
            }
        }
    }

    public func sign(
        _ visit: RecordEntry.ID, of client: Client.ID, name: String, by author: Author
    ) async throws -> RecordEntry {
        try await work(author) { work in
            let subject = try work.visible(client, to: .editNote)
            let cipher = try work.cipher(subject.practice)
            let complaint = try work.checkPlace(visit, .visit, of: client)
                .optionalIdentifier("complaint", of: RecordEntry.self)
            guard try !work.isSigned(visit) else { throw RecordsError.duplicate(field: "signature") }
            let signed = try work.entries(EntryFilter(visit: visit), of: client, cipher)
            var digest = RunningDigest()
            for entry in signed {
                let mark = entry.isStruck ? " struck" : ""
                digest.add(Data("\(entry.id).\(entry.version) \(entry.body.kind.rawValue)\(mark)\n".utf8))
                digest.add(try entry.body.json())
            }
            let signature = try EntryBody.signature(
                Signature(entries: signed.map { "\($0.id).\($0.version)" }, digest: digest.hex, name: name)
            ).checked()
            let entry = try RecordEntry(
                client: client, complaint: complaint, visit: visit, at: work.now, author: author.account,
                body: signature
            )
            try work.insert(entry, practice: subject.practice, cipher)
            try work.audit(
                AuditEvent(.visitSigned, object: "client:\(client)", detail: "visit:\(visit) entries \(signed.count)"))
            return entry
        }
    }

    public func write(_ body: EntryBody, ticket: Data, purpose: Ticket.Purpose) async throws {
        try await work(.system) { work in
            guard purpose.rawValue == body.kind.rawValue, [.intake, .diary].contains(purpose),
                let link = try work.use(ticket: ticket, purpose: purpose), let client = link.client,
                let practice = link.practice
            else { throw RecordsError.notFound }
            let cipher = try work.cipher(practice)
            var entry = try RecordEntry(client: client, complaint: link.subject, at: work.now, author: nil, body: body)
            if case .diary(let day) = body,
                let earlier = try work.diaryDay(day.day, complaint: link.subject, of: client)
            {
                entry = try RecordEntry(
                    id: earlier.id, version: earlier.version + 1, client: client, complaint: link.subject,
                    at: work.now, author: nil, body: body
                )
            }
            try work.insert(entry, practice: practice, cipher)
            try work.audit(
                AuditEvent(.linkUsed, object: "client:\(client)", detail: purpose.rawValue), practice: practice
            )
        }
    }

    public func tap(_ moments: [PressureHold.Moment], ticket: Data) async throws {
        try await again {
            try await work(.system) { work in
                guard let link = try work.use(ticket: ticket, purpose: .hold), let client = link.client,
                    let visit = link.subject, let subject = try work.storedClient(client)
                else { throw RecordsError.notFound }
                let cipher = try work.cipher(subject.practice)
                let running = try work.entries(EntryFilter(kinds: [.hold], visit: visit), of: client, cipher)
                    .last { entry in
                        guard case .hold(let hold) = entry.body, !entry.isStruck else { return false }
                        return hold.start != nil && hold.seconds == nil
                    }
                guard let running, case .hold(var hold) = running.body else { throw RecordsError.notFound }
                hold.moments = moments.filter { [.more, .less, .good, .stop, .pain].contains($0.kind) }.map { moment in
                    var moment = moment
                    moment.isClient = true
                    return moment
                }
                _ = try work.merge(hold, id: running.id, visit: visit, of: subject, author: nil)
            }
        }
    }

    public func erase(_ client: Client.ID, by author: Author) async throws {
        try await work(author) { work in
            let practice = try work.ownedPractice()
            var subject = try work.visible(client, to: .editContact)
            let count =
                try work.sql.row("SELECT COUNT(*) AS count FROM entry WHERE client = ?", [.text(client.text)])?
                .integer("count") ?? 0
            try work.sql.run(
                "INSERT INTO tombstone (client, practice, account, erased, entries) VALUES (?, ?, ?, ?, ?)",
                [
                    .text(client.text), .text(practice.text), .text(author.account?.text ?? ""), .date(work.now),
                    .integer(count),
                ]
            )
            for table in ["recording_part", "recording", "entry", "client_name", "client_entry", "glass", "ticket"] {
                try work.sql.run("DELETE FROM \(table) WHERE client = ?", [.text(client.text)])
            }
            try work.sql.run(
                "DELETE FROM session WHERE account IN (SELECT id FROM account WHERE client = ?)", [.text(client.text)])
            try work.sql.run("UPDATE account SET status = 'disabled' WHERE client = ?", [.text(client.text)])
            try work.eraseBookings(of: client, practice: practice)
            subject.name = "Erased client"
            (subject.born, subject.mail, subject.phone, subject.note, subject.status) = ("", "", "", "", .archived)
            try work.sql.run(
                """
                UPDATE client SET status = 'archived', name = ?, born = ?, mail = ?, phone = ?, note = ?,
                  version = version + 1 WHERE id = ?
                """, work.sealed(subject) + [.text(client.text)]
            )
            try work.audit(AuditEvent(.clientErased, object: "client:\(client)", detail: "entries \(count)"))
        }
    }

    /// The program itself in the name of a client's practice, for whoever runs the server.
    ///
    /// - Throws: ``RecordsError/notFound`` when there is no such client.
    public func programAuthor(of client: Client.ID) async throws -> Author {
        try await look { work in
            guard let found = try work.storedClient(client) else { throw RecordsError.notFound }
            return Author(account: nil, practice: found.practice, role: .owner)
        }
    }

    /// Runs the work anew when another writer was faster with the same version.
    func again<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        for _ in 0..<20 {
            do { return try await work() } catch RecordsError.duplicate { continue }
        }
        throw RecordsError.unavailable(reason: "too many devices write at once; please try again")
    }
}

extension RecordTransaction {
    /// Whether the last minute holds a trace that the author read this client's entries, or what else is named.
    func hasJustRead(_ client: Client.ID, _ action: AuditEvent.Action = .entriesRead) throws -> Bool {
        try sql.rows(
            "SELECT actor, action, object, at FROM audit WHERE practice = ? ORDER BY sequence DESC LIMIT 50",
            [.text(author.practice?.text ?? "")]
        ).contains { row in
            try row.text("object") == "client:\(client)" && row.text("actor") == author.account?.text ?? ""
                && row.text("action") == action.rawValue
                && now.timeIntervalSince(row.date("at")) < 60
        }
    }

    /// Entries of a client in the order in which they were written.
    func entries(_ filter: EntryFilter, of client: Client.ID, _ cipher: FieldCipher) throws -> [RecordEntry] {
        var sql = "SELECT \(Self.entryColumns) FROM entry e WHERE client = ?"
        var arguments: [SQLValue] = [.text(client.text)]
        if let kinds = filter.kinds {
            guard !kinds.isEmpty else { return [] }
            let names = kinds.map(\.rawValue).sorted()
            sql += " AND kind IN (\(names.map { _ in "?" }.joined(separator: ", ")))"
            arguments += names.map(SQLValue.text)
        }
        if let complaint = filter.complaint {
            sql += " AND (complaint = ? OR entry = ?)"
            arguments += [.text(complaint.text), .text(complaint.text)]
        }
        if let visit = filter.visit {
            sql += " AND (visit = ? OR entry = ?)"
            arguments += [.text(visit.text), .text(visit.text)]
        }
        if let day = filter.fromDay {
            sql += " AND (day IS NULL OR day >= ?)"
            arguments.append(.text(day))
        }
        if !filter.withHistory {
            sql += " AND NOT EXISTS (SELECT 1 FROM entry n WHERE n.entry = e.entry AND n.version = e.version + 1)"
        }
        return try self.sql.rows(sql + " ORDER BY at, id", arguments).map { try entry($0, cipher) }
    }

    /// Writes one version of an entry unless it is there already.
    ///
    /// - Returns: The entry as it is kept, and whether it is new.
    func put(
        _ entry: RecordEntry, practice: Practice.ID, _ cipher: FieldCipher
    ) throws -> (RecordEntry, Bool) {
        let newest = try newestVersion(entry.id) ?? 0
        if let same = try storedEntry(entry.id, version: entry.version, cipher) {
            let isRepeated =
                try same.client == entry.client && same.isStruck == entry.isStruck
                && same.body.json() == entry.body.json()
            guard isRepeated else { throw RecordsError.stale(current: newest) }
            return (same, false)
        }
        guard entry.version == newest + 1 else { throw RecordsError.stale(current: newest) }
        if newest > 0 {
            guard let before = try storedEntry(entry.id, version: newest, cipher), before.client == entry.client,
                before.body.kind == entry.body.kind, before.complaint == entry.complaint, before.visit == entry.visit
            else { throw RecordsError.notFound }
            guard !before.isStruck else { throw RecordsError.stale(current: newest) }
        }
        try checkPlaces(entry)
        if let visit = entry.body.kind == .visit ? entry.id : entry.visit, entry.reason.isEmpty, try isSigned(visit) {
            throw RecordsError.invalid(
                field: "reason", value: "", reason: "is needed: the visit is signed, so that this is an amendment")
        }
        let dated = try RecordEntry(
            id: entry.id, version: entry.version, client: entry.client, complaint: entry.complaint,
            visit: entry.visit, reason: entry.reason, at: now, author: entry.author, body: entry.body
        )
        do {
            try insert(dated, practice: practice, cipher)
        } catch StorageError.unique { throw RecordsError.stale(current: entry.version) }
        return (dated, true)
    }

    /// Checks that an entry stands where its kind belongs.
    private func checkPlaces(_ entry: RecordEntry) throws {
        let kind = entry.body.kind
        guard (entry.complaint != nil) == kind.needsComplaint else {
            throw RecordsError.invalid(
                field: "complaint", value: "", reason: kind.needsComplaint ? "is missing" : "does not belong here")
        }
        if kind.needsVisit, entry.visit == nil {
            throw RecordsError.invalid(field: "visit", value: "", reason: "is missing")
        }
        if let visit = entry.visit {
            guard kind != .visit, kind != .complaint, kind != .consent, kind != .intake else {
                throw RecordsError.invalid(field: "visit", value: "", reason: "does not belong here")
            }
            let place = try checkPlace(visit, .visit, of: entry.client)
            guard try place.optionalIdentifier("complaint", of: RecordEntry.self) == entry.complaint else {
                throw RecordsError.invalid(field: "visit", value: "", reason: "is of another complaint")
            }
        } else if let complaint = entry.complaint {
            try checkPlace(complaint, .complaint, of: entry.client)
        }
    }

    fileprivate func merge(
        _ hold: PressureHold, id: RecordEntry.ID, visit: RecordEntry.ID, of subject: Client, author: Account.ID?
    ) throws -> RecordEntry {
        let cipher = try cipher(subject.practice)
        let complaint = try checkPlace(visit, .visit, of: subject.id)
            .optionalIdentifier("complaint", of: RecordEntry.self)
        let newest = try newestVersion(id) ?? 0
        var merged = hold
        var struck: RecordEntry?
        if newest > 0 {
            guard let before = try storedEntry(id, version: newest, cipher), before.client == subject.id,
                before.visit == visit, case .hold(let earlier) = before.body
            else { throw RecordsError.notFound }
            merged = earlier.merged(with: hold)
            if merged == earlier { return before }
            // What comes late is kept, and stays struck out.
            if before.isStruck { struck = before }
        }
        let entry = try RecordEntry(
            id: id, version: newest + 1, client: subject.id, complaint: complaint, visit: visit,
            reason: struck?.reason ?? (isSigned(visit) ? "arrived after the signature" : ""),
            isStruck: struck != nil, at: now, author: struck == nil ? author : struck?.author,
            body: EntryBody.hold(merged).checked()
        )
        try insert(entry, practice: subject.practice, cipher)
        try audit(
            AuditEvent(.entriesWritten, object: "client:\(subject.id)", detail: "hold \(entry.version)"),
            practice: subject.practice)
        return entry
    }

    /// The newest version of a day of the diary.
    fileprivate func diaryDay(
        _ day: String, complaint: RecordEntry.ID?, of client: Client.ID
    ) throws -> (id: RecordEntry.ID, version: Int)? {
        try sql.row(
            """
            SELECT entry, version FROM entry WHERE client = ? AND kind = 'diary' AND day = ? AND complaint = ?
            ORDER BY at DESC, version DESC LIMIT 1
            """,
            [.text(client.text), .text(day), .optional(complaint?.text)]
        ).map { (try $0.identifier("entry", of: RecordEntry.self), try $0.integer("version")) }
    }

    func auditWritten(_ client: Client.ID, _ counts: [EntryBody.Kind: Int]) throws {
        let detail = counts.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", ")
        try audit(AuditEvent(.entriesWritten, object: "client:\(client)", detail: detail.isEmpty ? "repeated" : detail))
    }
}
