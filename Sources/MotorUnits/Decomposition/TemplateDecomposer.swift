/// Finds the discharges of motor units in one channel, such as that of a needle, by their shapes.
///
/// Peaks above the noise are cut out; those that stand alone are grouped by shape; the means of the groups are the
/// templates. Each active stretch of the signal is then explained as a sum of shifted templates, also where they
/// overlap, and the templates are made anew from what was found (the classic steps of McGill, Cummins & Dorfman, IEEE
/// Trans Biomed Eng 1985;32:470–477, and of EMGLAB, J Neurosci Methods 2005;149:121–133).
///
/// - Complexity: O(samples + stretches × templates × samples of a stretch × samples of a template).
public struct TemplateDecomposer: Sendable {
    /// Settings of the decomposition.
    public struct Settings: Hashable, Sendable {
        /// How many standard deviations of the noise a peak must reach.
        public var threshold = 5.0

        /// What a template covers before its peak, in seconds.
        public var before = 0.002

        /// What a template covers after its peak, in seconds.
        public var after = 0.003

        /// How far two shapes of one unit may differ, as a share of their energy.
        public var likeness = 0.25

        /// The fewest lone discharges that make a template.
        public var leastCount = 6

        /// The most templates.
        public var mostUnits = 12

        /// The most discharges that are told apart where they overlap, for each length of a template.
        public var superpositions = 3

        /// The shortest interval between discharges of one unit, in seconds.
        public var deadTime = 0.01

        /// Creates settings with the default values.
        public init() {}
    }

    /// One unit with its shape.
    public struct Unit: Sendable {
        /// The times of the peak of its template, in seconds, rising.
        public let times: [Double]

        /// The template, in the unit of the signal.
        public let template: [Double]

        /// Rate and regularity.
        public let statistics: DischargeStatistics
    }

    /// What was found.
    public struct Answer: Sendable {
        /// The units, largest template first.
        public let units: [Unit]

        /// The standard deviation of the noise, in the unit of the signal.
        public let noise: Double

        /// The energy of the active stretches that no template explains, as a share of their energy, 0...1.
        public let unexplained: Double
    }

    /// The settings.
    public let settings: Settings

    /// Creates a decomposer.
    ///
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` for a setting outside its range.
    public init(_ settings: Settings = Settings()) throws(MotorUnitError) {
        _ = try MotorUnitError.checked(settings.threshold, "threshold", in: 1...100)
        _ = try MotorUnitError.checked(settings.before, "before", in: 0.0002...0.05)
        _ = try MotorUnitError.checked(settings.after, "after", in: 0.0002...0.05)
        _ = try MotorUnitError.checked(settings.likeness, "likeness", in: 0.01...1)
        _ = try MotorUnitError.checked(settings.leastCount, "leastCount", in: 2...10_000)
        _ = try MotorUnitError.checked(settings.mostUnits, "mostUnits", in: 1...64)
        _ = try MotorUnitError.checked(settings.superpositions, "superpositions", in: 1...8)
        _ = try MotorUnitError.checked(settings.deadTime, "deadTime", in: 0...0.2)
        self.settings = settings
    }

    /// Decomposes a channel.
    ///
    /// - Parameters:
    ///   - signal: The samples.
    ///   - sampleRate: Samples per second, in hertz.
    /// - Returns: The units found.
    /// - Throws: ``MotorUnitError`` when a sample is not finite or the length or the rate is outside the limits.
    public func decompose(_ signal: [Double], sampleRate: Double) throws(MotorUnitError) -> Answer {
        _ = try MotorUnitError.checked(sampleRate, "sampleRate", in: SignalLimit.sampleRate)
        guard signal.count <= SignalLimit.samples else {
            throw .tooLong(samples: signal.count, limit: SignalLimit.samples)
        }
        if let bad = signal.firstIndex(where: { !$0.isFinite }) { throw .notFinite(channel: 0, sample: bad) }
        let before = max(Int((settings.before * sampleRate).rounded()), 1)
        let after = max(Int((settings.after * sampleRate).rounded()), 1)
        guard signal.count > 2 * (before + after) else { return Answer(units: [], noise: 0, unexplained: 0) }
        let sizes = signal.map { abs($0) }.sorted()
        // The median of a normal distribution's size is 0.6745 standard deviations.
        let noise = sizes[sizes.count / 2] / 0.6745
        let finder = ActiveStretches(
            signal: signal, threshold: settings.threshold * noise, before: before, after: after)
        let groups = ShapeGroups(
            shapes: finder.loneShapes, likeness: settings.likeness, noiseEnergy: noise * noise)
        var templates = groups.templates(leastCount: settings.leastCount, most: settings.mostUnits)
        guard !templates.isEmpty else { return Answer(units: [], noise: noise, unexplained: 1) }
        var matcher = SuperpositionMatcher(
            templates: templates, before: before, deadTime: Int(settings.deadTime * sampleRate),
            superpositions: settings.superpositions, noise: noise)
        var result = matcher.match(signal, stretches: finder.stretches)
        for _ in 0..<2 {
            templates = matcher.renewed(from: result)
            matcher = SuperpositionMatcher(
                templates: templates, before: before, deadTime: Int(settings.deadTime * sampleRate),
                superpositions: settings.superpositions, noise: noise)
            result = matcher.match(signal, stretches: finder.stretches)
        }
        let units = templates.enumerated().map { index, template in
            let times = result.places.filter { $0.template == index }.map { Double($0.peak) / sampleRate }.sorted()
            return Unit(times: times, template: template, statistics: DischargeStatistics(times: times))
        }
        let energies = units.map { $0.template.reduce(0) { $0 + $1 * $1 } }
        let order = units.indices.filter { units[$0].times.count >= 2 }.sorted { energies[$0] > energies[$1] }
        return Answer(units: order.map { units[$0] }, noise: noise, unexplained: result.unexplained)
    }
}
