/// How an exposure goes together with the beginning of returns, in one client's own diary.
///
/// A hypothesis to try out with the client, never a cause: other things go along with an exposure, and a diary can't
/// tell them apart.
public struct ExposureHypothesis: Hashable, Sendable {
    /// The exposure's name in the diary.
    public let exposure: String
    /// What was known of it before the diary was read.
    public let nature: ExposureNature
    /// Whether the diary rather speaks for too much or for too little of it.
    public let risk: ExposureRisk
    /// The levels that ``ratio`` compares, over ``window``.
    public let levels: ExposureLevels
    /// The hazard of a return at the higher of ``levels`` divided by that at the lower; above 1 more of it is
    /// harmful, below 1 it protects.
    ///
    /// The posterior median, averaged over windows and forms of contrast by how well each explains the returns; each
    /// window is compared between its own levels. The same prior stands on both sides of 1, whatever the nature.
    public let ratio: Double
    /// The central 95 % of the posterior of ``ratio``.
    public let interval: ClosedRange<Double>
    /// The same for one unit of the diary more (an hour, a point), on average between the levels.
    public let ratioPerUnit: Double
    public let perUnitInterval: ClosedRange<Double>
    /// P(ratio > 1 | diary), 0...1.
    public let probabilityHarmful: Double
    /// The window with most support, all its forms together.
    public let window: ExposureWindow
    /// What each window, in each form of contrast, has to say; the weights sum to 1.
    public let supports: [WindowSupport]
    /// The contrast with most support in ``window``.
    public let contrast: ExposureContrast
    /// Returns for which the exposure is known on the day before or in the days before.
    public let returns: Int
    /// Days on which a return was possible.
    public let daysAtRisk: Int
    /// The share of days at risk without a value of the exposure, 0...1.
    public let missingShare: Double
    /// The log Bayes factor of an effect against none, in nats.
    public let logBayesFactor: Double
    /// The log Bayes factor of a harmful effect against none, in nats.
    public let logHarmFactor: Double
    /// The log Bayes factor of a protecting effect against none, in nats.
    public let logLackFactor: Double
    /// Both together, weighed by ``nature``, in nats: what exposures are ranked by.
    public let logSupport: Double
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
