import Anatomy

/// What was found and counted while documents were read.
struct ReadingTally: Sendable {
    var diagnostics: [Diagnostic] = []
    var perLevel: [VerificationLevel: Int] = [:]
    var statements = 0
    /// Statements that carry a number, per level.
    var numbersPerLevel: [VerificationLevel: Int] = [:]
    var cited = 0
    var usedCitations: Set<Citation.ID> = []

    /// Adds what another reader found after this one.
    mutating func add(_ other: ReadingTally) {
        diagnostics += other.diagnostics
        perLevel.merge(other.perLevel, uniquingKeysWith: +)
        statements += other.statements
        numbersPerLevel.merge(other.numbersPerLevel, uniquingKeysWith: +)
        cited += other.cited
        usedCitations.formUnion(other.usedCitations)
    }
}

/// Collects diagnostics and counts statements while documents are read.
final class ReadingLog {
    private(set) var tally = ReadingTally()
    let citations: [Citation.ID: Citation]

    init(citations: [Citation.ID: Citation], diagnostics: [Diagnostic] = []) {
        self.citations = citations
        tally.diagnostics = diagnostics
    }

    func report(_ diagnostic: Diagnostic) { tally.diagnostics.append(diagnostic) }

    /// Adds what another log holds.
    func add(_ other: ReadingTally) { tally.add(other) }

    /// How many independent works these are.
    func witnesses(among sources: [Citation.ID]) -> Int {
        sources.count < 2 ? sources.count : Set(sources.map { citations[$0]?.editionOf ?? $0 }).count
    }

    /// Marks citations as used.
    func use(_ sources: [Citation.ID]) { tally.usedCitations.formUnion(sources) }

    func count(_ level: VerificationLevel?, times: Int, isCited: Bool, carriesNumber: Bool) {
        tally.statements += times
        if let level {
            tally.perLevel[level, default: 0] += times
            if carriesNumber { tally.numbersPerLevel[level, default: 0] += times }
        }
        if isCited { tally.cited += times }
    }
}

/// What the readers of one document share; a reference, so that a reader stays small.
private final class ReadingContext {
    let file: String
    let log: ReadingLog
    let vocabulary: Vocabulary

    init(file: String, log: ReadingLog, vocabulary: Vocabulary) {
        self.file = file
        self.log = log
        self.vocabulary = vocabulary
    }
}

/// The citations that a block names, looked up once for all statements below it.
private final class SourceList {
    let sources: [Citation.ID]
    let unknown: [Citation.ID]
    let witnesses: Int

    init(_ sources: [Citation.ID], log: ReadingLog) {
        self.sources = sources
        unknown = sources.filter { log.citations[$0] == nil }
        witnesses = log.witnesses(among: sources)
        log.use(sources)
    }
}

/// One step of the way from the root of a document; the written path is made only when a defect needs it.
private final class PathStep {
    enum Step {
        case key(String)
        case index(Int)
    }

    let parent: PathStep?
    let step: Step

    init(_ parent: PathStep?, _ step: Step) {
        self.parent = parent
        self.step = step
    }

    var text: String {
        let start = parent?.text ?? ""
        switch step {
        case .key(let key): return start.isEmpty ? key : "\(start).\(key)"
        case .index(let index): return "\(start)[\(index)]"
        }
    }
}

/// A node of a document with its path, the evidence it inherits and the log that takes its defects.
struct DocumentReader {
    let node: DocumentNode
    private let context: ReadingContext
    private let place: PathStep?
    private let inherited: SourceList
    private let inheritedLevel: VerificationLevel?

    var file: String { context.file }
    var log: ReadingLog { context.log }
    var vocabulary: Vocabulary { context.vocabulary }
    var path: String { place?.text ?? "" }

    init(file: String, root: DocumentNode, log: ReadingLog, vocabulary: Vocabulary) {
        let start = DocumentReader(
            node: root, context: ReadingContext(file: file, log: log, vocabulary: vocabulary), place: nil,
            sources: SourceList([], log: log), level: nil
        )
        self = start.inheriting(from: root["defaults"])
    }

    private init(
        node: DocumentNode, context: ReadingContext, place: PathStep?, sources: SourceList,
        level: VerificationLevel?
    ) {
        self.node = node
        self.context = context
        self.place = place
        inherited = sources
        inheritedLevel = level
    }

    // MARK: Moving about

    /// The reader of a key's value, with the block's own `src` and `level` taken over.
    func child(_ key: String) -> DocumentReader? {
        node[key].map { inheriting(from: node).at($0, .key(key)) }
    }

    /// Readers of the elements of a key's list; empty when the key is absent.
    func elements(_ key: String) -> [DocumentReader] { child(key)?.listed ?? [] }

    /// Readers of the elements of this node.
    var listed: [DocumentReader] { node.elements.enumerated().map { at($1, .index($0)) } }

    /// Readers of the entries of this map.
    var entries: [(key: String, reader: DocumentReader)] {
        let base = inheriting(from: node)
        return node.entries.map { ($0.key, base.at($0.value, .key($0.key))) }
    }

    private func at(_ node: DocumentNode, _ step: PathStep.Step) -> DocumentReader {
        DocumentReader(
            node: node, context: context, place: PathStep(place, step), sources: inherited, level: inheritedLevel
        )
    }

    private func inheriting(from block: DocumentNode?) -> DocumentReader {
        let written = block?["src"]
        let level = block?["level"]
        if written == nil, level == nil { return self }
        return DocumentReader(
            node: node, context: context, place: place,
            sources: written.map { SourceList($0.elements.compactMap(\.text), log: log) } ?? inherited,
            level: level?.text.flatMap(VerificationLevel.init(rawValue:)) ?? inheritedLevel
        )
    }

    // MARK: Values

    /// The text of a key.
    func text(_ key: String) -> String? { node[key]?.text }

    /// The text of a key that must be there.
    func required(_ key: String) -> String {
        if let text = node[key]?.text { return text }
        error("\(key) is missing", at: key)
        return ""
    }

    /// A number of a key that must lie in a range; `nil` when absent or wrong.
    func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let written = node[key] else { return nil }
        guard let text = written.text, let value = Double(text), range.contains(value) else {
            error("must be a number from \(range.lowerBound) to \(range.upperBound)", at: key, value: written)
            return nil
        }
        return value
    }

    /// One of the words of an enumeration.
    func word<Word: RawRepresentable & CaseIterable>(_ key: String, default fallback: Word) -> Word
    where Word.RawValue == String {
        guard let written = node[key] else { return fallback }
        guard let text = written.text, let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            error("must be one of \(known)", at: key, value: written)
            return fallback
        }
        return word
    }

    /// The evidence of this statement: its own `src` and `level`, else those of the blocks around it.
    ///
    /// `times`: How many statements it stands for (a list of zones is one each).
    func evidence(times: Int = 1) -> Evidence {
        let own = inheriting(from: node)
        if own.inherited.sources.isEmpty { error("no citation (src)", at: "src") }
        for key in own.inherited.unknown { error("unknown citation", at: "src", value: .scalar(key, line: node.line)) }
        if let written = node["level"], VerificationLevel(rawValue: written.text ?? "") == nil {
            error("unknown verification level", at: "level", value: written)
        }
        if own.inheritedLevel == nil { error("no verification level", at: "level") }
        let isCited = own.inheritedLevel != nil && !own.inherited.sources.isEmpty && own.inherited.unknown.isEmpty
        log.count(own.inheritedLevel, times: times, isCited: isCited, carriesNumber: node.carriesNumber)
        return Evidence(
            sources: own.inherited.sources, level: own.inheritedLevel ?? .unverified,
            witnesses: own.inherited.witnesses
        )
    }

    /// Marks citations as used that stand in other keys than `src`.
    func citations(_ key: String) -> [Citation.ID] {
        let keys = node[key]?.elements.compactMap(\.text) ?? []
        for citation in keys where log.citations[citation] == nil {
            error("unknown citation", at: key, value: .scalar(citation, line: node.line))
        }
        log.use(keys)
        return keys
    }

    /// A leaf zone written in this node.
    func leafZone(_ text: String) -> Zone.ID? {
        let id = Zone.ID(text)
        if vocabulary.zone[id]?.isLeaf == true { return id }
        let near = suggestions(for: text, among: vocabulary.leaves.lazy.map(\.id.text))
        error("unknown leaf zone" + hint(near), value: .scalar(text, line: node.line))
        return nil
    }

    // MARK: Defects

    /// Reports keys that the format does not know.
    func allowOnly(_ keys: Set<String>) {
        for entry in node.entries where !keys.contains(entry.key) {
            warn("unknown key", at: entry.key, value: entry.value)
        }
    }

    func error(_ message: String, at key: String? = nil, value: DocumentNode? = nil) {
        log.report(diagnostic(.error, message, key, value))
    }

    func warn(_ message: String, at key: String? = nil, value: DocumentNode? = nil) {
        log.report(diagnostic(.warning, message, key, value))
    }

    private func diagnostic(
        _ severity: Diagnostic.Severity, _ message: String, _ key: String?, _ value: DocumentNode?
    ) -> Diagnostic {
        let full = [path, key ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
        return Diagnostic(
            severity: severity, file: file, line: value?.line ?? node.line, path: full.isEmpty ? "document" : full,
            value: value?.shown ?? "", message: message
        )
    }
}

/// ", did you mean a or b?" or nothing.
func hint(_ near: [String]) -> String {
    near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
}
