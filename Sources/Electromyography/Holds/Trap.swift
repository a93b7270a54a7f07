/// A way to be misled by a recording.
public enum Trap: Hashable, Sendable {
    /// The reference contraction lies in what it is to measure: each trial then is 100 % of itself.
    case normalisedToItself
    /// No sample is negative: a rectified signal has another spectrum.
    case rectified
    /// The band leaves out frequencies of the muscle, which moves the median frequency.
    case narrowBand(low: Double, high: Double)
    /// The rate is too low for the band asked for.
    case rateTooLow(rate: Double, upper: Double)
    /// Mains hum inside the band, so many times the power beside it.
    case mainsHum(frequency: Double, times: Double)
    /// Less than two seconds are left of a stretch.
    case tooShort(phase: HoldPhase, seconds: Double)
    /// There is no time for a stretch.
    case missing(phase: HoldPhase)
    /// More than half of a stretch is excluded.
    case mostlyExcluded(phase: HoldPhase)
    /// The hold is shorter than five seconds.
    case shortHold(seconds: Double)

    /// The word for programs.
    public var code: String {
        switch self {
        case .normalisedToItself: "normalised_to_itself"
        case .rectified: "rectified"
        case .narrowBand: "narrow_band"
        case .rateTooLow: "rate_too_low"
        case .mainsHum: "mains_hum"
        case .tooShort: "too_short"
        case .missing: "missing"
        case .mostlyExcluded: "mostly_excluded"
        case .shortHold: "short_hold"
        }
    }
}

/// A stretch of time around a hold.
public enum HoldPhase: String, CaseIterable, Sendable {
    case before, during, after
}
