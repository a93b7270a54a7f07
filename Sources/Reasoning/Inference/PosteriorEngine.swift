/// Computes posteriors of noisy-OR networks, deterministically by seed.
///
/// Exactly where the frontier stays narrow, else with a proven bound by dropping negligible causes, else by sampling
/// with a stated standard error.
public struct PosteriorEngine: Sendable {
    /// How much work may be spent, in operations, so that answers do not depend on the clock.
    public struct Options: Sendable {
        /// What dropping provably negligible causes may change.
        public var tolerance = 1e-10
        /// Causes and effects of a component up to which an exact order is looked for.
        public var exactSize = 130
        /// Table entries that the exact pass may touch.
        public var exactBudget = 6e8
        /// Link visits that sampling may make.
        public var samplingBudget = 12_000_000
        /// Sweeps of each chain that looks for the causes that matter.
        public var focusSweeps = 160
        /// Operations that the exact pass over those causes may take.
        public var focusBudget = 2.5e7
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
    /// `groups`: Causes whose OR is wanted; no cause may stand in two groups.
    /// - Throws: ``InferenceError``.
    /// - Complexity: Linear in the links for the preparation; then at most the budgets.
    public func posterior(
        of network: NoisyOrNetwork, given evidence: NetworkEvidence, groups: [[Int]] = []
    ) throws(InferenceError) -> NetworkPosterior {
        let groupOf = try indexed(groups, count: network.priors.count)
        let problem = try ReducedProblem(network, evidence: evidence, tolerance: options.tolerance)
        var engine = self
        if network.priors.count > options.exactSize || problem.causes.count + problem.effects.count > options.exactSize
        {
            // A large network must not spend on one component what a small one may spend in all.
            engine.options.exactBudget = min(options.exactBudget, options.focusBudget)
            engine.options.exactSize = min(options.exactSize, 60)
        }
        return try engine.answer(Plan(problem, groupOf: groupOf, options: engine.options), groups: groups)
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
            for cause in Set(group).sorted() where !linked.contains(cause) { none[index] *= 1 - probabilities[cause] }
        }
        // The cheapest components are done exactly as far as the budget reaches.
        var left = options.exactBudget
        for component in plan.components.sorted(by: { $0.cost < $1.cost }) {
            if component.cost <= left {
                left -= component.cost
                width = max(width, component.width)
                let answer = try component.exactAnswer()
                for (cause, probability) in answer.probabilities { probabilities[cause] = probability }
                for (first, probability) in answer.blockProbabilities {
                    if let group = component.groupOfFirst[first] { none[group] *= 1 - probability }
                }
                logEvidence = logEvidence.map { $0 + answer.logEvidence }
            } else if groups.isEmpty, options.keptSamples == 0 {
                sampledComponents += 1
                let answer = component.focused(problem).run(
                    seed: options.seed, sweeps: options.focusSweeps, budget: options.focusBudget
                )
                for (position, cause) in component.causes.enumerated() {
                    probabilities[cause] = answer.posteriors[position]
                    errors[cause] = answer.errors[position]
                }
                logEvidence = nil
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
        /// Planned when the frontier is wide.
        let tree: ConditionedElimination?
        let links: [[(effect: Int, probability: Double)]]

        /// Blocks of several causes, whose OR costs the tree a pass each.
        private var wideBlocks: Int { blocks.count { $0.count > 1 } }
        private var treeCost: Double { tree.map { $0.cost * Double(3 + wideBlocks) / 3 } ?? .infinity }
        private var frontierCost: Double { elimination.width > 22 ? .infinity : elimination.cost * 3 }

        /// Operations of the cheaper exact way.
        var cost: Double { min(treeCost, frontierCost) }
        /// The widest table of the cheaper exact way.
        var width: Int { treeCost < frontierCost ? tree?.width ?? 0 : elimination.width }

        /// Posteriors by cause and ORs by the first cause of a block.
        func exactAnswer() throws(InferenceError) -> FrontierElimination.Answer {
            guard let tree, treeCost < frontierCost else { return try elimination.run() }
            let own = try tree.run()
            var answer = FrontierElimination.Answer()
            answer.logEvidence = own.logEvidence
            for (position, cause) in causes.enumerated() { answer.probabilities[cause] = own.posteriors[position] }
            let position = Dictionary(uniqueKeysWithValues: causes.enumerated().map { ($1, $0) })
            for block in blocks {
                guard let first = block.first else { continue }
                if block.count == 1 {
                    answer.blockProbabilities[first] = answer.probabilities[first]
                } else {
                    let held = Set(block.compactMap { position[$0] })
                    let none = try tree.run(holdingInactive: held).logEvidence
                    answer.blockProbabilities[first] = min(max(1 - exponential(none - own.logEvidence), 0), 1)
                }
            }
            return answer
        }

        func focused(_ problem: ReducedProblem) -> FocusedInference {
            FocusedInference(
                logOdds: causes.map { problem.logOdds[$0] }, leaks: effects.map { problem.effects[$0].leak },
                links: links
            )
        }

        func sampler(_ problem: ReducedProblem) -> GibbsSampler {
            let position = Dictionary(uniqueKeysWithValues: causes.enumerated().map { ($1, $0) })
            return GibbsSampler(
                logOdds: causes.map { problem.logOdds[$0] }, leaks: effects.map { problem.effects[$0].leak },
                links: links, blocks: blocks.map { $0.compactMap { position[$0] } }
            )
        }
    }

    init(_ problem: ReducedProblem, groupOf: [Int: Int], options: PosteriorEngine.Options) {
        self.problem = problem
        components = problem.components().map { part in
            var linksOf: [Int: [(effect: Int, probability: Double)]] = [:]
            for (local, effect) in part.effects.enumerated() {
                for link in problem.effects[effect].links {
                    linksOf[link.cause, default: []].append((local, link.probability))
                }
            }
            var byGroup: [Int: [Int]] = [:]
            var blocks: [[Int]] = []
            for cause in part.causes {
                if let group = groupOf[cause] {
                    byGroup[group, default: []].append(cause)
                } else {
                    blocks.append([cause])
                }
            }
            var groupOfFirst: [Int: Int] = [:]
            for (group, members) in byGroup.sorted(by: { $0.key < $1.key }) {
                blocks.append(members)
                if let first = members.first { groupOfFirst[first] = group }
            }
            let leaks = part.effects.map { problem.effects[$0].leak }
            let elimination = FrontierElimination(
                blocks: blocks.map { block in
                    block.map {
                        FrontierElimination.Cause(
                            index: $0, prior: logistic(problem.logOdds[$0]), links: linksOf[$0] ?? []
                        )
                    }
                },
                leaks: leaks
            )
            let links = part.causes.map { linksOf[$0] ?? [] }
            let isWide = elimination.cost > 200_000
            return Component(
                causes: part.causes, effects: part.effects, blocks: blocks, groupOfFirst: groupOfFirst,
                elimination: elimination,
                tree: isWide && part.causes.count + part.effects.count <= options.exactSize
                    ? ConditionedElimination(
                        priors: part.causes.map { logistic(problem.logOdds[$0]) }, leaks: leaks, links: links,
                        budget: options.exactBudget
                    ) : nil,
                links: links
            )
        }
    }
}
