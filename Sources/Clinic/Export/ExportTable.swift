/// A table of the exported data set, with the meaning of each column.
struct ExportTable {
    struct Column {
        let name: String
        let meaning: String
    }

    let name: String
    let meaning: String
    let columns: [Column]
    var rows: [[String]] = []

    init(_ name: String, _ meaning: String, _ columns: [(String, String)]) {
        self.name = name
        self.meaning = meaning
        self.columns = columns.map { Column(name: $0.0, meaning: $0.1) }
    }

    /// The table as RFC 4180 text: comma, CRLF, quotes doubled; a header row first.
    var csv: String {
        ([columns.map(\.name)] + rows).map { row in row.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    private func quoted(_ cell: String) -> String {
        let isPlain = !cell.utf8.contains { $0 == 0x22 || $0 == 0x2c || $0 == 0x0a || $0 == 0x0d }
        // A spreadsheet would run a cell that begins like a formula.
        let safe = ["=", "+", "-", "@"].contains(String(cell.prefix(1))) && Double(cell) == nil ? "'\(cell)" : cell
        return isPlain ? safe : "\"\(safe.replacing("\"", with: "\"\""))\""
    }
}
