/// The tables that hold what must survive, in an order in which they can be filled, each with the columns of its key.
enum Tables {
    static let kept: [Table] = all.map { Table(name: $0.0, key: $0.1, since: $0.2) }

    /// A table, the columns of its key, and the schema that brought it.
    struct Table: Sendable {
        let name: String
        let key: [String]
        let since: Int
    }

    private static let all: [(String, [String], Int)] = [
        ("practice", ["id"], 1), ("data_key", ["practice", "id"], 1), ("account", ["id"], 1),
        ("recovery_code", ["account", "hash"], 1), ("ticket", ["id"], 1), ("client", ["id"], 1),
        ("client_token", ["practice", "token", "client"], 1), ("client_entry", ["id"], 1), ("entry", ["id"], 2),
        ("tombstone", ["client"], 2), ("glass", ["id"], 1), ("idempotency", ["account", "name"], 1),
        ("audit", ["sequence"], 1), ("audit_head", ["one"], 1), ("installation", ["name"], 1),
    ]
    // Not kept: sessions (everybody signs in again) and attempts.

    /// Sealed fields by table: column and what the seal is bound to.
    static let sealed: [(table: String, columns: [String])] = [
        ("account", ["name", "mail", "code_secret"]), ("ticket", ["name", "mail"]),
        ("client", ["name", "born", "mail", "phone", "note"]), ("client_entry", ["text"]), ("entry", ["body"]),
        ("glass", ["reason"]),
    ]

    /// Reads a table in the order of its key, some rows at a time, so that no table has to fit into memory.
    static func read(
        _ table: Table, _ sql: any SQLTransaction, _ each: ([SQLRow]) throws -> Void
    ) throws {
        let page = 500
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
