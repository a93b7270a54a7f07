extension Diary {
    /// Reads delimited text with a header `date,pain,<exposure>…`; rows may come in any order and days may be missing.
    ///
    /// Quoting is that of RFC 4180; the separator is the comma or the semicolon, whichever the header has more of,
    /// and with semicolons a number may have a decimal comma. An empty cell or `NA` is a missing value; `yes` and
    /// `no` are read as 1 and 0 in an exposure.
    ///
    /// - Throws: ``DiaryError`` with line, field and value.
    /// - Complexity: O(length + days × exposures).
    public init(text: String) throws(DiaryError) {
        let table = try DelimitedText(text, maximumRows: Self.maximumDays + 1)
        let columns = try Columns(table.rows.first)
        var seen: Set<Day> = []
        var entries: [Entry] = []
        entries.reserveCapacity(table.rows.count)
        for row in table.rows.dropFirst() {
            let entry = try columns.entry(row, decimalComma: table.hasSemicolons)
            guard seen.insert(entry.day).inserted else {
                throw DiaryError(.repeatedDay, line: row.line, field: "date", value: "\(entry.day)")
            }
            entries.append(entry)
        }
        try self.init(entries: entries, exposureNames: columns.exposures.map(\.name))
    }

    /// The diary as delimited text that ``init(text:)`` reads back; days without any value are left out.
    public var text: String {
        let header = (["date", "pain"] + exposures.map(\.name)).map(Self.quoted).joined(separator: ",")
        var lines = [header]
        for index in pain.indices {
            let values = [pain[index]] + exposures.map { $0.values[index] }
            // The first and the last day hold the length of the diary.
            guard values.contains(where: { $0 != nil }) || index == 0 || index == dayCount - 1 else { continue }
            lines.append((["\(day(at: index))"] + values.map(Self.written)).joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func written(_ value: Double?) -> String {
        guard let value else { return "" }
        return value.rounded() == value && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }

    private static func quoted(_ name: String) -> String {
        guard name.contains(where: { ",;\"\n\r".contains($0) }) else { return name }
        return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// Which column holds what.
private struct Columns {
    let count: Int
    let date: Int
    let pain: Int
    let exposures: [(name: String, column: Int)]

    init(_ header: DelimitedText.Row?) throws(DiaryError) {
        guard let header else { throw DiaryError(.noHeader, line: 1) }
        count = header.cells.count
        let lowered = header.cells.map { $0.lowercased() }
        guard let date = lowered.firstIndex(of: "date") else {
            throw DiaryError(.noDateColumn, line: header.line, value: header.cells.first ?? "")
        }
        guard let pain = lowered.firstIndex(of: "pain") else {
            throw DiaryError(.noPainColumn, line: header.line)
        }
        self.date = date
        self.pain = pain
        exposures = header.cells.indices.filter { $0 != date && $0 != pain }.map { (header.cells[$0], $0) }
        try Self.check(header, lowered: lowered, exposures: exposures.map(\.name))
    }

    private static func check(
        _ header: DelimitedText.Row, lowered: [String], exposures: [String]
    ) throws(DiaryError) {
        do {
            try Diary.check(names: exposures)
        } catch {
            throw DiaryError(error.problem, line: header.line, field: error.field, value: error.value)
        }
        for reserved in ["date", "pain"] where lowered.count(where: { $0 == reserved }) > 1 {
            throw DiaryError(.repeatedColumn, line: header.line, field: reserved)
        }
    }

    func entry(_ row: DelimitedText.Row, decimalComma: Bool) throws(DiaryError) -> Diary.Entry {
        guard row.cells.count == count else {
            throw DiaryError(.wrongCellCount, line: row.line, field: "row", value: String(row.cells.count))
        }
        let cells = Cells(line: row.line, decimalComma: decimalComma)
        guard let day = Day(row.cells[date]) else {
            throw DiaryError(.badDate, line: row.line, field: "date", value: row.cells[date])
        }
        var values: [Double?] = []
        values.reserveCapacity(exposures.count)
        for (name, column) in exposures {
            values.append(try cells.exposure(row.cells[column], field: name))
        }
        return Diary.Entry(day: day, pain: try cells.pain(row.cells[pain]), values: values)
    }
}

/// Reads the cells of one row.
private struct Cells {
    let line: Int
    let decimalComma: Bool

    func pain(_ text: String) throws(DiaryError) -> Double? {
        guard let value = try number(text, field: "pain") else { return nil }
        guard (0...10).contains(value) else {
            throw DiaryError(.outOfScale, line: line, field: "pain", value: text)
        }
        return value
    }

    func exposure(_ text: String, field: String) throws(DiaryError) -> Double? {
        switch text.lowercased() {
        case "yes": return 1
        case "no": return 0
        default: break
        }
        guard let value = try number(text, field: field) else { return nil }
        guard abs(value) <= Diary.maximumValue else {
            throw DiaryError(.tooLarge, line: line, field: field, value: text)
        }
        return value
    }

    private func number(_ text: String, field: String) throws(DiaryError) -> Double? {
        guard !text.isEmpty, text.uppercased() != "NA" else { return nil }
        let plain = decimalComma ? String(text.map { $0 == "," ? "." : $0 }) : text
        guard let value = Double(plain) else {
            throw DiaryError(.notANumber, line: line, field: field, value: text)
        }
        guard value.isFinite else { throw DiaryError(.notFinite, line: line, field: field, value: text) }
        // Swift reads hexadecimal too, which nobody writes into a diary.
        guard plain.allSatisfy({ "0123456789+-.eE".contains($0) }) else {
            throw DiaryError(.notANumber, line: line, field: field, value: text)
        }
        return value
    }
}
