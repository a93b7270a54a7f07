public import Foundation
public import Records
import Scheduling

/// Reads a list of practitioners: a table in CSV (RFC 4180) with a first row of names.
///
/// Columns: `name`, `town`, `country`, `issuer`, `title`, `issued` must be there; `number`, `hours`, `expires`, `languages`, `conditions`,
/// `about` may be. Every row is looked at by itself.
public struct ListReader: Sendable {
    /// Finds a town; `nil` when it is not known.
    public typealias TownFinder =
        @Sendable (_ town: String, _ country: String) -> (
            name: String, country: String, position: ServicePlace.Position
        )?

    private let practice: Practice.ID
    private let zone: String
    private let now: Date
    private let find: TownFinder

    public init(practice: Practice.ID, zone: String, now: Date, find: @escaping TownFinder) {
        (self.practice, self.zone, self.now, self.find) = (practice, zone, now, find)
    }

    static let needed = ["name", "town", "country", "issuer", "title", "issued"]
    static let known = needed + ["number", "hours", "expires", "languages", "conditions", "about"]

    /// The rows of a file.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` with the field `file` when the first row is wrong.
    public func rows(of text: String) throws(RecordsError) -> [ListedRow] {
        // Spreadsheets put a mark of the byte order first.
        let table = Self.table(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
        guard let head = table.first else { throw .invalid(field: "file", value: "", reason: "is empty") }
        let names = head.cells.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        for name in Self.needed where !names.contains(name) {
            throw .invalid(field: "file", value: name, reason: "is a column that is missing")
        }
        for name in names where !Self.known.contains(name) {
            throw .invalid(field: "file", value: String(name.prefix(40)), reason: "is a column that nobody knows")
        }
        guard table.count <= 20_001 else {
            throw .invalid(field: "file", value: "\(table.count - 1)", reason: "rows are more than 20000")
        }
        return table.dropFirst().map { row in
            guard row.cells.count == names.count else {
                return ListedRow(
                    line: row.line,
                    content: .failure(
                        .invalid(field: "row", value: "\(row.cells.count)", reason: "columns instead of \(names.count)")
                    ))
            }
            let cells = Dictionary(zip(names, row.cells)) { first, _ in first }
            do throws(RecordsError) { return ListedRow(line: row.line, content: .success(try content(cells))) } catch {
                return ListedRow(line: row.line, content: .failure(error))
            }
        }
    }

    private func content(_ cells: [String: String]) throws(RecordsError) -> ListedRow.Content {
        func cell(_ name: String) -> String { (cells[name] ?? "").trimmingCharacters(in: .whitespaces) }
        func words(_ name: String) -> [String] {
            cell(name).split(whereSeparator: { ", ;|".contains($0) }).map(String.init)
        }
        guard let town = find(cell("town"), cell("country")) else {
            throw .invalid(
                field: "town", value: "\(cell("town")), \(cell("country"))".prefixed(80), reason: "is no place we know")
        }
        let hours = cell("hours")
        guard let count = hours.isEmpty ? 0 : Int(hours) else {
            throw .invalid(field: "hours", value: hours.prefixed(20), reason: "is no whole number")
        }
        let place = try ServicePlace(
            practice: practice, kind: .site, name: town.name, town: town.name, country: town.country,
            position: town.position)
        let practitioner = try Practitioner(
            practice: practice, account: nil, status: .listed, mode: .view, name: cell("name"), about: cell("about"),
            languages: words("languages"), conditions: words("conditions"), base: place.id,
            plan: .closed(zone: zone))
        let training = try TrainingRecord(
            practice: practice, practitioner: practitioner.id, issuer: cell("issuer"), title: cell("title"),
            number: cell("number"), hours: count, issued: cell("issued"),
            expires: cell("expires").isEmpty ? nil : cell("expires"), submitted: now)
        return ListedRow.Content(practitioner: practitioner, place: place, training: training)
    }

    /// The cells of each row with the line it begins in; quotes may hold commas, quotes and line ends.
    static func table(_ text: String) -> [(line: Int, cells: [String])] {
        var rows: [(line: Int, cells: [String])] = []
        var (cells, cell): ([String], String) = ([], "")
        var (line, start, isQuoted) = (1, 1, false)
        var characters = text.replacing("\r\n", with: "\n").makeIterator()
        var next = characters.next()
        func ended() {
            cells.append(cell)
            if !(cells.count == 1 && cell.isEmpty) { rows.append((start, cells)) }
            (cells, cell) = ([], "")
        }
        while let letter = next {
            next = characters.next()
            if letter == "\n" { line += 1 }
            if isQuoted {
                if letter == "\"", next == "\"" {
                    cell.append("\"")
                    next = characters.next()
                } else if letter == "\"" {
                    isQuoted = false
                } else {
                    cell.append(letter)
                }
                continue
            }
            switch letter {
            case "\"" where cell.isEmpty: isQuoted = true
            case ",":
                cells.append(cell)
                cell = ""
            case "\n":
                ended()
                start = line
            default: cell.append(letter)
            }
        }
        if !cell.isEmpty || !cells.isEmpty { ended() }
        return rows
    }
}

extension String {
    /// At most so many characters from the start.
    fileprivate func prefixed(_ length: Int) -> String { String(prefix(length)) }
}
