/// The tables that hold what must survive, in an order in which they can be filled, each with the columns of its key.
enum Tables {
    static let kept: [Table] = [
        Table("practice", ["id"]), Table("data_key", ["practice", "id"]), Table("account", ["id"]),
        Table("recovery_code", ["account", "hash"]), Table("ticket", ["id"]), Table("client", ["id"]),
        Table(formerTokens, ["practice", "token", "client"], in: 1...2),
        Table("client_name", ["practice", "client"], in: 3...), Table("client_entry", ["id"]),
        Table("entry", ["id"], in: 2...), Table("tombstone", ["client"], in: 2...), Table("glass", ["id"]),
        Table("idempotency", ["account", "name"]), Table("audit", ["sequence"]), Table("audit_head", ["one"]),
        Table("installation", ["name"]), Table("place", ["id"], in: 4...), Table("practitioner", ["id"], in: 4...),
        Table("service", ["id"], in: 4...), Table("training", ["id"], in: 4...),
        Table("steward", ["account"], in: 4...), Table("appointment", ["id"], in: 4...),
        Table("absence", ["id"], in: 4...), Table("feed", ["practitioner"], in: 4...),
        Table("busy_source", ["id"], in: 4...), Table("waiting", ["id"], in: 4...),
        Table("offer", ["appointment"], in: 4...), Table("letter", ["id"], in: 4...),
        Table("experience", ["id"], in: 4...), Table("subscriber", ["id"], in: 4...),
        Table("newsletter", ["id"], in: 4...), Table("recording", ["id"], in: 5...),
        Table("recording_part", ["id"], in: 5..., atOnce: 8),
    ]

    /// Tokens as older backups hold them, a row each.
    static let formerTokens = "client_token"

    /// A table, the columns of its key, and the schemas that have it.
    struct Table: Sendable {
        let name: String
        let key: [String]
        let schemas: ClosedRange<Int>
        /// Rows in memory at once.
        let atOnce: Int

        init(_ name: String, _ key: [String], in schemas: ClosedRange<Int>, atOnce: Int = 500) {
            (self.name, self.key, self.schemas, self.atOnce) = (name, key, schemas, atOnce)
        }

        init(_ name: String, _ key: [String], in schemas: PartialRangeFrom<Int> = 1..., atOnce: Int = 500) {
            self.init(name, key, in: schemas.lowerBound...Int.max, atOnce: atOnce)
        }
    }

    // Not kept: sessions (everybody signs in again), attempts, and what follows from the rest: `listing`, `open_time`, `refresh`, `freed`.

    /// Sealed fields by table: column and what the seal is bound to.
    static let sealed: [(table: String, columns: [String])] = [
        ("account", ["name", "mail", "code_secret"]), ("ticket", ["name", "mail"]),
        ("client", ["name", "born", "mail", "phone", "note"]), ("client_entry", ["text"]), ("entry", ["body"]),
        ("glass", ["reason"]), ("training", ["document"]), ("appointment", ["contact", "intake"]),
        ("busy_source", ["address"]), ("waiting", ["contact"]), ("letter", ["recipient"]),
        ("experience", ["telling"]), ("subscriber", ["mail"]), ("recording", ["files", "overview"]),
        ("recording_part", ["content"]),
    ]

    /// Reads a table in the order of its key, some rows at a time, so that no table has to fit into memory.
    static func read(
        _ table: Table, _ sql: any SQLTransaction, _ each: ([SQLRow]) throws -> Void
    ) throws {
        let page = table.atOnce
        let order = table.key.joined(separator: ", ")
        var last: [SQLValue]?
        while true {
            // Row values compare column by column, alike on both databases.
            let after =
                last.map { _ in " WHERE (\(order)) > (\(table.key.map { _ in "?" }.joined(separator: ", ")))" } ?? ""
            let rows = try sql.rows("SELECT * FROM \(table.name)\(after) ORDER BY \(order) LIMIT \(page)", last ?? [])
            guard let end = rows.last else { return }
            try each(rows)
            guard rows.count == page else { return }
            last = table.key.map { end.values[$0] ?? .null }
        }
    }
}
