/// What the spectrum of one stretch of a record comes to.
public struct SpectralFrame: Hashable, Sendable {
    /// The power in the band, in unit².
    public let power: Double
    /// In hertz; `nil` for a frame without power.
    public let meanFrequency: Double?
    public let medianFrequency: Double?

    /// Creates a frame.
    public init(power: Double, meanFrequency: Double?, medianFrequency: Double?) {
        (self.power, self.meanFrequency, self.medianFrequency) = (power, meanFrequency, medianFrequency)
    }
}

/// Spectra of stretches of a record that follow one another, for example 250 ms each.
public struct FrameSpectra: Sendable {
    public let estimator: WelchEstimator
    /// In samples.
    public let length: Int
    /// In hertz.
    public let band: ClosedRange<Double>

    /// Plans frames.
    ///
    /// - Parameters:
    ///   - estimator: The estimator of the spectrum of one frame; its mean over the segments of the frame is taken.
    ///   - length: Samples of a frame, at least one segment.
    ///   - band: The frequencies that count, in hertz.
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` when a frame is shorter than a segment.
    public init(
        estimator: WelchEstimator, length: Int, band: ClosedRange<Double>
    ) throws(SignalError) {
        self.estimator = estimator
        self.length = try SignalError.checked(length, "frame", in: estimator.segment...(1 << 24))
        self.band = band
    }

    /// Measures all whole frames of a record.
    ///
    /// - Parameter samples: The record.
    /// - Returns: One entry per frame, in order of time; none when the record is shorter than a frame.
    /// - Throws: ``SignalError/notFinite(field:index:)`` for a sample that is not a number.
    /// - Complexity: O(*n* log *segment*).
    public func frames(of samples: [Double]) throws(SignalError) -> [SpectralFrame] {
        try SignalError.requireFinite(samples, "samples")
        return samples.withUnsafeBufferPointer { frames(ofFinite: $0) }
    }

    func frames(ofFinite samples: UnsafeBufferPointer<Double>) -> [SpectralFrame] {
        let count = samples.count / length
        let segments = estimator.segments(in: length)
        let bins = PowerSpectrum.bins(in: band, width: estimator.binWidth, count: estimator.bins)
        guard count > 0 else { return [] }
        return WelchWorkspace.using(estimator) { work in
            var frames: [SpectralFrame] = []
            frames.reserveCapacity(count)
            for first in stride(from: 0, to: count, by: 4) {
                let lanes = (first..<(first + 4)).map {
                    (start: min($0, count - 1) * length, count: $0 < count ? segments : 0)
                }
                work.sum(samples, lanes: lanes)
                measure(work, bins, Double(segments), min(4, count - first), into: &frames)
            }
            return frames
        }
    }

    private func measure(
        _ work: borrowing WelchWorkspace, _ bins: Range<Int>, _ segments: Double, _ used: Int,
        into frames: inout [SpectralFrame]
    ) {
        let sums = work.sums
        let width = estimator.binWidth
        var (total, moment) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        for bin in bins {
            total += sums[bin]
            moment += sums[bin] * Double(bin)
        }
        for lane in 0..<used {
            guard total[lane] > 0 else {
                frames.append(SpectralFrame(power: 0, meanFrequency: nil, medianFrequency: nil))
                continue
            }
            let half = total[lane] / 2
            var (below, median) = (0.0, 0.0)
            for bin in bins {
                let power = sums[bin][lane]
                if below + power >= half {
                    median = (Double(bin) - 0.5 + (half - below) / power) * width
                    break
                }
                below += power
            }
            frames.append(
                SpectralFrame(
                    power: total[lane] / segments * width, meanFrequency: moment[lane] / total[lane] * width,
                    medianFrequency: median))
        }
    }
}
