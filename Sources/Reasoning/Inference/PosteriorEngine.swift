/// Computes posteriors of noisy-OR networks: exactly where the frontier stays narrow, else with a proven bound by
/// dropping negligible causes, else by sampling with a stated standard error. Deterministic by seed.
public struct PosteriorEngine: Sendable {
    /// How much work may be spent, in operations, so that answers do not depend on the clock.
    public struct Options: Sendable {
        /// What dropping negligible causes may change from the start.
        public var tolerance = 1e-10
        /// Larger tolerances tried, in order, before sampling; the bound states the one used.
        public var lastTolerances: [Double] = [1e-8, 2e-7, 1e-5, 1e-4, 1e-3]
        /// Table entries that the exact pass may touch.
        public var exactBudget = 3e7
        /// Link visits that sampling may make.
        public var samplingBudget = 12_000_000
        /// Samples to keep for reweighting.
        public var keptSamples = 0
        public var seed: UInt64 = 20_261_124

        public init() {}
    }

    public var options: Options

    public init(options: Options = Options()) {
        self.options = options
    }

    /// The posterior of every cause and of the OR of every group.
    ///
    /// - Parameter groups: Causes whose OR is wanted; no cause may stand in two groups.
    /// - Throws: ``InferenceError``.
    /// - Complexity: Linear in the links for the preparation; then at most the budgets.
    public func posterior(
        of network: NoisyOrNetwork, given evidence: NetworkEvidence, groups: [[Int]] = []
    ) throws(InferenceError) -> NetworkPosterior {
        let groupOf = try indexed(groups, count: network.priors.count)
        var last: Plan?
        for tolerance in [options.tolerance] + options.lastTolerances {
            let problem = try ReducedProblem(network, evidence: evidence, tolerance: tolerance)
            let plan = Plan(problem, groupOf: groupOf)
            if plan.exactCost <= options.exactBudget { return try answer(plan, groups: groups) }
            if last == nil { last = plan }
        }
        guard let last else { throw .contradiction }
        return try answer(last, groups: groups)
    }

    private func indexed(_ groups: [[Int]], count: Int) throws(InferenceError) -> [Int: Int] {
        var groupOf: [Int: Int] = [:]
        for (index, group) in groups.enumerated() {
            for cause in Set(group) {
                guard (0..<count).contains(cause) else { throw .unknownCause(cause) }
                if let other = groupOf[cause], other != index { throw .overlappingGroups(cause: cause) }
                groupOf[cause] = index
            }
        }
        return groupOf
    }

    private func answer(_ plan: Plan, groups: [[Int]]) throws(InferenceError) -> NetworkPosterior {
        let problem = plan.problem
        var probabilities = problem.logOdds.map(logistic)
        var errors = [Double](repeating: 0, count: probabilities.count)
        var none = [Double](repeating: 1, count: groups.count)
        var groupErrors = [Double](repeating: 0, count: groups.count)
        var logEvidence: Double? = problem.logConstant + problem.orphanLogEvidence
        var samples: [[Int]] = []
        var sampledComponents = 0
        var width = 0
        let linked = Set(problem.causes)
        for (index, group) in groups.enumerated() {
            for cause in Set(group) where !linked.contains(cause) { none[index] *= 1 - probabilities[cause] }
        }
        // The cheapest components are done exactly as far as the budget reaches.
        var left = options.exactBudget
        for component in plan.components.sorted(by: { $0.elimination.cost < $1.elimination.cost }) {
            if component.elimination.cost <= left, component.elimination.width <= 24 {
                left -= component.elimination.cost
                width = max(width, component.elimination.width)
                let answer = try component.elimination.run()
                for (cause, probability) in answer.probabilities { probabilities[cause] = probability }
                for (first, probability) in answer.blockProbabilities {
                    if let group = component.groupOfFirst[first] { none[group] *= 1 - probability }
                }
                logEvidence = logEvidence.map { $0 + answer.logEvidence }
            } else {
                sampledComponents += 1
                let answer = component.sampler(problem).run(
                    seed: options.seed, budget: options.samplingBudget, keeping: options.keptSamples
                )
                for (position, cause) in component.causes.enumerated() {
                    probabilities[cause] = answer.means[position]
                    errors[cause] = answer.errors[position]
                }
                for (position, block) in component.blocks.enumerated() {
                    guard let first = block.first, let group = component.groupOfFirst[first] else { continue }
                    none[group] *= 1 - answer.blockMeans[position]
                    groupErrors[group] += answer.blockErrors[position]
                }
                logEvidence = nil
                merge(answer.samples.map { $0.map { component.causes[$0] } }, into: &samples)
            }
        }
        let isExact = sampledComponents == 0
        let bound = problem.dropped + 1e-10
        return NetworkPosterior(
            probabilities: probabilities, groupProbabilities: none.map { min(max(1 - $0, 0), 1) },
            logEvidence: logEvidence, bound: isExact ? bound : nil,
            standardErrors: isExact ? nil : errors.map { $0 + bound },
            groupStandardErrors: isExact ? nil : groupErrors.map { $0 + bound },
            method: isExact
                ? "exact elimination, width \(width)"
                : "\(plan.components.count - sampledComponents) parts exact, \(sampledComponents) sampled",
            width: width, samples: samples
        )
    }

    /// Pairs the samples of independent components.
    private func merge(_ more: [[Int]], into samples: inout [[Int]]) {
        if samples.isEmpty {
            samples = more
        } else {
            for index in samples.indices where !more.isEmpty { samples[index] += more[index % more.count] }
        }
    }
}

/// The components of a reduced problem with their order of elimination.
private struct Plan {
    let problem: ReducedProblem
    let components: [Component]

    struct Component {
        let causes: [Int]
        let effects: [Int]
        /// Causes of the network that stay together.
        let blocks: [[Int]]
        /// The group of a block, by the block's first cause.
        let groupOfFirst: [Int: Int]
        let elimination: FrontierElimination
        let links: [Int: [(effect: Int, probability: Double)]]

        func sampler(_ problem: ReducedProblem) -> GibbsSampler {
            let position = Dictionary(uniqueKeysWithValues: causes.enumerated().map { ($1, $0) })
            return GibbsSampler(
                logOdds: causes.map { problem.logOdds[$0] }, leaks: effects.map { problem.effects[$0].leak },
                links: causes.map { links[$0] ?? [] },
                blocks: blocks.map { $0.compactMap { position[$0] } }
            )
        }
    }

    init(_ problem: ReducedProblem, groupOf: [Int: Int]) {
        self.problem = problem
        components = problem.components().map { part in
            var links: [Int: [(effect: Int, probability: Double)]] = [:]
            for (local, effect) in part.effects.enumerated() {
                for link in problem.effects[effect].links {
                    links[link.cause, default: []].append((local, link.probability))
                }
            }
            var byGroup: [Int: [Int]] = [:]
            var blocks: [[Int]] = []
            for cause in part.causes {
                if let group = groupOf[cause] { byGroup[group, default: []].append(cause) } else { blocks.append([cause]) }
            }
            var groupOfFirst: [Int: Int] = [:]
            for (group, members) in byGroup.sorted(by: { $0.key < $1.key }) {
                blocks.append(members)
                if let first = members.first { groupOfFirst[first] = group }
            }
            let elimination = FrontierElimination(
                blocks: blocks.map { block in
                    block.map {
                        FrontierElimination.Cause(
                            index: $0, prior: logistic(problem.logOdds[$0]), links: links[$0] ?? []
                        )
                    }
                },
                leaks: part.effects.map { problem.effects[$0].leak }
            )
            return Component(
                causes: part.causes, effects: part.effects, blocks: blocks, groupOfFirst: groupOfFirst,
                elimination: elimination, links: links
            )
        }
    }

    /// Table entries that an exact pass over all components touches; infinite when one is too wide.
    var exactCost: Double {
        components.reduce(0) { $1.elimination.width > 24 ? .infinity : $0 + $1.elimination.cost }
    }
}
