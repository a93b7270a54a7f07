/// A sensitised point that drives a pool, a hold on it, and the days after: what the interactive picture shows.
///
/// A teaching and testing model. Its shape and its numbers are assumptions, listed in ``assumptions``; it says what
/// would follow if they held and is no evidence that they do.
public struct PoolScenario: Hashable, Sendable, Codable {
    /// How long the pressure is held, in seconds; 0 to 300.
    public let holdSeconds: Double

    /// The pressure on the client's scale of discomfort, 0 to 10.
    public let pressure: Double

    /// Whether what keeps the point alive is dealt with.
    public let causeTreated: Bool

    /// The days that are followed, 0 to 90.
    public let days: Int

    /// Days between holds, 1 to 90; `nil` for one hold only.
    public let holdEveryDays: Int?

    /// The drive the point adds at first, as a share of the full drive; 0 to 0.5.
    public let pointDrive: Double

    /// The drive of the muscle without the point, as a share of the full drive; 0 to 0.2.
    public let restingDrive: Double

    /// Creates a checked scenario.
    ///
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` for a value outside its range.
    public init(
        holdSeconds: Double = 60, pressure: Double = 6, causeTreated: Bool = false, days: Int = 14,
        holdEveryDays: Int? = nil, pointDrive: Double = 0.08, restingDrive: Double = 0.025
    ) throws(MotorUnitError) {
        self.holdSeconds = try MotorUnitError.checked(holdSeconds, "holdSeconds", in: 0...300)
        self.pressure = try MotorUnitError.checked(pressure, "pressure", in: 0...10)
        self.causeTreated = causeTreated
        self.days = try MotorUnitError.checked(days, "days", in: 0...90)
        if let every = holdEveryDays { _ = try MotorUnitError.checked(every, "holdEveryDays", in: 1...90) }
        self.holdEveryDays = holdEveryDays
        self.pointDrive = try MotorUnitError.checked(pointDrive, "pointDrive", in: 0...0.5)
        self.restingDrive = try MotorUnitError.checked(restingDrive, "restingDrive", in: 0...0.2)
    }

    /// Reads a scenario, with the checks of the initializer; what is absent takes its default.
    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            holdSeconds: box.decodeIfPresent(Double.self, forKey: .holdSeconds) ?? 60,
            pressure: box.decodeIfPresent(Double.self, forKey: .pressure) ?? 6,
            causeTreated: box.decodeIfPresent(Bool.self, forKey: .causeTreated) ?? false,
            days: box.decodeIfPresent(Int.self, forKey: .days) ?? 14,
            holdEveryDays: box.decodeIfPresent(Int.self, forKey: .holdEveryDays),
            pointDrive: box.decodeIfPresent(Double.self, forKey: .pointDrive) ?? 0.08,
            restingDrive: box.decodeIfPresent(Double.self, forKey: .restingDrive) ?? 0.025)
    }
}
