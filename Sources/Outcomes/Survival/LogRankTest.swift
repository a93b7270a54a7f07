/// The log-rank test of equal survival in two or more groups (Mantel 1966, PMID 5910392).
public struct LogRankTest: Hashable, Sendable {
    /// Chi-square with ``freedom`` degrees of freedom.
    public let statistic: Double
    public let freedom: Int
    /// P of a statistic at least so large when survival is equal, 0...1.
    public let pValue: Double
    /// Events seen in each group.
    public let observed: [Int]
    /// Events expected in each group if survival were equal.
    public let expected: [Double]

    /// Compares groups, with late entry where times have one.
    ///
    /// - Throws: ``SurvivalError/oneGroup`` for fewer than two groups with observations.
    /// - Complexity: O(groups × n log n + groups³).
    public init(_ groups: [[SurvivalTime]]) throws(SurvivalError) {
        guard groups.count(where: { !$0.isEmpty }) >= 2 else { throw .oneGroup }
        let filled = groups.filter { !$0.isEmpty }
        var sums = Sums(groups: filled.count)
        let counters = filled.map(GroupCounter.init)
        for row in RiskCount.table(filled.flatMap(\.self)) {
            sums.add(row, counts: counters.map { $0.count(at: row.time) })
        }
        let solved = sums.statistic
        statistic = solved.statistic
        freedom = solved.freedom
        pValue = solved.freedom > 0 ? chiSquareTail(solved.statistic, freedom: solved.freedom) : 1
        var place = 0
        var observed: [Int] = []
        var expected: [Double] = []
        for group in groups {
            observed.append(group.isEmpty ? 0 : sums.observed[place])
            expected.append(group.isEmpty ? 0 : sums.expected[place])
            place += group.isEmpty ? 0 : 1
        }
        self.observed = observed
        self.expected = expected
    }
}

/// Sorted times of one group, to count by bisection.
private struct GroupCounter {
    let ends: [Double]
    let entries: [Double]
    let events: [Double]

    init(_ times: [SurvivalTime]) {
        ends = times.map(\.time).sorted()
        entries = times.map(\.entry).sorted()
        events = times.filter(\.isEvent).map(\.time).sorted()
    }

    func count(at time: Double) -> (atRisk: Int, events: Int) {
        let below = below(time, ends)
        return (self.below(time, entries) - below, self.below(time.nextUp, events) - self.below(time, events))
    }

    private func below(_ time: Double, _ sorted: [Double]) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

private struct Sums {
    var observed: [Int]
    var expected: [Double]
    // The last group is left out: its difference is the negative sum of the others.
    private var covariance: SymmetricMatrix

    init(groups: Int) {
        observed = Array(repeating: 0, count: groups)
        expected = Array(repeating: 0, count: groups)
        covariance = SymmetricMatrix(size: groups - 1)
    }

    mutating func add(_ row: RiskCount, counts: [(atRisk: Int, events: Int)]) {
        let n = Double(row.atRisk)
        let d = Double(row.events)
        let shares = counts.map { Double($0.atRisk) / n }
        for (group, count) in counts.enumerated() {
            observed[group] += count.events
            expected[group] += d * shares[group]
        }
        guard row.atRisk > 1 else { return }
        let factor = d * (n - d) / (n - 1)
        for i in 0..<covariance.size {
            for j in 0..<covariance.size {
                covariance[i, j] += factor * (i == j ? shares[i] * (1 - shares[i]) : -shares[i] * shares[j])
            }
        }
    }

    var statistic: (statistic: Double, freedom: Int) {
        guard case .matrix(let inverse) = covariance.inverse() else { return (0, 0) }
        let difference = (0..<covariance.size).map { Double(observed[$0]) - expected[$0] }
        let product = inverse.times(difference)
        return (zip(difference, product).reduce(0) { $0 + $1.0 * $1.1 }, covariance.size)
    }
}
