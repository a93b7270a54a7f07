/// A statement with `?` for its arguments, rewritten for PostgreSQL.
struct PostgresPlaceholders: Hashable, Sendable {
    /// The statement with `$1`, `$2` and so on.
    let sql: String
    /// How many arguments it takes.
    let count: Int

    /// Numbers the `?` of a statement.
    ///
    /// Those inside '…', "…" and comments to the end of the line are left alone. A doubled quote ends a string and
    /// begins the next, which comes to the same. Dollar quoting and block comments are not understood.
    init(_ statement: String) {
        var bytes: [UInt8] = []
        var count = 0
        /// What ends the quote or comment that is open; 0 for none.
        var end: UInt8 = 0
        var last: UInt8 = 0
        for byte in statement.utf8 {
            defer { last = byte }
            if end != 0 {
                bytes.append(byte)
                if byte == end { end = 0 }
                continue
            }
            switch byte {
            case UInt8(ascii: "?"):
                count += 1
                bytes += Array("$\(count)".utf8)
                continue
            case UInt8(ascii: "'"), UInt8(ascii: "\""): end = byte
            case UInt8(ascii: "-") where last == byte: end = UInt8(ascii: "\n")
            default: break
            }
            bytes.append(byte)
        }
        sql = String(decoding: bytes, as: UTF8.self)
        self.count = count
    }
}
