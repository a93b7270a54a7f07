public import Foundation
import Records
public import Vault

/// Writes, checks and restores backups: every record of a moment and the keys that open them, sealed with a passphrase.
///
/// A backup holds lines of JSON, the same for both databases: a head, one line for each row, an end with counts and a digest. It is
/// taken from one snapshot while the server runs. Copying the main file of a running database is no backup: what was committed last
/// stands in another file.
public struct Backup: Sendable {
    /// What a backup says of itself.
    public struct Summary: Codable, Hashable, Sendable {
        public var format = 1
        public var schema: Int
        public var created: Date
        public var database: String
        public var rows: [String: Int] = [:]
        /// SHA-256 over all lines of rows, in hex.
        public var digest = ""

        public var total: Int { rows.values.reduce(0, +) }
    }

    public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// The lines inside are not what the end says.
        case inconsistent(String)
        /// It was made by a newer version of the program.
        case newer(schema: Int, known: Int)
        /// Records are there already; a restore never mixes.
        case notEmpty

        public var description: String {
            switch self {
            case .inconsistent(let what): "The backup does not hold together: \(what). Nothing was restored."
            case .newer(let schema, let known):
                "The backup has schema \(schema), this program knows \(known): restore it with a newer version."
            case .notEmpty: "There are records already: restore into an empty data folder or database."
            }
        }
    }

    private struct Line: Codable {
        var head: Summary?
        var keys: [String: String]?
        var table: String?
        var row: [String: Cell]?
        var end: Summary?
    }

    /// A value: `null`, `{"i": 1}`, `{"t": "text"}`, `{"b": "base64"}`.
    private struct Cell: Codable {
        var i: Int?
        var t: String?
        var b: Data?

        init(_ value: SQLValue) {
            switch value {
            case .null: break
            case .integer(let number): i = number
            case .text(let text): t = text
            case .blob(let data): b = data
            }
        }

        var value: SQLValue {
            if let i { return .integer(i) }
            if let t { return .text(t) }
            if let b { return .blob(b) }
            return .null
        }
    }

    private let database: any Database
    private let keyFile: KeyFile

    public init(database: any Database, keyFile: KeyFile) {
        self.database = database
        self.keyFile = keyFile
    }

    /// The passphrase of backups that the program makes by itself: it follows from the key file, which is kept apart.
    public static func automaticPassphrase(_ keyFile: KeyFile) -> String {
        guard let key = keyFile.keys.first else { return "" }
        let head = Chain.Head(sequence: 0, hash: Data("automatic backup".utf8), date: Date(timeIntervalSince1970: 0))
        return Chain.signHead(head, with: key).base64EncodedString()
    }

    // MARK: Writing

    /// Writes a backup into a new file and reads it back whole.
    ///
    /// - Throws: ``VaultError`` when the file exists or cannot be written, ``Fault`` when reading it back shows another content.
    public func write(to path: String, passphrase: String, now: Date = Date()) async throws -> Summary {
        let draft = "\(path).part"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw VaultError.file(path: path, operation: "create", code: EEXIST)
        }
        let keys = try Data(contentsOf: URL(fileURLWithPath: keyFile.path)).base64EncodedString()
        let dialect = database.dialect.rawValue
        // Whole seconds, so that what is read back is the same.
        let now = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        do {
            let written = try await database.read(.system) { sql in
                // The work may run again after a lost race, so it begins with a new file.
                let file = try Self.newFile(draft)
                defer { try? file.close() }
                let writer = try SealedArchive.Writer(to: file, passphrase: passphrase)
                let schema =
                    try sql.row("SELECT MAX(version) AS version FROM schema_version", [])?.integer("version") ?? 0
                var summary = Summary(schema: schema, created: now, database: dialect)
                let encoder = Self.encoder()
                func put(_ line: Line) throws -> Data {
                    let bytes = try encoder.encode(line) + Data("\n".utf8)
                    try writer.write(bytes)
                    return bytes
                }
                _ = try put(Line(head: summary))
                _ = try put(Line(keys: ["key_file": keys]))
                var digest = RunningDigest()
                for table in Tables.kept where table.schemas.contains(schema) {
                    summary.rows[table.name] = 0
                    try Tables.read(table, sql) { rows in
                        for row in rows {
                            digest.add(try put(Line(table: table.name, row: row.values.mapValues(Cell.init))))
                        }
                        summary.rows[table.name, default: 0] += rows.count
                    }
                }
                summary.digest = digest.hex
                _ = try put(Line(end: summary))
                try writer.finish()
                return summary
            }
            let read = try Self.check(draft, passphrase: passphrase)
            guard read == written else { throw Fault.inconsistent("reading it back gave another content") }
            guard rename(draft, path) == 0 else { throw VaultError.file(path: path, operation: "rename", code: errno) }
            let note = "\(ISO8601DateFormatter().string(from: now)) \(path) \(written.total) rows"
            let keys = StoredKeys(keyFile: keyFile)
            try await database.write(.system) { sql in
                try sql.run(
                    "INSERT INTO installation (name, value) VALUES ('last_backup', ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value", [.text(note)]
                )
                try RecordTransaction(sql: sql, author: .system, now: now, keys: keys)
                    .audit(AuditEvent(.backedUp, detail: "rows \(written.total)"))
            }
            return written
        } catch {
            unlink(draft)
            throw error
        }
    }

    private static func newFile(_ path: String) throws -> FileHandle {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw VaultError.file(path: path, operation: "create", code: errno) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .millisecondsSince1970
        return encoder
    }

    // MARK: Reading

    /// Reads a whole backup and compares it with what it says of itself.
    ///
    /// - Throws: `SealedArchive.Fault`, ``Fault``, ``VaultError``.
    public static func check(_ path: String, passphrase: String) throws -> Summary {
        try read(path, passphrase: passphrase, keys: { _ in }, row: { _, _ in })
    }

    /// The key file inside a backup.
    public static func keys(_ path: String, passphrase: String) throws -> Data {
        var found: Data?
        _ = try read(path, passphrase: passphrase, keys: { found = $0 }, row: { _, _ in })
        guard let found else { throw Fault.inconsistent("it holds no keys") }
        return found
    }

    private static func read(
        _ path: String, passphrase: String, keys: (Data) throws -> Void,
        row: (String, [String: SQLValue]) throws -> Void
    ) throws -> Summary {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw VaultError.file(path: path, operation: "open", code: ENOENT)
        }
        defer { try? file.close() }
        let reader = try SealedArchive.Reader(from: file, passphrase: passphrase)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        let names = Set(Tables.kept.map(\.name))
        var pending = Data()
        var (head, end): (Summary?, Summary?)
        var rows = Dictionary(uniqueKeysWithValues: names.map { ($0, 0) })
        var digest = RunningDigest()
        func take(_ bytes: Data) throws {
            // A line feed behind it: the decoder traps when its bound on depth is broken at the very end of the data.
            guard let line = try? decoder.decode(Line.self, from: bytes + Data("\n".utf8)) else {
                throw Fault.inconsistent("a line is not readable")
            }
            if let found = line.head {
                head = found
                guard found.format == 1, found.schema <= Migrations.known else {
                    throw Fault.newer(schema: found.schema, known: Migrations.known)
                }
            } else if let found = line.keys?["key_file"].flatMap({ Data(base64Encoded: $0) }) {
                try keys(found)
            } else if let table = line.table, let cells = line.row, names.contains(table) {
                digest.add(bytes + Data("\n".utf8))
                rows[table, default: 0] += 1
                try row(table, cells.mapValues(\.value))
            } else if let found = line.end {
                end = found
            } else {
                throw Fault.inconsistent("a line is of no known kind")
            }
        }
        while let bytes = try reader.next() {
            pending.append(bytes)
            while let stop = pending.firstIndex(of: 0x0a) {
                try take(Data(pending[pending.startIndex..<stop]))
                pending = Data(pending[pending.index(after: stop)...])
            }
        }
        guard pending.isEmpty, head != nil, let end else { throw Fault.inconsistent("its end is missing") }
        guard digest.hex == end.digest, rows.filter({ $0.value > 0 }) == end.rows.filter({ $0.value > 0 }) else {
            throw Fault.inconsistent("the digest differs")
        }
        return end
    }

    /// Fills an empty database from a backup, all or nothing; the key file must be the backup's.
    ///
    /// - Throws: ``Fault/notEmpty`` and as ``check(_:passphrase:)``.
    public func restore(from path: String, passphrase: String, now: Date = Date()) async throws -> Summary {
        let summary = try Self.check(path, passphrase: passphrase)
        try await Migrations(database).run()
        let keyFile = keyFile
        return try await database.write(.system) { sql in
            guard try sql.row("SELECT id FROM practice LIMIT 1", []) == nil,
                try sql.row("SELECT sequence FROM audit LIMIT 1", []) == nil
            else { throw Fault.notEmpty }
            try sql.run("DELETE FROM ticket", [])
            try sql.run("DELETE FROM data_key", [])
            _ = try Self.read(path, passphrase: passphrase, keys: { _ in }) { table, row in
                let columns = row.keys.sorted()
                if table == "audit_head" {
                    try sql.run(
                        "UPDATE audit_head SET sequence = ?, hash = ? WHERE one = 1",
                        [row["sequence"] ?? .null, row["hash"] ?? .null]
                    )
                    return
                }
                if table == Tables.formerTokens {
                    guard case .blob(let token) = row["token"] else {
                        throw Fault.inconsistent("a token holds no bytes")
                    }
                    let both = "client_name.tokens || EXCLUDED.tokens"
                    let joined = sql.dialect == .sqlite ? "CAST(\(both) AS BLOB)" : both
                    try sql.run(
                        """
                        INSERT INTO client_name (practice, client, tokens) VALUES (?, ?, ?)
                        ON CONFLICT (practice, client) DO UPDATE SET tokens = \(joined)
                        """,
                        [row["practice"] ?? .null, row["client"] ?? .null, .blob(token)]
                    )
                    return
                }
                guard columns.allSatisfy({ $0.allSatisfy { $0.isLetter || $0 == "_" } }) else {
                    throw Fault.inconsistent("a column has a strange name")
                }
                try sql.run(
                    "INSERT INTO \(table) (\(columns.joined(separator: ", ")))"
                        + " VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))",
                    columns.map { row[$0] ?? .null }
                )
            }
            let keys = StoredKeys(keyFile: keyFile)
            try RecordTransaction(sql: sql, author: .system, now: now, keys: keys)
                .audit(AuditEvent(.restored, detail: "rows \(summary.total)"))
            return summary
        }
    }
}
