public import Foundation
import Records
public import Vault

/// The records on a database: every call checks access and writes its audit entry in the transaction that does the work.
public struct RecordStore: Sendable {
    let database: any Database
    let keys: StoredKeys
    let clock: @Sendable () -> Date

    /// Opens nothing by itself; the clock is passed in so that tests can set it.
    public init(database: any Database, keyFile: KeyFile, clock: @escaping @Sendable () -> Date = { Date() }) {
        self.database = database
        keys = StoredKeys(keyFile: keyFile)
        self.clock = clock
    }

    /// Runs a unit of work in an author's name.
    ///
    /// The author's practice is all it can see where the database enforces it. Errors of storage become ``RecordsError``.
    func work<Value: Sendable>(
        _ author: Author, _ body: @escaping @Sendable (RecordTransaction) throws -> Value
    ) async throws -> Value {
        let scope: SQLScope = author.practice.map { .practice($0.text) } ?? .system
        let (keys, now) = (keys, clock())
        do {
            return try await database.write(scope) { sql in
                try body(RecordTransaction(sql: sql, author: author, now: now, keys: keys))
            }
        } catch RecordsError.notFound where author.account != nil && author.role != nil {
            // A refusal leaves a trace too; what was refused has changed nothing and rolled back.
            _ = try await database.write(scope) { sql in
                try RecordTransaction(sql: sql, author: author, now: now, keys: keys).audit(AuditEvent(.refused))
            }
            throw RecordsError.notFound
        } catch let error as StorageError {
            throw RecordsError(error)
        } catch let error as VaultError {
            throw RecordsError.unavailable(reason: "a stored field cannot be opened: \(error)")
        }
    }

    /// The same for what needs no audit entry of its own because it tells nobody anything: lookups before anybody is known, counting.
    func look<Value: Sendable>(
        _ author: Author = .system, _ body: @escaping @Sendable (RecordTransaction) throws -> Value
    ) async throws -> Value {
        let scope: SQLScope = author.practice.map { .practice($0.text) } ?? .system
        let (keys, now) = (keys, clock())
        do {
            return try await database.read(scope) { sql in
                try body(RecordTransaction(sql: sql, author: author, now: now, keys: keys))
            }
        } catch let error as StorageError {
            throw RecordsError(error)
        } catch let error as VaultError {
            throw RecordsError.unavailable(reason: "a stored field cannot be opened: \(error)")
        }
    }
}

extension RecordsError {
    init(_ error: StorageError) {
        self =
            switch error {
            case .unique(let rule): .duplicate(field: rule.contains("mail_index") ? "mail" : "identifier")
            case .contended: .unavailable(reason: "the store is busy; please try again")
            case .disconnected:
                .unavailable(
                    reason: "the store cannot be reached; look whether the change is there before trying again")
            case .device: .unavailable(reason: "the store's disk is full or failing; nothing was changed")
            case .damaged, .constraint, .statement: .unavailable(reason: "the store refused; nothing was changed")
            case .newerSchema: .unavailable(reason: "the database belongs to a newer version of the program")
            }
    }
}

/// A transaction in an author's name.
struct RecordTransaction {
    let sql: any SQLTransaction
    let author: Author
    let now: Date
    let keys: StoredKeys

    /// Appends to the audit chain; the last statement of a transaction, because the head stays locked until the commit.
    func audit(_ event: AuditEvent, practice: Practice.ID? = nil, actor: Account.ID? = nil) throws {
        let lock = sql.dialect == .postgres ? " FOR UPDATE" : ""
        guard let head = try sql.row("SELECT sequence, hash FROM audit_head WHERE one = 1\(lock)", []) else {
            throw StorageError.damaged("the audit trail has no head")
        }
        let sequence = try head.integer("sequence") + 1
        let entry = try AuditLink(
            sequence: sequence, at: now, practice: (practice ?? author.practice)?.text ?? "",
            actor: (actor ?? author.account)?.text ?? "", role: author.role?.rawValue ?? "",
            action: event.action.rawValue, object: event.object, detail: event.detail
        )
        let hash = entry.hash(after: try head.blob("hash"))
        try sql.run(
            """
            INSERT INTO audit (sequence, at, practice, actor, role, action, object, detail, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(sequence), .date(now), .text(entry.practice), .text(entry.actor), .text(entry.role),
                .text(entry.action), .text(entry.object), .text(entry.detail), .blob(hash),
            ]
        )
        try sql.run("UPDATE audit_head SET sequence = ?, hash = ? WHERE one = 1", [.integer(sequence), .blob(hash)])
    }

    /// The practice that the author runs.
    ///
    /// - Throws: ``RecordsError/notFound`` when it is not the owner's.
    func ownedPractice() throws -> Practice.ID {
        guard let practice = author.practice, AccessRules.runsPractice(author, practice) else {
            throw RecordsError.notFound
        }
        return practice
    }

    /// The cipher for a practice's fields.
    func cipher(_ practice: Practice.ID) throws -> FieldCipher { try keys.cipher(practice.text, sql, now: now) }

    /// The cipher for what belongs to no practice yet.
    func installationCipher() throws -> FieldCipher { try keys.cipher("", sql, now: now) }
}

/// The fields of an audit entry as they enter the chain.
struct AuditLink {
    let sequence: Int
    let milliseconds: Int
    let practice: String
    let actor: String
    let role: String
    let action: String
    let object: String
    let detail: String

    init(
        sequence: Int, at: Date, practice: String, actor: String, role: String, action: String, object: String,
        detail: String
    ) throws {
        self.sequence = sequence
        milliseconds = Int((at.timeIntervalSince1970 * 1000).rounded())
        self.practice = practice
        self.actor = actor
        self.role = role
        self.action = action
        self.object = object
        self.detail = detail
    }

    init(_ row: SQLRow) throws {
        sequence = try row.integer("sequence")
        milliseconds = try row.integer("at")
        practice = try row.text("practice")
        actor = try row.text("actor")
        role = try row.text("role")
        action = try row.text("action")
        object = try row.text("object")
        detail = try row.text("detail")
    }

    func hash(after previous: Data) -> Data {
        Chain.next(
            previous: previous,
            fields: ["\(sequence)", "\(milliseconds)", practice, actor, role, action, object, detail]
        )
    }
}
