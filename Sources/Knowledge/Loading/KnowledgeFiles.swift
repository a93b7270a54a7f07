public import Anatomy
import Foundation

/// The files of a knowledge folder, read but not decoded; needs no vocabulary, so it can be made beside one.
public struct KnowledgeFiles: Sendable {
    let documents: [StoredDocument]
    let diagnostics: [Diagnostic]
    /// A stamp of the content: equal files, equal stamp.
    public let version: String

    /// Reads the files shipped with the program.
    ///
    /// - Throws: ``AnatomyError`` when the folder or a file is missing.
    public init() throws(AnatomyError) {
        try self.init(folder: ResourceFolder.of(target: "Knowledge"))
    }

    /// Reads the files of a folder; takes the parsed copy beside them when it carries their stamp.
    ///
    /// - Complexity: O(bytes), in four shares at once.
    public init(folder: ResourceFolder, usingCache: Bool = true) throws(AnatomyError) {
        let names = KnowledgeBase.fileNames(in: folder)
        let files = try Self.contents(of: names, in: folder)
        let stamp = DocumentCache.stamp(of: files.map(\.stamp))
        version = String(stamp, radix: 16)
        let path = "\(folder.path)/.parsed"
        if usingCache, let cached = DocumentCache.load(from: path, stamp: stamp) {
            documents = cached
            diagnostics = []
            return
        }
        var parsed: [(name: String, root: DocumentNode)] = []
        var defects: [Diagnostic] = []
        for (name, file) in zip(names, files) {
            do {
                if let root = try DocumentNode.parse(String(decoding: file.data, as: UTF8.self)) {
                    parsed.append((name, root))
                } else {
                    defects.append(Self.defect(name, "the file is empty"))
                }
            } catch {
                defects.append(Self.defect(name, "not readable as YAML: \(error)"))
            }
        }
        if usingCache, defects.isEmpty { DocumentCache.save(parsed, stamp: stamp, to: path) }
        documents = parsed.map { StoredDocument(name: $0.name, content: .parsed($0.root)) }
        diagnostics = defects
    }

    private static func contents(
        of names: [String], in folder: ResourceFolder
    ) throws(AnatomyError) -> [(data: Data, stamp: UInt64)] {
        typealias Files = [(data: Data, stamp: UInt64)]
        let shares = names.inShares { share in
            Result { () throws(AnatomyError) -> Files in
                var files: Files = []
                for name in share {
                    let data = try folder.data(name)
                    files.append((data, DocumentCache.stamp(ofFile: name, data)))
                }
                return files
            }
        }
        var all: Files = []
        for share in shares { all += try share.get() }
        return all
    }

    /// A defect of a whole file.
    static func defect(_ file: String, _ message: String) -> Diagnostic {
        Diagnostic(severity: .error, file: file, line: 0, path: "document", value: "", message: message)
    }
}
