/// The tables that hold what must survive, in an order in which they can be filled, each with the columns of its key.
enum Tables {
    static let kept: [(name: String, key: [String])] = [
        ("practice", ["id"]), ("data_key", ["practice", "id"]), ("account", ["id"]),
        ("recovery_code", ["account", "hash"]),
        ("ticket", ["id"]), ("client", ["id"]), ("client_token", ["practice", "token", "client"]),
        ("client_entry", ["id"]), ("glass", ["id"]), ("idempotency", ["account", "name"]), ("audit", ["sequence"]),
        ("audit_head", ["one"]), ("installation", ["name"]),
    ]
    // Not kept: sessions (everybody signs in again) and attempts.

    /// Sealed fields by table: column and what the seal is bound to.
    static let sealed: [(table: String, columns: [String])] = [
        ("account", ["name", "mail", "code_secret"]), ("ticket", ["name", "mail"]),
        ("client", ["name", "born", "mail", "phone", "note"]), ("client_entry", ["text"]), ("glass", ["reason"]),
    ]

    /// Reads a table in the order of its key, some rows at a time, so that no table has to fit into memory.
    static func read(
        _ table: (name: String, key: [String]), _ sql: any SQLTransaction, _ each: ([SQLRow]) throws -> Void
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
