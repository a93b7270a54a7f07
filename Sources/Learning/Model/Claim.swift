public import Knowledge

/// A sentence that a page states, with its source and how far it was checked.
public struct Claim: Hashable, Sendable {
    public let text: String
    public let evidence: Evidence
    /// Whether the sentence names its own source; otherwise it takes that of the page.
    public let namesSource: Bool
    /// Where it stands in its file, for diagnostics: `can[2]`.
    public let path: String
}

/// What one study, or several pooled ones, found.
public struct Finding: Hashable, Sendable {
    public let claim: Claim
    public let outcome: Outcome
    public let certainty: Certainty
}

/// A reason to see a physician, tied to the rules of the product's own safety gate.
public struct WarningSign: Hashable, Sendable {
    public let claim: Claim
    public let urgency: Urgency
    /// Rules of `red_flags.yaml` that raise the same alarm.
    public let rules: [String]
    /// Facts of the vocabulary (`history:saddle_numbness`) that the rules read.
    public let facts: [String]
    /// Why no rule of the gate stands for it; `nil` where one does.
    public let beyondGate: String?
}

/// A muscle that is often involved, with the reason for naming it.
public struct MuscleUse: Hashable, Sendable {
    /// The identifier of the vocabulary, without a part.
    public let id: String
    public let claim: Claim
    /// Whether the page shows how to press and lengthen it alone, as its card says.
    public let showsSelfCare: Bool
}

/// A question that readers ask, and its answer.
public struct Question: Hashable, Sendable {
    public let question: String
    public let answer: [Claim]
}
