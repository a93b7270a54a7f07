/// How a report measures.
public struct HoldReportSettings: Hashable, Sendable {
    /// The frequencies that count, in hertz; the upper end comes down to 0.45 of a low rate.
    public let band: ClosedRange<Double>
    /// The mains to take out, or `nil` to leave the signal as it is and only say when there is hum.
    public let mains: MainsFrequency?
    /// The longest stretch before and after a hold, in seconds.
    public let window: Double
    /// What is left out at each end of a hold, where the hand comes and goes, in seconds.
    public let margin: Double
    public let retest: RetestError

    /// Creates settings.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` unless 1 ≤ lower < upper ≤ 100,000 hertz, 1 ≤ window ≤
    ///   600 and 0 ≤ margin ≤ 10 seconds.
    public init(
        band: ClosedRange<Double> = 20...450, mains: MainsFrequency? = nil, window: Double = 30, margin: Double = 0.25,
        retest: RetestError = .published
    ) throws(SignalError) {
        let low = try SignalError.checked(band.lowerBound, "band", in: 1...50_000)
        _ = try SignalError.checked(band.upperBound, "band", in: (2 * low)...100_000)
        self.window = try SignalError.checked(window, "window", in: 1...600)
        self.margin = try SignalError.checked(margin, "margin", in: 0...10)
        (self.band, self.mains, self.retest) = (band, mains, retest)
    }
}
