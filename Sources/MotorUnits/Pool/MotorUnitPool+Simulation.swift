extension MotorUnitPool {
    /// Simulates the pool under a drive.
    ///
    /// - Parameters:
    ///   - profile: The drive over time.
    ///   - sampleRate: Samples per second of drive and force, in hertz.
    ///   - first: When a unit starts after its threshold is crossed.
    ///   - seed: The seed; the same seed gives the same bits, and each unit has its own stream.
    /// - Returns: Discharges and force.
    /// - Throws: ``MotorUnitError`` when the profile or the rate is outside its limits.
    /// - Complexity: O(units × samples + discharges).
    public func simulate(
        _ profile: ExcitationProfile, sampleRate: Double = 1000, first: FirstDischarge = .scattered, seed: UInt64
    ) throws(MotorUnitError) -> PoolActivity {
        let drive = try profile.drive(sampleRate: sampleRate)
        let discharges = self.discharges(drive: drive, sampleRate: sampleRate, first: first, seed: seed)
        let force = TwitchSum(units: units, sampleRate: sampleRate).force(discharges: discharges, count: drive.count)
        return PoolActivity(discharges: discharges, force: force, sampleRate: sampleRate)
    }

    /// The force of discharges that are known, at each sample, in units of the pool's force.
    ///
    /// - Parameters:
    ///   - discharges: The rising times of each unit, in seconds; lists past the last unit are left out.
    ///   - seconds: The duration.
    ///   - sampleRate: Samples per second.
    /// - Returns: The force at each sample.
    /// - Throws: ``MotorUnitError`` when a time is not finite, negative or not rising, or the length is outside the
    ///   limits of ``SignalLimit``.
    public func force(
        of discharges: [[Double]], seconds: Double, sampleRate: Double
    ) throws(MotorUnitError) -> [Double] {
        for (unit, times) in discharges.enumerated() {
            var last = -Double.infinity
            for time in times {
                guard time.isFinite, time >= 0, time > last, time < 1e6 else {
                    throw .invalid(field: "discharges[\(unit)]", value: String(time), reason: "is not a rising time")
                }
                last = time
            }
        }
        let count = try SignalLimit.count(seconds: seconds, sampleRate: sampleRate)
        return TwitchSum(units: units, sampleRate: sampleRate).force(discharges: discharges, count: count)
    }

    private func discharges(
        drive: [Double], sampleRate: Double, first: FirstDischarge, seed: UInt64
    ) -> [[Double]] {
        let full = maximumExcitation
        let excitation = drive.map { $0 * full }
        let generator = DischargeGenerator(
            variation: parameters.intervalVariation, first: first, sampleRate: sampleRate)
        return generator.times(units: units, excitation: excitation, seed: seed)
    }
}
