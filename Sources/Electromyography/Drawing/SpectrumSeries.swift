import Foundation

/// A spectrum as points to draw, with the lines that mark its mean and median frequency.
public struct SpectrumSeries: Hashable, Sendable {
    /// One point.
    public struct Point: Hashable, Sendable {
        /// In hertz.
        public let frequency: Double
        /// Decibels below the highest point, 0 at it.
        public let level: Double
    }

    public let points: [Point]
    /// In hertz; `nil` for a band without power.
    public let meanFrequency: Double?
    public let medianFrequency: Double?

    /// Prepares a spectrum.
    ///
    /// - Parameters:
    ///   - spectrum: The spectrum.
    ///   - band: In hertz, both ends included.
    ///   - most: The greatest number of points, 2 or more; neighbouring bins are averaged to keep to it.
    ///   - floor: The lowest level drawn, in decibels below 0.
    public init(_ spectrum: PowerSpectrum, band: ClosedRange<Double>, most: Int = 400, floor: Double = -80) {
        let bins = spectrum.bins(in: band)
        let step = max((bins.count + max(most, 2) - 1) / max(most, 2), 1)
        let groups = stride(from: bins.lowerBound, to: bins.upperBound, by: step).map {
            $0..<min($0 + step, bins.upperBound)
        }
        let means = groups.map { spectrum.power[$0].reduce(0, +) / Double($0.count) }
        let peak = means.max() ?? 0
        points =
            peak > 0
            ? zip(groups, means).map { group, mean in
                Point(
                    frequency: Double(group.lowerBound + group.upperBound - 1) / 2 * spectrum.binWidth,
                    level: mean > 0 ? max(10 * log10(mean / peak), floor) : floor)
            } : []
        meanFrequency = spectrum.meanFrequency(in: band)
        medianFrequency = spectrum.medianFrequency(in: band)
    }
}
