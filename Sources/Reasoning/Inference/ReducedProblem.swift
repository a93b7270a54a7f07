/// A network after its evidence was taken in: only present effects are left, and only causes that could explain them.
///
/// Absent effects multiply the odds of each parent by 1 − *q*, exactly. A cause that is certain is taken into the
/// leaks. A cause whose posterior is provably below a limit is dropped: dropping it moves no other posterior by more
/// than its own posterior.
struct ReducedProblem {
    /// Log odds after absent effects and shifts, per cause of the network; ±infinity for certain ones.
    let logOdds: [Double]
    /// Log probability of the evidence that is already accounted for.
    let logConstant: Double
    /// Present effects that still need an explanation, with the causes that are left.
    let effects: [Effect]
    /// Causes that are left, ascending.
    let causes: [Int]
    /// Proven bound on what the dropped causes can change.
    let dropped: Double

    struct Effect {
        let leak: Double
        /// By cause, at most one link each.
        let links: [(cause: Int, probability: Double)]
    }

    /// Takes the evidence in.
    ///
    /// `tolerance`: What dropping negligible causes may change in any posterior, in all.
    init(
        _ network: NoisyOrNetwork, evidence: NetworkEvidence, tolerance: Double
    ) throws(InferenceError) {
        let count = network.priors.count
        let present = Set(evidence.present)
        let absent = Set(evidence.absent)
        for effect in present.union(absent) where !network.leaks.indices.contains(effect) {
            throw .unknownEffect(effect)
        }
        if let both = present.intersection(absent).min() { throw .effectBothPresentAndAbsent(both) }
        var odds = network.priors.map { logarithm($0) - logarithm(1 - $0) }
        for (cause, shift) in evidence.causeLogOdds.enumerated() {
            guard cause < count else { throw .unknownCause(cause) }
            guard shift == shift else { throw .badLogOdds(cause: cause, value: shift) }
            if odds[cause].isFinite { odds[cause] += shift }
        }
        var constant = 0.0
        // The prior of a cause whose odds absent effects then lower.
        let before = odds
        for effect in absent.sorted() {
            constant += logarithm(1 - network.leaks[effect])
            for link in network.parents(of: effect) {
                if odds[link.cause] == .infinity {
                    constant += logarithm(1 - link.probability)
                } else {
                    odds[link.cause] += logarithm(1 - link.probability)
                }
            }
        }
        guard constant > -.infinity else { throw .contradiction }
        for cause in 0..<count where before[cause].isFinite {
            constant += softplus(odds[cause]) - softplus(before[cause])
        }
        var effects: [Effect] = []
        var gain = [Double](repeating: 0, count: count)
        for effect in present.sorted() {
            var spared = 1 - network.leaks[effect]
            var merged: [Int: Double] = [:]
            for link in network.parents(of: effect) where link.probability > 0 && odds[link.cause] > -.infinity {
                if odds[link.cause] == .infinity {
                    spared *= 1 - link.probability
                } else {
                    merged[link.cause] = (merged[link.cause] ?? 1) * (1 - link.probability)
                }
            }
            let leak = 1 - spared
            if leak >= 1 { continue }
            if leak <= 0, merged.isEmpty { throw .contradiction }
            let links = merged.sorted { $0.key < $1.key }.map { (cause: $0.key, probability: 1 - $0.value) }
            for link in links { gain[link.cause] += logarithm(1 + link.probability * (1 - leak) / leak) }
            effects.append(Effect(leak: leak, links: links))
        }
        // Smallest possible posteriors first, as many as the tolerance allows.
        let linked = Set(effects.flatMap { $0.links.map(\.cause) })
        let ceilings = linked.sorted().map { (cause: $0, ceiling: logistic(odds[$0] + gain[$0])) }
            .sorted { ($0.ceiling, $0.cause) < ($1.ceiling, $1.cause) }
        var dropped = 0.0
        var gone: Set<Int> = []
        for candidate in ceilings {
            guard dropped + candidate.ceiling <= tolerance else { break }
            dropped += candidate.ceiling
            gone.insert(candidate.cause)
            constant -= softplus(odds[candidate.cause])
        }
        logOdds = odds
        logConstant = constant
        self.dropped = dropped
        causes = linked.subtracting(gone).sorted()
        self.effects = try effects.map { effect throws(InferenceError) in
            let left = effect.links.filter { !gone.contains($0.cause) }
            if left.isEmpty, effect.leak <= 0 { throw .contradiction }
            return Effect(leak: effect.leak, links: left)
        }
    }

    /// Groups of causes and effects that share nothing with one another, in a fixed order.
    func components() -> [(causes: [Int], effects: [Int])] {
        var parent: [Int: Int] = [:]
        for cause in causes { parent[cause] = cause }
        func root(_ cause: Int) -> Int {
            var current = cause
            while let next = parent[current], next != current {
                parent[current] = parent[next]
                current = next
            }
            return current
        }
        for effect in effects {
            guard let first = effect.links.first else { continue }
            for other in effect.links.dropFirst() { parent[root(other.cause)] = root(first.cause) }
        }
        var byRoot: [Int: (causes: [Int], effects: [Int])] = [:]
        for cause in causes { byRoot[root(cause), default: ([], [])].causes.append(cause) }
        for (index, effect) in effects.enumerated() {
            if let first = effect.links.first { byRoot[root(first.cause), default: ([], [])].effects.append(index) }
        }
        return byRoot.sorted { ($0.value.causes.first ?? 0) < ($1.value.causes.first ?? 0) }.map(\.value)
    }

    /// The log probability of present effects that only their leak explains any more.
    var orphanLogEvidence: Double {
        effects.filter(\.links.isEmpty).reduce(0) { $0 + logarithm($1.leak) }
    }
}

/// log(1 + e^x) without overflow.
func softplus(_ x: Double) -> Double {
    if x == -.infinity { return 0 }
    return x > 0 ? x + logarithm(1 + exponential(-x)) : logarithm(1 + exponential(x))
}

/// 1 / (1 + e^−x).
func logistic(_ x: Double) -> Double {
    if x == .infinity { return 1 }
    if x == -.infinity { return 0 }
    return x >= 0 ? 1 / (1 + exponential(-x)) : exponential(x) / (1 + exponential(x))
}
