public import Foundation
public import Records
import Vault

extension RecordStore: AccountRepository {
    public func credentials(mail: String) async throws -> (account: Account, secrets: Secrets)? {
        try await look { work in
            let index = try work.keys.mailIndex(mail, work.sql, now: work.now)
            return try work.sql.row(
                "SELECT \(RecordTransaction.accountColumns), code_secret, last_code_step, password FROM account"
                    + " WHERE mail_index = ?", [.blob(index)]
            ).map(work.credentials)
        }
    }

    public func credentials(of account: Account.ID) async throws -> (account: Account, secrets: Secrets)? {
        try await look { work in
            try work.sql.row(
                "SELECT \(RecordTransaction.accountColumns), code_secret, last_code_step, password FROM account"
                    + " WHERE id = ?", [.text(account.text)]
            ).map(work.credentials)
        }
    }

    public func begin(_ session: Session, token: Data, proof: SecondProof) async throws {
        try await work(Author(account: session.account, practice: session.practice, role: nil)) { work in
            guard let account = try work.storedAccount(session.account), account.status == .active else {
                throw RecordsError.notFound
            }
            try work.use(proof, of: account.id)
            try work.sql.run("DELETE FROM session WHERE expires < ?", [.date(work.now)])
            try work.sql.run(
                """
                INSERT INTO session (id, token, account, practice, created, seen, expires, device, proved)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(session.id.text), .blob(token), .text(session.account.text), .text(session.practice.text),
                    .date(session.created), .date(session.seen), .date(session.expires), .text(session.device),
                    .date(session.proved),
                ]
            )
            if case .recovery = proof {
                try work.audit(AuditEvent(.recoveryCodeUsed, object: "account:\(account.id)"))
            }
            try work.audit(AuditEvent(.signIn, object: "session:\(session.id)"))
        }
    }

    public func refused(account: Account.ID?, practice: Practice.ID?) async throws {
        try await work(Author(account: nil, practice: practice, role: nil)) { work in
            try work.audit(AuditEvent(.signInRefused, object: account.map { "account:\($0)" } ?? ""))
        }
    }

    public func countAttempt(_ names: [Data], within seconds: Int) async throws -> [Int] {
        try await work(.system) { work in
            let width = max(seconds / 15, 1)
            let slot = Int(work.now.timeIntervalSince1970) / width
            try work.sql.run("DELETE FROM attempt WHERE slot < ?", [.integer(slot - 64)])
            return try names.map { name in
                try work.sql.run(
                    """
                    INSERT INTO attempt (name, slot, count) VALUES (?, ?, 1)
                    ON CONFLICT (name, slot) DO UPDATE SET count = attempt.count + 1
                    """, [.blob(name), .integer(slot)]
                )
                let sum = try work.sql.row(
                    "SELECT CAST(SUM(count) AS BIGINT) AS sum FROM attempt WHERE name = ? AND slot > ?",
                    [.blob(name), .integer(slot - 15)]
                )
                return try sum?.integer("sum") ?? 0
            }
        }
    }

    public func forgetAttempts(_ name: Data) async throws {
        try await work(.system) { work in _ = try work.sql.run("DELETE FROM attempt WHERE name = ?", [.blob(name)]) }
    }

    public func session(token: Data, idle: TimeInterval) async throws -> (session: Session, account: Account)? {
        let found = try await look { work -> (session: Session, account: Account)? in
            guard
                let row = try work.sql.row("SELECT \(Self.sessionColumns) FROM session WHERE token = ?", [.blob(token)])
            else { return nil }
            let session = try work.session(row)
            guard session.expires > work.now, work.now.timeIntervalSince(session.seen) < idle,
                let account = try work.storedAccount(session.account), account.status == .active
            else { return nil }
            return (session, account)
        }
        guard let found else { return nil }
        if clock().timeIntervalSince(found.session.seen) > 30 {
            try await work(Author(found.account)) { work in
                _ = try work.sql.run(
                    "UPDATE session SET seen = ? WHERE id = ? AND seen < ?",
                    [.date(work.now), .text(found.session.id.text), .date(work.now)]
                )
            }
        }
        return found
    }

    public func sessions(of account: Account.ID, for author: Author) async throws -> [Session] {
        try await work(author) { work in
            guard let subject = try work.storedAccount(account), AccessRules.allowsSessions(author, of: subject) else {
                throw RecordsError.notFound
            }
            return try work.sql.rows(
                "SELECT \(Self.sessionColumns) FROM session WHERE account = ? AND expires > ? ORDER BY seen DESC, id",
                [.text(account.text), .date(work.now)]
            ).map(work.session)
        }
    }

    public func end(_ session: Session.ID, by author: Author) async throws {
        try await work(author) { work in
            guard
                let row = try work.sql.row("SELECT account FROM session WHERE id = ?", [.text(session.text)]),
                let subject = try work.storedAccount(row.identifier("account", of: Account.self)),
                AccessRules.allowsSessions(author, of: subject)
            else { throw RecordsError.notFound }
            try work.sql.run("DELETE FROM session WHERE id = ?", [.text(session.text)])
            let isOwn = subject.id == author.account
            try work.audit(AuditEvent(isOwn ? .signOut : .sessionRevoked, object: "session:\(session)"))
        }
    }

    public func endOthers(than session: Session.ID, by author: Author) async throws {
        guard let account = author.account else { throw RecordsError.signedOut }
        try await work(author) { work in
            try work.endSessions(of: account, but: session)
            try work.audit(AuditEvent(.sessionRevoked, object: "account:\(account)", detail: "all but one"))
        }
    }

    public func prove(_ session: Session.ID, proof: SecondProof, by author: Author) async throws {
        guard let account = author.account else { throw RecordsError.signedOut }
        try await work(author) { work in
            try work.use(proof, of: account)
            let changed = try work.sql.run(
                "UPDATE session SET proved = ? WHERE id = ? AND account = ?",
                [.date(work.now), .text(session.text), .text(account.text)]
            )
            guard changed == 1 else { throw RecordsError.signedOut }
        }
    }

    public func team(for author: Author) async throws -> [Account] {
        try await work(author) { work in
            guard let practice = author.practice, author.role?.isStaff == true else { throw RecordsError.notFound }
            let team = try work.sql.rows(
                "SELECT \(RecordTransaction.accountColumns) FROM account WHERE practice = ? AND role <> 'client'",
                [.text(practice.text)]
            ).map(work.account)
            try work.audit(AuditEvent(.teamRead, detail: "\(team.count)"))
            return team.sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
        }
    }

    public func account(_ id: Account.ID, for author: Author) async throws -> Account {
        try await work(author) { work in
            guard let account = try work.storedAccount(id),
                account.id == author.account || AccessRules.runsPractice(author, account.practice)
            else { throw RecordsError.notFound }
            return account
        }
    }

    public func change(_ account: Account, by author: Author) async throws -> Account {
        try await work(author) { work in
            guard let before = try work.storedAccount(account.id), AccessRules.runsPractice(author, before.practice)
            else { throw RecordsError.notFound }
            guard (before.role == .client) == (account.role == .client) else {
                throw RecordsError.invalid(
                    field: "role", value: account.role.rawValue,
                    reason: "a client's account and a member's do not turn into each other"
                )
            }
            try work.guardLastOwner(before, account)
            let cipher = try work.cipher(before.practice)
            let changed = try work.sql.run(
                "UPDATE account SET role = ?, status = ?, name = ?, version = version + 1 WHERE id = ? AND version = ?",
                [
                    .text(account.role.rawValue), .text(account.status.rawValue),
                    .blob(try cipher.seal(account.name, context: "account.name:\(account.id)")),
                    .text(account.id.text), .integer(account.version),
                ]
            )
            guard let after = try work.storedAccount(account.id) else { throw RecordsError.notFound }
            guard changed == 1 else { throw RecordsError.stale(current: after.version) }
            if before.role != after.role || before.status != after.status { try work.endSessions(of: account.id) }
            let action: AuditEvent.Action =
                before.status == after.status
                ? .accountChanged : after.status == .disabled ? .accountDisabled : .accountEnabled
            try work.audit(
                AuditEvent(
                    action, object: "account:\(account.id)",
                    detail: "role \(after.role.rawValue), version \(after.version)")
            )
            return after
        }
    }

    public func setPassword(_ hash: String, keeping session: Session.ID?, by author: Author) async throws {
        guard let account = author.account else { throw RecordsError.signedOut }
        try await work(author) { work in
            try work.sql.run("UPDATE account SET password = ? WHERE id = ?", [.text(hash), .text(account.text)])
            try work.endPasswordLinks(of: account)
            try work.endSessions(of: account, but: session)
            try work.audit(AuditEvent(.passwordChanged, object: "account:\(account)"))
        }
    }

    public func setSecondFactor(
        _ secret: Data?, step: Int, recoveryCodes: [Data], keeping session: Session.ID, by author: Author
    ) async throws {
        guard let id = author.account else { throw RecordsError.signedOut }
        try await work(author) { work in
            guard let account = try work.storedAccount(id) else { throw RecordsError.signedOut }
            // Whoever has a stolen session does not put a factor of their own in place of the old one.
            if secret != nil, account.hasSecondFactor { throw RecordsError.notFound }
            try work.sql.run(
                "UPDATE account SET code_secret = ?, last_code_step = ? WHERE id = ?",
                [try work.sealed(secret, account), .integer(step), .text(id.text)]
            )
            try work.sql.run("DELETE FROM recovery_code WHERE account = ?", [.text(id.text)])
            for code in recoveryCodes {
                try work.sql.run(
                    "INSERT INTO recovery_code (account, hash) VALUES (?, ?)", [.text(id.text), .blob(code)]
                )
            }
            try work.endSessions(of: id, but: session)
            try work.audit(
                AuditEvent(secret == nil ? .secondFactorRemoved : .secondFactorSet, object: "account:\(id)")
            )
        }
    }

    private static let sessionColumns = "id, account, practice, created, seen, expires, device, proved"
}

extension RecordTransaction {
    fileprivate func session(_ row: SQLRow) throws -> Session {
        try Session(
            id: row.identifier("id", of: Session.self), account: row.identifier("account", of: Account.self),
            practice: row.identifier("practice", of: Practice.self), created: row.date("created"),
            seen: row.date("seen"),
            expires: row.date("expires"), device: row.text("device"), proved: row.date("proved")
        )
    }

    /// A practice keeps an owner who can sign in.
    fileprivate func guardLastOwner(_ before: Account, _ after: Account) throws {
        guard before.role == .owner, before.status == .active, after.role != .owner || after.status != .active else {
            return
        }
        // The practice's row is locked so that two owners cannot each remove the other at the same time.
        if sql.dialect == .postgres {
            _ = try sql.row("SELECT id FROM practice WHERE id = ? FOR UPDATE", [.text(before.practice.text)])
        }
        let others = try sql.row(
            "SELECT id FROM account WHERE practice = ? AND role = 'owner' AND status = 'active' AND id <> ? LIMIT 1",
            [.text(before.practice.text), .text(before.id.text)]
        )
        guard others != nil else {
            throw RecordsError.invalid(
                field: "role", value: after.role.rawValue,
                reason: "would leave the practice without an active owner; make someone else an owner first"
            )
        }
    }
}
