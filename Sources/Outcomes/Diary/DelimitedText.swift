/// Rows and cells of delimited text (RFC 4180), with comma or semicolon as separator.
struct DelimitedText {
    /// A row with the line it began on, from 1.
    struct Row {
        let line: Int
        let cells: [String]
    }

    let rows: [Row]
    /// True when the separator is a semicolon, so that a comma may be a decimal sign.
    let hasSemicolons: Bool

    /// Splits text; a byte-order mark and blank lines are left out, a line may end in LF, CR LF or CR.
    ///
    /// - Throws: ``DiaryError`` for a quote that is not closed, text after one, or more rows than `maximumRows`.
    /// - Complexity: O(length).
    init(_ text: String, maximumRows: Int) throws(DiaryError) {
        var bytes = Array(text.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        hasSemicolons = Self.headerHasSemicolons(bytes)
        var splitter = Splitter(
            separator: hasSemicolons ? UInt8(ascii: ";") : UInt8(ascii: ","), maximumRows: maximumRows)
        for byte in bytes { try splitter.take(byte) }
        rows = try splitter.finished()
    }

    /// Counts the separators of the first line that has text; quoted ones do not count.
    private static func headerHasSemicolons(_ bytes: ArraySlice<UInt8>) -> Bool {
        var commas = 0
        var semicolons = 0
        var quoted = false
        var started = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if !quoted, byte == 10 || byte == 13 {
                if started { break }
                continue
            }
            started = true
            if !quoted, byte == UInt8(ascii: ",") { commas += 1 }
            if !quoted, byte == UInt8(ascii: ";") { semicolons += 1 }
        }
        return semicolons > commas
    }
}

/// The states of reading, one byte at a time.
private struct Splitter {
    let separator: UInt8
    let maximumRows: Int

    private enum State { case start, plain, quoted, afterQuote }

    private var state = State.start
    private var line = 1
    private var rowLine = 1
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var rows: [DelimitedText.Row] = []
    private var afterReturn = false

    init(separator: UInt8, maximumRows: Int) {
        self.separator = separator
        self.maximumRows = maximumRows
    }

    mutating func take(_ byte: UInt8) throws(DiaryError) {
        let followsReturn = afterReturn
        afterReturn = byte == 13
        if byte == 10, followsReturn {
            if state == .quoted { cell.append(byte) }
            return
        }
        if byte == 10 || byte == 13 { line += 1 }
        switch state {
        case .quoted: takeQuoted(byte)
        case .afterQuote: try takeAfterQuote(byte)
        case .start where byte == UInt8(ascii: "\""): state = .quoted
        case .start, .plain: try takePlain(byte)
        }
    }

    mutating func finished() throws(DiaryError) -> [DelimitedText.Row] {
        guard state != .quoted else {
            throw DiaryError(.openQuote, line: rowLine, value: String(decoding: cell, as: UTF8.self))
        }
        try endRow()
        return rows
    }

    private mutating func takeQuoted(_ byte: UInt8) {
        if byte == UInt8(ascii: "\"") { state = .afterQuote } else { cell.append(byte) }
    }

    private mutating func takeAfterQuote(_ byte: UInt8) throws(DiaryError) {
        if byte == UInt8(ascii: "\"") {
            cell.append(byte)
            state = .quoted
        } else if byte == separator || byte == 10 || byte == 13 {
            try takePlain(byte)
        } else if byte != UInt8(ascii: " ") {
            throw DiaryError(.textAfterQuote, line: rowLine, value: String(decoding: cell, as: UTF8.self))
        }
    }

    private mutating func takePlain(_ byte: UInt8) throws(DiaryError) {
        if byte == separator {
            endCell()
        } else if byte == 10 || byte == 13 {
            try endRow()
        } else {
            cell.append(byte)
            state = .plain
        }
    }

    private mutating func endCell() {
        cells.append(Self.trimmed(String(decoding: cell, as: UTF8.self)))
        cell.removeAll(keepingCapacity: true)
        state = .start
    }

    private mutating func endRow() throws(DiaryError) {
        let isBlank = cells.isEmpty && cell.allSatisfy { $0 == UInt8(ascii: " ") }
        endCell()
        if !isBlank {
            guard rows.count < maximumRows else {
                throw DiaryError(.tooManyDays, line: rowLine, value: String(maximumRows))
            }
            rows.append(DelimitedText.Row(line: rowLine, cells: cells))
        }
        cells.removeAll(keepingCapacity: true)
        rowLine = line
    }

    private static func trimmed(_ text: String) -> String {
        var part = text[...]
        while part.first?.isWhitespace == true { part.removeFirst() }
        while part.last?.isWhitespace == true { part.removeLast() }
        return String(part)
    }
}
