import Foundation
import Records
import Vault

/// Accounts as rows.
extension RecordTransaction {
    static let accountColumns =
        "id, practice, role, status, name, mail, client, created, version, code_secret IS NOT NULL AS has_code"

    func account(_ row: SQLRow) throws -> Account {
        let id = try row.identifier("id", of: Account.self)
        let practice = try row.identifier("practice", of: Practice.self)
        let cipher = try cipher(practice)
        guard let role = Role(rawValue: try row.text("role")),
            let status = Account.Status(rawValue: try row.text("status"))
        else { throw StorageError.damaged("account \(id) has an unknown role or status") }
        return try Account(
            id: id, practice: practice, role: role, status: status,
            name: cipher.open(row.blob("name"), context: "account.name:\(id)"),
            mail: cipher.open(row.blob("mail"), context: "account.mail:\(id)"),
            hasSecondFactor: row.flag("has_code"),
            client: row.optionalIdentifier("client", of: Client.self), created: row.date("created"),
            version: row.integer("version")
        )
    }

    /// The account, whoever asks; callers check access.
    func storedAccount(_ id: Account.ID) throws -> Account? {
        try sql.row("SELECT \(Self.accountColumns) FROM account WHERE id = ?", [.text(id.text)]).map(account)
    }

    /// A new account with its secrets.
    ///
    /// - Throws: ``StorageError/unique(_:)`` when the address of mail has an account already.
    func insert(_ account: Account, _ secrets: Secrets) throws {
        let cipher = try cipher(account.practice)
        try sql.run(
            """
            INSERT INTO account (id, practice, role, status, name, mail, mail_index, client, created, version, password,
              code_secret, last_code_step)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
            """,
            [
                .text(account.id.text), .text(account.practice.text), .text(account.role.rawValue),
                .text(account.status.rawValue),
                .blob(try cipher.seal(account.name, context: "account.name:\(account.id)")),
                .blob(try cipher.seal(account.mail, context: "account.mail:\(account.id)")),
                .blob(try keys.mailIndex(account.mail, sql, now: now)), .optional(account.client?.text), .date(now),
                .text(secrets.password), try sealed(secrets.codeSecret, account), .integer(secrets.lastCodeStep),
            ]
        )
        for code in secrets.recoveryCodes {
            try sql.run(
                "INSERT INTO recovery_code (account, hash) VALUES (?, ?)", [.text(account.id.text), .blob(code)]
            )
        }
    }

    /// The shared secret of the one-time codes, sealed.
    func sealed(_ secret: Data?, _ account: Account) throws -> SQLValue {
        guard let secret else { return .null }
        let text = secret.base64EncodedString()
        return .blob(try cipher(account.practice).seal(text, context: "account.code_secret:\(account.id)"))
    }

    /// Account and secrets of a row with all columns.
    func credentials(_ row: SQLRow) throws -> (account: Account, secrets: Secrets) {
        let account = try account(row)
        var secret: Data?
        if let sealed = try row.optionalBlob("code_secret") {
            let text = try cipher(account.practice).open(sealed, context: "account.code_secret:\(account.id)")
            secret = Data(base64Encoded: text)
        }
        let codes = try sql.rows("SELECT hash FROM recovery_code WHERE account = ?", [.text(account.id.text)])
        let secrets = Secrets(
            password: try row.text("password"), codeSecret: secret, lastCodeStep: try row.integer("last_code_step"),
            recoveryCodes: try codes.map { try $0.blob("hash") }
        )
        return (account, secrets)
    }

    func endSessions(of account: Account.ID, but kept: Session.ID? = nil) throws {
        try sql.run(
            "DELETE FROM session WHERE account = ? AND id <> ?", [.text(account.text), .text(kept?.text ?? "")]
        )
    }

    /// Uses a second proof up: neither a code nor a recovery code works twice, whatever runs at the same time.
    ///
    /// - Throws: ``RecordsError/notFound`` when it was used meanwhile.
    func use(_ proof: SecondProof, of account: Account.ID) throws {
        let changed: Int
        switch proof {
        case .none:
            return
        case .code(let step):
            changed = try sql.run(
                "UPDATE account SET last_code_step = ? WHERE id = ? AND last_code_step < ?",
                [.integer(step), .text(account.text), .integer(step)]
            )
        case .recovery(let hash):
            changed = try sql.run(
                "DELETE FROM recovery_code WHERE account = ? AND hash = ?", [.text(account.text), .blob(hash)]
            )
        }
        guard changed == 1 else { throw RecordsError.notFound }
    }
}

extension SQLRow {
    func identifier<Subject>(_ name: String, of: Subject.Type) throws -> Identifier<Subject> {
        guard let identifier = Identifier<Subject>(text: try text(name)) else {
            throw StorageError.damaged("column \(name) is no identifier")
        }
        return identifier
    }

    func optionalIdentifier<Subject>(_ name: String, of subject: Subject.Type) throws -> Identifier<Subject>? {
        try optionalText(name) == nil ? nil : identifier(name, of: subject)
    }

    /// A condition: 0 or 1.
    func flag(_ name: String) throws -> Bool { try integer(name) != 0 }
}
