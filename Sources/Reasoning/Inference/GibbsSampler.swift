/// Sampling for components too wide for exact elimination: single-cause Gibbs updates with swaps between causes that
/// explain the same effect, several chains from dispersed starts, Rao-Blackwellised estimates.
///
/// The standard error is the larger of the one from batch means and the one from the spread of the chains (Geyer
/// 1992, doi 10.1214/ss/1177011137), enlarged by half, with a floor: a chain that misses a mode cannot know it.
struct GibbsSampler {
    private let logOdds: [Double]
    private let leaks: [Double]
    /// Links by cause, flat: `linkEffect[start[c]..<start[c + 1]]`.
    private let start: [Int]
    private let linkEffect: [Int]
    private let linkFactor: [Double]
    private let parents: [[Int]]
    private let blocks: [[Int]]

    /// Prepares the sampling.
    ///
    /// `logOdds`: Per local cause.
    /// `leaks`: Per local effect.
    /// `links`: Per local cause, its effects and probabilities.
    /// `blocks`: Local causes whose OR is wanted.
    init(logOdds: [Double], leaks: [Double], links: [[(effect: Int, probability: Double)]], blocks: [[Int]]) {
        self.logOdds = logOdds
        // A leak of zero would let a chain divide by nothing; this floor is far below any stated error.
        self.leaks = leaks.map { max($0, 1e-9) }
        var start = [0]
        var linkEffect: [Int] = []
        var linkFactor: [Double] = []
        var parents = [[Int]](repeating: [], count: leaks.count)
        for (cause, own) in links.enumerated() {
            for link in own {
                linkEffect.append(link.effect)
                linkFactor.append(max(1 - link.probability, 1e-9))
                parents[link.effect].append(cause)
            }
            start.append(linkEffect.count)
        }
        self.start = start
        self.linkEffect = linkEffect
        self.linkFactor = linkFactor
        self.parents = parents
        self.blocks = blocks
    }

    struct Answer {
        var means: [Double]
        var errors: [Double]
        var blockMeans: [Double]
        var blockErrors: [Double]
        var samples: [[Int]]
    }

    /// Samples within a budget of link visits, so that the work and the result do not depend on the clock.
    func run(seed: UInt64, budget: Int, keeping kept: Int) -> Answer {
        let chains = 4
        let batches = 12
        let perSweep = max(2 * linkEffect.count + 4 * logOdds.count, 1)
        let sweeps = max(budget / perSweep / chains, 60)
        let burnIn = sweeps / 6 + 5
        let perBatch = max((sweeps - burnIn) / batches, 1)
        var tallies: [[Tally]] = []
        var samples: [[Int]] = []
        for chain in 0..<chains {
            var walk = Walk(self, generator: SeededGenerator(seed: seed &+ UInt64(chain) &* 0x9e37_79b9), chain: chain)
            for _ in 0..<burnIn { walk.sweep(into: nil) }
            var own: [Tally] = []
            for _ in 0..<batches {
                let tally = Tally(causes: logOdds.count, blocks: blocks.count)
                for index in 0..<perBatch {
                    walk.sweep(into: tally)
                    tally.count(blocks: blocks, active: walk.active)
                    let stride = max(perBatch * batches * chains / max(kept, 1), 1)
                    if kept > 0, index % stride == 0 { samples.append(walk.activeCauses) }
                }
                own.append(tally)
            }
            tallies.append(own)
        }
        return summary(tallies, sweepsPerBatch: Double(perBatch), samples: samples)
    }

    private func summary(_ tallies: [[Tally]], sweepsPerBatch: Double, samples: [[Int]]) -> Answer {
        func estimates(_ count: Int, _ value: (Tally, Int) -> Double) -> (means: [Double], errors: [Double]) {
            var means: [Double] = []
            var errors: [Double] = []
            for index in 0..<count {
                let perChain = tallies.map { $0.map { value($0, index) / sweepsPerBatch } }
                let all = perChain.flatMap(\.self)
                let chainMeans = perChain.map(mean)
                let center = mean(all)
                let byBatches = deviation(all) / Double(all.count).squareRoot()
                let byChains = deviation(chainMeans) / Double(chainMeans.count).squareRoot()
                let floor = (max(center * (1 - center), 0) / (sweepsPerBatch * Double(all.count))).squareRoot() + 1e-4
                means.append(min(max(center, 0), 1))
                errors.append(1.5 * max(byBatches, byChains) + floor)
            }
            return (means, errors)
        }
        let causes = estimates(logOdds.count) { $0.causes[$1] }
        let blocks = estimates(self.blocks.count) { $0.blocks[$1] }
        return Answer(
            means: causes.means, errors: causes.errors, blockMeans: blocks.means, blockErrors: blocks.errors,
            samples: samples
        )
    }

    /// Sums of one batch.
    final class Tally {
        fileprivate(set) var causes: [Double]
        fileprivate(set) var blocks: [Double]

        init(causes: Int, blocks: Int) {
            self.causes = [Double](repeating: 0, count: causes)
            self.blocks = [Double](repeating: 0, count: blocks)
        }

        func count(blocks members: [[Int]], active: [Bool]) {
            for (index, block) in members.enumerated() where block.contains(where: { active[$0] }) {
                blocks[index] += 1
            }
        }
    }

    /// One chain.
    private struct Walk {
        let problem: GibbsSampler
        var generator: SeededGenerator
        var active: [Bool]
        /// Per effect: (1 − leak) ∏ (1 − q) over its active causes, the chance that it stays unexplained.
        var spared: [Double]
        private var sweeps = 0

        init(_ problem: GibbsSampler, generator: SeededGenerator, chain: Int) {
            self.problem = problem
            self.generator = generator
            // Dispersed starts: nothing active, everything plausible active, two at random.
            active = [Bool](repeating: false, count: problem.logOdds.count)
            spared = []
            for cause in active.indices {
                switch chain {
                case 0: break
                case 1: active[cause] = true
                default: active[cause] = self.generator.unit() < 0.25
                }
            }
            refresh()
        }

        var activeCauses: [Int] { active.indices.filter { active[$0] } }

        /// Computes the products anew, so that rounding does not add up.
        mutating func refresh() {
            spared = problem.leaks.map { 1 - $0 }
            for cause in active.indices where active[cause] {
                for link in problem.start[cause]..<problem.start[cause + 1] {
                    spared[problem.linkEffect[link]] *= problem.linkFactor[link]
                }
            }
        }

        mutating func sweep(into tally: Tally?) {
            sweeps += 1
            if sweeps % 64 == 0 { refresh() }
            for cause in active.indices {
                let chance = chanceOfActivity(of: cause)
                if let tally { tally.causes[cause] += chance }
                let next = generator.unit() < chance
                if next != active[cause] { toggle(cause) }
            }
            for _ in 0..<max(problem.leaks.count / 2, 1) { swap() }
        }

        /// P(active | all other causes, evidence).
        private func chanceOfActivity(of cause: Int) -> Double {
            var ratio = 1.0
            problem.linkEffect.withUnsafeBufferPointer { effects in
                problem.linkFactor.withUnsafeBufferPointer { factors in
                    spared.withUnsafeBufferPointer { spared in
                        for link in problem.start[cause]..<problem.start[cause + 1] {
                            let here = spared[effects[link]]
                            let without = active[cause] ? min(here / factors[link], 1 - 1e-12) : here
                            ratio *= (1 - without * factors[link]) / (1 - without)
                        }
                    }
                }
            }
            let odds = exponential(problem.logOdds[cause]) * ratio
            return odds.isFinite ? odds / (1 + odds) : 1
        }

        private mutating func toggle(_ cause: Int) {
            let wasActive = active[cause]
            for link in problem.start[cause]..<problem.start[cause + 1] {
                let effect = problem.linkEffect[link]
                let factor = problem.linkFactor[link]
                spared[effect] =
                    wasActive
                    ? min(spared[effect] / factor, 1 - problem.leaks[effect]) : spared[effect] * factor
            }
            active[cause] = !wasActive
        }

        /// Hands an effect from one cause to another (Metropolis; the choice of the pair is symmetric).
        private mutating func swap() {
            let effect = generator.below(problem.leaks.count)
            let candidates = problem.parents[effect]
            guard candidates.count >= 2 else { return }
            let first = candidates[generator.below(candidates.count)]
            let second = candidates[generator.below(candidates.count)]
            guard active[first] != active[second] else { return }
            let (on, off) = active[first] ? (first, second) : (second, first)
            // log p(after) − log p(before), one cause at a time.
            let before = clampedLogOdds(chanceOfActivity(of: on))
            toggle(on)
            let after = clampedLogOdds(chanceOfActivity(of: off))
            if logarithm(max(generator.unit(), 1e-300)) < after - before {
                toggle(off)
            } else {
                toggle(on)
            }
        }

        private func clampedLogOdds(_ chance: Double) -> Double {
            logarithm(max(chance, 1e-300)) - logarithm(max(1 - chance, 1e-16))
        }
    }
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

/// The sample standard deviation.
private func deviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let center = mean(values)
    return (values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(values.count - 1)).squareRoot()
}
