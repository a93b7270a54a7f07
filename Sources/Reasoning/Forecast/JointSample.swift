import Anatomy
import Knowledge

/// Weighted joint states of the likeliest causes of a presentation, for what a further finding would tell.
///
/// States are drawn from the product of the posterior marginals and weighted by what the joint posterior says of them
/// (self-normalised importance sampling), so that causes which explain each other away do so here too. The draw is seeded: all
/// questions are judged on the same states (common random numbers), and the same case gives the same plan.
struct JointSample {
    /// Indexes into the table's causes, most probable first.
    let causes: [Int]
    /// Per focus cause, the states in which it is active.
    let states: [[Int]]
    /// Per state; adds up to 1.
    let weights: [Double]

    static let count = 512
    /// Causes below this probability are taken as inactive.
    static let least = 0.004
    static let most = 96

    /// Draws the states.
    ///
    /// `candidates`: Indexes into the table; `marginals` and `logOdds` per candidate: the posterior, and prior with all that
    /// concerns the cause alone, in nats. `present`: Effects seen to be present, with links to candidates.
    /// - Complexity: O(states · expected active causes · links).
    init(
        candidates: [Int], marginals: [Double], logOdds own: [Double],
        present: [(leak: Double, links: [(cause: Int, chance: Double)])], seed: UInt64
    ) {
        let order = marginals.indices.filter { marginals[$0] >= Self.least }.sorted {
            (marginals[$1], $0) < (marginals[$0], $1)
        }
        let focus = Array(order.prefix(Self.most))
        let count = Self.count
        var position = [Int](repeating: -1, count: candidates.count)
        for (index, candidate) in focus.enumerated() { position[candidate] = index }
        var generator = SeededGenerator(seed: seed)
        var states: [[Int]] = []
        var logs = [Double](repeating: 0, count: count)
        for candidate in focus {
            let chance = min(max(marginals[candidate], 0.01), 0.97)
            let constant = own[candidate] - logOdds(chance)
            let step = logarithm(1 - chance)
            var active: [Int] = []
            // The gap to the next active state is geometric.
            var state = Int(min(logarithm(1 - generator.unit()) / step, 1e6))
            while state < count {
                active.append(state)
                logs[state] += constant
                state += 1 + Int(min(logarithm(1 - generator.unit()) / step, 1e6))
            }
            states.append(active)
        }
        var spared = [Double](repeating: 1, count: count)
        for effect in present {
            for index in spared.indices { spared[index] = 1 - effect.leak }
            for link in effect.links where position.indices.contains(link.cause) && position[link.cause] >= 0 {
                let factor = 1 - min(link.chance, 0.999)
                for state in states[position[link.cause]] { spared[state] *= factor }
            }
            for index in spared.indices { logs[index] += logarithm(max(1 - spared[index], 1e-12)) }
        }
        let peak = logs.max() ?? 0
        var weights = logs.map { exponential($0 - peak) }
        let total = weights.reduce(0, +)
        weights = weights.map { $0 / total }
        // Where a few states hold all the weight, independent marginals tell more than they do.
        let effective = 1 / max(weights.reduce(0) { $0 + $1 * $1 }, 1e-300)
        if !(effective >= 24) { weights = [Double](repeating: 1 / Double(count), count: count) }
        causes = focus.map { candidates[$0] }
        self.states = states
        self.weights = weights
    }
}
