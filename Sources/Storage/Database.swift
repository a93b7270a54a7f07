public import Foundation

/// A value of a column, alike on every database.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int)
    case text(String)
    case blob(Data)
}

/// One row of an answer, by the names of its columns.
public struct SQLRow: Sendable {
    /// The names, shared by all rows of an answer, and the cells in the same order.
    private let columns: [String]
    private let cells: [SQLValue]

    /// `cells` in the order of `columns`; what has no name is left out.
    package init(columns: [String], cells: [SQLValue]) {
        self.columns = columns
        self.cells = cells
    }

    /// The cell of a column; `nil` when there is no such column.
    ///
    /// - Complexity: O(columns): rows are narrow, and looking is faster than a table of hashes for each row.
    package subscript(name: String) -> SQLValue? {
        zip(columns, cells).first { $0.0 == name }?.1
    }

    /// All cells by name.
    package var values: [String: SQLValue] {
        Dictionary(zip(columns, cells).map { ($0, $1) }) { first, _ in first }
    }

    /// - Throws: ``StorageError/damaged(_:)`` when the column is missing or of another type.
    package func integer(_ name: String) throws(StorageError) -> Int {
        guard case .integer(let value) = self[name] else { throw .damaged("column \(name) is no number") }
        return value
    }

    package func text(_ name: String) throws(StorageError) -> String {
        guard case .text(let value) = self[name] else { throw .damaged("column \(name) is no text") }
        return value
    }

    package func blob(_ name: String) throws(StorageError) -> Data {
        guard case .blob(let value) = self[name] else { throw .damaged("column \(name) holds no bytes") }
        return value
    }

    package func optionalText(_ name: String) throws(StorageError) -> String? {
        try isMissing(name) ? nil : text(name)
    }

    package func optionalBlob(_ name: String) throws(StorageError) -> Data? {
        try isMissing(name) ? nil : blob(name)
    }

    package func optionalInteger(_ name: String) throws(StorageError) -> Int? {
        try isMissing(name) ? nil : integer(name)
    }

    private func isMissing(_ name: String) -> Bool {
        switch self[name] {
        case nil, .null: true
        case .integer, .text, .blob: false
        }
    }
}

/// What can go wrong below the records.
public enum StorageError: Error, Hashable, Sendable {
    /// A uniqueness rule was broken; the name of the constraint or its columns.
    case unique(String)
    /// Another rule of the schema was broken.
    case constraint(String)
    /// The database is busy or lost a race; trying again may help.
    case contended(String)
    /// The database cannot be reached; it is not known whether a commit under way took effect.
    case disconnected(String)
    /// No space, no permission, or an input and output error.
    case device(String)
    /// What is stored is not what was written.
    case damaged(String)
    /// The schema is newer than this program.
    case newerSchema(found: Int, known: Int)
    /// A statement is wrong: a mistake of the program. Never holds its arguments.
    case statement(String)
}

/// The two dialects, for the few places where they differ.
public enum SQLDialect: String, Hashable, Sendable { case sqlite, postgres }

/// A transaction under way; used on one thread, inside the closure it was given to.
///
/// Statements use `?` for their arguments, in order, on both databases.
public protocol SQLTransaction {
    var dialect: SQLDialect { get }

    /// Runs a statement that changes something.
    ///
    /// - Returns: The number of rows that it touched.
    @discardableResult
    func run(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> Int

    /// All rows of an answer.
    func rows(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> [SQLRow]

    /// Runs statements without arguments, separated by semicolons; for migrations.
    func script(_ sql: String) throws(StorageError)
}

extension SQLTransaction {
    /// The first row of an answer.
    package func row(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> SQLRow? {
        try rows(sql, arguments).first
    }
}

/// Which rows a transaction may see where the database enforces it (row-level security of PostgreSQL).
public enum SQLScope: Hashable, Sendable {
    /// One practice, by its identifier.
    case practice(String)
    /// Before anybody is known, and the program's own work: sign-in, set-up, backup, migrations.
    case system
}

/// A store with transactions.
///
/// The work runs off the cooperative pool and may run again after a lost race: it must have no effect but on the transaction.
public protocol Database: Sendable {
    var dialect: SQLDialect { get }

    /// Runs `work` on a consistent snapshot.
    func read<Value: Sendable>(
        _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value

    /// Runs `work` and commits, or changes nothing at all. When it returns, the change is on disk.
    func write<Value: Sendable>(
        _ scope: SQLScope, _ work: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value

    /// Ends all connections once what is under way is finished.
    func close() async
}
