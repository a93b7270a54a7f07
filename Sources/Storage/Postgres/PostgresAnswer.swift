import CPostgres
import Foundation

/// A result of libpq, freed with this value's last reference.
final class PostgresAnswer {
    private let result: OpaquePointer?

    init(_ result: OpaquePointer?) { self.result = result }

    deinit { PQclear(result) }

    var status: ExecStatusType { PQresultStatus(result) }
    /// Whether libpq could not even make a result: it has no memory, or could not send.
    var isMissing: Bool { result == nil }
    /// What was done, for example `COMMIT` or `INSERT 0 1`.
    var tag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }
    /// The rows that a change touched; 0 for other statements.
    var touched: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// A part of an error report, by its letter; `nil` when the server did not send it.
    func field(_ letter: UInt8) -> String? {
        PQresultErrorField(result, Int32(letter)).map { String(cString: $0) }
    }

    /// - Throws: ``StorageError/damaged(_:)`` when a value is not in the form that its type has.
    func rows() throws(StorageError) -> [SQLRow] {
        let columns = 0..<PQnfields(result)
        let names = columns.map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        let types = columns.map { PQftype(result, $0) }
        var rows: [SQLRow] = []
        rows.reserveCapacity(Int(PQntuples(result)))
        for row in 0..<PQntuples(result) {
            var cells: [SQLValue] = []
            cells.reserveCapacity(types.count)
            for (column, type) in zip(columns, types) { cells.append(try value(row, column, type)) }
            rows.append(SQLRow(columns: names, cells: cells))
        }
        return rows
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) throws(StorageError) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return .null }
        let cell = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        switch type {
        case 16: return .integer(cell.first == UInt8(ascii: "t") ? 1 : 0)
        case 20, 21, 23:
            guard let number = Int(String(decoding: cell, as: UTF8.self)) else {
                throw .damaged("a number is not in decimal form")
            }
            return .integer(number)
        case PostgresArguments.bytea:
            guard let data = Data(postgresHex: cell) else { throw .damaged("bytes are not in hexadecimal form") }
            return .blob(data)
        default: return .text(String(decoding: cell, as: UTF8.self))
        }
    }
}

extension Data {
    /// Bytes from `\x00ff…`, as the server writes them; `nil` for another form.
    init?(postgresHex cell: UnsafeRawBufferPointer) {
        guard cell.count >= 2, cell.count.isMultiple(of: 2) else { return nil }
        guard cell[0] == UInt8(ascii: "\\"), cell[1] == UInt8(ascii: "x") else { return nil }
        func nibble(_ digit: UInt8) -> UInt8? {
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x57
            default: nil
            }
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cell.count / 2)
        for index in stride(from: 2, to: cell.count, by: 2) {
            guard let high = nibble(cell[index]), let low = nibble(cell[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.init(bytes)
    }
}
