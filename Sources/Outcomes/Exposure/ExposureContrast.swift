/// The two levels of an exposure that a ratio compares.
public struct ExposureContrast: Hashable, Sendable {
    /// Where the levels lie in this client's own diary.
    public enum Kind: String, CaseIterable, Sendable {
        /// Without against with (0 and 1).
        case absentPresent
        /// Lower against upper quartile.
        case quartiles
        /// 10th against 90th percentile, where the quartiles are the same.
        case deciles
        /// Least against largest value, where even those are the same.
        case extremes
        /// High days, above the upper quartile, against all others; ``low`` and ``high`` are the means of both.
        case highDays
        /// Low days, below the lower quartile, against all others; ``low`` and ``high`` are the means of both.
        case lowDays
    }

    public let kind: Kind
    public let low: Double
    public let high: Double
    /// What a high day exceeds, or a low day falls below.
    private let limit: Double

    /// Values further from the levels than this many times their distance are pulled in, so that one odd day can't
    /// decide (Tukey's fences).
    private static let fence = 1.5

    /// The contrast of the known values, or `nil` when they are all the same.
    init?(_ known: [Double]) {
        let sorted = known.sorted()
        guard let least = sorted.first, let largest = sorted.last, least < largest else { return nil }
        if sorted.allSatisfy({ $0 == 0 || $0 == 1 }) {
            self.init(.absentPresent, 0, 1)
        } else if let low = quantile(sorted, 0.25), let high = quantile(sorted, 0.75), low < high {
            self.init(.quartiles, low, high)
        } else if let low = quantile(sorted, 0.1), let high = quantile(sorted, 0.9), low < high {
            self.init(.deciles, low, high)
        } else {
            self.init(.extremes, least, largest)
        }
    }

    /// The contrast of high days with all others, or `nil` when nothing lies above the upper quartile, or when the
    /// exposure is only there or not and the contrast would be the same.
    init?(highDaysOf known: [Double]) {
        let sorted = known.sorted()
        guard let limit = quantile(sorted, 0.75), !sorted.allSatisfy({ $0 == 0 || $0 == 1 }),
            let low = mean(sorted.filter { $0 <= limit }), let high = mean(sorted.filter { $0 > limit })
        else { return nil }
        self.init(.highDays, low, high, limit: limit)
    }

    /// The contrast of low days with all others, or `nil` when nothing lies below the lower quartile, or when the
    /// exposure is only there or not and the contrast would be the same.
    init?(lowDaysOf known: [Double]) {
        let sorted = known.sorted()
        guard let limit = quantile(sorted, 0.25), !sorted.allSatisfy({ $0 == 0 || $0 == 1 }),
            let low = mean(sorted.filter { $0 < limit }), let high = mean(sorted.filter { $0 >= limit })
        else { return nil }
        self.init(.lowDays, low, high, limit: limit)
    }

    private init(_ kind: Kind, _ low: Double, _ high: Double, limit: Double = 0) {
        self.limit = limit
        self.kind = kind
        self.low = low
        self.high = high
    }

    /// A value on the scale where the lower level is 0 and the upper level 1.
    func scaled(_ value: Double) -> Double {
        switch kind {
        case .highDays: value > limit ? 1 : 0
        case .lowDays: value < limit ? 0 : 1
        case .absentPresent, .quartiles, .deciles, .extremes:
            min(max((value - low) / (high - low), -Self.fence), 1 + Self.fence)
        }
    }
}
