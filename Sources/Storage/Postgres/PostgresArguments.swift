import CPostgres
import Foundation

/// The arguments of a statement in the form that libpq takes: bytes in their own form, all else as text.
struct PostgresArguments {
    /// The type `bytea`.
    static let bytea: Oid = 17

    /// The type of each argument; 0 lets the server find it from the statement.
    private(set) var types: [Oid] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    /// Where each value begins in `bytes`; `nil` for null.
    private var starts: [Int?] = []
    private var bytes: [UInt8] = []

    /// - Throws: ``StorageError/constraint(_:)`` for a text with a NUL character, which PostgreSQL cannot hold, and for
    ///   bytes beyond 2 GiB.
    init(_ arguments: [SQLValue]) throws(StorageError) {
        for argument in arguments {
            switch argument {
            case .null: append(start: nil)
            case .integer(let number):
                append(start: bytes.count)
                bytes += Array(String(number).utf8)
            case .text(let text):
                guard !text.utf8.contains(0) else { throw .constraint("a text holds a NUL character") }
                append(start: bytes.count)
                bytes += Array(text.utf8)
            case .blob(let data):
                guard let length = Int32(exactly: data.count) else { throw .constraint("bytes are too long") }
                append(start: bytes.count, type: Self.bytea, length: length, format: 1)
                bytes += data
            }
            // Ends a text. After bytes too, so that no bytes at all still have an address: without one they are null.
            bytes.append(0)
        }
    }

    var count: Int { starts.count }

    private mutating func append(start: Int?, type: Oid = 0, length: Int32 = 0, format: Int32 = 0) {
        starts.append(start)
        types.append(type)
        lengths.append(length)
        formats.append(format)
    }

    /// Calls `body` with the values, their lengths and their formats; the pointers end with the call.
    func withPointers(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> OpaquePointer?
    ) -> OpaquePointer? {
        bytes.withUnsafeBytes { raw in
            let first = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = starts.map { start in start.flatMap { first?.advanced(by: $0) } }
            return body(values, lengths, formats)
        }
    }
}
