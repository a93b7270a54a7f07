import Foundation

/// One step of the schema; forward only.
package struct Migration: Sendable {
    package let version: Int
    let name: String
    let sqlite: String
    let postgres: String

    package init(version: Int, name: String, sqlite: String, postgres: String) {
        self.version = version
        self.name = name
        self.sqlite = sqlite
        self.postgres = postgres
    }
}

/// Brings a database to this program's schema.
public struct Migrations: Sendable {
    /// All steps, oldest first; append only.
    package static let all: [Migration] = [.record, .clinical, .names, .directory, .recordings]

    /// The schema that this program needs.
    public static var known: Int { all.last?.version ?? 0 }

    private let database: any Database
    private let steps: [Migration]

    public init(_ database: any Database) { self.init(database, steps: Self.all) }

    package init(_ database: any Database, steps: [Migration]) {
        self.database = database
        self.steps = steps
    }

    /// The schema that is there; 0 for an empty database.
    public func found() async throws -> Int {
        try await database.read(.system) { transaction in
            let exists =
                switch transaction.dialect {
                case .sqlite:
                    try transaction.row("SELECT 1 AS yes FROM sqlite_master WHERE name = 'schema_version'", []) != nil
                case .postgres:
                    try transaction.row("SELECT to_regclass('schema_version') IS NOT NULL AS yes", [])?.integer("yes")
                        == 1
                }
            guard exists else { return 0 }
            return try transaction.row("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version", [])?
                .integer("version") ?? 0
        }
    }

    /// Runs what is missing, each step in a transaction of its own.
    ///
    /// - Throws: ``StorageError/newerSchema(found:known:)`` when the database comes from a newer program.
    /// - Returns: The versions that were added.
    @discardableResult
    public func run(before: (@Sendable (Int) async throws -> Void)? = nil) async throws -> [Int] {
        let found = try await found()
        let known = steps.last?.version ?? 0
        guard found <= known else { throw StorageError.newerSchema(found: found, known: known) }
        let missing = steps.filter { $0.version > found }
        guard !missing.isEmpty else { return [] }
        if found > 0 { try await before?(found) }
        var added: [Int] = []
        for migration in missing {
            let isNew = try await database.write(.system) { transaction in
                switch transaction.dialect {
                case .sqlite:
                    try transaction.script(
                        "CREATE TABLE IF NOT EXISTS schema_version"
                            + " (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied INTEGER NOT NULL) STRICT"
                    )
                case .postgres:
                    // Several instances may start at the same time.
                    try transaction.script("SELECT pg_advisory_xact_lock(7231006)")
                    try transaction.script(
                        "CREATE TABLE IF NOT EXISTS schema_version"
                            + " (version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied BIGINT NOT NULL)"
                    )
                }
                let there = try transaction.row(
                    "SELECT version FROM schema_version WHERE version = ?", [.integer(migration.version)]
                )
                guard there == nil else { return false }
                try transaction.script(transaction.dialect == .sqlite ? migration.sqlite : migration.postgres)
                try transaction.run(
                    "INSERT INTO schema_version (version, name, applied) VALUES (?, ?, ?)",
                    [.integer(migration.version), .text(migration.name), .date(Date())]
                )
                return true
            }
            if isNew { added.append(migration.version) }
        }
        return added
    }
}

extension SQLValue {
    /// Milliseconds since 1970, UTC.
    static func date(_ date: Date) -> SQLValue { .integer(Int((date.timeIntervalSince1970 * 1000).rounded())) }
    static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    static func optional(_ date: Date?) -> SQLValue { date.map(SQLValue.date) ?? .null }
    static func optional(_ data: Data?) -> SQLValue { data.map(SQLValue.blob) ?? .null }
}

extension SQLRow {
    func date(_ name: String) throws(StorageError) -> Date {
        Date(timeIntervalSince1970: Double(try integer(name)) / 1000)
    }

    func optionalDate(_ name: String) throws(StorageError) -> Date? {
        try optionalInteger(name).map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }
}
