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
    public let citations: [Citation.ID: Citation]
    public let diagnostics: [Diagnostic]
    /// Statements per verification level.
    public let statementsPerLevel: [VerificationLevel: Int]
    /// Statements that have both a known citation and a level.
    public let citedStatements: Int
    /// All statements, cited or not.
    public let statements: Int
    /// A stamp of the content: equal files, equal stamp.
    public let version: String

    /// The muscles that have a card.
    public var muscleCount: Int { sources.count { $0.id.kind == .muscle } }

    /// All trigger point sites.
    public var triggerPointCount: Int {
        sources.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.points.count } }
    }

    /// The errors among the diagnostics.
    public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    /// The warnings among the diagnostics.
    public var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }

    /// The plain name of a source as lists show it.
    public func name(of id: PainSourceID) -> String { source[id]?.name ?? id.name }
}
