import Foundation

/// Turns a scenario into series of drive, discharge rate and surface signal.
///
/// Everything is in closed form, so one series takes well under a millisecond and nothing is random: the rates are
/// those of the pool at the drive, and the mean power of the signal is Σ rateᵢ·energyᵢ (Campbell's theorem). Making the
/// model computes the action potentials once and takes some tenths of a second.
public struct ScenarioModel: Sendable {
    /// The pool.
    public let pool: MotorUnitPool

    // Energy of each unit's action potential at the pair of electrodes, in µV²·s.
    private let energies: [Double]

    /// The root mean square of the noise of the recording, in µV.
    public let noise: Double

    /// Creates a model.
    ///
    /// - Parameters:
    ///   - parameters: The pool.
    ///   - noise: The root mean square of the recording's own noise, in µV; 0 to 100.
    ///   - seed: The seed of the anatomies.
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` when the noise is out of range.
    public init(parameters: PoolParameters = .standard, noise: Double = 2, seed: UInt64 = 1) throws(MotorUnitError) {
        let rate = 2000.0
        pool = MotorUnitPool(parameters)
        self.noise = try MotorUnitError.checked(noise, "noise", in: 0...100)
        var sum = [Double](repeating: 0, count: pool.units.count)
        let anatomy = MuscleAnatomy(sampledFibers: 6)
        for number in 0..<Self.anatomies {
            let potentials = try ActionPotentials(
                pool: pool, array: .bipolar, anatomy: anatomy, sampleRate: rate, seed: seed &+ UInt64(number))
            for (unit, energy) in potentials.energies(channel: 0).enumerated() { sum[unit] += energy }
        }
        energies = sum.map { $0 / rate / Double(Self.anatomies) }
    }

    // The energies are means over this many anatomies, so that the picture doesn't hang on where one large unit lies.
    private static let anatomies = 12

    /// One moment of a series.
    public struct Sample: Hashable, Sendable, Codable {
        /// Seconds (in a session) or days (over days) from the start of the series.
        public let time: Double

        /// The drive, as a share of the full drive.
        public let drive: Double

        /// The number of active units.
        public let activeUnits: Int

        /// The mean discharge rate of the active units, in hertz; 0 without one.
        public let meanRate: Double

        /// Discharges of all units per second.
        public let dischargesPerSecond: Double

        /// The root mean square of the surface signal, in µV.
        public let rms: Double
    }

    /// The answer to a scenario.
    public struct Series: Hashable, Sendable, Codable {
        /// The first session: before, during and after the hold, by the second.
        public let session: [Sample]

        /// When the hold begins and ends in the session, in seconds.
        public let holdStart: Double

        /// When the hold ends in the session, in seconds.
        public let holdEnd: Double

        /// The days after, four samples a day, each before the hold of its day if there is one.
        public let days: [Sample]
    }

    /// What a drive looks like.
    ///
    /// - Parameters:
    ///   - drive: The drive, as a share of the full drive; clamped to 0...1.
    ///   - time: The time to write on it.
    /// - Returns: Rates and signal at the drive.
    public func sample(drive: Double, time: Double) -> Sample {
        let level = drive.clamped(to: 0...1)
        let excitation = level * pool.maximumExcitation
        let active = pool.recruitedCount(atDrive: level)
        var total = 0.0
        var power = noise * noise
        for (unit, energy) in zip(pool.units[..<active], energies) {
            let rate = unit.rate(at: excitation)
            total += rate
            power += rate * energy
        }
        return Sample(
            time: time, drive: level, activeUnits: active, meanRate: active > 0 ? total / Double(active) : 0,
            dischargesPerSecond: total, rms: power.squareRoot())
    }

    /// The series of a scenario; the same scenario gives the same bits.
    ///
    /// - Complexity: O(seconds and quarters of days × units).
    public func series(_ scenario: PoolScenario) -> Series {
        let course = ScenarioCourse(scenario)
        let session = course.session().map { sample(drive: $0.drive, time: $0.time) }
        let days = course.days().map { sample(drive: $0.drive, time: $0.time) }
        return Series(
            session: session, holdStart: ScenarioCourse.before, holdEnd: ScenarioCourse.before + scenario.holdSeconds,
            days: days)
    }

    /// The drive of the first session at each sample, to simulate a recording from.
    ///
    /// - Parameters:
    ///   - scenario: The scenario.
    ///   - sampleRate: Samples per second, in hertz.
    /// - Returns: A profile for ``MotorUnitPool/simulate(_:sampleRate:first:seed:)``.
    /// - Throws: ``MotorUnitError`` when the rate is outside the limits of ``SignalLimit``.
    public func profile(_ scenario: PoolScenario, sampleRate: Double) throws(MotorUnitError) -> ExcitationProfile {
        let seconds = ScenarioCourse.before + scenario.holdSeconds + ScenarioCourse.after
        let count = try SignalLimit.count(seconds: seconds, sampleRate: sampleRate)
        let course = ScenarioCourse(scenario)
        return .samples((0..<count).map { course.drive(atSecond: Double($0) / sampleRate) })
    }
}
