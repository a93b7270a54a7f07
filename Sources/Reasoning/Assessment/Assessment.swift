public import Anatomy
public import Knowledge

/// The four classes of origin that are told apart.
public enum OriginClass: String, CaseIterable, Hashable, Sendable {
    case muscle, nerve, visceral, joint

    /// The class of a kind of source.
    public init(_ kind: PainSourceKind) {
        switch kind {
        case .muscle: self = .muscle
        case .nerve, .entrapment: self = .nerve
        case .joint: self = .joint
        case .viscus: self = .visceral
        }
    }
}

/// What one piece of evidence does to a source: the change in log odds when it is left out.
public struct LedgerEntry: Hashable, Sendable {
    public let label: EvidenceLabel
    /// Positive for, negative against, in nats.
    public let nats: Double
}

/// A part of a source with its own probability.
public struct RankedPart: Hashable, Sendable {
    /// `whole` or the part's name.
    public let name: String
    public let isKnot: Bool
    public let probability: Double
}

/// A source on one side with what speaks for and against it.
public struct RankedSource: Hashable, Sendable {
    public let source: PainSourceID
    public let side: Side
    /// That at least one of its parts is active, 0...1.
    public let probability: Double
    /// Standard error of the computation; `nil` when it is exact within the assessment's bound.
    public let standardError: Double?
    public let parts: [RankedPart]
    /// Strongest first; empty for sources far down the list.
    public let ledger: [LedgerEntry]
    /// Whether it stands higher than its probability says, as the likeliest of its class.
    public let isRival: Bool

    /// Whether a local knot explains it better than a trigger point.
    public var isKnot: Bool { parts.max { $0.probability < $1.probability }?.isKnot ?? false }
}

/// Something to examine that would change the ranking.
public struct SuggestedStep: Hashable, Sendable {
    public enum Step: Hashable, Sendable {
        case palpate(PainSourceID, part: String)
        case find(FindingKey)
        case test(Term.ID)
    }
    public let step: Step
    /// The sources whose probability it would change most, most first.
    public let tells: [SourceOnSide]
    /// Expected information about which causes are active, in nats.
    public let gain: Double
}

/// The answer to one presentation: a hypothesis for examination, never a diagnosis.
public struct Assessment: Sendable {
    public let redFlags: [RedFlag]
    /// Most probable first; but the likeliest nerve, joint and organ stand among the first ten sources.
    public let ranking: [RankedSource]
    /// Share of the explained drawing and findings per class, adding up to 1: the main origin's class is the largest.
    public let classShares: [OriginClass: Double]
    /// Share of the painted intensity that the leading explanations would not have drawn.
    public let unexplained: Double
    public let nextSteps: [SuggestedStep]
    /// Findings that exclude each other; none of them counted.
    public let contradictions: [Contradiction]
    let basis: ForecastBasis?
    /// Proven bound on the computation's error of every probability; `nil` when it was sampled.
    public let bound: Double?
    /// How the posterior was computed, for the record.
    public let method: String
    public let knowledgeVersion: String

    /// What further findings would tell; `nil` when nothing is ranked.
    ///
    /// Made on each call: keep it.
    public var forecaster: Forecaster? { basis?.forecaster }
}
