/// Inference for components too wide to be done whole: a search finds the explanations that matter, short chains
/// around them tell which causes can be active at all, and those are then computed exactly with all others inactive.
///
/// What the left-out causes can add is estimated, not proven: their expected activity (Rao-Blackwellised, under the
/// chains) bounds to first order how far they move any posterior, and it is stated as the standard error.
struct FocusedInference {
    let logOdds: [Double]
    let leaks: [Double]
    let links: [[(effect: Int, probability: Double)]]

    struct Answer {
        var posteriors: [Double]
        var errors: [Double]
        /// What the left-out causes may move, to first order.
        var leftOut: Double
        /// Causes computed exactly.
        var focus: [Int]
    }

    /// Searches, then computes within a budget of operations.
    func run(seed: UInt64, sweeps: Int, budget: Double) -> Answer {
        var walk = chains(seed: seed, sweeps: sweeps)
        // Explanations that chains with single updates may never reach: one active cause handed to a rival.
        for (cause, chance) in rivals() {
            walk.means[cause] = max(walk.means[cause], chance)
            walk.errors[cause] = max(walk.errors[cause], chance)
        }
        let order = walk.means.indices.sorted { (walk.means[$1], $0) < (walk.means[$0], $1) }
        // The largest focus that can be afforded.
        var chosen: (focus: [Int], posteriors: [Double])?
        for threshold in [1e-5, 1e-4, 5e-4, 2e-3, 1e-2, 5e-2] {
            let focus = order.filter { walk.means[$0] > threshold }.sorted()
            guard focus.count <= 90 else { continue }
            if let posteriors = exact(focus, budget: budget) {
                chosen = (focus, posteriors)
                break
            }
        }
        guard let chosen else {
            return Answer(posteriors: walk.means, errors: walk.errors, leftOut: 1, focus: [])
        }
        let inside = Set(chosen.focus)
        var posteriors = walk.means
        var leftOut = 0.0
        for cause in posteriors.indices where !inside.contains(cause) {
            leftOut += walk.means[cause] + walk.errors[cause]
        }
        for (index, cause) in chosen.focus.enumerated() { posteriors[cause] = chosen.posteriors[index] }
        let errors = posteriors.indices.map { cause in
            inside.contains(cause) ? leftOut + 1e-3 : walk.errors[cause] + walk.means[cause] * min(1, leftOut) + 1e-3
        }
        return Answer(posteriors: posteriors, errors: errors, leftOut: leftOut, focus: chosen.focus)
    }

    private func exact(_ focus: [Int], budget: Double) -> [Double]? {
        var used: [Int: Int] = [:]
        for cause in focus {
            for link in links[cause] where used[link.effect] == nil { used[link.effect] = used.count }
        }
        let priors = focus.map { logistic(logOdds[$0]) }
        var kept = [Double](repeating: 0, count: used.count)
        for (effect, position) in used { kept[position] = leaks[effect] }
        let own = focus.map { links[$0].map { (effect: used[$0.effect] ?? 0, probability: $0.probability) } }
        let tree = EliminationTree(priors: priors, leaks: kept, links: own, limit: 17)
        guard tree.cost * 3 <= budget else { return nil }
        return try? tree.run().posteriors
    }

    // MARK: Rivals

    /// The best explanation found by climbing and by forbidding each of its causes in turn.
    private func best() -> SearchState {
        var state = SearchState(self)
        state.climb()
        for _ in 0..<4 {
            var improved = false
            for cause in logOdds.indices where state.active[cause] {
                var other = state
                other.toggle(cause)
                other.climb(without: cause)
                if other.logJoint > state.logJoint + 1e-9 {
                    state = other
                    improved = true
                }
            }
            if !improved { break }
        }
        return state
    }

    /// Causes that could stand in for an active one of the best explanation, or beside it, with a rough chance: the
    /// weight of the changed explanation against the best, both ways.
    private func rivals() -> [(cause: Int, chance: Double)] {
        var state = best()
        var chances: [Int: Double] = [:]
        // The best explanation without each of its causes, however many it takes instead.
        let value = state.logJoint
        for cause in logOdds.indices where state.active[cause] {
            var other = state
            other.toggle(cause)
            other.climb(without: cause)
            let chance = logistic(other.logJoint - value)
            guard chance > 1e-6 else { continue }
            for changed in logOdds.indices where other.active[changed] != state.active[changed] {
                chances[changed] = max(chances[changed] ?? 0, chance)
            }
        }
        let inactive = logOdds.indices.filter { !state.active[$0] && !links[$0].isEmpty }
        for cause in logOdds.indices where state.active[cause] {
            let own = logOdds[cause] + state.gain(of: cause)
            state.toggle(cause)
            var best = -own
            for rival in inactive {
                let change = logOdds[rival] + state.gain(of: rival) - own
                guard change > -14 else { continue }
                chances[rival] = max(chances[rival] ?? 0, logistic(change))
                best = max(best, change)
            }
            chances[cause] = max(chances[cause] ?? 0, logistic(-best))
            state.toggle(cause)
        }
        return chances.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    // MARK: Chains

    private func chains(seed: UInt64, sweeps: Int) -> (means: [Double], errors: [Double]) {
        var sums: [[Double]] = []
        let start = best()
        for chain in 0..<4 {
            var state = start
            var generator = SeededGenerator(seed: seed &+ UInt64(chain) &* 7919)
            var own = [Double](repeating: 0, count: logOdds.count)
            for sweep in 0..<sweeps {
                for cause in logOdds.indices {
                    let chance = logistic(logOdds[cause] + state.gain(of: cause))
                    if sweep >= sweeps / 8 { own[cause] += chance }
                    let next = generator.unit() < chance
                    if next != state.active[cause] { state.toggle(cause) }
                }
            }
            sums.append(own.map { $0 / Double(max(sweeps - sweeps / 8, 1)) })
        }
        let means = logOdds.indices.map { cause in sums.reduce(0) { $0 + $1[cause] } / Double(sums.count) }
        let errors = logOdds.indices.map { cause in
            let spread = sums.reduce(0) { $0 + ($1[cause] - means[cause]) * ($1[cause] - means[cause]) }
            let sampling = (means[cause] * (1 - means[cause]) / Double(max(sweeps, 1))).squareRoot()
            return (spread / Double(sums.count * (sums.count - 1))).squareRoot() + 0.3 * sampling
        }
        return (means, errors)
    }
}

/// A set of active causes with, per effect, the chance that it stays unexplained.
private struct SearchState {
    private let problem: FocusedInference
    private let start: [Int]
    private let linkEffect: [Int]
    private let linkFactor: [Double]
    var active: [Bool]
    private var spared: [Double]

    init(_ problem: FocusedInference) {
        self.problem = problem
        var start = [0]
        var linkEffect: [Int] = []
        var linkFactor: [Double] = []
        for own in problem.links {
            for link in own {
                linkEffect.append(link.effect)
                linkFactor.append(max(1 - link.probability, 1e-9))
            }
            start.append(linkEffect.count)
        }
        self.start = start
        self.linkEffect = linkEffect
        self.linkFactor = linkFactor
        active = [Bool](repeating: false, count: problem.logOdds.count)
        spared = problem.leaks.map { 1 - max($0, 1e-9) }
    }

    /// The change of the log likelihood from having the cause active.
    func gain(of cause: Int) -> Double {
        var ratio = 1.0
        var logRatio = 0.0
        for link in start[cause]..<start[cause + 1] {
            let here = spared[linkEffect[link]]
            let without = active[cause] ? min(here / linkFactor[link], 1 - 1e-9) : here
            ratio *= (1 - without * linkFactor[link]) / (1 - without)
            if ratio > 1e200 {
                logRatio += logarithm(ratio)
                ratio = 1
            }
        }
        return logRatio + logarithm(ratio)
    }

    /// The log of prior odds and likelihood together.
    var logJoint: Double {
        var sum = spared.reduce(0) { $0 + logarithm(max(1 - $1, 1e-300)) }
        for cause in active.indices where active[cause] { sum += problem.logOdds[cause] }
        return sum
    }

    mutating func toggle(_ cause: Int) {
        let wasActive = active[cause]
        for link in start[cause]..<start[cause + 1] {
            let effect = linkEffect[link]
            spared[effect] =
                wasActive
                ? min(spared[effect] / linkFactor[link], 1 - max(problem.leaks[effect], 1e-9))
                : spared[effect] * linkFactor[link]
        }
        active[cause] = !wasActive
    }

    /// Greedy: switches the cause that improves the explanation most until none does.
    mutating func climb(without forbidden: Int = -1) {
        for _ in 0..<(2 * active.count + 10) {
            var best: (cause: Int, value: Double) = (-1, 1e-9)
            for cause in active.indices where cause != forbidden {
                let value = (problem.logOdds[cause] + gain(of: cause)) * (active[cause] ? -1 : 1)
                if value > best.value { best = (cause, value) }
            }
            guard best.cause >= 0 else { return }
            toggle(best.cause)
        }
    }
}
