/// The ratio of two Poisson rates, exact by conditioning on the total (Przyborowski and Wilenski 1940,
/// doi 10.1093/biomet/31.3-4.313) with the interval of Clopper and Pearson (1934, doi 10.1093/biomet/26.4.404).
struct RateComparison {
    let ratio: Double?
    let interval: ClosedRange<Double>?
    let verdict: ChangeTrial.Verdict
    let daysNeeded: Int?

    init(before: ChangeTrial.Side, after: ChangeTrial.Side) {
        let needed = Self.daysNeeded(before: before)
        daysNeeded = needed
        guard before.daysAtRisk > 0, after.daysAtRisk > 0, before.returns + after.returns > 0 else {
            ratio = nil
            interval = nil
            verdict = .tooEarly
            return
        }
        let days = Double(before.daysAtRisk) / Double(after.daysAtRisk)
        ratio = before.returns > 0 ? Double(after.returns) / Double(before.returns) * days : nil
        let shares = Self.shareInterval(after.returns, of: before.returns + after.returns)
        let interval = Self.odds(shares.lowerBound) * days...Self.odds(shares.upperBound) * days
        self.interval = interval
        verdict = Self.verdict(interval, isLongEnough: needed.map { after.daysAtRisk >= $0 } ?? false)
    }

    private static func verdict(_ interval: ClosedRange<Double>, isLongEnough: Bool) -> ChangeTrial.Verdict {
        if interval.lowerBound > 1 { return .moreReturns }
        if interval.upperBound < 1 { return .fewerReturns }
        return isLongEnough ? .noClearChange : .tooEarly
    }

    /// The exact 95 % interval of a share.
    static func shareInterval(_ count: Int, of total: Int) -> ClosedRange<Double> {
        let low = count == 0 ? 0 : betaQuantile(0.025, Double(count), Double(total - count + 1))
        let high = count == total ? 1 : betaQuantile(0.975, Double(count + 1), Double(total - count))
        return low...max(low, high)
    }

    private static func odds(_ share: Double) -> Double { share < 1 ? share / (1 - share) : .infinity }

    /// The first number of days after the change at which no return at all would put the upper end below 1.
    private static func daysNeeded(before: ChangeTrial.Side) -> Int? {
        guard before.returns > 0, before.daysAtRisk > 0 else { return nil }
        let share = 1 - power(0.025, 1 / Double(before.returns))
        let days = Double(before.daysAtRisk) * odds(share)
        return days < 1e9 ? Int(days.rounded(.down)) + 1 : nil
    }
}
