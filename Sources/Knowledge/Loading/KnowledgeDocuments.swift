public import Anatomy
import Foundation

/// The files of the knowledge as their authors wrote them, for export.
public struct KnowledgeDocuments {
    private let documents: [(name: String, root: DocumentNode)]

    /// Reads the files shipped with the program.
    ///
    /// - Throws: ``AnatomyError`` when the folder or a file is missing.
    public init() throws(AnatomyError) {
        try self.init(folder: ResourceFolder.of(target: "Knowledge"))
    }

    /// Reads the files of a folder; those that are not readable as YAML are left out (the check reports them).
    public init(folder: ResourceFolder) throws(AnatomyError) {
        var documents: [(name: String, root: DocumentNode)] = []
        for name in KnowledgeBase.fileNames(in: folder) {
            let text = String(decoding: try folder.data(name), as: UTF8.self)
            if let root = try? DocumentNode.parse(text) { documents.append((name, root)) }
        }
        self.documents = documents
    }

    /// The documents by name, without the ending, as JSON values: maps, lists, texts, numbers and truth values.
    public var object: [String: Any] {
        Dictionary(
            documents.map { ($0.name.replacing(".yaml", with: ""), $0.root.json) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension DocumentNode {
    /// The node as a JSON value; numbers only where the text is exactly a number.
    fileprivate var json: Any {
        switch self {
        case .scalar(let text, _):
            if text == "true" || text == "false" { return text == "true" }
            if let number = Double(text), number.isFinite, !text.hasPrefix("0") || text == "0" || text.hasPrefix("0.") {
                return number == number.rounded() && abs(number) < 1e12 ? Int(number) : number
            }
            return text
        case .list(let elements, _): return elements.map(\.json)
        case .map(let entries, _):
            return Dictionary(entries.map { ($0.key, $0.value.json) }, uniquingKeysWith: { first, _ in first })
        }
    }
}
