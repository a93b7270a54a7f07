import CPostgres
import Foundation

/// One connection over libpq; used by one thread at a time.
final class PostgresConnection: @unchecked Sendable {
    // Checked by the pool: whoever has taken a connection out of it is the only one that uses it.
    private let handle: OpaquePointer
    private var prepared: [String: String] = [:]
    private static let mostPrepared = 200

    /// Connects.
    ///
    /// - Throws: ``StorageError/disconnected(_:)``, without the password.
    init(url: String) throws(StorageError) {
        let settings = [
            ("dbname", url), ("connect_timeout", "5"), ("application_name", "tautband"), ("client_encoding", "UTF8"),
            ("keepalives", "1"), ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
        ]
        let keys = settings.map { strdup($0.0) }
        let values = settings.map { strdup($0.1) }
        defer { (keys + values).forEach { free($0) } }
        let keyPointers = keys.map { $0.map { UnsafePointer<CChar>($0) } } + [nil]
        let valuePointers = values.map { $0.map { UnsafePointer<CChar>($0) } } + [nil]
        guard let handle = PQconnectdbParams(keyPointers, valuePointers, 1) else {
            throw .disconnected("no memory for a connection")
        }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
            PQfinish(handle)
            throw .disconnected(Self.masked(message, url))
        }
        self.handle = handle
        tautband_silence(handle)
        do {
            try script(
                "SET statement_timeout = '30s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'"
            )
        } catch {
            PQfinish(handle)
            throw error
        }
    }

    deinit { PQfinish(handle) }

    /// Whether the connection is still there, as far as is known.
    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }
    /// Whether a transaction is open, also a failed one.
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    // MARK: Statements

    func script(_ sql: String) throws(StorageError) {
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        try check(result)
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> Int {
        let result = try execute(sql, arguments)
        defer { PQclear(result) }
        return PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> [SQLRow] {
        let result = try execute(sql, arguments)
        defer { PQclear(result) }
        let columns = (0..<PQnfields(result)).map { column in
            (name: PQfname(result, column).map { String(cString: $0) } ?? "", type: PQftype(result, column))
        }
        var rows: [SQLRow] = []
        for row in 0..<PQntuples(result) {
            var values: [String: SQLValue] = [:]
            for (column, (name, type)) in columns.enumerated() {
                values[name] = try value(result, row, Int32(column), type)
            }
            rows.append(SQLRow(values))
        }
        return rows
    }

    private func value(_ result: OpaquePointer?, _ row: Int32, _ column: Int32, _ type: Oid) throws(StorageError)
        -> SQLValue
    {
        guard PQgetisnull(result, row, column) == 0, let cell = PQgetvalue(result, row, column) else { return .null }
        switch type {
        case 16: return .integer(cell.pointee == 0x74 ? 1 : 0)
        case 20, 21, 23:
            guard let number = Int(String(cString: cell)) else { throw .damaged("a number is too large") }
            return .integer(number)
        case 17:
            guard let data = Self.bytes(hex: cell, length: Int(PQgetlength(result, row, column))) else {
                throw .damaged("bytes are not in hexadecimal form")
            }
            return .blob(data)
        default: return .text(String(cString: cell))
        }
    }

    /// `\x00ff…` as the server writes bytes.
    private static func bytes(hex: UnsafePointer<CChar>, length: Int) -> Data? {
        let digits = UnsafeBufferPointer(start: hex, count: length)
        guard length >= 2, length % 2 == 0, digits[0] == 0x5c, digits[1] == 0x78 else { return nil }
        func nibble(_ digit: CChar) -> UInt8? {
            switch UInt8(bitPattern: digit) {
            case let digit where (0x30...0x39).contains(digit): digit - 0x30
            case let digit where (0x61...0x66).contains(digit): digit - 0x57
            default: nil
            }
        }
        var data = Data(capacity: length / 2)
        for index in stride(from: 2, to: length, by: 2) {
            guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else { return nil }
            data.append(high << 4 | low)
        }
        return data
    }

    private func execute(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> OpaquePointer? {
        let name = try statement(sql)
        // Every argument as bytes: text ends with a zero, blobs go in binary form.
        var cells: [[UInt8]?] = []
        var formats: [Int32] = []
        var lengths: [Int32] = []
        for argument in arguments {
            switch argument {
            case .null:
                cells.append(nil)
                formats.append(0)
                lengths.append(0)
            case .integer(let number):
                cells.append(Array("\(number)".utf8) + [0])
                formats.append(0)
                lengths.append(0)
            case .text(let text):
                guard !text.utf8.contains(0) else { throw .constraint("a text holds a zero byte") }
                cells.append(Array(text.utf8) + [0])
                formats.append(0)
                lengths.append(0)
            case .blob(let data):
                guard let length = Int32(exactly: data.count) else { throw .constraint("bytes are too long") }
                // One byte more, so that the address of no bytes is an address too and not NULL.
                cells.append(Array(data) + [0])
                formats.append(1)
                lengths.append(length)
            }
        }
        let copies = cells.map { cell -> UnsafeMutablePointer<CChar>? in
            guard let cell else { return nil }
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: cell.count)
            for (index, byte) in cell.enumerated() { copy[index] = CChar(bitPattern: byte) }
            return copy
        }
        defer { copies.forEach { $0?.deallocate() } }
        let pointers = copies.map { $0.map { UnsafePointer($0) } }
        guard let count = Int32(exactly: arguments.count) else { throw .statement("too many arguments") }
        let result = PQexecPrepared(handle, name, count, pointers, lengths, formats, 0)
        do {
            try check(result)
        } catch {
            PQclear(result)
            throw error
        }
        return result
    }

    /// The prepared statement for a text; made at its first use.
    private func statement(_ sql: String) throws(StorageError) -> String {
        if let name = prepared[sql] { return name }
        if prepared.count >= Self.mostPrepared {
            try script("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        let result = PQprepare(handle, name, Self.numbered(sql), 0, nil)
        defer { PQclear(result) }
        try check(result)
        prepared[sql] = name
        return name
    }

    /// `?` outside of quotes becomes `$1`, `$2` and so on.
    static func numbered(_ sql: String) -> String {
        var answer = ""
        var number = 0
        var isQuoted = false
        for letter in sql {
            if letter == "'" { isQuoted.toggle() }
            if letter == "?", !isQuoted {
                number += 1
                answer += "$\(number)"
            } else {
                answer.append(letter)
            }
        }
        return answer
    }

    // MARK: Errors

    private func check(_ result: OpaquePointer?) throws(StorageError) {
        let status = PQresultStatus(result)
        guard status != PGRES_COMMAND_OK, status != PGRES_TUPLES_OK else { return }
        func field(_ code: Character) -> String {
            guard let ascii = code.asciiValue else { return "" }
            return PQresultErrorField(result, Int32(ascii)).map { String(cString: $0) } ?? ""
        }
        let state = field("C")
        guard PQstatus(handle) == CONNECTION_OK, !state.isEmpty else {
            throw .disconnected("the connection to the database broke")
        }
        switch state {
        case "23505": throw .unique(field("n"))
        case _ where state.hasPrefix("23"): throw .constraint(field("n"))
        case "40001", "40P01", "55P03": throw .contended("the database lost a race")
        case "57014": throw .contended("the database took too long")
        case "57P01", "57P02", "57P03", "57P05", "25P03":
            throw .disconnected("the database is shutting down or starting")
        case _ where state.hasPrefix("08"): throw .disconnected("the connection to the database broke")
        case _ where state.hasPrefix("53") || state.hasPrefix("58"): throw .device("the database server: \(field("M"))")
        default: throw .statement("\(state) \(field("M"))")
        }
    }

    /// The server's words without the password of the address.
    private static func masked(_ message: String, _ url: String) -> String {
        let line = message.split(separator: "\n").first.map(String.init) ?? "cannot connect"
        guard let password = URLComponents(string: url)?.password, !password.isEmpty else { return line }
        return line.replacing(password, with: "***")
    }
}

/// A transaction on a connection.
struct PostgresTransaction: SQLTransaction {
    let dialect = SQLDialect.postgres
    let connection: PostgresConnection

    @discardableResult
    func run(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> Int { try connection.run(sql, arguments) }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws(StorageError) -> [SQLRow] {
        try connection.rows(sql, arguments)
    }

    func script(_ sql: String) throws(StorageError) { try connection.script(sql) }
}
