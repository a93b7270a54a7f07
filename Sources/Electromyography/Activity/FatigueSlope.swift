/// How the median frequency moves over a contraction.
///
/// De Luca CJ. *J Appl Biomech* 1997;13:135-163, doi 10.1123/jab.13.2.135.
public struct FatigueSlope: Hashable, Sendable {
    /// The line of the median frequency (hertz) over time (seconds).
    public let line: LineFit

    /// Fits the frames of a contraction.
    ///
    /// - Parameters:
    ///   - frames: In order of time; those without a median frequency are left out.
    ///   - seconds: The length of a frame.
    /// - Throws: ``SignalError`` when fewer than three frames are left.
    public init(frames: [SpectralFrame], seconds: Double) throws(SignalError) {
        let points = frames.enumerated().compactMap { place, frame in
            frame.medianFrequency.map { ((Double(place) + 0.5) * seconds, $0) }
        }
        line = try LineFit(x: points.map(\.0), y: points.map(\.1))
    }

    /// Hertz per second, with its 95 % interval; neighbouring frames may be alike.
    public var hertzPerSecond: Estimate { line.slopeEstimate() }

    /// Per cent of the frequency at the start per minute, or `nil` when that frequency isn't positive.
    public var percentPerMinute: Estimate? {
        line.intercept > 0 ? hertzPerSecond.scaled(by: 6_000 / line.intercept) : nil
    }
}
