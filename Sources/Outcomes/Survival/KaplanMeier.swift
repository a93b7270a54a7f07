/// The product-limit estimate of survival (Kaplan and Meier 1958, doi 10.1080/01621459.1958.10501452).
public struct KaplanMeier: Hashable, Sendable {
    /// The estimate from one event time on.
    public struct Step: Hashable, Sendable {
        public let time: Double
        public let atRisk: Int
        public let events: Int
        /// The share without the event after ``time``, 0...1.
        public let survival: Double
        /// Greenwood's variance of ``survival``.
        public let variance: Double
        /// The 95 % interval on the scale log(-log S), or `nil` where S is 0 and has none.
        public let interval: ClosedRange<Double>?
    }

    public let steps: [Step]
    private let lastTime: Double

    /// Estimates survival, with late entry where times have one.
    ///
    /// - Throws: ``SurvivalError/noObservations``.
    /// - Complexity: O(n log n).
    public init(_ times: [SurvivalTime]) throws(SurvivalError) {
        guard let last = times.map(\.time).max() else { throw .noObservations }
        lastTime = last
        var survival = 1.0
        var sum = 0.0
        var steps: [Step] = []
        for row in RiskCount.table(times) {
            survival *= Double(row.atRisk - row.events) / Double(row.atRisk)
            sum += Double(row.events) / (Double(row.atRisk) * Double(row.atRisk - row.events))
            steps.append(Self.step(row, survival: survival, sum: sum))
        }
        self.steps = steps
    }

    private static func step(_ row: RiskCount, survival: Double, sum: Double) -> Step {
        guard survival > 0 else {
            return Step(
                time: row.time, atRisk: row.atRisk, events: row.events, survival: 0, variance: 0, interval: nil)
        }
        let spread = exponential(normalPoint95 * sum.squareRoot() / abs(logarithm(survival)))
        return Step(
            time: row.time, atRisk: row.atRisk, events: row.events, survival: survival,
            variance: survival * survival * sum, interval: power(survival, spread)...power(survival, 1 / spread))
    }

    /// The share without the event just after a time, 0...1.
    public func survival(at time: Double) -> Double {
        steps.last { $0.time <= time }?.survival ?? 1
    }

    /// The first time at which half have had the event, or `nil` when it is not reached.
    public var median: Double? { steps.first { $0.survival <= 0.5 }?.time }

    /// The mean time without the event, up to `limit`: the area under the curve.
    ///
    /// - Returns: `nil` when `limit` lies beyond the last observation, or is not positive.
    public func restrictedMean(upTo limit: Double) -> Double? {
        guard limit > 0, limit <= lastTime else { return nil }
        var area = 0.0
        var from = 0.0
        var height = 1.0
        for step in steps where step.time < limit {
            area += height * (step.time - from)
            from = step.time
            height = step.survival
        }
        return area + height * (limit - from)
    }
}
