import Foundation
import Records
import Vault

extension RecordStore {
    /// Moves what clients wrote before schema 2, or what a backup of that time brought, into the clinical record.
    ///
    /// - Returns: The number of texts that were moved; calling it again moves nothing.
    public func adoptClientEntries() async throws -> Int {
        var moved = 0
        while true {
            let (keys, now) = (keys, clock())
            let count = try await database.write(.system) { sql in
                let work = RecordTransaction(sql: sql, author: .system, now: now, keys: keys)
                let lock = sql.dialect == .postgres ? " FOR UPDATE" : ""
                let rows = try sql.rows(
                    "SELECT id, practice, client, text, created FROM client_entry ORDER BY id LIMIT 200\(lock)", [])
                for row in rows {
                    let id = try row.text("id")
                    let practice = try row.identifier("practice", of: Practice.self)
                    let cipher = try work.cipher(practice)
                    let text = try cipher.open(row.blob("text"), context: "client_entry.text:\(id)")
                    let entry = try RecordEntry(
                        id: row.identifier("id", of: RecordEntry.self),
                        client: row.identifier("client", of: Client.self), at: row.date("created"), author: nil,
                        body: .intake(Intake(text: text))
                    )
                    try work.insert(entry, practice: practice, cipher)
                    try sql.run("DELETE FROM client_entry WHERE id = ?", [.text(id)])
                }
                return rows.count
            }
            if count == 0 { return moved }
            moved += count
        }
    }
}
