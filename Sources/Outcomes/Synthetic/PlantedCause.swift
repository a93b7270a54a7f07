/// The one exposure that brings pain back in an invented client.
public struct PlantedCause: Hashable, Sendable {
    /// How the hazard grows with the exposure; for a lack read all from the other end (10th percentile, lower
    /// quartile, 0 against 1).
    public enum Shape: String, CaseIterable, Sendable {
        /// Evenly on the log scale: the ratio holds between a usual (median) and a high (90th percentile) exposure
        /// of the window, and goes on to 1.5 times that step; 1 against 0 for an exposure that is there or not.
        case graded
        /// All at once: the ratio holds for exposures above the upper quartile of the window against all others.
        case threshold
    }

    public let exposure: String
    public let window: ExposureWindow
    public let shape: Shape
    /// Whether too much or too little of it brings pain back.
    public let risk: ExposureRisk
    /// The hazard of a return on high (for a lack: low) against usual days.
    public let hazardRatio: Double

    /// The factor on the hazard of each day, with mean 1 over the diary.
    func factors(of values: [Double]) -> [Double] {
        // A lack is an excess of the exposure turned over; what is there or not stays 0 or 1.
        let isBinary = values.allSatisfy { $0 == 0 || $0 == 1 }
        let harm = risk == .excess ? values : values.map { isBinary ? 1 - $0 : -$0 }
        let means = window.means(of: harm.map(Optional.some))
        let sorted = means.compactMap(\.self).sorted()
        let dose = shape == .graded ? Self.graded(sorted) : Self.threshold(sorted)
        let logRatio = logarithm(hazardRatio)
        let raw = means.map { $0.map { exponential(logRatio * dose($0)) } ?? 1 }
        let average = mean(raw) ?? 1
        return raw.map { $0 / average }
    }

    private static func graded(_ sorted: [Double]) -> (Double) -> Double {
        guard let usual = quantile(sorted, 0.5), let high = quantile(sorted, 0.9), let largest = sorted.last else {
            return { _ in 0 }
        }
        if sorted.allSatisfy({ $0 == 0 || $0 == 1 }) { return { $0 } }
        let step = high > usual ? high - usual : max(largest - usual, .leastNormalMagnitude)
        return { min(max(($0 - usual) / step, -1.5), 1.5) }
    }

    private static func threshold(_ sorted: [Double]) -> (Double) -> Double {
        guard let limit = quantile(sorted, 0.75), let largest = sorted.last else { return { _ in 0 } }
        return limit < largest ? { $0 > limit ? 1 : 0 } : { $0 >= limit ? 1 : 0 }
    }
}
