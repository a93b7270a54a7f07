public import Anatomy

/// All that the product knows, with the defects found while reading it.
public struct KnowledgeBase: Sendable {
    public let vocabulary: Vocabulary
    /// Sorted by identifier.
    public let sources: [PainSource]
    public let source: [PainSourceID: PainSource]
    public let tests: [ClinicalTest]
    public let redFlags: [RedFlagRule]
    public let modifiers: [ContextModifier]
    /// The condition groups, in the order of the vocabulary's table.
    public let conditions: [ConditionGuide]
    public let perpetuatingFactors: [PerpetuatingFactor]
    public let doses: [HoldDose: Dose]
    public let chains: [CompensationChain]
    public let norms: [MovementNorm]
    public let dangerZones: [DangerZone]
    public let citations: [Citation.ID: Citation]
    public let diagnostics: [Diagnostic]
    /// Statements per verification level.
    public let statementsPerLevel: [VerificationLevel: Int]
    /// Statements that have both a known citation and a level.
    public let citedStatements: Int
    /// All statements, cited or not.
    public let statements: Int
    /// Statements that carry a number, per verification level.
    public let numbersPerLevel: [VerificationLevel: Int]
    /// A stamp of the content: equal files, equal stamp.
    public let version: String

    init(
        vocabulary: Vocabulary, content: KnowledgeContent, citations: [Citation.ID: Citation], log: ReadingLog,
        version: String
    ) {
        self.vocabulary = vocabulary
        sources = content.sources
        source = Dictionary(content.sources.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        tests = content.tests
        redFlags = content.redFlags
        modifiers = content.modifiers
        let place = Dictionary(
            vocabulary.conditions.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first }
        )
        conditions = content.conditions.sorted { (place[$0.id] ?? 0) < (place[$1.id] ?? 0) }
        perpetuatingFactors = content.factors
        doses = content.doses
        chains = content.chains
        norms = content.norms
        dangerZones = content.dangers
        self.citations = citations
        diagnostics = log.tally.diagnostics
        statementsPerLevel = log.tally.perLevel
        citedStatements = log.tally.cited
        statements = log.tally.statements
        numbersPerLevel = log.tally.numbersPerLevel
        self.version = version
    }

    /// The muscles that have a card.
    public var muscleCount: Int { sources.count { $0.id.kind == .muscle } }

    /// All trigger point sites.
    public var triggerPointCount: Int {
        sources.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.points.count } }
    }

    /// The sources that a test tests for: those it names, the sites where a named nerve is squeezed, the muscles of a group.
    public func sources(of test: ClinicalTest) -> Set<PainSourceID> {
        var found: Set<PainSourceID> = []
        for target in test.targets {
            if target.hasPrefix("group:") {
                let group = vocabulary.groups[String(target.dropFirst(6))] ?? []
                found.formUnion(group.map { PainSourceID(.muscle, $0.text) })
            } else if let id = PainSourceID(text: target) {
                let base =
                    id.kind == .muscle ? id.name.split(separator: "/").first.map(String.init) ?? id.name : id.name
                found.insert(PainSourceID(id.kind, base))
                for site in vocabulary.entrapments where id.kind == .nerve && site.nerve.text == id.name {
                    found.insert(PainSourceID(.entrapment, site.id.text))
                }
            }
        }
        return found
    }

    /// The errors among the diagnostics.
    public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    /// The warnings among the diagnostics.
    public var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }

    /// The plain name of a source as lists show it.
    public func name(of id: PainSourceID) -> String { source[id]?.name ?? id.name }
}
