/// Joins the folded lines of an iCalendar file (RFC 5545, section 3.1).
///
/// Lines end in LF, with or without CR. Octets are joined, not characters, because a fold may split a character.
struct LineScanner {
    /// The number of physical lines read so far.
    private(set) var line = 0

    private let bytes: [UInt8]
    private var position: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    }

    /// The next line without its folds, with the number of its first physical line; `nil` at the end.
    mutating func next() -> (number: Int, bytes: ArraySlice<UInt8>)? {
        guard position < bytes.count else { return nil }
        let first = physicalLine()
        let number = line
        guard isContinued else { return (number, first) }
        var joined = Array(first)
        while isContinued {
            position += 1
            joined += physicalLine()
        }
        return (number, joined[...])
    }

    private var isContinued: Bool {
        position < bytes.count && (bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t"))
    }

    private mutating func physicalLine() -> ArraySlice<UInt8> {
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        var slice = bytes[position..<end]
        if slice.last == UInt8(ascii: "\r") { slice.removeLast() }
        position = min(end + 1, bytes.count)
        line += 1
        return slice
    }
}
