/// The plausible causes of a component, to be drawn all at once and exactly, given all others.
struct JointBlock {
    let members: [Int]

    /// All other causes.
    let others: [Int]

    /// Link visits, about, that a draw takes.
    let cost: Int
    private let effects: [Int]
    private let elimination: FrontierElimination

    /// Takes as many causes as `limit` affords, most plausible first.
    ///
    /// Fails when that is less than two.
    init?(_ component: NetworkComponent, plausible: [Double], limit: Double) {
        // What is nearly certain varies little; it is taken in only after what is open.
        let doubt = plausible.map { min($0, 1) * max(1.02 - $0, 0.02) }
        let order = plausible.indices.sorted { (doubt[$1], $0) < (doubt[$0], $1) }
        var (least, most) = (1, (order.firstIndex { doubt[$0] < 1e-7 } ?? order.count) + 1)
        var best: (part: NetworkComponent, effects: [Int], order: EliminationOrder, count: Int)?
        // Bisection: whether a count is affordable is nearly monotone, and any affordable one will do.
        while most - least > max(1, least / 16) {
            let count = best == nil && most > 64 ? min((least + most) / 2, 48) : (least + most) / 2
            let (part, effects) = component.restricted(to: order[..<count].sorted())
            if let found = EliminationOrder.connected(part, limit: limit, starts: 2) {
                best = (part, effects, found, count)
                least = count
            } else {
                most = count
            }
        }
        guard let best else { return nil }
        members = order[..<best.count].sorted()
        others = order[best.count...].sorted()
        effects = best.effects
        elimination = FrontierElimination(best.part, order: best.order)
        cost = Int(best.order.cost) + 200 * best.order.nodes.count
    }

    /// Redraws the members of a chain, and returns their exact probabilities given the others.
    func draw(_ chain: inout SamplerChain) -> [Double] {
        let before = members.map { chain.isActive[$0] }
        for member in members { chain.set(member, false) }
        let leaks = effects.map { chain.explained($0) }
        guard let draw = elimination.draw(leaks: leaks, using: &chain.generator) else {
            for (member, isActive) in zip(members, before) { chain.set(member, isActive) }
            return members.map { chain.update($0) }
        }
        for (member, isActive) in zip(members, draw.isActive) { chain.set(member, isActive) }
        return draw.probabilities
    }
}
