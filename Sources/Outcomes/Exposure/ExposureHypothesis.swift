/// How an exposure goes together with the beginning of returns, in one client's own diary.
///
/// A hypothesis to try out with the client, never a cause: other things go along with an exposure, and a diary can't
/// tell them apart.
public struct ExposureHypothesis: Hashable, Sendable {
    /// The exposure's name in the diary.
    public let exposure: String
    /// The hazard of a return at the upper level of the exposure divided by that at the lower; above 1 is harmful.
    ///
    /// The posterior median, averaged over windows and forms of contrast by how well each explains the returns.
    public let ratio: Double
    /// The central 95 % of the posterior of ``ratio``.
    public let interval: ClosedRange<Double>
    /// P(ratio > 1 | diary), 0...1.
    public let probabilityHarmful: Double
    /// The window with most support, all its forms together.
    public let window: ExposureWindow
    /// What each window, in each form of contrast, has to say; the weights sum to 1.
    public let supports: [WindowSupport]
    /// The levels that are compared, in the unit of the diary, in the best form of ``window``.
    public let contrast: ExposureContrast
    /// Returns for which the exposure is known on the day before or in the days before.
    public let returns: Int
    /// Days on which a return was possible.
    public let daysAtRisk: Int
    /// The share of days at risk without a value of the exposure, 0...1.
    public let missingShare: Double
    /// The log Bayes factor of an effect against none, in nats.
    public let logBayesFactor: Double
    /// The log Bayes factor of a harmful effect against none, in nats: what exposures are ranked by.
    public let logHarmFactor: Double
}

/// What one window says about an exposure, in one form of contrast.
public struct WindowSupport: Hashable, Sendable {
    public let window: ExposureWindow
    public let contrast: ExposureContrast
    /// The posterior weight among the windows and forms of the exposure, 0...1.
    public let weight: Double
    /// The log Bayes factor of an effect against none, in nats.
    public let logBayesFactor: Double
}

/// An exposure of which nothing can be said, and why.
public struct UnjudgedExposure: Hashable, Sendable {
    /// Why an exposure can't be judged.
    public enum Reason: String, CaseIterable, Sendable {
        /// It is the same on every day.
        case constant
        /// It is missing on more than half of the days at risk.
        case mostlyMissing
        /// Fewer than two returns have a known exposure before them.
        case tooFewReturns
    }

    public let exposure: String
    public let reason: Reason
    /// The share of days at risk without a value, 0...1.
    public let missingShare: Double
}
