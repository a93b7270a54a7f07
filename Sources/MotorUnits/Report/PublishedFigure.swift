/// A published figure of the pool model, what this pool gives for it, and how far the figure was verified.
public struct PublishedFigure: Hashable, Sendable, Codable {
    /// How far the published figure was verified.
    public enum Verification: String, Sendable, Codable {
        /// Read in the abstract of the source.
        case abstract

        /// Read in published programs that state the source; the paper itself was not read.
        case programs

        /// Read where another work of the same authors states it.
        case quoted
    }

    /// A stable key.
    public let key: String

    /// What is published.
    public let text: String

    /// Where.
    public let source: String

    /// How far that was verified.
    public let verification: Verification

    /// What the figure may be, from and to.
    public let low: Double

    /// The upper end of what the figure may be.
    public let high: Double

    /// What this pool gives.
    public let measured: Double

    /// Whether the measured value lies within the stated tolerance.
    public var isMet: Bool { measured >= low && measured <= high }
}

extension PublishedFigure {
    private static let model = "Fuglevand, Winter & Patla 1993, doi:10.1152/jn.1993.70.6.2470"

    /// Measures the published figures on a pool.
    ///
    /// - Parameters:
    ///   - pool: The pool; the figures are those of the standard one.
    ///   - seed: The seed of the simulations.
    /// - Returns: One entry for each figure.
    /// - Throws: ``MotorUnitError`` never for a checked pool; the simulation's own checks are passed on.
    /// - Complexity: Some twenty simulations of 12 s.
    public static func all(of pool: MotorUnitPool, seed: UInt64) throws(MotorUnitError) -> [PublishedFigure] {
        let forces = try [0.02, 0.1, 0.3, 0.7].map { (share) throws(MotorUnitError) in
            try variation(of: pool, atForce: share, seed: seed)
        }
        let slope = logarithmicSlope(forces.map { ($0.mean, $0.mean * $0.variation) })
        return try structure(of: pool, seed: seed) + [
            PublishedFigure(
                key: "force-variation-30",
                text: "coefficient of variation of force near 30 % of maximum: 1.7 % in "
                    + "people, which no model of this kind meets exactly; taken as within a factor of 2",
                source: "Taylor, Christou & Enoka 2003, doi:10.1152/jn.00056.2003", verification: .abstract,
                low: 0.0085, high: 0.034, measured: forces[2].variation),
            PublishedFigure(
                key: "force-variation-no-minimum",
                text: "models of this kind show no minimum near 30 %: variation at 70 % over that at 30 % is below 1",
                source: "Taylor, Christou & Enoka 2003, doi:10.1152/jn.00056.2003", verification: .abstract,
                low: 0.4, high: 1, measured: forces[3].variation / forces[2].variation),
            PublishedFigure(
                key: "force-variation-low",
                text: "independent noise of the discharges matters at low force, below some 10 % of maximum: variation "
                    + "at 10 % over that at 2 % is below 1",
                source: "Dideriksen, Negro, Enoka & Farina 2012, doi:10.1152/jn.00938.2011", verification: .abstract,
                low: 0.3, high: 0.95, measured: forces[1].variation / forces[0].variation),
            PublishedFigure(
                key: "force-noise-slope",
                text: "the standard deviation of force grows about as the force: slope 1 of its logarithm, ± 0.25",
                source: "Jones, Hamilton & Wolpert 2002, doi:10.1152/jn.2002.88.3.1533", verification: .quoted,
                low: 0.75, high: 1.25, measured: slope),
        ]
    }

    private static func structure(of pool: MotorUnitPool, seed: UInt64) throws(MotorUnitError) -> [PublishedFigure] {
        let programs = Verification.programs
        let first = pool.units[0]
        let last = pool.units[pool.units.count - 1]
        let middle = pool.units[pool.units.count / 2]
        let activity = try pool.simulate(.constant(0.5, seconds: 12), seed: seed)
        let variations = activity.discharges.compactMap { DischargeStatistics(times: $0).intervalVariation }
        func exact(_ key: String, _ text: String, _ value: Double, _ measured: Double, _ share: Double)
            -> PublishedFigure
        {
            PublishedFigure(
                key: key, text: text, source: model, verification: programs, low: value * (1 - share),
                high: value * (1 + share), measured: measured)
        }
        return [
            PublishedFigure(
                key: "units", text: "a pool of 120 units", source: model, verification: .abstract, low: 120, high: 120,
                measured: Double(pool.units.count)),
            PublishedFigure(
                key: "skewed-thresholds",
                text: "many units have low thresholds and few have high ones: the middle unit's threshold is below a "
                    + "quarter of the full drive",
                source: model, verification: .abstract, low: 0, high: 0.25,
                measured: middle.threshold / pool.maximumExcitation),
            exact("recruitment-range", "thresholds span 30-fold", 30, last.threshold, 1e-9),
            exact("twitch-range", "twitch forces span 100-fold", 100, last.twitchForce, 1e-9),
            exact("contraction-longest", "the slowest twitch peaks at 90 ms", 0.09, first.contractionTime, 0.02),
            exact("contraction-shortest", "the fastest at a third of that", 0.03, last.contractionTime, 1e-9),
            exact("rate-minimum", "a unit begins at 8 Hz", 8, first.rate(at: first.threshold), 1e-9),
            exact("rate-peak-first", "the first unit's peak rate is 35 Hz", 35, first.peakRate, 0.02),
            exact("rate-peak-last", "the last unit's is 25 Hz", 25, last.peakRate, 1e-9),
            exact(
                "interval-variation", "intervals vary by 20 %", 0.2,
                variations.reduce(0, +) / Double(max(variations.count, 1)), 0.05),
        ]
    }

    private static func variation(
        of pool: MotorUnitPool, atForce share: Double, seed: UInt64
    ) throws(MotorUnitError) -> (mean: Double, variation: Double) {
        let drive = pool.drive(forForce: share)
        var (mean, variation) = (0.0, 0.0)
        for repeatNumber in 0..<5 {
            let activity = try pool.simulate(.constant(drive, seconds: 12), seed: seed &+ UInt64(repeatNumber))
            guard let steady = activity.steadiness(from: 2, to: 12) else { continue }
            mean += steady.mean / 5
            variation += steady.variation / 5
        }
        return (mean, variation)
    }
}
