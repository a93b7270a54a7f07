import Foundation
import Records
import Vault

extension RecordStore {
    /// What a rotation has done.
    public struct Rotation: Hashable, Sendable {
        public let masterKey: UInt32
        /// Data keys that were wrapped anew, and made anew.
        public let wrapped: Int
        public let made: Int
        /// Rows whose fields were sealed anew.
        public let sealed: Int
    }

    /// Replaces the master key and all data keys while the server runs, then seals every field anew, some rows at a time.
    ///
    /// Servers find the new keys by themselves. The old master key stays in the key file, for older backups.
    /// - Throws: ``RecordsError`` and ``VaultError``; it may be called again after an error.
    public func rotateKeys() async throws -> Rotation {
        let master = try keys.keyFile.addKey(now: clock())
        let (keys, now) = (keys, clock())
        let (wrapped, made) = try await database.write(.system) { sql in
            if sql.dialect == .postgres { try sql.script("SELECT pg_advisory_xact_lock(7231007)") }
            let ring = DataKeyring(masters: keys.keyFile.keys)
            let rows = try sql.rows("SELECT id, practice, wrapped FROM data_key ORDER BY id", [])
            for row in rows {
                guard let id = UInt32(exactly: try row.integer("id")) else { throw VaultError.damaged }
                let practice = try row.text("practice")
                let key = try ring.unwrap(row.blob("wrapped"), id: id, practice: practice)
                try sql.run(
                    "UPDATE data_key SET wrapped = ? WHERE practice = ? AND id = ?",
                    [.blob(try ring.wrap(key, practice: practice)), .text(practice), .integer(Int(id))]
                )
            }
            let practices = Set(try rows.map { try $0.text("practice") }).sorted()
            for practice in practices { try keys.add(practice, "field", sql, now: now) }
            return (rows.count, practices.count)
        }
        keys.forget()
        var sealed = 0
        for table in Tables.sealed { sealed += try await seal(table.table, table.columns) }
        let event = AuditEvent(.keysRotated, detail: "master \(master), rows \(sealed)")
        try await note(event, by: .system)
        return Rotation(masterKey: master, wrapped: wrapped, made: made, sealed: sealed)
    }

    /// Seals the fields of a table with the newest keys.
    private func seal(_ table: String, _ columns: [String]) async throws -> Int {
        var last = ""
        var sealed = 0
        let most = min(200, Tables.kept.first { $0.name == table }?.atOnce ?? 200)
        let (keys, now) = (keys, clock())
        while true {
            let after = last
            let (count, end) = try await database.write(.system) { sql -> (Int, String?) in
                let lock = sql.dialect == .postgres ? " FOR UPDATE" : ""
                let rows = try sql.rows(
                    "SELECT id, practice, \(columns.joined(separator: ", ")) FROM \(table) WHERE id > ? ORDER BY id LIMIT \(most)\(lock)",
                    [.text(after)]
                )
                for row in rows {
                    let id = try row.text("id")
                    let cipher = try keys.cipher(row.optionalText("practice") ?? "", sql, now: now)
                    var values: [SQLValue] = []
                    for column in columns {
                        guard let old = try row.optionalBlob(column) else {
                            values.append(.null)
                            continue
                        }
                        let context = "\(table).\(column):\(id)"
                        values.append(
                            .blob(try cipher.seal(bytes: cipher.bytes(old, context: context), context: context)))
                    }
                    let sets = columns.map { "\($0) = ?" }.joined(separator: ", ")
                    try sql.run("UPDATE \(table) SET \(sets) WHERE id = ?", values + [.text(id)])
                }
                return (rows.count, try rows.last?.text("id"))
            }
            guard let end else { return sealed }
            sealed += count
            last = end
        }
    }
}
