/// The kinds of finding that the knowledge links to sources; the words are those of `findings.tsv`.
public enum FindingKind: String, CaseIterable, Hashable, Sendable {
    case limited, painful, weak
    case resistedPain = "resisted_pain"
    case aggravatedBy = "aggravated_by"
    case relievedBy = "relieved_by"
    case unchangedBy = "unchanged_by"
    case history, sign, quality
}

/// A finding without its side: `weak` and `shoulder/abduction`.
public struct FindingKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let kind: FindingKind
    /// The identifier of the movement, activity, fact, sign or quality.
    public let term: String

    public init(_ kind: FindingKind, _ term: String) {
        self.kind = kind
        self.term = term
    }

    public var description: String { "\(kind.rawValue):\(term)" }

    public static func < (left: FindingKey, right: FindingKey) -> Bool {
        (left.kind.rawValue, left.term) < (right.kind.rawValue, right.term)
    }
}

/// How often a finding goes with a source, in the words of the knowledge.
public enum Frequency: String, CaseIterable, Hashable, Sendable {
    case hallmark, common, occasional
}

/// A finding that a source causes, or that speaks against it.
public struct KnownFinding: Hashable, Sendable {
    public let key: FindingKey
    public let how: Frequency
    /// A published rate, where there is one.
    public let rate: Share?
    /// Whether its presence speaks against the source.
    public let against: Bool
    /// Why it goes with the source, where that is not plain.
    public let why: String?
    public let evidence: Evidence
}

/// A named clinical test.
public struct ClinicalTest: Identifiable, Sendable {
    public let id: String
    public let name: String
    /// What it tests for: sources, and `group:` or `condition:` identifiers.
    public let targets: [String]
    public let sensitivity: MeasuredRate?
    public let specificity: MeasuredRate?
    /// Tests that load the same tissue share a word and are not multiplied.
    public let loads: String
    public let positive: String?
    /// How it is done, step by step.
    public let procedure: Statement?
    /// When not to do it.
    public let caution: Stated<Statement>?
    /// Tests that are not independent of it, with the reason.
    public let dependence: Stated<TestDependence>?
    /// A published combination that it belongs to.
    public let cluster: String?
    /// For a cluster: the tests that it counts and how many positive ones make it positive.
    public let countOf: TestCount?
    public let note: String?

    /// Whether it tests for a nerve alone or first.
    public var isOfNerve: Bool {
        targets.first.map { $0.hasPrefix("nerve:") || $0.hasPrefix("entrapment:") } ?? false
    }
}

/// A published cluster: so many of these tests positive.
public struct TestCount: Hashable, Sendable {
    public let tests: [String]
    public let atLeast: Int
}

/// Tests whose outcomes must not be multiplied with this one's.
public struct TestDependence: Hashable, Sendable {
    public let tests: [String]
    public let text: String?
    public let evidence: Evidence
}

/// A rate with its evidence.
public struct MeasuredRate: Hashable, Sendable {
    public let value: Double
    public let evidence: Evidence
}
