/// A train of pulses found on the way, with the direction that gave it.
struct SeparatedTrain {
    /// The samples of the pulses and how clear they are.
    var pulses: PulseDetector.Pulses

    /// The separation vector.
    var vector: [Double]

    /// The times of the pulses, in seconds.
    var times: [Double]

    /// Rate and regularity.
    var statistics: DischargeStatistics

    /// The variation of neighbouring intervals; 2 where there are too few.
    var variation: Double

    /// Whether it can be one unit.
    func isPlausible(_ settings: SeparationSettings) -> Bool {
        guard pulses.silhouette >= settings.leastSilhouette else { return false }
        guard let rate = statistics.meanRate, settings.rates.contains(rate) else { return false }
        return variation <= settings.largestVariation && statistics.pauses * 4 <= times.count
    }

    /// Whether its pulses are clear but too irregular for one unit: probably those of two.
    func isIrregular(_ settings: SeparationSettings) -> Bool {
        pulses.silhouette >= settings.leastSilhouette - 0.1 && pulses.samples.count >= 16
            && variation > settings.largestVariation
    }

    /// Whether both are one unit, whatever the delay between them.
    func isSame(as other: SeparatedTrain, _ settings: SeparationSettings) -> Bool {
        RateOfAgreement(times, other.times, tolerance: 0.001).value >= settings.duplicateAgreement
    }
}
