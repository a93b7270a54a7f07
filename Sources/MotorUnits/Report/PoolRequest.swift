/// What `tautband simulate pool` is asked for.
public struct PoolRequest: Hashable, Sendable, Codable {
    /// How the drive runs.
    public enum Course: String, CaseIterable, Sendable, Codable {
        /// The same drive all the time.
        case constant

        /// From nothing to the drive.
        case ramp

        /// Swinging by half of the drive, once a second.
        case sine
    }

    /// The pool.
    public let parameters: PoolParameters

    /// The course of the drive.
    public let course: Course

    /// The drive, as a share of the full drive, 0...1.
    public let drive: Double

    /// The duration, in seconds; 0.5 to 120.
    public let seconds: Double

    /// Samples per second of the surface signal, in hertz; 500 to 20,000.
    public let sampleRate: Double

    /// The signal over the noise of the surface signal, in dB; `nil` for no noise.
    public let signalToNoise: Double?

    /// The seed.
    public let seed: UInt64

    /// The scenario of a hold, if its series are wanted too.
    public let scenario: PoolScenario?

    /// Creates a checked request.
    ///
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` for a value outside its range.
    public init(
        parameters: PoolParameters = .standard, course: Course = .constant, drive: Double = 0.3, seconds: Double = 10,
        sampleRate: Double = 2000, signalToNoise: Double? = nil, seed: UInt64 = 1, scenario: PoolScenario? = nil
    ) throws(MotorUnitError) {
        self.parameters = parameters
        self.course = course
        self.drive = try MotorUnitError.checked(drive, "drive", in: 0...1)
        self.seconds = try MotorUnitError.checked(seconds, "seconds", in: 0.5...120)
        self.sampleRate = try MotorUnitError.checked(sampleRate, "sampleRate", in: 500...20_000)
        if let ratio = signalToNoise { _ = try MotorUnitError.checked(ratio, "signalToNoise", in: -40...120) }
        self.signalToNoise = signalToNoise
        self.seed = seed
        self.scenario = scenario
    }

    /// Reads a request, with the checks of the initializer; what is absent takes its default.
    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            parameters: box.decodeIfPresent(PoolParameters.self, forKey: .parameters) ?? .standard,
            course: box.decodeIfPresent(Course.self, forKey: .course) ?? .constant,
            drive: box.decodeIfPresent(Double.self, forKey: .drive) ?? 0.3,
            seconds: box.decodeIfPresent(Double.self, forKey: .seconds) ?? 10,
            sampleRate: box.decodeIfPresent(Double.self, forKey: .sampleRate) ?? 2000,
            signalToNoise: box.decodeIfPresent(Double.self, forKey: .signalToNoise),
            seed: box.decodeIfPresent(UInt64.self, forKey: .seed) ?? 1,
            scenario: box.decodeIfPresent(PoolScenario.self, forKey: .scenario))
    }

    /// The drive over time.
    var profile: ExcitationProfile {
        switch course {
        case .constant: .constant(drive, seconds: seconds)
        case .ramp: .ramp(from: 0, to: drive, seconds: seconds)
        case .sine: .sine(mean: drive, amplitude: drive / 2, hertz: 1, seconds: seconds)
        }
    }
}
