/// Where the rows of a table lie in the file: one place for each so many rows.
struct RowIndex: Sendable {
    /// Rows between two places that are kept.
    static let stride = 2_048

    private struct Mark: Sendable {
        let offset: Int
        let line: Int
    }

    private var marks: [Mark] = []

    /// The number of rows.
    private(set) var count = 0

    /// Adds the row that a reader has just read.
    mutating func add(_ reader: LineReader) {
        if count.isMultiple(of: Self.stride) { marks.append(Mark(offset: reader.offset, line: reader.number)) }
        count += 1
    }

    /// Takes the last row back.
    mutating func removeLast() {
        guard count > 0 else { return }
        count -= 1
        if count.isMultiple(of: Self.stride) { marks.removeLast() }
    }

    /// The row that ``reader(at:_:)`` gives first.
    func firstRow(for row: Int) -> Int { row / Self.stride * Self.stride }

    /// A reader that stands at or before a row.
    ///
    /// - Precondition: There is such a row.
    func reader(at row: Int, _ source: any ByteSource) -> LineReader {
        let mark = marks[row / Self.stride]
        return LineReader(source, offset: mark.offset, number: mark.line)
    }

    /// Whether a line has nothing but blanks; tabs are no blanks here, as they may separate fields that are missing.
    @inline(__always)
    static func isBlank(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = line.first else { return true }
        return first == 0x20 && line.allSatisfy { $0 == 0x20 || $0 == 0x0d }
    }
}
