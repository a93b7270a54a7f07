import Foundation

/// Settings of the convolutive blind separation.
public struct SeparationSettings: Hashable, Sendable {
    /// What makes a source stand out.
    public enum Contrast: String, Sendable, Codable {
        /// The third moment: pulses of one sign.
        case skewness

        /// The fourth moment: rare large values of either sign.
        case kurtosis
    }

    /// Delayed copies of each channel.
    public var extensionFactor: Int

    /// The contrast of the fixed-point iteration.
    public var contrast: Contrast

    /// The least silhouette of an accepted unit.
    public var leastSilhouette: Double

    /// The most sources tried.
    public var attempts: Int

    /// Sources tried in vain before what was found is taken out of the signal and the search begins anew.
    public var patience: Int

    /// The most steps of one fixed-point iteration.
    public var steps: Int

    /// The length of signal the fixed-point iteration works on, in seconds; the rest of the work uses all of it.
    public var searchSeconds: Double

    /// The shortest interval between discharges of a unit, in seconds.
    public var deadTime: Double

    /// The rates a unit may have, in hertz.
    public var rates: ClosedRange<Double>

    /// The largest coefficient of variation of the intervals.
    public var largestVariation: Double

    /// Two units that agree at least this far are one.
    public var duplicateAgreement: Double

    /// Creates settings.
    ///
    /// Negro and co-workers (2016) accept a silhouette of 0.9; in our simulations some units between 0.90 and 0.93
    /// agreed by only 0.8 with a true one, hence the stricter default. The other defaults are choices.
    public init(
        extensionFactor: Int = 12, contrast: Contrast = .skewness, leastSilhouette: Double = 0.93, attempts: Int = 150,
        patience: Int = 25, steps: Int = 10, searchSeconds: Double = 10, deadTime: Double = 0.01,
        rates: ClosedRange<Double> = 3...50,
        largestVariation: Double = 0.3, duplicateAgreement: Double = 0.3
    ) {
        self.extensionFactor = extensionFactor
        self.contrast = contrast
        self.leastSilhouette = leastSilhouette
        self.attempts = attempts
        self.patience = patience
        self.steps = steps
        self.searchSeconds = searchSeconds
        self.deadTime = deadTime
        self.rates = rates
        self.largestVariation = largestVariation
        self.duplicateAgreement = duplicateAgreement
    }

    /// Settings for a grid: as many copies as give about a thousand rows, which Negro and co-workers (2016) found
    /// enough, at most 32 and at least 8.
    public static func grid(channels: Int) -> SeparationSettings {
        SeparationSettings(extensionFactor: min(max(1_024 / max(channels, 1), 8), 32))
    }
}

/// A unit found in a recording.
public struct FoundUnit: Sendable {
    /// The times of the discharges, in seconds, rising; a constant delay against the true times is usual.
    public let times: [Double]

    /// The silhouette of its pulses, −1...1.
    public let silhouette: Double

    /// Rate and regularity.
    public let statistics: DischargeStatistics
}
