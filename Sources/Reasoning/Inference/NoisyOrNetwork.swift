/// What keeps a network from being built or computed.
public enum InferenceError: Error, Hashable, Sendable, CustomStringConvertible {
    case priorOutOfRange(cause: Int, value: Double)
    case leakOutOfRange(effect: Int, value: Double)
    case linkOutOfRange(cause: Int, effect: Int, value: Double)
    case unknownCause(Int)
    case unknownEffect(Int)
    /// An effect is given as present and as absent.
    case effectBothPresentAndAbsent(Int)
    case badLogOdds(cause: Int, value: Double)
    case overlappingGroups(cause: Int)
    /// The evidence has probability zero under the network.
    case contradiction

    public var description: String {
        switch self {
        case .priorOutOfRange(let cause, let value): "prior \(value) of cause \(cause) is outside 0 to 1"
        case .leakOutOfRange(let effect, let value): "leak \(value) of effect \(effect) is outside 0 to 1"
        case .linkOutOfRange(let cause, let effect, let value):
            "link \(value) from cause \(cause) to effect \(effect) is outside 0 to 1"
        case .unknownCause(let cause): "there is no cause \(cause)"
        case .unknownEffect(let effect): "there is no effect \(effect)"
        case .effectBothPresentAndAbsent(let effect): "effect \(effect) is given as present and as absent"
        case .badLogOdds(let cause, let value): "log odds \(value) of cause \(cause) are not a number"
        case .overlappingGroups(let cause): "cause \(cause) stands in two groups"
        case .contradiction: "the evidence is impossible under the network"
        }
    }
}

/// A two-layer noisy-OR network: independent binary causes, and effects that any active cause can bring about.
///
/// P(effect *j* present | z) = 1 − (1 − leak*j*) ∏*i* (1 − *q*ij)^z*i* (Pearl, Probabilistic Reasoning in Intelligent
/// Systems, 1988, section 4.3.2).
public struct NoisyOrNetwork: Sendable {
    /// A cause's chance to bring about an effect.
    public struct Link: Hashable, Sendable {
        public let cause: Int
        public let effect: Int
        public let probability: Double

        public init(cause: Int, effect: Int, probability: Double) {
            self.cause = cause
            self.effect = effect
            self.probability = probability
        }
    }

    /// Prior probability per cause, 0...1.
    public let priors: [Double]
    /// Leak per effect, 0...1.
    public let leaks: [Double]
    /// Links sorted by effect, then cause; those of effect *j* are `links[start[j]..<start[j + 1]]`.
    let linksByEffect: [Link]
    private let start: [Int]

    /// Checks and stores a network; of two links between the same cause and effect both count, as two mechanisms.
    ///
    /// - Throws: ``InferenceError`` naming the number out of range.
    /// - Complexity: O(links · log links).
    public init(priors: [Double], leaks: [Double], links: [Link]) throws(InferenceError) {
        for (cause, prior) in priors.enumerated() where !(0...1).contains(prior) {
            throw .priorOutOfRange(cause: cause, value: prior)
        }
        for (effect, leak) in leaks.enumerated() where !(0...1).contains(leak) {
            throw .leakOutOfRange(effect: effect, value: leak)
        }
        for link in links {
            guard priors.indices.contains(link.cause) else { throw .unknownCause(link.cause) }
            guard leaks.indices.contains(link.effect) else { throw .unknownEffect(link.effect) }
            guard (0...1).contains(link.probability) else {
                throw .linkOutOfRange(cause: link.cause, effect: link.effect, value: link.probability)
            }
        }
        self.priors = priors
        self.leaks = leaks
        linksByEffect = links.sorted { ($0.effect, $0.cause, $0.probability) < ($1.effect, $1.cause, $1.probability) }
        var start = [Int](repeating: 0, count: leaks.count + 1)
        for link in links { start[link.effect + 1] += 1 }
        for effect in leaks.indices { start[effect + 1] += start[effect] }
        self.start = start
    }

    /// The links into an effect, by cause.
    func parents(of effect: Int) -> ArraySlice<Link> { linksByEffect[start[effect]..<start[effect + 1]] }
}

/// What was observed of the effects, and what else is known of single causes.
public struct NetworkEvidence: Hashable, Sendable {
    /// Effects seen to be present; repeated ones count once.
    public var present: [Int]
    /// Effects seen to be absent; repeated ones count once.
    public var absent: [Int]
    /// Nats added to the prior log odds of each cause; empty for none.
    public var causeLogOdds: [Double]

    public init(present: [Int], absent: [Int], causeLogOdds: [Double] = []) {
        self.present = present
        self.absent = absent
        self.causeLogOdds = causeLogOdds
    }
}

/// The posterior of every cause, with what is known of its error.
public struct NetworkPosterior: Sendable {
    /// P(cause active | evidence), per cause.
    public let probabilities: [Double]
    /// P(at least one of the group active | evidence), per group.
    public let groupProbabilities: [Double]
    /// The natural logarithm of P(evidence); `nil` when sampled.
    public let logEvidence: Double?
    /// Proven bound on the absolute error of every probability here; `nil` when part of it was sampled.
    public let bound: Double?
    /// Standard error per cause when sampled (0 for causes that were computed exactly).
    public let standardErrors: [Double]?
    /// Standard error per group when sampled.
    public let groupStandardErrors: [Double]?
    /// How it was computed, in words.
    public let method: String
    /// The widest frontier of the exact part, in effects.
    public let width: Int
    /// Active causes of kept samples, when sampled and asked for.
    public let samples: [[Int]]
}
