/// What has been observed about a ``NoisyOrNetwork``.
///
/// An effect in neither list was not asked about. Naming an effect twice in one list is the same as once;
/// naming it in both is a contradiction.
public struct NetworkEvidence: Sendable {
    /// The effects that are known to be present.
    public var present: [Int]

    /// The effects that are known to be absent.
    public var absent: [Int]

    /// What is added to the prior log odds of each cause, in nats; empty for no shift at all.
    ///
    /// An infinite shift settles the cause. A cause with a prior of 0 or 1 isn't shifted.
    public var causeLogOdds: [Double]

    public init(present: [Int] = [], absent: [Int] = [], causeLogOdds: [Double] = []) {
        self.present = present
        self.absent = absent
        self.causeLogOdds = causeLogOdds
    }
}
