/// The Teager-Kaiser energy of a signal, which is high where a signal is both large and fast, as motor unit
/// potentials are and baseline noise is not.
///
/// Kaiser JF. *Proc ICASSP* 1990:381-384, doi 10.1109/ICASSP.1990.115702.
public enum TeagerKaiser {
    /// `x[n]² - x[n-1]·x[n+1]`.
    ///
    /// - Parameter samples: A band-passed signal.
    /// - Returns: As many values, in the square of the unit; the first and last repeat their neighbours.
    /// - Complexity: O(*n*).
    public static func energy(_ samples: [Double]) -> [Double] {
        guard samples.count >= 3 else { return samples.map { $0 * $0 } }
        var energy = [Double](repeating: 0, count: samples.count)
        for place in 1..<(samples.count - 1) {
            energy[place] = samples[place] * samples[place] - samples[place - 1] * samples[place + 1]
        }
        energy[0] = energy[1]
        energy[samples.count - 1] = energy[samples.count - 2]
        return energy
    }
}

/// Finds activity without being told where the muscle rests.
///
/// The rectified Teager-Kaiser energy is smoothed below 50 hertz, forward and backward, and the double threshold is
/// set from the stretch of the recording in which it is lowest. Solnik S et al. *Eur J Appl Physiol*
/// 2010;110:489-498, doi 10.1007/s00421-010-1521-8, for the energy and its smoothing; taking the quietest stretch,
/// and the default height, are choices made here.
public struct AdaptiveOnset: Hashable, Sendable {
    public let threshold: DoubleThreshold
    /// Seconds of the quietest stretch.
    public let baseline: Double

    /// Creates a detector.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` unless 0.05 ≤ baseline ≤ 60 and the threshold's values
    ///   are accepted.
    public init(deviations: Double = 15, duration: Double = 0.025, baseline: Double = 0.5) throws(SignalError) {
        threshold = try DoubleThreshold(deviations: deviations, duration: duration)
        self.baseline = try SignalError.checked(baseline, "baseline", in: 0.05...60)
    }

    /// Finds the bursts of a signal.
    ///
    /// - Parameters:
    ///   - samples: A band-passed signal.
    ///   - rate: Above 100 hertz.
    /// - Returns: The bursts as ranges of places, in order.
    /// - Throws: ``SignalError`` when the signal is shorter than the baseline or not finite.
    /// - Complexity: O(*n*).
    public func bursts(in samples: [Double], rate: SamplingRate) throws(SignalError) -> [Range<Int>] {
        let smoother = try SectionCascade.butterworth(order: 2, .lowPass(50), rate: rate)
        let energy = try smoother.zeroPhase(TeagerKaiser.energy(samples).map { abs($0) })
        let length = max(rate.samples(baseline), 2)
        guard energy.count >= length else {
            throw .tooShort(field: "samples", samples: energy.count, needed: length)
        }
        return try threshold.bursts(in: energy, baseline: Self.quietest(energy, length), rate: rate)
    }

    /// The window with the lowest mean; the first of equals.
    static func quietest(_ values: [Double], _ length: Int) -> Range<Int> {
        var sum = values[..<length].reduce(0, +)
        var (lowest, start) = (sum, 0)
        for place in length..<max(values.count, length) {
            sum += values[place] - values[place - length]
            if sum < lowest { (lowest, start) = (sum, place - length + 1) }
        }
        return start..<(start + length)
    }
}
