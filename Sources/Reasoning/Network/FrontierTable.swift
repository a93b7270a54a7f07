/// The weights of all combinations of the nodes that wait for a neighbour; node *k* of the table is bit *k*.
///
/// The bit of a cause says that it is active, the bit of an effect that something has explained it. All weights
/// are non-negative and are only added and multiplied, so that no digits cancel, however many effects there
/// are. (Inclusion-exclusion over the effects, as in Quickscore, Heckerman 1989, loses all of them.)
///
/// Every operation has its transpose here, which carries weights of the future back.
struct FrontierTable {
    private(set) var weights: [Double]

    init() { weights = [1] }

    private init(_ weights: [Double]) { self.weights = weights }

    // MARK: Operations

    /// Lets a cause explain the effect `bit` with a probability, in `range` of the table.
    ///
    /// - Precondition: `range` is a multiple of 2^(`bit` + 1) long.
    private mutating func explain(_ bit: Int, _ probability: Double, in range: Range<Int>) {
        let stride = 1 << bit
        weights.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var low = base + range.lowerBound
            for _ in 0..<(range.count >> (bit + 1)) {
                let high = low + stride
                for index in 0..<stride {
                    high[index] += probability * low[index]
                    low[index] *= 1 - probability
                }
                low = high + stride
            }
        }
    }

    private mutating func explainTransposed(_ bit: Int, _ probability: Double, in range: Range<Int>) {
        let stride = 1 << bit
        weights.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var low = base + range.lowerBound
            for _ in 0..<(range.count >> (bit + 1)) {
                let high = low + stride
                for index in 0..<stride {
                    low[index] = (1 - probability) * low[index] + probability * high[index]
                }
                low = high + stride
            }
        }
    }

    /// The table with one more cause on top, which explains `touched` effects.
    func addingCause(off: Double, on: Double, touched: [(bit: Int, probability: Double)]) -> FrontierTable {
        let count = weights.count
        var result = FrontierTable(
            [Double](unsafeUninitializedCapacity: 2 * count) { buffer, initialized in
                for index in 0..<count {
                    buffer[index] = off * weights[index]
                    buffer[count + index] = on * weights[index]
                }
                initialized = 2 * count
            }
        )
        if on > 0 { for item in touched { result.explain(item.bit, item.probability, in: count..<(2 * count)) } }
        return result
    }

    /// Carries the future of a table with one more cause on top back to the table below `on` and `off` it.
    func splittingCause(
        touched: [(bit: Int, probability: Double)]
    ) -> (off: FrontierTable, on: FrontierTable) {
        let count = weights.count / 2
        let off = FrontierTable(Array(weights[..<count]))
        var on = FrontierTable(Array(weights[count...]))
        for item in touched { on.explainTransposed(item.bit, item.probability, in: 0..<count) }
        return (off, on)
    }

    /// The table with one more effect on top, explained by its leak or by `touched` causes.
    func addingEffect(leak: Double, touched: [(bit: Int, probability: Double)]) -> FrontierTable {
        let count = weights.count
        let result = [Double](unsafeUninitializedCapacity: 2 * count) { buffer, initialized in
            initialized = 2 * count
            guard let low = buffer.baseAddress else { return }
            let high = low + count
            for index in 0..<count {
                low[index] = (1 - leak) * weights[index]
                high[index] = leak * weights[index]
            }
            for item in touched {
                let stride = 1 << item.bit
                let (work, spared) = (item.probability, 1 - item.probability)
                var start = stride
                while start < count {
                    for index in start..<(start + stride) {
                        high[index] += work * low[index]
                        low[index] *= spared
                    }
                    start += 2 * stride
                }
            }
        }
        return FrontierTable(result)
    }

    /// Carries the future of a table with one more effect on top back to the table below it.
    func mergingEffect(leak: Double, touched: [(bit: Int, probability: Double)]) -> FrontierTable {
        let count = weights.count / 2
        var low = weights
        low.withUnsafeMutableBufferPointer { buffer in
            guard let low = buffer.baseAddress else { return }
            let high = low + count
            for item in touched {
                let stride = 1 << item.bit
                let (work, spared) = (item.probability, 1 - item.probability)
                var start = stride
                while start < count {
                    for index in start..<(start + stride) {
                        low[index] = spared * low[index] + work * high[index]
                    }
                    start += 2 * stride
                }
            }
            for index in 0..<count { low[index] = (1 - leak) * low[index] + leak * high[index] }
        }
        low.removeLast(count)
        return FrontierTable(low)
    }

    /// The table without a node whose neighbours are all done.
    ///
    /// A cause is summed out; an effect must be explained.
    func removing(_ bit: Int, isCause: Bool) -> FrontierTable {
        let stride = 1 << bit
        let count = weights.count / 2
        return FrontierTable(
            [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
                var source = 0
                var target = 0
                while target < count {
                    for index in 0..<stride {
                        let high = weights[source + stride + index]
                        buffer[target + index] = isCause ? weights[source + index] + high : high
                    }
                    source += 2 * stride
                    target += stride
                }
                initialized = count
            }
        )
    }

    /// Carries the future of a table back to the one with the removed node.
    func restoring(_ bit: Int, isCause: Bool) -> FrontierTable {
        let stride = 1 << bit
        let count = weights.count
        return FrontierTable(
            [Double](unsafeUninitializedCapacity: 2 * count) { buffer, initialized in
                var source = 0
                var target = 0
                while source < count {
                    for index in 0..<stride {
                        let weight = weights[source + index]
                        buffer[target + index] = isCause ? weight : 0
                        buffer[target + stride + index] = weight
                    }
                    source += stride
                    target += 2 * stride
                }
                initialized = 2 * count
            }
        )
    }

    /// The weighted sum of two tables of one size.
    static func mixed(_ a: Double, _ one: FrontierTable, _ b: Double, _ other: FrontierTable) -> FrontierTable {
        var result = one.weights
        for index in result.indices { result[index] = a * result[index] + b * other.weights[index] }
        return FrontierTable(result)
    }

    // MARK: Scale

    var sum: Double {
        // Four partial sums in a fixed order: quicker, and the same on every run.
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
        var index = 0
        while index + 3 < weights.count {
            a += weights[index]
            b += weights[index + 1]
            c += weights[index + 2]
            d += weights[index + 3]
            index += 4
        }
        while index < weights.count {
            a += weights[index]
            index += 1
        }
        return (a + b) + (c + d)
    }

    func dot(_ other: FrontierTable) -> Double {
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
        var index = 0
        while index + 3 < weights.count {
            a += weights[index] * other.weights[index]
            b += weights[index + 1] * other.weights[index + 1]
            c += weights[index + 2] * other.weights[index + 2]
            d += weights[index + 3] * other.weights[index + 3]
            index += 4
        }
        while index < weights.count {
            a += weights[index] * other.weights[index]
            index += 1
        }
        return (a + b) + (c + d)
    }

    mutating func scale(by factor: Double) { for index in weights.indices { weights[index] *= factor } }

    /// The expected weight when the causes are known and the effects independent.
    ///
    /// `nodes` are the bits, causes as they are and effects as −1 − *effect*; `spared` holds for each effect the
    /// probability that nothing has explained it yet.
    func expectation(_ nodes: [Int], _ isActive: [Bool], _ spared: [Double]) -> Double {
        var folded: [Double] = []
        var start = 0
        var count = weights.count
        for node in nodes.reversed() {
            count /= 2
            if node >= 0 {
                if isActive[node] { start += count }
                continue
            }
            let low = spared[-1 - node]
            if folded.isEmpty {
                folded = [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
                    for index in 0..<count {
                        let high = weights[start + count + index]
                        buffer[index] = low * weights[start + index] + (1 - low) * high
                    }
                    initialized = count
                }
                start = 0
            } else {
                for index in 0..<count {
                    folded[index] = low * folded[start + index] + (1 - low) * folded[start + count + index]
                }
                start = 0
            }
        }
        return folded.isEmpty ? weights[start] : folded[start]
    }
}
