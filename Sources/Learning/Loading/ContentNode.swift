/// A value of a content file: text, list or map.
indirect enum ContentNode: Sendable {
    case text(String)
    case list([ContentNode])
    case map([String: ContentNode])

    /// Takes over what the knowledge's reader made of a file: texts, numbers, truth values, lists and maps.
    init(_ value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let list as [Any]: self = .list(list.map { ContentNode($0) })
        case let map as [String: Any]: self = .map(map.mapValues { ContentNode($0) })
        default: self = .text(String(describing: value))
        }
    }

    subscript(_ key: String) -> ContentNode? {
        guard case .map(let entries) = self else { return nil }
        return entries[key]
    }

    /// The text of a leaf; `nil` for empty text, lists and maps.
    var text: String? {
        guard case .text(let text) = self, !text.isEmpty, text != "~", text != "null" else { return nil }
        return text
    }

    /// The elements of a list; a single leaf counts as a list of one.
    var elements: [ContentNode] {
        switch self {
        case .list(let elements): elements
        case .text: text == nil ? [] : [self]
        case .map: [self]
        }
    }

    /// A short form for diagnostics.
    var shown: String {
        switch self {
        case .text(let text): text
        case .list(let elements): "list of \(elements.count)"
        case .map(let entries): "map with \(entries.keys.sorted().prefix(4).joined(separator: ", "))"
        }
    }
}
