import CLanes

/// Finds activity in an envelope by two thresholds: one of height, one of time.
///
/// Hodges PW, Bui BH. *Electroencephalogr Clin Neurophysiol* 1996;101:511-519, doi 10.1016/S0921-884X(96)95190-5:
/// the mean of a baseline plus a number of its standard deviations, passed for a time. No setting suits all
/// recordings; whoever uses onsets looks at some of them.
public struct DoubleThreshold: Hashable, Sendable {
    /// Standard deviations above the mean of the baseline.
    public let deviations: Double
    /// Seconds that activity, or rest between two bursts, must last to count.
    public let duration: Double

    /// Creates thresholds; the defaults are among those that Hodges and Bui compared.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` unless 0 < deviations ≤ 1,000 and 0 ≤ duration ≤ 60.
    public init(deviations: Double = 3, duration: Double = 0.025) throws(SignalError) {
        self.deviations = try SignalError.checked(deviations, "deviations", in: 1e-9...1_000)
        self.duration = try SignalError.checked(duration, "duration", in: 0...60)
    }

    /// Finds the bursts of an envelope.
    ///
    /// - Parameters:
    ///   - envelope: Amplitudes.
    ///   - baseline: Places of at least two values at rest.
    ///   - rate: The envelope's rate.
    /// - Returns: The bursts as ranges of places, in order; the last may reach the end.
    /// - Throws: ``SignalError`` when the baseline has fewer than two values or lies outside.
    /// - Complexity: O(*n*).
    public func bursts(
        in envelope: [Double], baseline: Range<Int>, rate: SamplingRate
    ) throws(SignalError) -> [Range<Int>] {
        guard baseline.lowerBound >= 0, baseline.upperBound <= envelope.count else {
            throw .invalid(field: "baseline", value: "\(baseline)", reason: "lies outside the envelope")
        }
        guard baseline.count >= 2 else {
            throw .tooShort(field: "baseline", samples: baseline.count, needed: 2)
        }
        let rest = envelope[baseline]
        let mean = rest.reduce(0, +) / Double(rest.count)
        let variance = rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rest.count - 1)
        return bursts(
            in: envelope, above: mean + deviations * variance.squareRoot(),
            lasting: rate.samples(duration, atLeast: 1))
    }

    /// Stretches above a level; shorter ones, and shorter pauses, don't count.
    func bursts(in envelope: [Double], above level: Double, lasting least: Int) -> [Range<Int>] {
        var bursts: [Range<Int>] = []
        var start: Int?
        let count = envelope.count
        var place = 0
        envelope.withUnsafeBufferPointer { values in
            while place < count {
                let above: Int32 = start == nil ? 1 : 0
                // The first place of a stretch on the other side of the level, and where it ends or is long enough.
                let first = clanes_turn(values.baseAddress, place, count, level, above)
                guard first < count else { return }
                place = clanes_turn(values.baseAddress, first, min(count, first + least), level, 1 - above)
                guard place - first >= least else { continue }
                if let begin = start {
                    bursts.append(begin..<first)
                    start = nil
                } else {
                    start = first
                }
            }
        }
        if let begin = start { bursts.append(begin..<count) }
        return bursts
    }
}
