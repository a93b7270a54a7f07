/// How a table of numbers is written, found out from its first lines.
struct TableLayout {
    private(set) var walker = FieldWalker(delimiter: UInt8(ascii: ","))
    private(set) var decimalMark = UInt8(ascii: ".")

    /// The number of columns.
    private(set) var width = 0

    /// The names of the columns; empty when the file has none.
    private(set) var names: [String] = []

    /// The units in a line of their own below the names; empty when there is none.
    private(set) var units: [String] = []

    /// The first row of numbers.
    private(set) var firstRow = (offset: 0, line: 1)

    /// Rows that were looked at, for estimates.
    private(set) var sample: [[String]] = []

    /// The line of the names, 0 when there are none.
    private(set) var nameLine = 0

    private struct Line {
        let bytes: [UInt8]
        let offset: Int
        let number: Int
    }

    init(_ source: any ByteSource, _ table: RecordingOptions.Table) throws(RecordingError) {
        let lines = try Self.head(source, skipping: table.skippedLines)
        var candidates: [Candidate] = []
        for delimiter in table.delimiter.map({ [$0] }) ?? Array("\t;, ".utf8) {
            for mark in table.decimalMark.map({ [$0] }) ?? Array(".,".utf8) where mark != delimiter {
                if let candidate = Candidate(lines.map(\.bytes), delimiter: delimiter, mark: mark) {
                    candidates.append(candidate)
                }
            }
        }
        // With names the right delimiter gives as many names as columns. Then the reading is meant that leaves the fewest
        // lines to the names, and of those the one with the most columns.
        let fitting = candidates.filter { $0.first == 0 || $0.namesFit }
        let usable = (fitting.isEmpty ? candidates : fitting).enumerated()
        guard
            let best = usable.min(by: { one, other in
                (one.element.first, -one.element.width, one.offset)
                    < (other.element.first, -other.element.width, other.offset)
            })?.element
        else {
            throw source.error(
                .invalid, at: .line(lines.first?.number ?? 1), "table", "",
                "has no even rows of numbers; declare delimiter, decimal mark or lines to skip"
            )
        }
        if best.first == 0, best.mayBeDecimalComma, table.delimiter == nil, table.decimalMark == nil {
            throw source.error(
                .undeclared, at: .line(lines[0].number), "row", ASCIIText.decoded(lines[0].bytes),
                "may be two numbers or one with a decimal comma; declare the delimiter")
        }
        walker = FieldWalker(delimiter: best.delimiter)
        decimalMark = best.mark
        width = best.width
        guard width <= RecordingLimits.channels else {
            throw source.error(
                .overLimit, at: .line(lines[best.first].number), "columns", "\(width)",
                "are more than \(RecordingLimits.channels)")
        }
        firstRow = (lines[best.first].offset, lines[best.first].number)
        sample = lines[best.first...].map { line in line.bytes.withUnsafeBufferPointer { walker.texts($0) } }
        guard best.first > 0 else { return }
        let heads = lines[..<best.first].map { line in line.bytes.withUnsafeBufferPointer { walker.texts($0) } }
        let isUnitLine = heads.count == 2 && heads[1].count == width && heads[1].allSatisfy(TableColumn.isUnit)
        guard heads.count == 1 || isUnitLine else {
            throw source.error(
                .invalid, at: .line(lines[heads.count - 1].number), "header", "\(heads.count)",
                "lines come before the first row of numbers; declare lines to skip")
        }
        nameLine = lines[0].number
        guard heads[0].count == width else {
            throw source.error(
                .invalid, at: .line(nameLine), "names", "\(heads[0].count)", "are not as many as the \(width) columns")
        }
        names = heads[0]
        units = isUnitLine ? heads[1] : []
    }

    /// The first lines with content, comments before the table left out.
    private static func head(_ source: any ByteSource, skipping skipped: Int) throws(RecordingError) -> [Line] {
        let mark = try source.head(3) == [0xef, 0xbb, 0xbf] ? 3 : 0
        let reader = LineReader(source, offset: mark, number: 1)
        var lines: [Line] = []
        while let line = try reader.next() {
            guard reader.offset <= RecordingLimits.headerBytes else { break }
            guard reader.number > skipped, !RowIndex.isBlank(line) else { continue }
            let isComment = line.first == UInt8(ascii: "#") || line.first == UInt8(ascii: "%")
            if lines.isEmpty, isComment { continue }
            if line.contains(0x0d) {
                throw source.error(
                    .unsupported, at: .line(reader.number), "line end", "", "is a carriage return alone")
            }
            lines.append(Line(bytes: Array(line), offset: reader.offset, number: reader.number))
            if lines.count >= 200 || lines.reduce(0, { $0 + $1.bytes.count }) > 1 << 16 { break }
        }
        // The last line may be cut, here or in the file; it says nothing about the layout when there are others.
        if lines.count > 3 { lines.removeLast() }
        return lines
    }

    /// One reading of the first lines.
    private struct Candidate {
        let delimiter: UInt8
        let mark: UInt8
        let width: Int

        /// The first line that is a row of numbers.
        let first: Int

        /// Whether the line before the rows has as many fields as the rows.
        let namesFit: Bool

        /// Whether each row could as well be one number with a decimal comma.
        let mayBeDecimalComma: Bool

        init?(_ lines: [[UInt8]], delimiter: UInt8, mark: UInt8) {
            let walker = FieldWalker(delimiter: delimiter)
            let rows = lines.map { line in line.withUnsafeBufferPointer { walker.texts($0) } }
            guard let first = rows.firstIndex(where: { Self.isRow($0, mark) }) else { return nil }
            let width = rows[first].count
            guard rows[first...].allSatisfy({ $0.count == width && Self.isRow($0, mark) }) else { return nil }
            self.delimiter = delimiter
            self.mark = mark
            self.width = width
            self.first = first
            namesFit = first > 0 && rows[first - 1].count == width
            mayBeDecimalComma =
                delimiter == UInt8(ascii: ",") && width == 2
                && rows[first...].allSatisfy { row in
                    row[1].utf8.allSatisfy { (0x30...0x39).contains($0) } && !row[0].utf8.contains(UInt8(ascii: "."))
                }
        }

        /// Whether all fields are numbers or stand for missing ones, and one at least is a number.
        private static func isRow(_ fields: [String], _ mark: UInt8) -> Bool {
            var hasNumber = false
            for field in fields {
                let isNumber = Array(field.utf8).withUnsafeBufferPointer { DecimalNumber.parsed($0, mark: mark) } != nil
                guard isNumber || TableColumn.isNoFiniteNumber(field) else { return false }
                hasNumber = hasNumber || isNumber
            }
            return hasNumber
        }
    }
}
