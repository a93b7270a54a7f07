/// How well found units match true ones.
public struct DecompositionScore: Sendable {
    /// One found unit and the true unit it stands for.
    public struct Match: Sendable {
        /// The place of the found unit.
        public let found: Int

        /// The place of the true unit; `nil` when no true unit is left that shares a discharge.
        public let truth: Int?

        /// The rate of agreement, 0...1.
        public let agreement: Double
    }

    /// One match for each found unit, in their order.
    public let matches: [Match]

    /// The mean rate of agreement of the found units; 0 when there is none.
    public var meanAgreement: Double {
        matches.isEmpty ? 0 : matches.reduce(0) { $0 + $1.agreement } / Double(matches.count)
    }

    /// The lowest rate of agreement; 0 when no unit was found.
    public var lowestAgreement: Double { matches.map(\.agreement).min() ?? 0 }

    /// Matches found units with true ones: the best pair first, each unit once.
    ///
    /// - Parameters:
    ///   - found: The rising times of each found unit, in seconds.
    ///   - truth: The rising times of each true unit, in seconds.
    ///   - tolerance: How far two times may differ, in seconds.
    ///   - longestLag: The longest constant delay between a found and a true train, in seconds.
    /// - Complexity: O(found × true × discharges).
    public init(found: [[Double]], truth: [[Double]], tolerance: Double = 0.0005, longestLag: Double = 0.05) {
        var pairs: [(found: Int, truth: Int, value: Double)] = []
        for (index, times) in found.enumerated() {
            for (other, real) in truth.enumerated() where !real.isEmpty {
                let value = RateOfAgreement(real, times, tolerance: tolerance, longestLag: longestLag).value
                if value > 0 { pairs.append((index, other, value)) }
            }
        }
        pairs.sort { ($1.value, $0.found, $0.truth) < ($0.value, $1.found, $1.truth) }
        var best = [Match?](repeating: nil, count: found.count)
        var taken: Set<Int> = []
        for pair in pairs where best[pair.found] == nil && !taken.contains(pair.truth) {
            best[pair.found] = Match(found: pair.found, truth: pair.truth, agreement: pair.value)
            taken.insert(pair.truth)
        }
        matches = best.enumerated().map { $0.element ?? Match(found: $0.offset, truth: nil, agreement: 0) }
    }
}
