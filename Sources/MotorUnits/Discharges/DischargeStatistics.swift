/// Rate and regularity of the discharges of one unit.
public struct DischargeStatistics: Hashable, Sendable, Codable {
    /// The number of discharges.
    public let count: Int

    /// The number of intervals that count: those not longer than a pause.
    public let intervals: Int

    /// The inverse of the mean interval, in hertz; `nil` without an interval.
    public let meanRate: Double?

    /// The standard deviation of the intervals over their mean; `nil` with fewer than two intervals.
    public let intervalVariation: Double?

    /// The number of intervals longer than a pause, which are left out.
    public let pauses: Int

    /// Describes rising discharge times.
    ///
    /// - Parameters:
    ///   - times: The times, in seconds.
    ///   - pause: Intervals longer than this, in seconds, are pauses and not part of the rate.
    public init(times: [Double], pause: Double = 0.25) {
        count = times.count
        let all = zip(times.dropFirst(), times).map { $0 - $1 }
        let kept = all.filter { $0 > 0 && $0 <= pause }
        intervals = kept.count
        pauses = all.count - kept.count
        guard !kept.isEmpty else {
            meanRate = nil
            intervalVariation = nil
            return
        }
        let mean = kept.reduce(0, +) / Double(kept.count)
        meanRate = 1 / mean
        guard kept.count > 1 else {
            intervalVariation = nil
            return
        }
        let square = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(kept.count - 1)
        intervalVariation = square.squareRoot() / mean
    }

    /// The variation of neighbouring intervals, on the scale of ``intervalVariation``.
    ///
    /// The mean of 2·|a − b| ÷ (a + b) over neighbouring intervals (Holt GR et al., J Neurophysiol 1996;75:1806–1814,
    /// doi:10.1152/jn.1996.75.5.1806), times √π ÷ 2, which for independent, normally distributed intervals that vary
    /// little is their coefficient of variation. A rate that changes slowly hardly raises it.
    ///
    /// - Parameters:
    ///   - times: The rising times, in seconds.
    ///   - pause: Intervals longer than this, in seconds, are left out.
    /// - Returns: `nil` without two neighbouring intervals that count.
    public static func localVariation(times: [Double], pause: Double = 0.25) -> Double? {
        let intervals = zip(times.dropFirst(), times).map { $0 - $1 }
        let shares = zip(intervals.dropFirst(), intervals).compactMap { later, earlier -> Double? in
            guard later > 0, earlier > 0, later <= pause, earlier <= pause else { return nil }
            return 2 * (later - earlier).magnitude / (later + earlier)
        }
        guard !shares.isEmpty else { return nil }
        return shares.reduce(0, +) / Double(shares.count) * Double.pi.squareRoot() / 2
    }

    /// One value of the instantaneous rate.
    public struct Instant: Hashable, Sendable {
        /// The time of the later discharge, in seconds.
        public let time: Double

        /// The inverse of the interval before it, in hertz.
        public let rate: Double
    }

    /// The instantaneous rate at each discharge after the first; pauses are left out.
    ///
    /// - Parameters:
    ///   - times: The rising times, in seconds.
    ///   - pause: Intervals longer than this, in seconds, are left out.
    /// - Returns: One value for each interval that counts.
    public static func instantaneousRates(times: [Double], pause: Double = 0.25) -> [Instant] {
        zip(times.dropFirst(), times).compactMap { later, earlier in
            let interval = later - earlier
            return interval > 0 && interval <= pause ? Instant(time: later, rate: 1 / interval) : nil
        }
    }
}
