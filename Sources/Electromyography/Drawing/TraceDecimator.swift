/// The lowest and highest sample of each pixel of a trace, quick for long recordings at any zoom.
///
/// A pyramid of extremes is built once; a view then costs a few look-ups per pixel, and no peak is lost.
public struct TraceDecimator: Sendable {
    /// The extremes of the samples under one pixel.
    public struct Extremes: Hashable, Sendable {
        public var lowest: Double
        public var highest: Double

        mutating func include(_ other: Extremes) {
            lowest = min(lowest, other.lowest)
            highest = max(highest, other.highest)
        }
    }

    private static let factor = 16

    private let samples: [Double]
    /// Level 0 has one entry per 16 samples, each further level one per 16 entries.
    private let levels: [[Extremes]]

    /// Builds the pyramid.
    ///
    /// - Parameter samples: The trace; samples that are not finite (gaps) are skipped.
    /// - Complexity: O(*n*).
    public init(_ samples: [Double]) {
        self.samples = samples
        var levels: [[Extremes]] = []
        var level = Self.gathered(count: samples.count) { Self.extremes(samples[$0]) }
        while level.count > 1 {
            levels.append(level)
            let below = level
            level = Self.gathered(count: below.count) { Extremes(below[$0]) }
        }
        levels.append(level)
        self.levels = levels
    }

    /// One pair per pixel for a stretch of the trace.
    ///
    /// - Parameters:
    ///   - range: Places of the samples to show; what lies outside the trace is left out.
    ///   - pixels: 1 to 100,000.
    /// - Returns: Exactly `pixels` entries; `nil` where a pixel covers gaps only or nothing.
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` for another number of pixels.
    /// - Complexity: O(`pixels` · log *n*).
    public func view(of range: Range<Int>, pixels: Int) throws(SignalError) -> [Extremes?] {
        let pixels = try SignalError.checked(pixels, "pixels", in: 1...100_000)
        let range = range.clamped(to: samples.indices)
        let width = Double(range.count) / Double(pixels)
        return (0..<pixels).map { pixel in
            let start = range.lowerBound + Int((Double(pixel) * width).rounded(.down))
            let end = range.lowerBound + Int((Double(pixel + 1) * width).rounded(.down))
            // Zoomed in further than a pixel per sample, a pixel shows the sample it lies on.
            return extremes(start..<min(max(end, start + 1), range.upperBound))
        }
    }

    private func extremes(_ range: Range<Int>) -> Extremes? {
        guard !range.isEmpty else { return nil }
        var found: Extremes?
        func include(_ other: Extremes?) {
            guard let other, other.lowest <= other.highest else { return }
            if found?.include(other) == nil { found = other }
        }
        var (low, high) = (range.lowerBound, range.upperBound)
        // From the samples upwards: the ends that do not fill an entry of the next level, then the entries between.
        for depth in 0...levels.count {
            let first = (low + Self.factor - 1) / Self.factor
            let last = high / Self.factor
            let isTop = depth == levels.count || first >= last
            for place in low..<(isTop ? high : first * Self.factor) { include(entry(depth, place)) }
            if isTop { break }
            for place in (last * Self.factor)..<high { include(entry(depth, place)) }
            (low, high) = (first, last)
        }
        return found
    }

    private func entry(_ depth: Int, _ place: Int) -> Extremes? {
        depth == 0
            ? samples[place].isFinite ? Extremes(lowest: samples[place], highest: samples[place]) : nil
            : levels[depth - 1][place]
    }

    private static func gathered(count: Int, _ entry: (Range<Int>) -> Extremes) -> [Extremes] {
        stride(from: 0, to: count, by: factor).map { entry($0..<min($0 + factor, count)) }
    }

    private static func extremes(_ samples: ArraySlice<Double>) -> Extremes {
        var extremes = Extremes(lowest: .infinity, highest: -.infinity)
        for sample in samples where sample.isFinite {
            extremes.include(Extremes(lowest: sample, highest: sample))
        }
        return extremes
    }
}

extension TraceDecimator.Extremes {
    fileprivate init(_ entries: ArraySlice<Self>) {
        self.init(lowest: .infinity, highest: -.infinity)
        for entry in entries { include(entry) }
    }
}
