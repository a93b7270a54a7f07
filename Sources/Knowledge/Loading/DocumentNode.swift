import Yams

/// A parsed YAML document: scalars as text, with line numbers for diagnostics.
indirect enum DocumentNode: Sendable {
    case scalar(String, line: Int)
    case list([DocumentNode], line: Int)
    /// Keys in the order of the file; a repeated key is refused by the parser.
    case map([(key: String, value: DocumentNode)], line: Int)

    var line: Int {
        switch self {
        case .scalar(_, let line), .list(_, let line), .map(_, let line): line
        }
    }

    /// The value of a key of a map.
    subscript(_ key: String) -> DocumentNode? {
        guard case .map(let entries, _) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The text of a scalar; `nil` for lists, maps and YAML's null.
    var text: String? {
        guard case .scalar(let text, _) = self, text != "", text != "~", text != "null" else { return nil }
        return text
    }

    /// The elements of a list; a single scalar counts as a list of one.
    var elements: [DocumentNode] {
        switch self {
        case .list(let elements, _): elements
        case .scalar: text == nil ? [] : [self]
        case .map: [self]
        }
    }

    /// The keys of a map in the order of the file.
    var entries: [(key: String, value: DocumentNode)] {
        guard case .map(let entries, _) = self else { return [] }
        return entries
    }

    /// Whether a statement states a number: one that stands alone (`0.36`, `90 s`, `55 %`), not in a name as `C6` or `T7`.
    ///
    /// Places on the surface, identifiers and citations do not count.
    var carriesNumber: Bool {
        switch self {
        case .scalar(let text, _):
            var previous: UInt8 = 0x20
            for byte in text.utf8 {
                let isDigit = byte >= 0x30 && byte <= 0x39
                let followsWord = previous >= 0x41 || (previous >= 0x30 && previous <= 0x39) || previous == 0x23
                if isDigit, !followsWord, previous != 0x2d { return true }
                previous = byte
            }
            return false
        case .list(let elements, _): return elements.contains(where: \.carriesNumber)
        case .map(let entries, _):
            return entries.contains { entry in
                switch entry.key {
                case "src", "dispute_src", "level", "id", "ids", "at", "zones", "place", "movement", "roots": false
                default: entry.value.carriesNumber
                }
            }
        }
    }

    /// A short form for diagnostics.
    var shown: String {
        switch self {
        case .scalar(let text, _): String(text.prefix(80))
        case .list(let elements, _): "list of \(elements.count)"
        case .map(let entries, _): "map with \(entries.map(\.key).prefix(4).joined(separator: ", "))"
        }
    }

    /// Parses YAML.
    ///
    /// - Throws: The parser's error, with line and column in its description.
    static func parse(_ yaml: String) throws -> DocumentNode? {
        try Yams.compose(yaml: yaml).map { DocumentNode($0, depth: 0) }
    }

    private init(_ node: Yams.Node, depth: Int) {
        let line = node.mark?.line ?? 0
        if depth > 40 {
            self = .scalar("", line: line)
            return
        }
        switch node {
        case .scalar(let scalar): self = .scalar(scalar.string, line: line)
        case .sequence(let sequence):
            self = .list(sequence.map { DocumentNode($0, depth: depth + 1) }, line: line)
        case .mapping(let mapping):
            self = .map(
                mapping.map { ($0.key.string ?? "", DocumentNode($0.value, depth: depth + 1)) }, line: line
            )
        case .alias: self = .scalar("", line: line)
        }
    }
}
