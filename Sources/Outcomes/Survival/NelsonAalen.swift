/// The cumulative hazard (Nelson 1972; Aalen 1978, doi 10.1214/aos/1176344247).
public struct NelsonAalen: Hashable, Sendable {
    /// The estimate from one event time on.
    public struct Step: Hashable, Sendable {
        public let time: Double
        /// The expected number of events up to ``time``.
        public let cumulativeHazard: Double
        /// The variance of ``cumulativeHazard``, the sum of d / n².
        public let variance: Double
    }

    public let steps: [Step]

    /// Estimates the cumulative hazard, with late entry where times have one; tied events count at once.
    ///
    /// - Throws: ``SurvivalError/noObservations``.
    /// - Complexity: O(n log n).
    public init(_ times: [SurvivalTime]) throws(SurvivalError) {
        guard !times.isEmpty else { throw .noObservations }
        var hazard = 0.0
        var variance = 0.0
        steps = RiskCount.table(times).map { row in
            let n = Double(row.atRisk)
            hazard += Double(row.events) / n
            variance += Double(row.events) / (n * n)
            return Step(time: row.time, cumulativeHazard: hazard, variance: variance)
        }
    }

    /// The cumulative hazard just after a time.
    public func cumulativeHazard(at time: Double) -> Double {
        steps.last { $0.time <= time }?.cumulativeHazard ?? 0
    }
}
