import Foundation

/// An order of the causes and effects of a component in which few of them wait for a neighbour at any time.
///
/// Nodes are numbered causes first. A node enters the table when its turn comes and leaves it when its last
/// neighbour has had its turn; the number of nodes in the table at once is the vertex separation of the order,
/// which is the pathwidth for the best order (Kinnersley, Information Processing Letters 42, 1992,
/// doi:10.1016/0020-0190(92)90234-M). A greedy choice from several starts finds a good one.
struct EliminationOrder {
    let nodes: [Int]

    /// The greatest number of nodes in the table.
    let width: Int

    /// About how many table entries a pass touches.
    let cost: Double

    /// Searches an order that costs at most `limit`.
    ///
    /// Returns `nil` when none of `starts` starts leads to one.
    /// - Complexity: O(*starts* · *n* · *f* · *d*) for *n* nodes, *f* of them near the frontier, and degree *d*.
    static func search(_ component: NetworkComponent, limit: Double, starts: Int) -> EliminationOrder? {
        let neighbours =
            component.children.map { $0.map { $0.node + component.causes.count } }
            + component.parents.map { $0.map(\.node) }
        var best: EliminationOrder?
        var tried: Set<Int> = []
        var start = farthest(from: 0, neighbours)
        for attempt in 0..<starts {
            if !tried.insert(start).inserted { continue }
            let bound = min(limit, best?.cost ?? .infinity)
            if let found = greedy(from: start, neighbours, limit: bound) { best = found }
            // Much too wide from two ends is too wide from anywhere.
            if best == nil, attempt == 2 { break }
            start =
                attempt == 0
                ? farthest(from: start, neighbours) : (attempt * 2_654_435_761) % max(neighbours.count, 1)
        }
        return best
    }

    /// Searches an order of a part that may fall into several components, one after the other.
    static func connected(_ part: NetworkComponent, limit: Double, starts: Int) -> EliminationOrder? {
        let causes = part.causes.count
        let neighbours = part.children.map { $0.map { $0.node + causes } } + part.parents.map { $0.map(\.node) }
        var isDone = [Bool](repeating: false, count: neighbours.count)
        var nodes: [Int] = []
        var (width, cost) = (0, 0.0)
        for node in neighbours.indices where !isDone[node] {
            var best: EliminationOrder?
            var start = farthest(from: node, neighbours)
            for _ in 0..<starts {
                if let found = greedy(from: start, neighbours, limit: best?.cost ?? limit) { best = found }
                start = farthest(from: start, neighbours)
            }
            guard let best, cost + best.cost < limit else { return nil }
            for done in best.nodes { isDone[done] = true }
            nodes += best.nodes
            width = max(width, best.width)
            cost += best.cost
        }
        return EliminationOrder(nodes: nodes, width: width, cost: cost)
    }

    /// A last node of a breadth-first walk.
    private static func farthest(from start: Int, _ neighbours: [[Int]]) -> Int {
        var seen = [Bool](repeating: false, count: neighbours.count)
        var queue = [start]
        seen[start] = true
        var head = 0
        while head < queue.count {
            for next in neighbours[queue[head]] where !seen[next] {
                seen[next] = true
                queue.append(next)
            }
            head += 1
        }
        return queue[queue.count - 1]
    }

    private static func greedy(from start: Int, _ neighbours: [[Int]], limit: Double) -> EliminationOrder? {
        var waiting = neighbours.map(\.count)
        var isDone = [Bool](repeating: false, count: neighbours.count)
        var isCandidate = isDone
        var candidates = [start]
        isCandidate[start] = true
        var order: [Int] = []
        var inTable = 0
        var width = 0
        var cost = 0.0
        while !candidates.isEmpty {
            var best = (change: Int.max, touched: Int.min, place: 0)
            for (place, node) in candidates.enumerated() {
                var closed = 0
                var touched = 0
                for neighbour in neighbours[node] where isDone[neighbour] {
                    touched += 1
                    if waiting[neighbour] == 1 { closed += 1 }
                }
                let change = (waiting[node] > 0 ? 1 : 0) - closed
                if change < best.change || (change == best.change && touched > best.touched) {
                    best = (change, touched, place)
                }
            }
            let node = candidates.remove(at: best.place)
            isDone[node] = true
            order.append(node)
            inTable += waiting[node] > 0 ? 1 : 0
            width = max(width, inTable)
            cost += exp2(Double(inTable)) * Double(2 + max(best.touched, 0))
            guard cost < limit else { return nil }
            for neighbour in neighbours[node] {
                waiting[neighbour] -= 1
                if isDone[neighbour] {
                    if waiting[neighbour] == 0 { inTable -= 1 }
                } else if !isCandidate[neighbour] {
                    isCandidate[neighbour] = true
                    candidates.append(neighbour)
                }
            }
        }
        return EliminationOrder(nodes: order, width: width, cost: cost)
    }
}
