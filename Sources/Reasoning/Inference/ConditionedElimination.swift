/// Elimination with a few causes taken one case at a time.
///
/// Each is first inactive, then active, and what is left is narrower. The cases are weighted by their evidence, so the answer stays exact.
struct ConditionedElimination {
    private let priors: [Double]
    private let leaks: [Double]
    private let links: [[(effect: Int, probability: Double)]]
    /// Causes taken case by case.
    private let cutset: [Int]
    /// Elementary operations of all cases together.
    let cost: Double
    /// The largest table, in variables.
    let width: Int

    /// Plans with as few cases as bring the cost below `budget`; infinite cost when six causes are not enough.
    init(priors: [Double], leaks: [Double], links: [[(effect: Int, probability: Double)]], budget: Double) {
        self.priors = priors
        self.leaks = leaks
        self.links = links
        var cutset: [Int] = []
        var left = links
        var best = Self.plan(priors, leaks, left)
        while best.cost * 3 * power(2, Double(cutset.count)) > budget, cutset.count < 6 {
            let candidates = left.indices.sorted { (left[$1].count, $0) < (left[$0].count, $1) }.prefix(4)
            var improved: (cause: Int, tree: EliminationTree)?
            for cause in candidates where !left[cause].isEmpty {
                var without = left
                without[cause] = []
                let tree = Self.plan(priors, leaks, without)
                if (tree.cost, tree.width) < (improved?.tree.cost ?? .infinity, improved?.tree.width ?? .max) {
                    improved = (cause, tree)
                }
            }
            guard let next = improved ?? candidates.first.map({ ($0, best) }) else { break }
            cutset.append(next.cause)
            left[next.cause] = []
            best = next.tree
        }
        self.cutset = cutset
        width = best.width
        cost = best.cost * 3 * power(2, Double(cutset.count))
    }

    private static func plan(
        _ priors: [Double], _ leaks: [Double], _ links: [[(effect: Int, probability: Double)]]
    ) -> EliminationTree {
        let bySize = EliminationTree(priors: priors, leaks: leaks, links: links)
        let byFill = EliminationTree(priors: priors, leaks: leaks, links: links, favoring: .fill)
        return bySize.cost <= byFill.cost ? bySize : byFill
    }

    /// Posterior of every cause and the log evidence.
    func run(holdingInactive held: Set<Int> = []) throws(InferenceError) -> EliminationTree.Answer {
        var parts: [(log: Double, posteriors: [Double])] = []
        for choice in 0..<(1 << cutset.count) {
            var leaks = leaks
            var left = links
            var priors = priors
            for cause in held { priors[cause] = 0 }
            var log = 0.0
            for (bit, cause) in cutset.enumerated() {
                let isActive = choice & (1 << bit) != 0
                log += logarithm(isActive ? priors[cause] : 1 - priors[cause])
                if isActive {
                    for link in links[cause] {
                        leaks[link.effect] = 1 - (1 - leaks[link.effect]) * (1 - link.probability)
                    }
                }
                left[cause] = []
                priors[cause] = isActive ? 1 : 0
            }
            guard log > -.infinity else { continue }
            do {
                let answer = try Self.plan(priors, leaks, left).run()
                parts.append((log + answer.logEvidence, answer.posteriors))
            } catch {
                continue
            }
        }
        guard let peak = parts.map(\.log).max(), peak > -.infinity else { throw .contradiction }
        var total = 0.0
        var posteriors = [Double](repeating: 0, count: priors.count)
        for part in parts {
            let weight = exponential(part.log - peak)
            total += weight
            for (cause, value) in part.posteriors.enumerated() { posteriors[cause] += weight * value }
        }
        return EliminationTree.Answer(
            posteriors: posteriors.map { $0 / total }, logEvidence: peak + logarithm(total)
        )
    }
}
