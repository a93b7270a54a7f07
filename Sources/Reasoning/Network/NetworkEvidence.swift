/// What was observed of the effects of a ``NoisyOrNetwork``, and what else is known of single causes.
///
/// An effect in neither list was not asked about. Repeated effects count once; an effect in both lists is an
/// error of the caller, not a weak contradiction.
public struct NetworkEvidence: Hashable, Sendable {
    /// The effects seen to be present.
    public var present: [Int]

    /// The effects seen to be absent.
    public var absent: [Int]

    /// Nats added to the prior log odds of each cause, in the order of the causes; empty or short for none.
    ///
    /// An infinite shift settles its cause. A prior of 0 or 1 isn't moved by any shift.
    public var causeLogOdds: [Double]

    public init(present: [Int] = [], absent: [Int] = [], causeLogOdds: [Double] = []) {
        self.present = present
        self.absent = absent
        self.causeLogOdds = causeLogOdds
    }
}
