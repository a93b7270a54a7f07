extension FrontierElimination {
    /// The posterior under other leaks, and a joint draw from it.
    struct Draw {
        /// The exact posterior of each cause.
        var probabilities: [Double]

        /// All causes together.
        var isActive: [Bool]
    }

    /// Computes the posterior under other leaks and draws all causes jointly from it.
    ///
    /// The draw goes forward with the tables of the way back at hand. Given the causes drawn so far the effects
    /// are independent, so that a draw reads each table once.
    ///
    /// Returns `nil` when the weights span more than a `Double` can hold.
    func draw(leaks: [Double], using generator: inout SeededGenerator) -> Draw? {
        guard let futures = futures(leaks: leaks) else { return nil }
        var draw = Draw(
            probabilities: [Double](repeating: 0, count: component.causes.count),
            isActive: [Bool](repeating: false, count: component.causes.count)
        )
        var table = FrontierTable()
        var spared = [Double](repeating: 1, count: leaks.count)
        for (index, step) in steps.enumerated() {
            if let future = futures[index] {
                let odds = odds(step.node)
                let active = odds.on * table.dot(future.on)
                let product = active + odds.off * table.dot(future.off)
                guard product > Self.leastProduct else { return nil }
                draw.probabilities[step.node] = active / product
                let on = odds.on * future.on.expectation(step.table, draw.isActive, spared)
                let off = odds.off * future.off.expectation(step.table, draw.isActive, spared)
                guard on + off > Self.leastProduct else { return nil }
                if generator.unit() * (on + off) < on {
                    draw.isActive[step.node] = true
                    for item in step.touched { spared[-1 - step.table[item.bit]] *= 1 - item.probability }
                }
                table = advanced(table, step, odds: odds, leak: 0)
            } else {
                spared[step.node] = 1 - leaks[step.node]
                for item in step.touched where draw.isActive[step.table[item.bit]] {
                    spared[step.node] *= 1 - item.probability
                }
                table = advanced(table, step, odds: (0, 0), leak: leaks[step.node])
            }
            if !step.leaving.isEmpty {
                let total = table.sum
                guard total > Self.leastProduct else { return nil }
                table.scale(by: 1 / total)
            }
        }
        return draw
    }

    /// The future of each cause's turn, when it is inactive and when it is active.
    private func futures(leaks: [Double]) -> [(off: FrontierTable, on: FrontierTable)?]? {
        var futures = [(off: FrontierTable, on: FrontierTable)?](repeating: nil, count: steps.count)
        var future = FrontierTable()
        for index in steps.indices.reversed() {
            let step = steps[index]
            for node in step.leaving.reversed() { future = future.restoring(node.bit, isCause: node.isCause) }
            if step.isCause {
                let (off, on) = future.splittingCause(touched: step.touched)
                let odds = odds(step.node)
                futures[index] = (off, on)
                future = FrontierTable.mixed(odds.off, off, odds.on, on)
            } else {
                future = future.mergingEffect(leak: leaks[step.node], touched: step.touched)
            }
            let total = future.sum
            guard total > Self.leastProduct else { return nil }
            future.scale(by: 1 / total)
        }
        return futures
    }
}
