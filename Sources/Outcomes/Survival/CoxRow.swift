/// One stretch of time of one subject with covariates that hold during it (counting process).
///
/// A subject with covariates that change has several rows: (0, 5], (5, 9], …
public struct CoxRow: Hashable, Sendable {
    /// The row is at risk at times in (start, stop].
    public let start: Double
    public let stop: Double
    /// True when the event happened at ``stop``.
    public let isEvent: Bool
    public let covariates: [Double]

    /// Creates a row.
    ///
    /// - Throws: ``SurvivalError/badTime(entry:time:)`` unless 0 ≤ start < stop and both are finite.
    public init(
        start: Double = 0, stop: Double, isEvent: Bool, covariates: [Double]
    ) throws(SurvivalError) {
        guard start.isFinite, stop.isFinite, start >= 0, start < stop else {
            throw .badTime(entry: start, time: stop)
        }
        self.start = start
        self.stop = stop
        self.isEvent = isEvent
        self.covariates = covariates
    }
}
