import Foundation

/// Exact inference in one component by a pass over an ``EliminationOrder`` and a pass back.
///
/// - Complexity: O(Σ links · 2^width) time; the tables before each cause are kept for the way back.
struct FrontierElimination {
    /// One node's turn.
    struct Step {
        /// The cause, or the effect.
        let node: Int
        let isCause: Bool

        /// The neighbours in the table.
        let touched: [(bit: Int, probability: Double)]

        /// The nodes in the table before the turn: causes as they are, effects as −1 − *effect*.
        let table: [Int]

        /// The nodes that leave the table afterwards, highest bit first.
        let leaving: [(bit: Int, isCause: Bool)]
    }

    let component: NetworkComponent
    let steps: [Step]

    /// The step of each cause.
    private let turn: [Int]

    init(_ component: NetworkComponent, order: EliminationOrder) {
        self.component = component
        let causes = component.causes.count
        var waiting = component.children.map(\.count) + component.parents.map(\.count)
        var table: [Int] = []
        var turn = [Int](repeating: 0, count: causes)
        var steps: [Step] = []
        for (index, node) in order.nodes.enumerated() {
            let isCause = node < causes
            let links = isCause ? component.children[node] : component.parents[node - causes]
            if isCause { turn[node] = index }
            var probability: [Int: Double] = [:]
            for link in links {
                let neighbour = isCause ? link.node + causes : link.node
                probability[neighbour] = link.probability
                waiting[neighbour] -= 1
            }
            let touched = table.enumerated().compactMap { bit, other in
                probability[other].map { (bit: bit, probability: $0) }
            }
            let before = table.map { $0 < causes ? $0 : causes - 1 - $0 }
            table.append(node)
            let leaving = table.indices.reversed().filter { waiting[table[$0]] == 0 }
            steps.append(
                Step(
                    node: isCause ? node : node - causes, isCause: isCause, touched: touched,
                    table: before, leaving: leaving.map { (bit: $0, isCause: table[$0] < causes) }
                )
            )
            table.removeAll { waiting[$0] == 0 }
        }
        self.steps = steps
        self.turn = turn
    }

    /// What a pass finds.
    struct Answer {
        var probabilities: [Double]

        /// P(no cause of the group is active), for each group.
        var inactive: [Double]
        var logEvidence: Double
    }

    /// Carries a table over one step.
    func advanced(_ table: FrontierTable, _ step: Step, odds: (off: Double, on: Double), leak: Double)
        -> FrontierTable
    {
        var next =
            step.isCause
            ? table.addingCause(off: odds.off, on: odds.on, touched: step.touched)
            : table.addingEffect(leak: leak, touched: step.touched)
        for node in step.leaving { next = next.removing(node.bit, isCause: node.isCause) }
        return next
    }

    func odds(_ cause: Int) -> (off: Double, on: Double) {
        (logistic(-component.logOdds[cause]), logistic(component.logOdds[cause]))
    }

    /// The tables on the way forward.
    private struct Way {
        /// The table before each cause's step; empty for effects.
        var before: [FrontierTable?] = []

        /// What the table was divided by after each step.
        var scales: [Double] = []
        var logEvidence = 0.0
    }

    /// The least product of past and future, each scaled to 1, at which no weight that was too small for a
    /// `Double` can matter to the tenth digit, whatever the table's size (at most 2^40).
    static let leastProduct = 1e-270

    private func forward() -> Way? {
        var way = Way()
        var table = FrontierTable()
        for step in steps {
            way.before.append(step.isCause ? table : nil)
            let odds = step.isCause ? odds(step.node) : (0, 0)
            let leak = step.isCause ? 0 : component.leaks[step.node]
            table = advanced(table, step, odds: odds, leak: leak)
            let total = table.sum
            guard total > Self.leastProduct else { return nil }
            table.scale(by: 1 / total)
            way.scales.append(total)
            way.logEvidence += log(total)
        }
        return way
    }

    /// Computes all posteriors, and for each group of causes that none of it is active.
    ///
    /// Returns `nil` when the weights span more than a `Double` can hold.
    func run(groups: [[Int]]) -> Answer? {
        guard let way = forward() else { return nil }
        var answer = Answer(
            probabilities: [Double](repeating: 0, count: component.causes.count),
            inactive: [Double](repeating: 1, count: groups.count), logEvidence: way.logEvidence
        )
        var endingAt: [Int: [Int]] = [:]
        for (index, group) in groups.enumerated() {
            if let last = group.map({ turn[$0] }).max() { endingAt[last, default: []].append(index) }
        }
        var future = FrontierTable()
        for index in steps.indices.reversed() {
            let step = steps[index]
            let ending = endingAt[index, default: []]
            let without = ending.map { carried(way, without: groups[$0], to: index).dot(future) }
            for node in step.leaving.reversed() { future = future.restoring(node.bit, isCause: node.isCause) }
            if let before = way.before[index] {
                let (off, on) = future.splittingCause(touched: step.touched)
                let odds = odds(step.node)
                let active = odds.on * before.dot(on)
                let product = active + odds.off * before.dot(off)
                guard product > Self.leastProduct else { return nil }
                answer.probabilities[step.node] = active / product
                for (group, weight) in zip(ending, without) {
                    answer.inactive[group] = min(weight * way.scales[index] / product, 1)
                }
                future = FrontierTable.mixed(odds.off, off, odds.on, on)
            } else {
                future = future.mergingEffect(leak: component.leaks[step.node], touched: step.touched)
            }
            let total = future.sum
            guard total > Self.leastProduct else { return nil }
            future.scale(by: 1 / total)
        }
        return answer
    }

    /// The table after step `last` if no cause of `group` is active, on the scale of the main pass.
    private func carried(_ way: Way, without group: [Int], to last: Int) -> FrontierTable {
        let first = group.map { turn[$0] }.min() ?? last
        var table = way.before[first] ?? FrontierTable()
        for index in first...last {
            let step = steps[index]
            var odds = step.isCause ? odds(step.node) : (off: 0, on: 0)
            if step.isCause, group.contains(step.node) { odds.on = 0 }
            let leak = step.isCause ? 0 : component.leaks[step.node]
            table = advanced(table, step, odds: odds, leak: leak)
            table.scale(by: 1 / way.scales[index])
        }
        return table
    }
}
