public import Anatomy
import Foundation

extension KnowledgeBase {
    /// Loads the knowledge shipped with the program.
    ///
    /// Defects do not stop the loading: they are in ``diagnostics``, and what they touch is left out.
    ///
    /// - Throws: ``AnatomyError`` when the folder itself is missing.
    public static func load(vocabulary: Vocabulary) throws(AnatomyError) -> KnowledgeBase {
        try load(folder: ResourceFolder.of(target: "Knowledge"), vocabulary: vocabulary)
    }

    /// Loads the knowledge of a folder laid out as `docs/knowledge-format.md` says.
    public static func load(
        folder: ResourceFolder, vocabulary: Vocabulary, usingCache: Bool = true
    ) throws(AnatomyError) -> KnowledgeBase {
        var files: [(name: String, data: Data)] = []
        let folders = ["citations"] + PainSourceKind.allCases.map { Knowledge.folder(of: $0) } + ["tests", "."]
        for name in folders.flatMap({ folder.files(in: $0, ending: ".yaml") }) {
            files.append((name.replacing("./", with: ""), try folder.data(name)))
        }
        let stamp = DocumentCache.stamp(of: files)
        let cachePath = "\(folder.path)/.parsed"
        var diagnostics: [Diagnostic] = []
        var documents = usingCache ? DocumentCache.load(from: cachePath, stamp: stamp) : nil
        if documents == nil {
            let parsed = parse(files, diagnostics: &diagnostics)
            if usingCache, diagnostics.isEmpty { DocumentCache.save(parsed, stamp: stamp, to: cachePath) }
            documents = parsed
        }
        return assemble(
            documents ?? [], diagnostics: diagnostics, vocabulary: vocabulary, version: String(stamp, radix: 16)
        )
    }

    private static func parse(
        _ files: [(name: String, data: Data)], diagnostics: inout [Diagnostic]
    ) -> [(name: String, root: DocumentNode)] {
        var documents: [(name: String, root: DocumentNode)] = []
        for file in files {
            do {
                if let root = try DocumentNode.parse(String(decoding: file.data, as: UTF8.self)) {
                    documents.append((file.name, root))
                } else {
                    diagnostics.append(defect(file.name, "the file is empty"))
                }
            } catch {
                diagnostics.append(defect(file.name, "not readable as YAML: \(error)"))
            }
        }
        return documents
    }

    private static func defect(_ file: String, _ message: String) -> Diagnostic {
        Diagnostic(severity: .error, file: file, line: 0, path: "document", value: "", message: message)
    }

    private static func assemble(
        _ documents: [(name: String, root: DocumentNode)], diagnostics: [Diagnostic], vocabulary: Vocabulary,
        version: String
    ) -> KnowledgeBase {
        var diagnostics = diagnostics
        var citations: [Citation.ID: Citation] = [:]
        for document in documents where document.name.hasPrefix("citations/") {
            RuleDecoder.citations(document.name, document.root, into: &citations, diagnostics: &diagnostics)
        }
        let log = ReadingLog(citations: citations, diagnostics: diagnostics)
        var sources: [PainSource] = []
        var tests: [ClinicalTest] = []
        var redFlags: [RedFlagRule] = []
        var modifiers: [ContextModifier] = []
        for document in documents {
            let reader = DocumentReader(
                file: document.name, root: document.root, log: log, vocabulary: vocabulary
            )
            if document.name == "red_flags.yaml" {
                redFlags = RuleDecoder.redFlags(reader)
            } else if document.name == "modifiers.yaml" {
                modifiers = RuleDecoder.modifiers(reader)
            } else if document.name.hasPrefix("tests/") {
                tests += RuleDecoder.test(reader).map { [$0] } ?? []
            } else if let kind = PainSourceKind.allCases.first(where: {
                document.name.hasPrefix("\(Knowledge.folder(of: $0))/")
            }) {
                sources += SourceDecoder(kind: kind, reader: reader).decode().map { [$0] } ?? []
            }
        }
        sources.sort { $0.id < $1.id }
        reportGaps(sources: sources, tests: tests, vocabulary: vocabulary, log: log)
        for key in citations.keys.sorted() where !log.usedCitations.contains(key) {
            log.report(
                Diagnostic(
                    severity: .warning, file: "citations", line: 0, path: key, value: "",
                    message: "citation is not used"
                )
            )
        }
        return KnowledgeBase(
            vocabulary: vocabulary, sources: sources,
            source: Dictionary(sources.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
            tests: tests, redFlags: redFlags, modifiers: modifiers, citations: citations,
            diagnostics: log.diagnostics, statementsPerLevel: log.perLevel, citedStatements: log.cited,
            statements: log.statements, version: version
        )
    }

    /// Reports rows of the vocabulary without a card.
    private static func reportGaps(
        sources: [PainSource], tests: [ClinicalTest], vocabulary: Vocabulary, log: ReadingLog
    ) {
        let have = Set(sources.map(\.id))
        let wanted =
            vocabulary.muscles.map { PainSourceID(.muscle, $0.id.text) }
            + vocabulary.nerves.map { PainSourceID(.nerve, $0.id.text) }
            + vocabulary.entrapments.map { PainSourceID(.entrapment, $0.id.text) }
            + vocabulary.joints.map { PainSourceID(.joint, $0.id.text) }
            + vocabulary.viscera.map { PainSourceID(.viscus, $0.id.text) }
        for id in wanted where !have.contains(id) {
            log.report(
                Diagnostic(
                    severity: id.kind == .muscle ? .error : .warning, file: Knowledge.folder(of: id.kind), line: 0,
                    path: id.name, value: "", message: "no card for this row of the vocabulary"
                )
            )
        }
        let tested = Set(tests.map(\.id))
        for test in vocabulary.tests where !tested.contains(test.id.text) {
            log.report(
                Diagnostic(
                    severity: .warning, file: "tests", line: 0, path: test.id.text, value: "",
                    message: "no card for this row of the vocabulary"
                )
            )
        }
    }
}
