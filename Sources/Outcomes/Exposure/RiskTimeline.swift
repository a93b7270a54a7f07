/// The days at risk of one client with the expected share of returns that the calendar trend gives each.
struct RiskTimeline {
    let days: [Int]
    /// The weight of each day at risk; the weights sum to 1.
    let weights: [Double]
    /// The days on which returns began.
    let returns: [Int]
    /// The log hazard ratio from the middle of the diary to its end.
    let trend: Double

    // Ratios between the ends of the diary of up to about 50 either way are taken as possible: weak.
    private static let trendDeviation = 1.0

    init(_ daysAtRisk: [RecurrenceHistory.DayAtRisk], dayCount: Int) {
        days = daysAtRisk.map(\.index)
        returns = daysAtRisk.filter(\.isReturn).map(\.index)
        let half = max(Double(dayCount - 1) / 2, 0.5)
        let times = days.map { (Double($0) - half) / half }
        let trend = Self.trend(times, sum: returns.reduce(0) { $0 + (Double($1) - half) / half }, count: returns.count)
        let raw = times.map { exponential(trend * $0) }
        let total = raw.reduce(0, +)
        weights = raw.map { $0 / total }
        self.trend = trend
    }

    /// The most probable trend, by Newton's steps on a concave function of one number.
    private static func trend(_ times: [Double], sum: Double, count: Int) -> Double {
        guard count > 0 else { return 0 }
        let precision = 1 / (trendDeviation * trendDeviation)
        var trend = 0.0
        for _ in 0..<50 {
            let weights = times.map { exponential(trend * $0) }
            let total = weights.reduce(0, +)
            let first = zip(weights, times).reduce(0) { $0 + $1.0 * $1.1 } / total
            let second = zip(weights, times).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / total
            let gradient = sum - Double(count) * first - precision * trend
            let step = gradient / (Double(count) * (second - first * first) + precision)
            trend += min(max(step, -1), 1)
            if abs(step) < 1e-12 { break }
        }
        return trend
    }
}
