import Foundation
import Records
import Vault

/// Entries as rows.
extension RecordTransaction {
    static let entryColumns = "id, entry, version, client, complaint, visit, kind, author, at, body"

    /// The control character "cancel", in front of the reason of a version that strikes an entry out.
    private static let struck: UInt8 = 0x18

    private static func key(_ id: RecordEntry.ID, _ version: Int) -> String { "\(id).\(version)" }

    func entry(_ row: SQLRow, _ cipher: FieldCipher) throws -> RecordEntry {
        let key = try row.text("id")
        guard let kind = EntryBody.Kind(rawValue: try row.text("kind")) else {
            throw StorageError.damaged("entry \(key) is of an unknown kind")
        }
        // The reason is the first line, the rest is the body; in front, a control character that no reason holds says
        // that the entry is struck out.
        let bytes = try cipher.bytes(row.blob("body"), context: "entry.body:\(key)")
        guard let cut = bytes.firstIndex(of: 0x0a) else { throw StorageError.damaged("entry \(key) has no body") }
        let isStruck = bytes.first == Self.struck
        let start = isStruck ? bytes.index(after: bytes.startIndex) : bytes.startIndex
        return try RecordEntry(
            id: row.identifier("entry", of: RecordEntry.self), version: row.integer("version"),
            client: row.identifier("client", of: Client.self),
            complaint: row.optionalIdentifier("complaint", of: RecordEntry.self),
            visit: row.optionalIdentifier("visit", of: RecordEntry.self),
            reason: String(decoding: bytes[start..<cut], as: UTF8.self), isStruck: isStruck, at: row.date("at"),
            author: row.optionalIdentifier("author", of: Account.self),
            body: EntryBody(kind, json: Data(bytes[bytes.index(after: cut)...]))
        )
    }

    /// One version of an entry.
    func storedEntry(_ id: RecordEntry.ID, version: Int, _ cipher: FieldCipher) throws -> RecordEntry? {
        try sql.row("SELECT \(Self.entryColumns) FROM entry WHERE id = ?", [.text(Self.key(id, version))])
            .map { try entry($0, cipher) }
    }

    /// The number of the newest version; `nil` when there is none of this client.
    func newestVersion(_ id: RecordEntry.ID) throws -> Int? {
        try sql.row("SELECT MAX(version) AS version FROM entry WHERE entry = ?", [.text(id.text)])?
            .optionalInteger("version")
    }

    func insert(_ entry: RecordEntry, practice: Practice.ID, _ cipher: FieldCipher) throws {
        let key = Self.key(entry.id, entry.version)
        // A reason is one line, so that the first line feed ends it.
        let mark = Data(entry.isStruck ? [Self.struck] : [])
        let bytes = mark + Data(entry.reason.utf8) + Data("\n".utf8) + (try entry.body.json())
        try sql.run(
            """
            INSERT INTO entry (id, entry, version, practice, client, complaint, visit, kind, day, author, at, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(key), .text(entry.id.text), .integer(entry.version), .text(practice.text),
                .text(entry.client.text), .optional(entry.complaint?.text), .optional(entry.visit?.text),
                .text(entry.body.kind.rawValue), .optional(entry.ownDay), .optional(entry.author?.text),
                .date(entry.at), .blob(try cipher.seal(bytes: bytes, context: "entry.body:\(key)")),
            ]
        )
    }

    /// Checks that an entry is a complaint's or a visit's beginning in this client's record.
    ///
    /// - Throws: ``RecordsError/notFound``.
    @discardableResult
    func checkPlace(_ id: RecordEntry.ID, _ kind: EntryBody.Kind, of client: Client.ID) throws -> SQLRow {
        // The row is held until the end, so that a visit is not signed while something is added to it.
        let lock = sql.dialect == .postgres ? " FOR UPDATE" : ""
        let row = try sql.row(
            "SELECT complaint FROM entry WHERE id = ? AND client = ? AND kind = ?\(lock)",
            [.text(Self.key(id, 1)), .text(client.text), .text(kind.rawValue)]
        )
        guard let row else { throw RecordsError.notFound }
        return row
    }

    func isSigned(_ visit: RecordEntry.ID) throws -> Bool {
        try sql.row("SELECT 1 AS yes FROM entry WHERE visit = ? AND kind = 'signature'", [.text(visit.text)]) != nil
    }
}
