public import Foundation
public import Records
import Vault

extension RecordStore: TicketRepository {
    public func make(_ ticket: Ticket, token: Data, by author: Author) async throws {
        try await work(author) { work in
            switch ticket.purpose {
            case .setup:
                guard author == .system else { throw RecordsError.notFound }
                try work.sql.run("DELETE FROM ticket WHERE purpose = 'setup'", [])
            case .invitation:
                guard let practice = ticket.practice, AccessRules.runsPractice(author, practice) else {
                    throw RecordsError.notFound
                }
                if let client = ticket.client { _ = try work.visible(client, to: .editContact) }
            case .password:
                guard let id = ticket.account, let subject = try work.storedAccount(id),
                    AccessRules.runsPractice(author, subject.practice) || author == .system
                else { throw RecordsError.notFound }
            case .intake:
                guard let client = ticket.client else { throw RecordsError.notFound }
                _ = try work.visible(client, to: .editContact)
            case .diary, .hold:
                guard let client = ticket.client, let subject = ticket.subject else { throw RecordsError.notFound }
                // The diary's questions name what the client wrote: it is for those who read that.
                _ = try work.visible(client, to: ticket.purpose == .diary ? .editNote : .editContact)
                try work.checkPlace(subject, ticket.purpose == .diary ? .complaint : .visit, of: client)
            }
            let cipher = try ticket.practice.map { try work.cipher($0) } ?? work.installationCipher()
            try work.sql.run(
                """
                INSERT INTO ticket
                  (id, token, purpose, practice, account, client, subject, role, name, mail, created, expires, used)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
                """,
                [
                    .text(ticket.id.text), .blob(token), .text(ticket.purpose.rawValue),
                    .optional(ticket.practice?.text),
                    .optional(ticket.account?.text), .optional(ticket.client?.text), .optional(ticket.subject?.text),
                    .optional(ticket.role?.rawValue),
                    .blob(try cipher.seal(ticket.name, context: "ticket.name:\(ticket.id)")),
                    .blob(try cipher.seal(ticket.mail, context: "ticket.mail:\(ticket.id)")),
                    .date(work.now), .date(ticket.expires),
                ]
            )
            let action: AuditEvent.Action = ticket.purpose == .invitation ? .invited : .linkMade
            try work.audit(AuditEvent(action, object: "ticket:\(ticket.id)", detail: ticket.purpose.rawValue))
        }
    }

    public func ticket(token: Data, purpose: Ticket.Purpose) async throws -> Ticket? {
        try await look { work in try work.open(ticket: token, purpose: purpose) }
    }

    public func invitations(for author: Author) async throws -> [Ticket] {
        try await work(author) { work in
            let practice = try work.ownedPractice()
            return try work.sql.rows(
                "SELECT \(RecordTransaction.ticketColumns) FROM ticket WHERE practice = ? AND purpose = 'invitation'"
                    + " AND used IS NULL AND expires > ? ORDER BY created DESC, id",
                [.text(practice.text), .date(work.now)]
            ).map(work.ticket)
        }
    }

    public func revoke(_ ticket: Ticket.ID, by author: Author) async throws {
        try await work(author) { work in
            let practice = try work.ownedPractice()
            let changed = try work.sql.run(
                "UPDATE ticket SET used = ? WHERE id = ? AND practice = ? AND used IS NULL",
                [.date(work.now), .text(ticket.text), .text(practice.text)]
            )
            guard changed == 1 else { throw RecordsError.notFound }
            try work.audit(AuditEvent(.linkUsed, object: "ticket:\(ticket)", detail: "taken back"))
        }
    }

    public func join(_ account: Account, secrets: Secrets, ticket: Data) async throws {
        try await work(.system) { work in
            guard let invitation = try work.use(ticket: ticket, purpose: .invitation),
                invitation.practice == account.practice, invitation.role == account.role,
                invitation.client == account.client, invitation.mail == account.mail
            else { throw RecordsError.notFound }
            try work.insert(account, secrets)
            try work.audit(
                AuditEvent(.joined, object: "account:\(account.id)", detail: account.role.rawValue),
                practice: account.practice, actor: account.id
            )
        }
    }

    public func resetPassword(_ hash: String, ticket: Data) async throws {
        try await work(.system) { work in
            guard let link = try work.use(ticket: ticket, purpose: .password), let account = link.account else {
                throw RecordsError.notFound
            }
            try work.sql.run("UPDATE account SET password = ? WHERE id = ?", [.text(hash), .text(account.text)])
            try work.endPasswordLinks(of: account)
            try work.endSessions(of: account)
            try work.audit(
                AuditEvent(.passwordChanged, object: "account:\(account)", detail: "by link"), practice: link.practice,
                actor: account
            )
        }
    }
}

extension RecordTransaction {
    static let ticketColumns =
        "id, purpose, practice, account, client, subject, role, name, mail, created, expires, used"

    func ticket(_ row: SQLRow) throws -> Ticket {
        let id = try row.identifier("id", of: Ticket.self)
        let practice = try row.optionalIdentifier("practice", of: Practice.self)
        guard let purpose = Ticket.Purpose(rawValue: try row.text("purpose")) else {
            throw StorageError.damaged("ticket \(id) has an unknown purpose")
        }
        let cipher = try practice.map { try self.cipher($0) } ?? installationCipher()
        return Ticket(
            id: id, purpose: purpose, practice: practice,
            account: try row.optionalIdentifier("account", of: Account.self),
            client: try row.optionalIdentifier("client", of: Client.self),
            subject: try row.optionalIdentifier("subject", of: RecordEntry.self),
            role: try row.optionalText("role").flatMap(Role.init),
            name: try cipher.open(row.blob("name"), context: "ticket.name:\(id)"),
            mail: try cipher.open(row.blob("mail"), context: "ticket.mail:\(id)"), created: try row.date("created"),
            expires: try row.date("expires"), used: try row.optionalDate("used")
        )
    }

    /// The link if it can still be used.
    func open(ticket token: Data, purpose: Ticket.Purpose) throws -> Ticket? {
        try sql.row(
            "SELECT \(Self.ticketColumns) FROM ticket WHERE token = ? AND purpose = ? AND used IS NULL AND expires > ?",
            [.blob(token), .text(purpose.rawValue), .date(now)]
        ).map(ticket)
    }

    /// Links for a new password do not outlive a change of it.
    func endPasswordLinks(of account: Account.ID) throws {
        try sql.run(
            "UPDATE ticket SET used = ? WHERE purpose = 'password' AND account = ? AND used IS NULL",
            [.date(now), .text(account.text)]
        )
    }

    /// Uses a link up unless it lasts; `nil` when it is unknown, used, or out of date, also when someone else was faster.
    func use(ticket token: Data, purpose: Ticket.Purpose) throws -> Ticket? {
        guard let ticket = try open(ticket: token, purpose: purpose) else { return nil }
        if purpose.isLasting { return ticket }
        let changed = try sql.run(
            "UPDATE ticket SET used = ? WHERE token = ? AND used IS NULL", [.date(now), .blob(token)]
        )
        return changed == 1 ? ticket : nil
    }
}
