/// How long the pool takes, for comparison with other programs.
public struct PoolTiming: Sendable, Codable {
    /// The number of units.
    public let units: Int

    /// The simulated seconds.
    public let seconds: Double

    /// Discharges of one simulation.
    public let discharges: Int

    /// The median time of one simulation, in milliseconds.
    public let medianMilliseconds: Double

    private enum CodingKeys: String, CodingKey {
        case units, seconds, discharges
        case medianMilliseconds = "median_ms"
    }

    /// Simulates again and again.
    ///
    /// - Parameters:
    ///   - pool: The pool.
    ///   - profile: The drive.
    ///   - repeats: How often; 1 to 1,000.
    /// - Throws: ``MotorUnitError`` when a value is outside its range.
    public init(
        of pool: MotorUnitPool, under profile: ExcitationProfile, repeats: Int
    ) throws(MotorUnitError) {
        _ = try MotorUnitError.checked(repeats, "repeats", in: 1...1000)
        let clock = ContinuousClock()
        var spans: [Double] = []
        var last = try pool.simulate(profile, seed: 1)
        for _ in 0..<repeats {
            let start = clock.now
            last = try pool.simulate(profile, seed: 1)
            let span = (clock.now - start).components
            spans.append(Double(span.seconds) * 1000 + Double(span.attoseconds) * 1e-15)
        }
        units = pool.units.count
        seconds = last.seconds
        discharges = last.discharges.reduce(0) { $0 + $1.count }
        medianMilliseconds = spans.sorted()[spans.count / 2]
    }
}
