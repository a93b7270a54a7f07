/// Power spectra averaged over segments of a record.
///
/// Welch PD. *IEEE Trans Audio Electroacoust* 1967;15:70-73, doi 10.1109/TAU.1967.1161901. With its defaults it
/// equals `scipy.signal.welch`: periodic Hann window, half of each segment in the next one, the mean of each segment
/// removed, density, one-sided.
public struct WelchEstimator: Sendable {
    /// How the spectra of the segments are put together.
    public enum Averaging: String, CaseIterable, Sendable {
        case mean
        /// The median of each bin, divided by its bias for spectra of noise; a burst in few segments doesn't count.
        case median
    }

    /// What a bin holds.
    public enum Scaling: String, CaseIterable, Sendable {
        /// Unit² per hertz.
        case density
        /// Unit².
        case spectrum
    }

    /// In samples.
    public let segment: Int
    /// From the start of one segment to the next, in samples.
    public let hop: Int
    public let rate: SamplingRate
    public let averaging: Averaging
    /// Whether the mean of each segment is removed.
    public let removesMean: Bool

    let plan: FourierPlan
    let weights: [Double]
    let scale: Double

    /// Bins of a spectrum.
    public var bins: Int { plan.count / 2 + 1 }

    /// The distance of two bins, in hertz.
    public var binWidth: Double { rate.hertz / Double(plan.count) }

    /// Plans an estimator.
    ///
    /// - Parameters:
    ///   - segment: Samples of a segment, 2 to 4,194,304.
    ///   - overlap: Samples that a segment shares with the next, below `segment`; `nil` takes half.
    ///   - transform: Samples of a transform, at least `segment`: more than that fills up with zeros; `nil` takes
    ///     `segment`.
    ///   - window: The weights.
    ///   - removesMean: Whether the mean of each segment is removed first.
    ///   - scaling: What a bin holds.
    ///   - averaging: How segments are put together.
    ///   - rate: The sampling rate.
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` when a count is out of range.
    public init(
        segment: Int, overlap: Int? = nil, transform: Int? = nil, window: SpectralWindow = .hann,
        removesMean: Bool = true, scaling: Scaling = .density, averaging: Averaging = .mean, rate: SamplingRate
    ) throws(SignalError) {
        self.segment = try SignalError.checked(segment, "segment", in: 2...(1 << 22))
        hop = segment - (try SignalError.checked(overlap ?? segment / 2, "overlap", in: 0...(segment - 1)))
        plan = FourierPlan(
            count: try SignalError.checked(transform ?? segment, "transform", in: segment...(1 << 23)))
        (self.rate, self.averaging, self.removesMean) = (rate, averaging, removesMean)
        weights = window.weights(segment)
        switch scaling {
        case .density: scale = 1 / (rate.hertz * weights.reduce(0) { $0 + $1 * $1 })
        case .spectrum:
            let sum = weights.reduce(0, +)
            scale = 1 / (sum * sum)
        }
    }

    /// How many segments fit into a number of samples.
    ///
    /// - Parameter samples: 0 or more.
    /// - Returns: 0 when not even one fits.
    public func segments(in samples: Int) -> Int { samples < segment ? 0 : (samples - segment) / hop + 1 }

    /// The spectrum of a record.
    ///
    /// - Parameter samples: At least ``segment`` samples.
    /// - Returns: The averaged spectrum.
    /// - Throws: ``SignalError`` when there are too few samples or one is not finite.
    /// - Complexity: O(*n* log ``segment``).
    public func spectrum(of samples: [Double]) throws(SignalError) -> PowerSpectrum {
        let count = segments(in: samples.count)
        guard count > 0 else { throw .tooShort(field: "samples", samples: samples.count, needed: segment) }
        try SignalError.requireFinite(samples, "samples")
        if averaging == .median {
            let each = spectraOfSegments(samples, starts: (0..<count).map { $0 * hop })
            return PowerSpectrum(checked: Self.median(each), binWidth: binWidth)
        }
        // The four lanes take a quarter of the segments each.
        let quarter = (count + 3) / 4
        let lanes = (0..<4).map { (start: $0 * quarter * hop, count: min(max(count - $0 * quarter, 0), quarter)) }
        let power = samples.withUnsafeBufferPointer { samples in
            WelchWorkspace.using(self) { work in
                work.sum(samples, lanes: lanes)
                return work.sums.map { $0.sum() / Double(count) }
            }
        }
        return PowerSpectrum(checked: power, binWidth: binWidth)
    }

    /// The spectrum of each segment alone.
    private func spectraOfSegments(_ samples: [Double], starts: [Int]) -> [[Double]] {
        samples.withUnsafeBufferPointer { samples in
            WelchWorkspace.using(self) { work in
                var spectra: [[Double]] = []
                for first in stride(from: 0, to: starts.count, by: 4) {
                    let lanes = (first..<(first + 4)).map {
                        $0 < starts.count ? (start: starts[$0], count: 1) : (start: 0, count: 0)
                    }
                    work.sum(samples, lanes: lanes)
                    for lane in 0..<min(4, starts.count - first) { spectra.append(work.sums.map { $0[lane] }) }
                }
                return spectra
            }
        }
    }

    /// The median of each bin over its bias for spectra of noise.
    ///
    /// Allen B et al. *Phys Rev D* 2012;85:122006, doi 10.1103/PhysRevD.85.122006, appendix B.
    private static func median(_ spectra: [[Double]]) -> [Double] {
        var bias = 1.0
        for term in stride(from: 2.0, through: Double(spectra.count - 1), by: 2) { bias += 1 / (term + 1) - 1 / term }
        guard let first = spectra.first else { return [] }
        return first.indices.map { bin in
            let values = spectra.map { $0[bin] }.sorted()
            let middle = values.count / 2
            return (values.count.isMultiple(of: 2) ? (values[middle - 1] + values[middle]) / 2 : values[middle]) / bias
        }
    }
}
