/// Exact inference by passing over the causes in order and keeping, for each effect in between, whether it has been
/// explained.
///
/// The table holds, per combination of explained effects of the frontier, a probability mass: all terms are
/// non-negative, so nothing cancels, however many effects are present. (Signed inclusion-exclusion as in Quickscore,
/// Heckerman 1989, loses all digits past some fifteen.) A forward and a backward pass give every posterior; the ORs
/// of blocks of consecutive causes come from carrying the forward table across a block with its causes inactive.
///
/// - Complexity: time and memory O(Σ causes · 2^frontier).
struct FrontierElimination {
    struct Cause {
        let index: Int
        let prior: Double
        /// Local effect and probability.
        let links: [(effect: Int, probability: Double)]
    }

    /// Causes in the order of elimination, block after block.
    private let blocks: [[Cause]]
    private let leaks: [Double]
    /// The widest frontier.
    let width: Int
    /// Table entries touched in one pass, the measure of cost.
    let cost: Double

    /// Plans the order: the next block is the one that leaves the narrowest frontier.
    ///
    /// `blocks`: Causes to keep together, each cause in one block.
    /// `leaks`: Leak per local effect.
    init(blocks unordered: [[Cause]], leaks: [Double]) {
        self.leaks = leaks
        var remaining = [Int](repeating: 0, count: leaks.count)
        for cause in unordered.joined() { for link in cause.links { remaining[link.effect] += 1 } }
        var isOpen = [Bool](repeating: false, count: leaks.count)
        var open = 0
        var left = Array(unordered.indices)
        var order: [[Cause]] = []
        var widest = 0
        var cost = 0.0
        let touched = unordered.map { block -> [(effect: Int, count: Int)] in
            var counts: [Int: Int] = [:]
            for cause in block { for link in cause.links { counts[link.effect, default: 0] += 1 } }
            return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        while !left.isEmpty {
            var best = (after: Int.max, peak: Int.max, position: 0)
            for (position, block) in left.enumerated() {
                var opened = 0
                var closed = 0
                for (effect, count) in touched[block] {
                    if !isOpen[effect] { opened += 1 }
                    if remaining[effect] == count { closed += 1 }
                }
                let candidate = (after: open + opened - closed, peak: open + opened, position: position)
                if (candidate.after, candidate.peak, position) < best { best = candidate }
            }
            let block = left.remove(at: best.position)
            widest = max(widest, best.peak)
            let links = unordered[block].reduce(2) { $0 + $1.links.count }
            cost += Double(links) * power(2, Double(min(best.peak, 900)))
            for (effect, count) in touched[block] {
                remaining[effect] -= count
                isOpen[effect] = remaining[effect] > 0
            }
            open = best.after
            order.append(unordered[block])
        }
        blocks = order
        width = widest
        self.cost = cost
    }

    struct Answer {
        /// Posterior per cause index.
        var probabilities: [Int: Double] = [:]
        /// P(some cause of the block is active), by the index of its first cause as planned.
        var blockProbabilities: [Int: Double] = [:]
        var logEvidence = 0.0
    }

    /// The steps of a pass over one block: which effects enter and leave the frontier, and at which bit they lie.
    private struct Step {
        /// Effects on the frontier while the block is processed; the bit of an effect is its position.
        var frontier: [Int]
        /// The table that enters has the bits of these positions, in order.
        var entering: [Int]
        /// The table that leaves keeps the bits of these positions, in order.
        var leaving: [Int]
    }

    /// Computes all posteriors.
    ///
    /// - Throws: ``InferenceError/contradiction`` when the evidence is impossible.
    /// - Precondition: ``width`` is at most 26.
    func run() throws(InferenceError) -> Answer {
        let steps = planned()
        var forward: [[Double]] = [[1]]
        var answer = Answer()
        for (block, step) in zip(blocks, steps) {
            var table = expanded(forward[forward.count - 1], step)
            for cause in block { apply(cause, to: &table, step: step, isForced: nil) }
            var next = contracted(table, step)
            let total = next.reduce(0, +)
            guard total > 0 else { throw .contradiction }
            for index in next.indices { next[index] /= total }
            answer.logEvidence += logarithm(total)
            forward.append(next)
        }
        var backward: [Double] = [1]
        for position in blocks.indices.reversed() {
            let step = steps[position]
            let block = blocks[position]
            // Backward tables after each cause of the block.
            var after = [spread(backward, step)]
            for cause in block.reversed() {
                var table = after[after.count - 1]
                pull(cause, into: &table, step: step)
                after.append(table)
            }
            after.reverse()
            var table = expanded(forward[position], step)
            var inactive = table
            let total = dot(table, after[0])
            guard total > 0 else { throw .contradiction }
            for (index, cause) in block.enumerated() {
                var forced = table
                apply(cause, to: &forced, step: step, isForced: true)
                answer.probabilities[cause.index] = min(max(dot(forced, after[index + 1]) / total, 0), 1)
                apply(cause, to: &table, step: step, isForced: nil)
                apply(cause, to: &inactive, step: step, isForced: false)
            }
            if let first = block.first {
                let none = dot(inactive, after[block.count]) / total
                answer.blockProbabilities[first.index] = min(max(1 - none, 0), 1)
            }
            backward = restricted(after[0], step)
            let peak = backward.max() ?? 1
            if peak > 0 { for index in backward.indices { backward[index] /= peak } }
        }
        return answer
    }

    // MARK: Steps

    private func planned() -> [Step] {
        var remaining = [Int](repeating: 0, count: leaks.count)
        for cause in blocks.joined() { for link in cause.links { remaining[link.effect] += 1 } }
        var frontier: [Int] = []
        return blocks.map { block in
            let entering = frontier.count
            for cause in block {
                for link in cause.links {
                    if !frontier.contains(link.effect) { frontier.append(link.effect) }
                    remaining[link.effect] -= 1
                }
            }
            let step = Step(
                frontier: frontier, entering: Array(0..<entering),
                leaving: frontier.indices.filter { remaining[frontier[$0]] > 0 }
            )
            frontier = step.leaving.map { frontier[$0] }
            return step
        }
    }

    /// Adds the new effects, unexplained.
    private func expanded(_ table: [Double], _ step: Step) -> [Double] {
        var wide = [Double](repeating: 0, count: 1 << step.frontier.count)
        for (index, mass) in table.enumerated() { wide[index] = mass }
        return wide
    }

    /// The transpose of ``expanded(_:_:)``.
    private func restricted(_ table: [Double], _ step: Step) -> [Double] {
        Array(table[0..<(1 << step.entering.count)])
    }

    /// Closes the effects that have no cause left: explained, or by the leak.
    private func contracted(_ table: [Double], _ step: Step) -> [Double] {
        var narrow = [Double](repeating: 0, count: 1 << step.leaving.count)
        let weights = closingWeights(step)
        for (index, mass) in table.enumerated() where mass > 0 {
            var weight = mass
            for (bit, leak) in weights where index & (1 << bit) == 0 { weight *= leak }
            narrow[compressed(index, step)] += weight
        }
        return narrow
    }

    /// The transpose of ``contracted(_:_:)``.
    private func spread(_ table: [Double], _ step: Step) -> [Double] {
        var wide = [Double](repeating: 0, count: 1 << step.frontier.count)
        let weights = closingWeights(step)
        for index in wide.indices {
            var weight = table[compressed(index, step)]
            for (bit, leak) in weights where index & (1 << bit) == 0 { weight *= leak }
            wide[index] = weight
        }
        return wide
    }

    private func closingWeights(_ step: Step) -> [(bit: Int, leak: Double)] {
        let kept = Set(step.leaving)
        return step.frontier.indices.filter { !kept.contains($0) }.map { ($0, leaks[step.frontier[$0]]) }
    }

    private func compressed(_ index: Int, _ step: Step) -> Int {
        var narrow = 0
        for (bit, position) in step.leaving.enumerated() where index & (1 << position) != 0 { narrow |= 1 << bit }
        return narrow
    }

    // MARK: One cause

    /// T ← (1 − p) T + p A T, where A explains each effect of the cause with its probability.
    private func apply(_ cause: Cause, to table: inout [Double], step: Step, isForced: Bool?) {
        if isForced == false {
            for index in table.indices { table[index] *= 1 - cause.prior }
            return
        }
        var active = table
        for link in cause.links {
            guard let bit = step.frontier.firstIndex(of: link.effect) else { continue }
            explain(&active, bit: bit, probability: link.probability)
        }
        if isForced == true {
            for index in table.indices { table[index] = cause.prior * active[index] }
        } else {
            for index in table.indices { table[index] = (1 - cause.prior) * table[index] + cause.prior * active[index] }
        }
    }

    /// The transpose of ``apply(_:to:step:isForced:)`` for a free cause.
    private func pull(_ cause: Cause, into table: inout [Double], step: Step) {
        var active = table
        for link in cause.links {
            guard let bit = step.frontier.firstIndex(of: link.effect) else { continue }
            let mask = 1 << bit
            let q = link.probability
            active.withUnsafeMutableBufferPointer { cells in
                var base = 0
                while base < cells.count {
                    for index in base..<(base + mask) {
                        cells[index] = (1 - q) * cells[index] + q * cells[index + mask]
                    }
                    base += 2 * mask
                }
            }
        }
        for index in table.indices { table[index] = (1 - cause.prior) * table[index] + cause.prior * active[index] }
    }

    private func explain(_ table: inout [Double], bit: Int, probability q: Double) {
        let mask = 1 << bit
        table.withUnsafeMutableBufferPointer { cells in
            var base = 0
            while base < cells.count {
                for index in base..<(base + mask) {
                    let moved = q * cells[index]
                    cells[index + mask] += moved
                    cells[index] -= moved
                }
                base += 2 * mask
            }
        }
    }

    private func dot(_ left: [Double], _ right: [Double]) -> Double {
        var sum = 0.0
        for index in left.indices { sum += left[index] * right[index] }
        return sum
    }
}
