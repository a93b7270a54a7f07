import Foundation
import GRDB
import GRDBSQLite

/// A transaction on GRDB's connection.
///
/// Statements are GRDB's, prepared once and kept. Their arguments and rows go to and from SQLite directly: what lies between costs more
/// than SQLite itself on statements as short as these.
struct SQLiteTransaction: SQLTransaction {
    let dialect = SQLDialect.sqlite
    private let db: GRDB.Database

    init(_ db: GRDB.Database) { self.db = db }

    @discardableResult
    func run(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> Int {
        try execute(sql, arguments) { _ in }
        return db.changesCount
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> [SQLRow] {
        var rows: [SQLRow] = []
        var names: [String] = []
        try execute(sql, arguments) { statement in
            let columns = 0..<sqlite3_column_count(statement)
            if rows.isEmpty {
                names = columns.map { sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? "" }
            }
            rows.append(SQLRow(columns: names, cells: columns.map { Self.cell(statement, $0) }))
        }
        return rows
    }

    func script(_ sql: String) throws(StorageError) {
        do { try db.execute(sql: sql) } catch { throw StorageError(error) }
    }

    /// Runs a kept statement and shows each row.
    private func execute(
        _ sql: String, _ arguments: [SQLValue], row: (OpaquePointer) -> Void
    ) throws(StorageError) {
        do {
            let statement = try db.cachedStatement(sql: sql).sqliteStatement
            defer {
                sqlite3_reset(statement)
                sqlite3_clear_bindings(statement)
            }
            guard sqlite3_bind_parameter_count(statement) == arguments.count else {
                throw StorageError.statement("a statement has another number of arguments than it was given")
            }
            for (index, value) in arguments.enumerated() {
                try check(Self.bind(value, to: statement, at: Int32(index + 1)))
            }
            while true {
                let code = sqlite3_step(statement)
                if code == SQLITE_DONE { return }
                guard code == SQLITE_ROW else { throw error(code) }
                row(statement)
            }
        } catch {
            throw StorageError(error)
        }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw error(code) }
    }

    private func error(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: sqlite3_errmsg(db.sqliteConnection).map { String(cString: $0) }
        )
    }

    /// SQLite takes a copy of the text or the bytes.
    private static func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let number): return sqlite3_bind_int64(statement, index, Int64(number))
        case .text(let text):
            return text.withCString { start in
                sqlite3_bind_text64(statement, index, start, UInt64(text.utf8.count), copied, UInt8(SQLITE_UTF8))
            }
        case .blob(let data):
            return data.withUnsafeBytes { bytes in
                // Without an address SQLite would store NULL.
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(statement, index, 0)
                    : sqlite3_bind_blob64(statement, index, bytes.baseAddress, UInt64(bytes.count), copied)
            }
        }
    }

    private static func cell(_ statement: OpaquePointer, _ column: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(Int(sqlite3_column_int64(statement, column)))
        case SQLITE_FLOAT: return .text("\(sqlite3_column_double(statement, column))")
        case SQLITE_TEXT:
            guard let start = sqlite3_column_text(statement, column) else { return .text("") }
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(statement, column) else { return .blob(Data()) }
            return .blob(Data(bytes: start, count: Int(sqlite3_column_bytes(statement, column))))
        default: return .null
        }
    }
}
