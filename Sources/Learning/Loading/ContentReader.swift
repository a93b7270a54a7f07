import Knowledge

/// Takes the defects found while content is read.
final class ContentLog {
    private(set) var diagnostics: [LearningDiagnostic] = []

    func report(_ diagnostic: LearningDiagnostic) { diagnostics.append(diagnostic) }
}

/// A node of a content file with its path, the evidence it inherits and the log that takes its defects.
struct ContentReader {
    let file: String
    let node: ContentNode
    let path: String
    let log: ContentLog
    private let inherited: Evidence?

    init(file: String, node: ContentNode, log: ContentLog) {
        self.init(file: file, node: node, path: "", log: log, inherited: nil)
    }

    private init(file: String, node: ContentNode, path: String, log: ContentLog, inherited: Evidence?) {
        self.file = file
        self.node = node
        self.path = path
        self.log = log
        self.inherited = inherited
    }

    /// The same node, with the evidence of its `defaults` for all that lies below.
    func withDefaults() -> ContentReader {
        guard let defaults = child("defaults") else { return self }
        return ContentReader(file: file, node: node, path: path, log: log, inherited: defaults.ownEvidence())
    }

    // MARK: Moving about

    func child(_ key: String) -> ContentReader? {
        node[key].map { at($0, path.isEmpty ? key : "\(path).\(key)") }
    }

    /// Readers of the elements of a key's list; empty when the key is absent.
    func elements(_ key: String) -> [ContentReader] {
        guard let child = child(key) else { return [] }
        return child.node.elements.enumerated().map { child.at($1, "\(child.path)[\($0)]") }
    }

    private func at(_ node: ContentNode, _ path: String) -> ContentReader {
        ContentReader(file: file, node: node, path: path, log: log, inherited: inherited)
    }

    // MARK: Values

    func text(_ key: String) -> String? { node[key]?.text }

    /// The text of a key; empty, with a diagnostic, when it is absent.
    func required(_ key: String) -> String {
        if let text = text(key) { return text }
        report("is missing", at: key, value: node[key]?.shown ?? "")
        return ""
    }

    /// The texts of a key's list.
    func texts(_ key: String) -> [String] { elements(key).compactMap(\.node.text) }

    /// A word of a closed scale; the fallback, with a diagnostic, when it is outside.
    func word<Word: RawRepresentable & CaseIterable>(_ key: String, fallback: Word) -> Word
    where Word.RawValue == String {
        let written = required(key)
        if let word = Word(rawValue: written) { return word }
        let scale = Word.allCases.map(\.rawValue).joined(separator: ", ")
        if !written.isEmpty { report("outside of the scale \(scale)", at: key, value: written) }
        return fallback
    }

    /// Reports every key that is not among these.
    func allowOnly(_ keys: Set<String>) {
        guard case .map(let entries) = node else { return }
        for key in entries.keys.sorted() where !keys.contains(key) { report("unknown key", at: key) }
    }

    // MARK: Statements

    /// The statement of this node: plain text, or a map with `text`, `src` and `level`.
    func claim() -> Claim {
        let text: String
        if let plain = node.text {
            text = plain
        } else {
            text = required("text")
        }
        let own = node["src"] == nil && node["level"] == nil ? nil : ownEvidence()
        let evidence = own ?? inherited
        if evidence == nil { report("a statement without a source", value: text) }
        return Claim(
            text: text, evidence: evidence ?? Evidence(sources: [], level: .unverified), namesSource: own != nil,
            path: path
        )
    }

    /// The statements of a key's list.
    func claims(_ key: String) -> [Claim] { elements(key).map { $0.claim() } }

    /// The evidence that this node names, completed by what it inherits.
    func ownEvidence() -> Evidence {
        let sources = node["src"] == nil ? inherited?.sources ?? [] : texts("src")
        if sources.isEmpty { report("a statement without a source", at: "src") }
        var level = inherited?.level ?? .unverified
        if let written = text("level") {
            if let known = VerificationLevel(rawValue: written) {
                level = known
            } else {
                report("outside of the levels", at: "level", value: written)
            }
        } else if inherited == nil {
            report("a source without a level", at: "level")
        }
        return Evidence(sources: sources, level: level)
    }

    // MARK: Defects

    func report(_ message: String, at key: String = "", value: String = "") {
        let place = [path, key].filter { !$0.isEmpty }.joined(separator: ".")
        log.report(LearningDiagnostic(file: file, path: place, value: value, message: message))
    }
}
