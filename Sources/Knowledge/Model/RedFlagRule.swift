/// A condition over what is known of a client, evaluated without any probability.
public indirect enum FlagCondition: Hashable, Sendable {
    case fact(String)
    case all([FlagCondition])
    case any([FlagCondition])
    case not(FlagCondition)
    case atLeast(Int, of: [FlagCondition])
}

/// A rule of the safety gate that comes before any ranking.
public struct RedFlagRule: Identifiable, Hashable, Sendable {
    public let id: String
    public let urgency: Urgency
    /// The serious cause it stands for, where the vocabulary has one.
    public let organ: PainSourceID?
    public let title: String
    /// What to do.
    public let action: String
    public let condition: FlagCondition
    public let evidence: Evidence
}

/// A fact that makes whole kinds of source likelier or less likely, whatever their cards say.
public struct ContextModifier: Hashable, Sendable {
    /// A fact in the grammar of ``FlagFact``.
    public let fact: String
    public let kinds: [PainSourceKind]
    /// Kinds of `joints.tsv`, for example `fracture`; empty for all.
    public let jointKinds: [String]
    public let sources: [PainSourceID]
    /// Added to the log odds of each source it names, in nats.
    public let nats: Double
    public let reason: String
    public let evidence: Evidence
}
