/// A tab-separated table with a header line, as the vocabulary's files are.
struct Table {
    let file: String
    /// Column name to cell, one dictionary a row, with the line number in the file.
    let rows: [(line: Int, cells: [String: String])]

    /// Parses a table.
    ///
    /// - Throws: ``AnatomyError/badTable(file:line:problem:)`` for a row with more or fewer cells than the header.
    init(file: String, text: String) throws(AnatomyError) {
        self.file = file
        var header: [Substring] = []
        var rows: [(line: Int, cells: [String: String])] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty { continue }
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            if header.isEmpty {
                header = cells
                continue
            }
            guard cells.count == header.count else {
                throw .badTable(
                    file: file, line: index + 1,
                    problem: "\(cells.count) cells where the header has \(header.count)"
                )
            }
            var row: [String: String] = [:]
            for (name, cell) in zip(header, cells) { row[String(name)] = String(cell) }
            rows.append((index + 1, row))
        }
        self.rows = rows
    }
}

extension Dictionary where Key == String, Value == String {
    /// The cell of a column, empty when the table has no such column.
    func cell(_ column: String) -> String { self[column] ?? "" }

    /// The cell split at semicolons (the crosswalk uses commas).
    func list(_ column: String, separator: Character = ";") -> [String] {
        cell(column).split(separator: separator).map { $0.trimmingSpaces() }
    }
}

extension StringProtocol {
    /// The text without spaces at its ends.
    func trimmingSpaces() -> String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
