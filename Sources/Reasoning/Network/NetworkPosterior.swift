/// The posterior of every cause, with what is known of its error.
///
/// Exactly one of ``bound`` and ``standardErrors`` is set.
public struct NetworkPosterior: Sendable {
    /// P(cause active | evidence), for each cause.
    public let probabilities: [Double]

    /// P(at least one cause of the group active | evidence), for each group.
    public let groupProbabilities: [Double]

    /// The natural logarithm of P(evidence); `nil` when a part was sampled.
    public let logEvidence: Double?

    /// A proven bound on the absolute error of every probability here, rounding included.
    public let bound: Double?

    /// The standard error of each cause when a part was sampled; never 0.
    public let standardErrors: [Double]?

    /// The standard error of each group when a part was sampled; never 0.
    public let groupStandardErrors: [Double]?

    /// How it was computed, in words.
    public let method: String

    /// The binary variables in the widest table of the exact parts.
    public let width: Int

    /// The active causes of joint samples, when a part was sampled and the options ask for some.
    public let samples: [[Int]]
}
