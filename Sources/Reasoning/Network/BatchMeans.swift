/// Means of several quantities over several chains, with their standard errors.
///
/// Each chain's values go into batches; when the batches are full, neighbours are joined, so that a batch grows
/// with the run and becomes long against the chain's memory.
struct BatchMeans {
    private static let capacity = 32

    private let quantities: Int

    /// For each chain the sums of its full batches, one after the other, `quantities` values each.
    private var batches: [[Double]]

    /// For each chain the sum of the batch in hand and its number of values.
    private var sums: [[Double]]
    private var counts: [Int]

    /// How many values make a batch.
    private var length = 1

    init(quantities: Int, chains: Int) {
        self.quantities = quantities
        batches = [[Double]](repeating: [], count: chains)
        sums = [[Double]](repeating: [Double](repeating: 0, count: quantities), count: chains)
        counts = [Int](repeating: 0, count: chains)
    }

    /// The number of full batches of each chain, which is the same for all when they are fed in turn.
    var fullBatches: Int { batches.map { $0.count }.min().map { $0 / max(quantities, 1) } ?? 0 }

    /// The values that went into full batches, for each chain.
    var valuesPerChain: Int { fullBatches * length }

    /// Adds one value of one quantity of the sweep in hand.
    mutating func add(_ value: Double, to quantity: Int, chain: Int) { sums[chain][quantity] += value }

    /// Ends a sweep of one chain.
    mutating func endSweep(chain: Int) {
        counts[chain] += 1
        guard counts[chain] == length else { return }
        batches[chain] += sums[chain]
        counts[chain] = 0
        for quantity in 0..<quantities { sums[chain][quantity] = 0 }
        if chain == batches.count - 1, fullBatches >= Self.capacity { joinNeighbours() }
    }

    private mutating func joinNeighbours() {
        for chain in batches.indices {
            var joined: [Double] = []
            joined.reserveCapacity(Self.capacity * quantities)
            for batch in 0..<(Self.capacity / 2) {
                for quantity in 0..<quantities {
                    joined.append(
                        batches[chain][2 * batch * quantities + quantity]
                            + batches[chain][(2 * batch + 1) * quantities + quantity]
                    )
                }
            }
            batches[chain] = joined
        }
        length *= 2
    }

    /// The mean of a quantity and its standard error.
    ///
    /// The error is the larger of two: from the spread of the batches, and from the spread of the chains.
    func estimate(_ quantity: Int) -> (mean: Double, error: Double) {
        let count = fullBatches
        guard count > 1 else { return (0.5, 0.5) }
        let chainMeans = batches.map { chain in
            (0..<count).reduce(0) { $0 + chain[$1 * quantities + quantity] } / Double(count * length)
        }
        let mean = chainMeans.reduce(0, +) / Double(batches.count)
        var within = 0.0
        for (chain, chainMean) in zip(batches, chainMeans) {
            for batch in 0..<count {
                let deviation = chain[batch * quantities + quantity] / Double(length) - chainMean
                within += deviation * deviation
            }
        }
        let total = Double(batches.count)
        within /= Double(count - 1) * Double(count) * total * total
        let between = chainMeans.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (max(total - 1, 1) * total)
        return (mean, max(within, between).squareRoot())
    }
}
