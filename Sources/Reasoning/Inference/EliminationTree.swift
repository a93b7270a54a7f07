/// Exact inference by eliminating causes and effects one by one in an order that keeps the tables small.
///
/// Two kinds of variable share the tables: a cause is active or not, an effect is explained so far or not. Tables that
/// meet are combined point by point over causes and by OR over effects; all terms are non-negative, so nothing
/// cancels. The second pass differentiates the first (Darwiche 2003, doi 10.1145/765568.765570), which gives every
/// posterior at the price of about three passes. The order is greedy by the size of the next table, then by the edges
/// that it adds.
///
/// - Complexity: time O(Σ 2^rest · 3^shared) over the tables, memory O(Σ 2^width).
struct EliminationTree {
    /// A variable: causes first, then effects.
    typealias Variable = Int

    /// What the next variable is chosen by.
    enum Heuristic { case size, fill }

    private struct Bucket {
        let variable: Variable
        /// Sorted; the bit of a variable is its position.
        let scope: [Variable]
        /// Links (cause, effect, probability) taken in here.
        let links: [(cause: Variable, effect: Variable, probability: Double)]
        /// Buckets whose messages are taken in here.
        let children: [Int]
    }

    private let causeCount: Int
    private let priors: [Double]
    private let leaks: [Double]
    private let buckets: [Bucket]
    /// The largest table, in variables.
    let width: Int
    /// Elementary operations of one pass.
    let cost: Double

    /// Plans the elimination.
    ///
    /// `links`: per cause its effects. A plan wider than `limit` is given up: its cost is infinite.
    init(
        priors: [Double], leaks: [Double], links: [[(effect: Int, probability: Double)]], limit: Int = 22,
        favoring heuristic: Heuristic = .size
    ) {
        causeCount = priors.count
        self.priors = priors
        self.leaks = leaks
        let count = priors.count + leaks.count
        var neighbors = [Set<Variable>](repeating: [], count: count)
        for (cause, own) in links.enumerated() {
            for link in own {
                neighbors[cause].insert(priors.count + link.effect)
                neighbors[priors.count + link.effect].insert(cause)
            }
        }
        var left = Set(0..<count)
        var position = [Int](repeating: 0, count: count)
        var order: [(variable: Variable, scope: [Variable])] = []
        var widest = 0
        while !left.isEmpty {
            var best: (degree: Int, fill: Int, variable: Int)?
            let smallest = left.map { neighbors[$0].count }.min() ?? 0
            for variable in left.sorted() {
                let degree = neighbors[variable].count
                guard heuristic == .fill || degree == smallest else { continue }
                let around = neighbors[variable].sorted()
                var fill = 0
                for (index, one) in around.enumerated() {
                    for other in around[(index + 1)...] where !neighbors[one].contains(other) { fill += 1 }
                }
                let key = heuristic == .fill ? (fill, degree, variable) : (degree, fill, variable)
                if best.map({ key < ($0.degree, $0.fill, $0.variable) }) ?? true {
                    best = (key.0, key.1, key.2)
                }
                if fill == 0, degree == smallest { break }
            }
            guard let variable = best?.variable else { break }
            let around = neighbors[variable]
            widest = max(widest, around.count + 1)
            if widest > limit { break }
            position[variable] = order.count
            order.append((variable, (around.sorted() + [variable]).sorted()))
            for one in around {
                neighbors[one].formUnion(around)
                neighbors[one].remove(one)
                neighbors[one].remove(variable)
            }
            left.remove(variable)
        }
        width = widest
        guard left.isEmpty else {
            buckets = []
            cost = .infinity
            return
        }
        var linksOf = [[(cause: Variable, effect: Variable, probability: Double)]](repeating: [], count: order.count)
        for (cause, own) in links.enumerated() {
            for link in own {
                let effect = priors.count + link.effect
                linksOf[min(position[cause], position[effect])].append((cause, effect, link.probability))
            }
        }
        var childrenOf = [[Int]](repeating: [], count: order.count)
        var cost = 0.0
        for (index, entry) in order.enumerated() {
            let rest = entry.scope.filter { $0 != entry.variable }
            if let next = rest.map({ position[$0] }).min() { childrenOf[next].append(index) }
            let size = power(2, Double(entry.scope.count))
            cost += size * Double(linksOf[index].count + 3)
            let effects = rest.count { $0 >= priors.count }
            cost += size * power(1.5, Double(effects))
        }
        self.cost = cost
        buckets = order.enumerated().map { index, entry in
            Bucket(
                variable: entry.variable, scope: entry.scope, links: linksOf[index], children: childrenOf[index]
            )
        }
    }

    // MARK: Passes

    struct Answer {
        /// Per local cause.
        let posteriors: [Double]
        let logEvidence: Double
    }

    /// What the first pass leaves for the second.
    private struct Record {
        /// The table before each combination and link, newest last; the last is the table that is summed out.
        var stages: [[Double]] = []
        var combined: [Table] = []
        var message = Table(scope: [], cells: [1])
    }

    private struct Table {
        let scope: [Variable]
        var cells: [Double]
    }

    /// Computes all posteriors.
    ///
    /// - Throws: ``InferenceError/contradiction``.
    func run() throws(InferenceError) -> Answer {
        var records: [Record] = []
        var logEvidence = 0.0
        for bucket in buckets {
            let (record, scale) = try forward(bucket, records: records, priors: priors, keepsStages: true)
            logEvidence += logarithm(scale)
            records.append(record)
        }
        var gradients = [[Double]](repeating: [], count: buckets.count)
        var posteriors = priors
        for index in buckets.indices.reversed() {
            let bucket = buckets[index]
            let record = records[index]
            let outer = gradients[index].isEmpty ? [1] : gradients[index]
            if bucket.variable < causeCount {
                posteriors[bucket.variable] = posterior(bucket, record, outer)
            }
            var gradient = summed(bucket, outer)
            var stage = record.stages.count - 1
            for link in bucket.links.reversed() {
                pull(&gradient, bucket, link)
                stage -= 1
            }
            for (child, table) in zip(bucket.children, record.combined).reversed() {
                stage -= 1
                let shape = Shape(bucket.scope, table.scope, causeCount: causeCount)
                let before = stage >= 0 ? record.stages[stage] : []
                (gradient, gradients[child]) = shape.gradients(table: before, message: table.cells, outer: gradient)
            }
        }
        return Answer(posteriors: posteriors, logEvidence: logEvidence)
    }

    /// The log probability of the evidence with some causes held inactive.
    func logEvidence(holdingInactive held: Set<Int>) throws(InferenceError) -> Double {
        var records: [Record] = []
        var total = 0.0
        var priors = priors
        for cause in held { priors[cause] = 0 }
        for bucket in buckets {
            let (record, scale) = try forward(bucket, records: records, priors: priors, keepsStages: false)
            total += logarithm(scale)
            records.append(record)
        }
        return total
    }

    private func forward(
        _ bucket: Bucket, records: [Record], priors: [Double], keepsStages: Bool
    ) throws(InferenceError) -> (record: Record, scale: Double) {
        var record = Record()
        let effectMask = bucket.scope.enumerated().reduce(0) { $1.element >= causeCount ? $0 | 1 << $1.offset : $0 }
        var cells = [Double](repeating: 0, count: 1 << bucket.scope.count)
        for index in cells.indices where index & effectMask == 0 { cells[index] = 1 }
        if keepsStages { record.stages.append(cells) }
        for child in bucket.children {
            let message = records[child].message
            let shape = Shape(bucket.scope, message.scope, causeCount: causeCount)
            cells = shape.combined(cells, message.cells)
            if keepsStages {
                record.combined.append(message)
                record.stages.append(cells)
            }
        }
        for link in bucket.links { push(&cells, bucket, link) }
        if keepsStages { for _ in bucket.links { record.stages.append([]) } }
        // The table before summing out is the last stage.
        if keepsStages { record.stages[record.stages.count - 1] = cells }
        var message = Table(scope: bucket.scope.filter { $0 != bucket.variable }, cells: [])
        let bit = bucket.scope.firstIndex(of: bucket.variable) ?? 0
        let (low, high) = weights(of: bucket.variable, priors: priors)
        message.cells = (0..<(1 << message.scope.count)).map { index in
            let base = inserted(index, bit: bit)
            return low * cells[base] + high * cells[base | 1 << bit]
        }
        let scale = message.cells.max() ?? 0
        guard scale > 0 else { throw .contradiction }
        for index in message.cells.indices { message.cells[index] /= scale }
        record.message = message
        return (record, scale)
    }

    /// The weights of a variable's two values when it is summed out.
    private func weights(of variable: Variable, priors: [Double]) -> (low: Double, high: Double) {
        variable < causeCount ? (1 - priors[variable], priors[variable]) : (leaks[variable - causeCount], 1)
    }

    private func posterior(_ bucket: Bucket, _ record: Record, _ outer: [Double]) -> Double {
        guard let cells = record.stages.last, !cells.isEmpty else { return priors[bucket.variable] }
        let bit = bucket.scope.firstIndex(of: bucket.variable) ?? 0
        let (low, high) = weights(of: bucket.variable, priors: priors)
        var (inactive, active) = (0.0, 0.0)
        for index in outer.indices {
            let base = inserted(index, bit: bit)
            inactive += low * cells[base] * outer[index]
            active += high * cells[base | 1 << bit] * outer[index]
        }
        return active + inactive > 0 ? active / (active + inactive) : priors[bucket.variable]
    }

    /// The gradient of the table before summing out.
    private func summed(_ bucket: Bucket, _ outer: [Double]) -> [Double] {
        let bit = bucket.scope.firstIndex(of: bucket.variable) ?? 0
        let (low, high) = weights(of: bucket.variable, priors: priors)
        var gradient = [Double](repeating: 0, count: 1 << bucket.scope.count)
        let peak = outer.max() ?? 1
        let factor = peak > 0 ? 1 / peak : 1
        for index in outer.indices {
            let base = inserted(index, bit: bit)
            gradient[base] = low * outer[index] * factor
            gradient[base | 1 << bit] = high * outer[index] * factor
        }
        return gradient
    }

    private func inserted(_ index: Int, bit: Int) -> Int {
        let mask = (1 << bit) - 1
        return (index & ~mask) << 1 | (index & mask)
    }

    // MARK: Links

    private typealias Link = (cause: Variable, effect: Variable, probability: Double)

    /// An active cause explains its effect.
    private func push(_ cells: inout [Double], _ bucket: Bucket, _ link: Link) {
        guard let cause = bucket.scope.firstIndex(of: link.cause), let effect = bucket.scope.firstIndex(of: link.effect)
        else { return }
        let (active, explained, q) = (1 << cause, 1 << effect, link.probability)
        cells.withUnsafeMutableBufferPointer { cells in
            for index in 0..<cells.count where index & active != 0 && index & explained == 0 {
                let moved = q * cells[index]
                cells[index | explained] += moved
                cells[index] -= moved
            }
        }
    }

    /// The transpose of ``push(_:_:_:)``.
    private func pull(_ cells: inout [Double], _ bucket: Bucket, _ link: Link) {
        guard let cause = bucket.scope.firstIndex(of: link.cause), let effect = bucket.scope.firstIndex(of: link.effect)
        else { return }
        let (active, explained, q) = (1 << cause, 1 << effect, link.probability)
        cells.withUnsafeMutableBufferPointer { cells in
            for index in 0..<cells.count where index & active != 0 && index & explained == 0 {
                cells[index] = (1 - q) * cells[index] + q * cells[index | explained]
            }
        }
    }
}
