public import Directory
public import Foundation
public import Records
import Vault

extension RecordStore: TrainingRepository {
    public func training(of practitioner: Practitioner.ID, for author: Author) async throws -> [TrainingRecord] {
        try await look(author) { work in
            _ = try work.seen(practitioner)
            return try work.training(of: practitioner)
        }
    }

    public func submit(_ record: TrainingRecord, document: Data?, by author: Author) async throws {
        try await work(author) { work in
            let practitioner = try work.managed(record.practitioner)
            guard record.practice == practitioner.practice, record.status == .submitted else {
                throw RecordsError.notFound
            }
            let kind = try document.map(DocumentKind.of)
            guard kind == record.document else { throw RecordsError.notFound }
            let count = try work.sql.row(
                "SELECT COUNT(*) AS count FROM training WHERE practitioner = ?", [.text(practitioner.id.text)])
            guard try count?.integer("count") ?? 0 < 100 else {
                throw RecordsError.invalid(field: "training", value: "100", reason: "is the most that can be handed in")
            }
            try work.insert(record, document: document)
            try work.audit(AuditEvent(.trainingSubmitted, object: "training:\(record.id)"))
        }
    }

    public func document(
        of training: TrainingRecord.ID, for author: Author
    ) async throws -> (kind: DocumentKind, bytes: Data) {
        try await across(author) { work in
            guard
                let row = try work.sql.row(
                    "SELECT practice, practitioner, document_kind, document FROM training WHERE id = ?",
                    [.text(training.text)]),
                let kind = try row.optionalText("document_kind").flatMap(DocumentKind.init),
                let sealed = try row.optionalBlob("document"),
                let practitioner = try work.storedPractitioner(row.identifier("practitioner", of: Practitioner.self)),
                try BookingRules.manages(author, practitioner) || work.isSteward()
            else { throw RecordsError.notFound }
            let cipher = try work.cipher(practitioner.practice)
            let bytes = try cipher.bytes(sealed, context: "training.document:\(training)")
            try work.audit(
                AuditEvent(.trainingRead, object: "training:\(training)"), practice: practitioner.practice)
            return (kind, bytes)
        }
    }

    public func isSteward(_ author: Author) async throws -> Bool {
        try await look { work in
            guard let account = author.account else { return false }
            return try work.sql.row("SELECT account FROM steward WHERE account = ?", [.text(account.text)]) != nil
        }
    }

    public func setSteward(mail: String, _ isSteward: Bool) async throws {
        guard let (account, _) = try await credentials(mail: mail), account.role.isStaff else {
            throw RecordsError.invalid(field: "mail", value: mail, reason: "belongs to nobody who works in a practice")
        }
        try await work(.system) { work in
            if isSteward {
                try work.sql.run(
                    "INSERT INTO steward (account, since) VALUES (?, ?) ON CONFLICT (account) DO NOTHING",
                    [.text(account.id.text), .date(work.now)])
            } else {
                try work.sql.run("DELETE FROM steward WHERE account = ?", [.text(account.id.text)])
            }
            try work.audit(
                AuditEvent(.stewardSet, object: "account:\(account.id)", detail: isSteward ? "named" : "dismissed"),
                practice: account.practice)
        }
    }

    public func stewards() async throws -> [String] {
        try await look { work in
            try work.sql.rows("SELECT account FROM steward", []).compactMap {
                try work.storedAccount($0.identifier("account", of: Account.self))?.mail
            }.sorted()
        }
    }

    public func cases(for author: Author) async throws -> [TrainingCase] {
        try await across(author) { work in
            guard try work.isSteward() else { throw RecordsError.notFound }
            let cases = try work.cases(
                "t.status IN ('submitted', 'verified') ORDER BY t.status, t.submitted, t.id LIMIT 500", [])
            try work.audit(AuditEvent(.trainingRead, detail: "queue \(cases.count)"))
            return cases
        }
    }

    public func decide(
        _ training: TrainingRecord.ID, method: TrainingRecord.Method?, note: String, by author: Author,
        mail: (@Sendable (TrainingCase) -> [OutgoingLetter])?
    ) async throws {
        let note = try Text.block(note, field: "note", longest: 1_000)
        if method == nil, note.isEmpty {
            throw RecordsError.invalid(field: "note", value: "", reason: "is needed to refuse")
        }
        try await across(author) { work in
            let found = try work.decidable(training, status: .submitted)
            let steward = try author.account.flatMap(work.storedAccount)
            try work.sql.run(
                """
                UPDATE training SET status = ?, checked_by = ?, checked_name = ?, method = ?, checked_at = ?, check_note = ?
                  WHERE id = ? AND status = 'submitted'
                """,
                [
                    .text(method == nil ? "refused" : "verified"), .optional(author.account?.text),
                    .text(steward?.name ?? ""), .optional(method?.rawValue), .date(work.now), .text(note),
                    .text(training.text),
                ])
            try work.relist(found.record.practitioner)
            if let mail, let after = try work.cases("t.id = ?", [.text(training.text)]).first {
                try work.enqueue(mail(after))
            }
            try work.audit(
                AuditEvent(
                    .trainingDecided, object: "training:\(training)", detail: method.map { "\($0)" } ?? "refused"),
                practice: found.record.practice)
        }
    }

    public func proposeRevocation(
        of training: TrainingRecord.ID, reason: String, by author: Author
    ) async throws {
        let reason = try Text.block(reason, field: "note", longest: 1_000)
        guard !reason.isEmpty else {
            throw RecordsError.invalid(field: "note", value: "", reason: "is needed to revoke")
        }
        try await across(author) { work in
            let found = try work.decidable(training, status: .verified)
            guard found.record.revocation == nil else { throw RecordsError.duplicate(field: "revocation") }
            try work.sql.run(
                "UPDATE training SET revoke_by = ?, revoke_reason = ?, revoke_at = ? WHERE id = ?",
                [.optional(author.account?.text), .text(reason), .date(work.now), .text(training.text)])
            try work.audit(
                AuditEvent(.trainingDecided, object: "training:\(training)", detail: "revocation proposed"),
                practice: found.record.practice)
        }
    }

    public func answerRevocation(
        of training: TrainingRecord.ID, confirm: Bool, by author: Author
    ) async throws {
        try await across(author) { work in
            let found = try work.decidable(training, status: .verified)
            // Four eyes: the one who proposed it may take it back, but not confirm it.
            guard let revocation = found.record.revocation, !confirm || revocation.proposed != author.account else {
                throw RecordsError.notFound
            }
            if confirm {
                try work.sql.run(
                    "UPDATE training SET status = 'revoked', revoke_confirmed = ? WHERE id = ? AND status = 'verified'",
                    [.optional(author.account?.text), .text(training.text)])
            } else {
                try work.sql.run(
                    "UPDATE training SET revoke_by = NULL, revoke_reason = NULL, revoke_at = NULL WHERE id = ?",
                    [.text(training.text)])
            }
            try work.relist(found.record.practitioner)
            try work.audit(
                AuditEvent(
                    .trainingDecided, object: "training:\(training)",
                    detail: confirm ? "revoked" : "revocation dropped"), practice: found.record.practice)
        }
    }

    public func tellOfExpiry(
        within days: Int, now: Date, mail: @escaping @Sendable (TrainingCase) -> OutgoingLetter?
    ) async throws {
        try await work(.system) { work in
            let last = CalendarDay(now.addingTimeInterval(Double(days) * 86_400), in: .gmt).text
            let cases = try work.cases(
                "t.status = 'verified' AND t.told = 0 AND t.expires IS NOT NULL AND t.expires <= ? ORDER BY t.id LIMIT 200",
                [.text(last)])
            for found in cases {
                try work.sql.run("UPDATE training SET told = 1 WHERE id = ?", [.text(found.record.id.text)])
                // One that ran out before anybody looked is no news any more.
                if found.record.counts(at: now), let letter = mail(found) { try work.enqueue([letter]) }
            }
        }
    }

    public func takeOver(_ rows: [ListedRow], by author: Author) async throws -> [ListedRow.Report] {
        try await work(author) { work in
            let practice = try work.ownedPractice()
            var reports: [ListedRow.Report] = []
            for row in rows.prefix(20_000) {
                switch row.content {
                case .failure(.invalid(let field, let value, let reason)):
                    reports.append(.init(line: row.line, outcome: .refused(field: field, value: value, reason: reason)))
                case .failure(let error): throw error
                case .success(let content):
                    guard content.practitioner.practice == practice else { throw RecordsError.notFound }
                    reports.append(.init(line: row.line, outcome: try work.takeOver(content)))
                }
            }
            try work.audit(AuditEvent(.practitionerChanged, detail: "list of \(rows.count)"))
            return reports
        }
    }
}

extension RecordStore {
    /// Runs work of an author across practices: what the database itself cannot keep apart is checked in the work.
    func across<Value: Sendable>(
        _ author: Author, _ body: @escaping @Sendable (RecordTransaction) throws -> Value
    ) async throws -> Value {
        try await work(.system) { work in
            try body(RecordTransaction(sql: work.sql, author: author, now: work.now, keys: work.keys))
        }
    }
}

extension RecordTransaction {
    static let trainingColumns =
        "id, practice, practitioner, issuer, title, number, hours, issued, expires, status, submitted, document_kind,"
        + " checked_by, checked_name, method, checked_at, check_note, revoke_by, revoke_reason, revoke_at,"
        + " revoke_confirmed"

    func isSteward() throws -> Bool {
        guard let account = author.account, author.role?.isStaff == true else { return false }
        return try sql.row("SELECT account FROM steward WHERE account = ?", [.text(account.text)]) != nil
    }

    func training(of practitioner: Practitioner.ID) throws -> [TrainingRecord] {
        try sql.rows(
            "SELECT \(Self.trainingColumns) FROM training WHERE practitioner = ? ORDER BY submitted, id",
            [.text(practitioner.text)]
        ).map(training)
    }

    func training(_ row: SQLRow) throws -> TrainingRecord {
        let id = try row.identifier("id", of: TrainingRecord.self)
        guard let status = TrainingRecord.Status(rawValue: try row.text("status")) else {
            throw StorageError.damaged("training \(id) has an unknown status")
        }
        var check: TrainingRecord.Check?
        if let by = try row.optionalIdentifier("checked_by", of: Account.self) {
            check = try TrainingRecord.Check(
                by: by, name: row.optionalText("checked_name") ?? "",
                method: row.optionalText("method").flatMap(TrainingRecord.Method.init), at: row.date("checked_at"),
                note: row.optionalText("check_note") ?? "")
        }
        var revocation: TrainingRecord.Revocation?
        if let by = try row.optionalIdentifier("revoke_by", of: Account.self) {
            revocation = try TrainingRecord.Revocation(
                proposed: by, reason: row.optionalText("revoke_reason") ?? "", at: row.date("revoke_at"),
                confirmed: row.optionalIdentifier("revoke_confirmed", of: Account.self))
        }
        return try TrainingRecord(
            id: id, practice: row.identifier("practice", of: Practice.self),
            practitioner: row.identifier("practitioner", of: Practitioner.self), issuer: row.text("issuer"),
            title: row.text("title"), number: row.text("number"), hours: row.integer("hours"),
            issued: row.text("issued"), expires: row.optionalText("expires"),
            document: row.optionalText("document_kind").flatMap(DocumentKind.init), submitted: row.date("submitted"),
            status: status, check: check, revocation: revocation)
    }

    fileprivate func cases(_ condition: String, _ arguments: [SQLValue]) throws -> [TrainingCase] {
        let columns = Self.trainingColumns.split(separator: ", ").map { "t.\($0) AS \($0)" }.joined(separator: ", ")
        return try sql.rows(
            "SELECT \(columns), p.name AS practitioner_name, p.account AS account, r.name AS practice_name FROM training t"
                + " JOIN practitioner p ON p.id = t.practitioner JOIN practice r ON r.id = t.practice WHERE \(condition)",
            arguments
        ).map { row in
            let account = try row.optionalIdentifier("account", of: Account.self)
            return TrainingCase(
                record: try training(row), practitioner: try row.text("practitioner_name"),
                practice: try row.text("practice_name"), mail: try account.flatMap(storedAccount)?.mail,
                account: account)
        }
    }

    /// A training that this steward may decide on: in this state, and not the own.
    fileprivate func decidable(_ id: TrainingRecord.ID, status: TrainingRecord.Status) throws -> TrainingCase {
        guard try isSteward(), let found = try cases("t.id = ?", [.text(id.text)]).first,
            found.record.status == status, found.account != author.account,
            // Nobody decides on the own, nor on what they handed in for somebody without an account.
            let row = try sql.row("SELECT submitted_by FROM training WHERE id = ?", [.text(id.text)]),
            try row.optionalText("submitted_by") != author.account?.text
        else { throw RecordsError.notFound }
        return found
    }

    fileprivate func insert(_ record: TrainingRecord, document: Data?) throws {
        let sealed = try document.map { bytes in
            try cipher(record.practice).seal(bytes: bytes, context: "training.document:\(record.id)")
        }
        try sql.run(
            """
            INSERT INTO training (id, practice, practitioner, issuer, title, number, hours, issued, expires, status,
              submitted, submitted_by, document_kind, document, told)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'submitted', ?, ?, ?, ?, 0)
            """,
            [
                .text(record.id.text), .text(record.practice.text), .text(record.practitioner.text),
                .text(record.issuer), .text(record.title), .text(record.number), .integer(record.hours),
                .text(record.issued), .optional(record.expires), .date(now), .optional(author.account?.text),
                .optional(record.document?.rawValue),
                .optional(sealed),
            ])
    }

    fileprivate func takeOver(_ content: ListedRow.Content) throws -> ListedRow.Outcome {
        let training = content.training
        let known = try sql.row(
            """
            SELECT t.id AS id FROM training t JOIN practitioner p ON p.id = t.practitioner
              WHERE t.practice = ? AND t.issuer = ? AND t.number = ? AND p.name = ? LIMIT 1
            """,
            [
                .text(training.practice.text), .text(training.issuer), .text(training.number),
                .text(content.practitioner.name),
            ])
        guard known == nil else { return .known }
        if let place = content.place { try insert(place) }
        try insert(content.practitioner)
        try insert(training, document: nil)
        try refreshSoon(content.practitioner.id)
        return .added
    }
}
