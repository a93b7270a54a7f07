/// The parameters of a pool of motor units after Fuglevand, Winter and Patla.
///
/// Source of the model: J Neurophysiol 1993;70:2470–2488 (doi:10.1152/jn.1993.70.6.2470). The defaults are those the
/// literature gives for that pool; ``PublishedFigure`` says for each how far it was verified.
public struct PoolParameters: Hashable, Sendable, Codable {
    /// The number of motor units.
    public let unitCount: Int

    /// The recruitment threshold of the last unit over that of a unit at the origin of the scale (RR).
    public let recruitmentRange: Double

    /// The twitch force of the largest unit over the unit of force (RP).
    public let twitchRange: Double

    /// The longest contraction time, in seconds.
    public let longestContractionTime: Double

    /// The longest contraction time over the shortest (RT).
    public let contractionTimeRange: Double

    /// The discharge rate at recruitment, in hertz.
    public let minimumRate: Double

    /// The peak discharge rate of the first unit, in hertz.
    public let firstPeakRate: Double

    /// The peak discharge rate of the last unit, in hertz.
    public let lastPeakRate: Double

    /// The rise of the rate with excitation above threshold, in hertz per unit of excitation.
    public let rateGain: Double

    /// The coefficient of variation of the intervals between discharges.
    public let intervalVariation: Double

    /// Creates checked parameters; without arguments, the published pool of 120 units.
    ///
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` for a value outside its range: 1 to 2,000 units,
    ///   recruitment and contraction-time ranges of 1.01 to 1,000, twitch range of 1.01 to 10,000, contraction time
    ///   of 0.01 to 1 s, rates of 1 to 100 Hz with peaks not below the minimum, gain of 0.01 to 100 and variation of

    public init(
        unitCount: Int = 120, recruitmentRange: Double = 30, twitchRange: Double = 100,
        longestContractionTime: Double = 0.09, contractionTimeRange: Double = 3, minimumRate: Double = 8,
        firstPeakRate: Double = 35, lastPeakRate: Double = 25, rateGain: Double = 1, intervalVariation: Double = 0.2
    ) throws(MotorUnitError) {
        self.unitCount = try MotorUnitError.checked(unitCount, "unitCount", in: 1...2000)
        self.recruitmentRange = try MotorUnitError.checked(recruitmentRange, "recruitmentRange", in: 1.01...1000)
        self.twitchRange = try MotorUnitError.checked(twitchRange, "twitchRange", in: 1.01...10_000)
        self.longestContractionTime = try MotorUnitError.checked(
            longestContractionTime, "longestContractionTime", in: 0.01...1)
        self.contractionTimeRange = try MotorUnitError.checked(
            contractionTimeRange, "contractionTimeRange", in: 1.01...1000)
        self.minimumRate = try MotorUnitError.checked(minimumRate, "minimumRate", in: 1...100)
        self.firstPeakRate = try MotorUnitError.checked(firstPeakRate, "firstPeakRate", in: minimumRate...100)
        self.lastPeakRate = try MotorUnitError.checked(lastPeakRate, "lastPeakRate", in: minimumRate...100)
        self.rateGain = try MotorUnitError.checked(rateGain, "rateGain", in: 0.01...100)
        self.intervalVariation = try MotorUnitError.checked(intervalVariation, "intervalVariation", in: 0...0.25)
    }

    /// Reads parameters, with the checks of the initializer; what is absent takes its default.
    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            unitCount: box.decodeIfPresent(Int.self, forKey: .unitCount) ?? 120,
            recruitmentRange: box.decodeIfPresent(Double.self, forKey: .recruitmentRange) ?? 30,
            twitchRange: box.decodeIfPresent(Double.self, forKey: .twitchRange) ?? 100,
            longestContractionTime: box.decodeIfPresent(Double.self, forKey: .longestContractionTime) ?? 0.09,
            contractionTimeRange: box.decodeIfPresent(Double.self, forKey: .contractionTimeRange) ?? 3,
            minimumRate: box.decodeIfPresent(Double.self, forKey: .minimumRate) ?? 8,
            firstPeakRate: box.decodeIfPresent(Double.self, forKey: .firstPeakRate) ?? 35,
            lastPeakRate: box.decodeIfPresent(Double.self, forKey: .lastPeakRate) ?? 25,
            rateGain: box.decodeIfPresent(Double.self, forKey: .rateGain) ?? 1,
            intervalVariation: box.decodeIfPresent(Double.self, forKey: .intervalVariation) ?? 0.2)
    }

    // Checked by a test: the fixed values above lie in their ranges.
    private init(standardUnits: Int) {
        unitCount = standardUnits
        recruitmentRange = 30
        twitchRange = 100
        longestContractionTime = 0.09
        contractionTimeRange = 3
        minimumRate = 8
        firstPeakRate = 35
        lastPeakRate = 25
        rateGain = 1
        intervalVariation = 0.2
    }

    /// The published pool of 120 units.
    public static let standard = PoolParameters(standardUnits: 120)
}
