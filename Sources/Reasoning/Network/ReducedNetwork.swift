import Foundation

/// What is left of a network once its evidence is taken in: present effects, and causes that could explain them.
///
/// - An absent effect multiplies the odds of each of its parents by 1 − *q*, exactly.
/// - A cause that is certain becomes part of the leak of its effects.
/// - A cause whose posterior is provably tiny is dropped (set inactive). With D the probability, given the
///   evidence, that any dropped cause is active, no posterior moves by more than D, and D is at most the sum
///   of the single bounds.
struct ReducedNetwork {
    /// A present effect that still needs an explanation.
    struct Effect {
        /// The probability that no kept cause is needed for it.
        let leak: Double

        /// Kept causes, as positions in ``ReducedNetwork/causes``.
        let links: [(cause: Int, probability: Double)]
    }

    /// Log odds of every cause of the network after absent effects and shifts; ±infinity for certain ones.
    let logOdds: [Double]

    /// The causes that are kept, ascending, as indices of the network.
    let causes: [Int]

    let effects: [Effect]

    /// The log probability of what is settled: absent effects, effects without a kept cause, dropped causes.
    let logSettled: Double

    /// The proven bound D on what dropping causes moves.
    let dropped: Double

    /// Takes in the evidence.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - evidence: What was observed.
    ///   - tolerance: The greatest D.
    /// - Throws: An ``InferenceError`` about the evidence.
    /// - Complexity: O(*c* log *c* + *l*) for *c* causes and *l* links.
    init(
        _ network: NoisyOrNetwork, given evidence: NetworkEvidence, tolerance: Double
    ) throws(InferenceError) {
        let absorbed = try Absorbed(network, evidence)
        var settled = absorbed.logSettled
        var gain = [Double](repeating: 0, count: network.causeCount)
        var isLinked = [Bool](repeating: false, count: network.causeCount)
        var open: [(effect: Int, leak: Double)] = []
        for effect in absorbed.present {
            var leak = network.leaks[effect]
            var hasParent = false
            for link in network.parents(of: effect) where link.probability > 0 {
                if absorbed.logOdds[link.cause] == .infinity {
                    leak += (1 - leak) * link.probability
                } else if absorbed.logOdds[link.cause] > -.infinity {
                    hasParent = true
                }
            }
            if leak >= 1 { continue }
            guard hasParent || leak > 0 else { throw .contradiction }
            open.append((effect, leak))
            for link in network.parents(of: effect)
            where link.probability > 0 && absorbed.logOdds[link.cause].isFinite {
                isLinked[link.cause] = true
                // The greatest factor by which one cause raises the probability of one effect is (leak + q
                // - leak q) / leak, whatever the other causes do.
                gain[link.cause] += log1p(link.probability * (1 - leak) / leak)
            }
        }
        let ceilings = network.priors.indices.filter { isLinked[$0] }
            .map { (cause: $0, ceiling: logistic(absorbed.logOdds[$0] + gain[$0])) }
            .sorted { ($0.ceiling, $0.cause) < ($1.ceiling, $1.cause) }
        var dropped = 0.0
        var position = [Int](repeating: -1, count: network.causeCount)
        for (cause, ceiling) in ceilings {
            if dropped + ceiling <= tolerance {
                dropped += ceiling
                settled -= softplus(absorbed.logOdds[cause])
            } else {
                position[cause] = 0
            }
        }
        causes = network.priors.indices.filter { position[$0] == 0 }
        for (place, cause) in causes.enumerated() { position[cause] = place }
        var effects: [Effect] = []
        for (effect, leak) in open {
            let links = network.parents(of: effect).filter { $0.probability > 0 && position[$0.cause] >= 0 }
            if links.isEmpty {
                settled += log(leak)
            } else {
                let kept = links.map { (cause: position[$0.cause], probability: $0.probability) }
                effects.append(Effect(leak: leak, links: kept))
            }
        }
        self.effects = effects
        self.dropped = dropped
        logOdds = absorbed.logOdds
        logSettled = settled
    }
}

/// Evidence without its absent effects.
private struct Absorbed {
    /// Present effects, ascending.
    let present: [Int]
    let logOdds: [Double]
    let logSettled: Double

    init(_ network: NoisyOrNetwork, _ evidence: NetworkEvidence) throws(InferenceError) {
        // 0 not asked, 1 present, 2 absent.
        var state = [UInt8](repeating: 0, count: network.effectCount)
        for effect in evidence.present {
            guard state.indices.contains(effect) else { throw .unknownEffect(effect) }
            state[effect] = 1
        }
        for effect in evidence.absent {
            guard state.indices.contains(effect) else { throw .unknownEffect(effect) }
            guard state[effect] != 1 else { throw .effectBothPresentAndAbsent(effect) }
            state[effect] = 2
        }
        guard evidence.causeLogOdds.count <= network.causeCount else { throw .unknownCause(network.causeCount) }
        var odds = network.priors.map { log($0) - log1p(-$0) }
        for (cause, shift) in evidence.causeLogOdds.enumerated() {
            guard !shift.isNaN else { throw .badLogOdds(cause: cause, value: shift) }
            if odds[cause].isFinite { odds[cause] += shift }
        }
        var settled = 0.0
        let before = odds
        for effect in state.indices where state[effect] == 2 {
            settled += log1p(-network.leaks[effect])
            for link in network.parents(of: effect) {
                let spared = log1p(-link.probability)
                if odds[link.cause] == .infinity { settled += spared } else { odds[link.cause] += spared }
            }
        }
        guard settled > -.infinity else { throw .contradiction }
        for cause in odds.indices where before[cause].isFinite {
            settled += softplus(odds[cause]) - softplus(before[cause])
        }
        present = state.indices.filter { state[$0] == 1 }
        logOdds = odds
        logSettled = settled
    }
}

/// log(1 + e^x), in nats, without overflow.
func softplus(_ x: Double) -> Double { x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)) }

/// 1 / (1 + e^−x), to full relative precision for very negative `x`.
func logistic(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let odds = exp(x)
    return odds / (1 + odds)
}
