import Foundation

/// Causes and present effects that share nothing with the rest of a ``ReducedNetwork``.
///
/// Indices are local: causes are `0..<logOdds.count`, effects `0..<leaks.count`.
struct NetworkComponent {
    /// The causes as indices of the network, ascending.
    let causes: [Int]
    let logOdds: [Double]
    let leaks: [Double]

    /// For each cause its effects, ascending, with the probability of the link.
    let children: [[(node: Int, probability: Double)]]

    /// For each effect its causes, ascending, with the probability of the link.
    let parents: [[(node: Int, probability: Double)]]

    init(causes: [Int], logOdds: [Double], leaks: [Double], parents: [[(node: Int, probability: Double)]]) {
        self.causes = causes
        self.logOdds = logOdds
        self.leaks = leaks
        self.parents = parents
        var children = [[(node: Int, probability: Double)]](repeating: [], count: causes.count)
        for (effect, links) in parents.enumerated() {
            for link in links { children[link.node].append((effect, link.probability)) }
        }
        self.children = children
    }

    /// The part with only some causes: the rest are inactive, and effects without a kept cause are left out.
    ///
    /// Returns the part and, for its effects, their numbers in this component.
    func restricted(to kept: [Int]) -> (part: NetworkComponent, effects: [Int]) {
        var place = [Int](repeating: -1, count: causes.count)
        for (position, cause) in kept.enumerated() { place[cause] = position }
        var effects: [Int] = []
        var links: [[(node: Int, probability: Double)]] = []
        for effect in leaks.indices {
            let left = parents[effect].compactMap { place[$0.node] < 0 ? nil : (place[$0.node], $0.probability) }
            guard !left.isEmpty else { continue }
            effects.append(effect)
            links.append(left.map { (node: $0.0, probability: $0.1) })
        }
        let part = NetworkComponent(
            causes: kept.map { causes[$0] }, logOdds: kept.map { logOdds[$0] },
            leaks: effects.map { leaks[$0] }, parents: links
        )
        return (part, effects)
    }
}

extension ReducedNetwork {
    /// The independent components, by their first cause.
    ///
    /// - Complexity: Nearly linear in the kept links.
    func components() -> [NetworkComponent] {
        var root = Array(causes.indices)
        func find(_ cause: Int) -> Int {
            var current = cause
            while root[current] != current {
                root[current] = root[root[current]]
                current = root[current]
            }
            return current
        }
        for effect in effects {
            for (one, next) in zip(effect.links, effect.links.dropFirst()) {
                let (a, b) = (find(one.cause), find(next.cause))
                root[max(a, b)] = min(a, b)
            }
        }
        var number = [Int](repeating: -1, count: causes.count)
        var local = [Int](repeating: 0, count: causes.count)
        var members: [[Int]] = []
        for cause in causes.indices {
            let top = find(cause)
            if number[top] < 0 {
                number[top] = members.count
                members.append([])
            }
            number[cause] = number[top]
            local[cause] = members[number[cause]].count
            members[number[cause]].append(cause)
        }
        var leaks = [[Double]](repeating: [], count: members.count)
        var parents = [[[(node: Int, probability: Double)]]](repeating: [], count: members.count)
        for effect in effects {
            guard let first = effect.links.first else { continue }
            let home = number[first.cause]
            leaks[home].append(effect.leak)
            parents[home].append(effect.links.map { (node: local[$0.cause], probability: $0.probability) })
        }
        return members.indices.map { index in
            NetworkComponent(
                causes: members[index].map { causes[$0] },
                logOdds: members[index].map { logOdds[causes[$0]] },
                leaks: leaks[index], parents: parents[index]
            )
        }
    }
}
