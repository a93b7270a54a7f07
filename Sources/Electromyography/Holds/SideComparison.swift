import Foundation

/// The two sides of the body during the same stretches.
///
/// No threshold is given: the reliability of side differences of EMG was moderate at best and their meaning is not
/// known (Larivière C et al. *J Rehabil Res Dev* 2005;42:235-250, abstract read).
public struct SideComparison: Hashable, Sendable {
    /// One stretch.
    public struct Phase: Hashable, Sendable {
        public let phase: HoldPhase
        /// The root mean square of this side divided by that of the other.
        public let rmsRatio: Estimate?
        /// The median frequency of this side less that of the other, in hertz.
        public let medianFrequencyDifference: Estimate?
    }

    public let phases: [Phase]

    init(_ one: HoldMeasures, _ other: HoldMeasures) {
        phases = HoldPhase.allCases.map { phase in
            Phase(
                phase: phase, rmsRatio: PhaseMeasures.ratio(of: one.measures(phase), to: other.measures(phase)),
                medianFrequencyDifference: PhaseMeasures.difference(
                    of: one.measures(phase), from: other.measures(phase)))
        }
    }
}

extension HoldMeasures {
    /// The measures of a stretch.
    ///
    /// - Parameter phase: The stretch.
    /// - Returns: `nil` when there is no time for it.
    public func measures(_ phase: HoldPhase) -> PhaseMeasures? {
        switch phase {
        case .before: before
        case .during: during
        case .after: after
        }
    }
}

extension PhaseMeasures {
    /// One root mean square as a multiple of another, with its interval.
    static func ratio(of one: PhaseMeasures?, to other: PhaseMeasures?) -> Estimate? {
        guard let one, let other, let a = one.rms?.value, let b = other.rms?.value, a > 0, b > 0,
            let error = one.rmsError, let otherError = other.rmsError
        else { return nil }
        let reach = error.combined(with: otherError).reach
        return Estimate(value: a / b, low: a / b * exp(-reach), high: a / b * exp(reach))
    }

    /// The difference of two median frequencies in hertz, with its interval.
    static func difference(of one: PhaseMeasures?, from other: PhaseMeasures?) -> Estimate? {
        guard let one, let other, let a = one.medianFrequency?.value, let b = other.medianFrequency?.value,
            let error = one.medianError, let otherError = other.medianError
        else { return nil }
        let reach = error.combined(with: otherError).reach
        return Estimate(value: a - b, low: a - b - reach, high: a - b + reach)
    }
}

extension HoldChange {
    /// Compares after with before.
    init(before: PhaseMeasures?, after: PhaseMeasures?, retest: RetestError) {
        let ratio = PhaseMeasures.ratio(of: after, to: before)
        rmsPercent = ratio.map {
            Estimate(value: 100 * ($0.value - 1), low: 100 * ($0.low - 1), high: 100 * ($0.high - 1))
        }
        medianFrequency = PhaseMeasures.difference(of: after, from: before)
        // In per cent of the mean of both, as the error of measurement is given.
        let spread = ratio.map { 200 * abs($0.value - 1) / ($0.value + 1) } ?? 0
        isRealRMS = (ratio?.excludes(1) ?? false) && spread > retest.amplitude.value
        isRealMedianFrequency =
            (medianFrequency?.excludes(0) ?? false)
            && abs(medianFrequency?.value ?? 0) > retest.medianFrequency.value
    }
}
