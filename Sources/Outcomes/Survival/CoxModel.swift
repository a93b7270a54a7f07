/// Proportional hazards (Cox 1972, doi 10.1111/j.2517-6161.1972.tb00899.x) with Efron's treatment of ties
/// (Efron 1977, doi 10.1080/01621459.1977.10480613).
public struct CoxModel: Hashable, Sendable {
    /// The effect of one covariate.
    public struct Coefficient: Hashable, Sendable {
        /// The log hazard ratio for one unit of the covariate.
        public let estimate: Double
        public let standardError: Double

        /// The hazard ratio for one unit.
        public var ratio: Double { exponential(estimate) }
        /// The 95 % interval of the ratio.
        public var ratioInterval: ClosedRange<Double> {
            let width = normalPoint95 * standardError
            let low = exponential(estimate - width)
            let high = exponential(estimate + width)
            // Covariates at the ends of the number range can make either end no number.
            return low <= high ? low...high : 0 ... .infinity
        }
        /// P of an estimate at least so far from 0 when there is no effect (Wald), 0...1.
        public var pValue: Double { normalTwoSided(estimate / standardError) }
    }

    /// What fitting comes to.
    public enum Outcome: Hashable, Sendable {
        case fitted(CoxModel)
        /// There is no event, so nothing to learn.
        case noEvents
        /// A covariate doesn't vary among those at risk, or is a sum of others.
        case redundant(column: Int)
        /// A covariate, alone or with others, orders the events without exception, so that its ratio has no finite
        /// estimate (monotone likelihood; Heinze and Schemper 2001, doi 10.1111/j.0006-341X.2001.00114.x).
        case separated(column: Int)
        /// Newton's steps did not settle.
        case notConverged(iterations: Int)
    }

    public let coefficients: [Coefficient]
    public let logLikelihood: Double
    /// The log likelihood without any effect.
    public let nullLogLikelihood: Double
    public let events: Int
    public let iterations: Int

    /// Fits the model by Newton's method.
    ///
    /// - Throws: ``SurvivalError`` for no rows, rows of different width, or a covariate that is not finite.
    /// - Complexity: O(iterations × (n log n + n p² + events × p²)).
    public static func fit(_ rows: [CoxRow]) throws(SurvivalError) -> Outcome {
        guard let width = rows.first?.covariates.count else { throw .noObservations }
        for (index, row) in rows.enumerated() {
            guard row.covariates.count == width else { throw .wrongCovariateCount(row: index) }
            if let column = row.covariates.firstIndex(where: { !$0.isFinite }) {
                throw .badCovariate(row: index, column: column)
            }
        }
        guard rows.contains(where: \.isEvent) else { return .noEvents }
        return CoxNewton(rows: rows, width: width).run()
    }
}
