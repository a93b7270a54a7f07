/// Goes through the fields of a line of a table.
struct FieldWalker {
    /// The octet between two fields, a blank for any number of blanks and tabs.
    let delimiter: UInt8

    private static let blank = UInt8(ascii: " ")
    private static let tab = UInt8(ascii: "\t")
    private static let quote = UInt8(ascii: "\"")

    /// The next field without blanks and quotes around it.
    ///
    /// - Parameters:
    ///   - line: The octets of the line.
    ///   - position: Where to go on; -1 after the last field.
    /// - Returns: The field; `nil` after the last.
    @inline(__always)
    func next(_ line: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> UnsafeBufferPointer<UInt8>? {
        guard position >= 0 else { return nil }
        var start = position
        while start < line.count, isBlank(line[start]) { start += 1 }
        if delimiter == Self.blank, start == line.count {
            position = -1
            return nil
        }
        if start < line.count, line[start] == Self.quote { return quoted(line, start + 1, &position) }
        var end = start
        if delimiter == Self.blank {
            while end < line.count, !isBlank(line[end]) { end += 1 }
        } else {
            while end < line.count, line[end] != delimiter { end += 1 }
        }
        position = end < line.count ? end + 1 : -1
        while end > start, isBlank(line[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(rebasing: line[start..<end])
    }

    /// A tab that separates is no blank.
    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool {
        byte == Self.blank || (byte == Self.tab && delimiter != Self.tab)
    }

    private func quoted(
        _ line: UnsafeBufferPointer<UInt8>, _ start: Int, _ position: inout Int
    ) -> UnsafeBufferPointer<UInt8> {
        var end = start
        while end < line.count, line[end] != Self.quote { end += 1 }
        var after = min(end + 1, line.count)
        while after < line.count, delimiter == Self.blank ? !isBlank(line[after]) : line[after] != delimiter {
            after += 1
        }
        position = after < line.count ? after + 1 : -1
        return UnsafeBufferPointer(rebasing: line[start..<end])
    }

    /// The fields as texts; an empty one after the last delimiter is left out.
    func texts(_ line: UnsafeBufferPointer<UInt8>) -> [String] {
        var texts: [String] = []
        var position = 0
        while let field = next(line, &position) { texts.append(ASCIIText.decoded(field)) }
        if texts.count > 1, texts.last == "" { texts.removeLast() }
        return texts
    }
}
