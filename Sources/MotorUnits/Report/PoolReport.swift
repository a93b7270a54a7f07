/// What a simulated pool did, for the command line and for other programs.
public struct PoolReport: Sendable, Codable {
    /// One unit that discharged.
    public struct Unit: Hashable, Sendable, Codable {
        /// Its place in the order of recruitment, from 1.
        public let number: Int

        /// Its threshold, as a share of the full drive.
        public let threshold: Double

        /// The rate the model asks for at the highest drive of the course, in hertz.
        public let modelRate: Double

        /// What its discharges were.
        public let discharges: DischargeStatistics

        /// The peak-to-peak size of its action potential in the surface signal, in µV.
        public let peakToPeak: Double
    }

    /// The force from the second second on; in shorter simulations from the middle on.
    public struct Force: Hashable, Sendable, Codable {
        /// The mean force over the maximum force, 0...1.
        public let shareOfMaximum: Double

        /// The coefficient of variation.
        public let variation: Double
    }

    /// What was asked for.
    public let request: PoolRequest

    /// The share of the full drive at which the last unit is recruited.
    public let fullRecruitment: Double

    /// The units that discharged, in the order of recruitment.
    public let units: [Unit]

    /// Discharges of all units per second.
    public let dischargesPerSecond: Double

    /// The force; `nil` when there was none.
    public let force: Force?

    /// The root mean square of the surface signal, in µV.
    public let rms: Double

    /// What the rates and the action potentials make one expect for it (Campbell's theorem), in µV, without noise.
    public let expectedRMS: Double

    /// The series of the scenario, if one was asked for.
    public let series: ScenarioModel.Series?

    /// The assumptions of the scenario, if one was asked for.
    public let assumptions: [ScenarioAssumption]

    /// Simulates.
    ///
    /// - Throws: ``MotorUnitError`` when the request needs more samples than the limits of ``SignalLimit`` allow.
    public init(_ request: PoolRequest) throws(MotorUnitError) {
        let pool = MotorUnitPool(request.parameters)
        let activity = try pool.simulate(request.profile, sampleRate: request.sampleRate, seed: request.seed)
        let potentials = try ActionPotentials(
            pool: pool, units: activity.activeUnits, array: .bipolar, sampleRate: request.sampleRate,
            seed: request.seed)
        let recording = try SurfaceRecording(
            discharges: activity.discharges, potentials: potentials, seconds: request.seconds,
            signalToNoise: request.signalToNoise, seed: request.seed)
        let highest = try request.profile.drive(sampleRate: request.sampleRate).max() ?? 0
        let rates = pool.rates(atDrive: highest)
        self.request = request
        fullRecruitment = pool.fullRecruitment
        units = activity.activeUnits.map { index in
            let wave = potentials.wave(unit: index, channel: 0)
            return Unit(
                number: index + 1, threshold: pool.units[index].threshold / pool.maximumExcitation,
                modelRate: rates[index], discharges: DischargeStatistics(times: activity.discharges[index]),
                peakToPeak: (wave.max() ?? 0) - (wave.min() ?? 0))
        }
        let count = activity.discharges.reduce(0) { $0 + $1.count }
        dischargesPerSecond = Double(count) / activity.seconds
        force = activity.steadiness(from: min(2, request.seconds / 2), to: request.seconds).map {
            Force(shareOfMaximum: $0.mean / pool.maximumForce, variation: $0.variation)
        }
        let signal = recording.channels[0]
        rms = (signal.reduce(0) { $0 + $1 * $1 } / Double(signal.count)).squareRoot()
        let power = zip(potentials.energies(channel: 0), activity.discharges).reduce(0) {
            $0 + $1.0 * Double($1.1.count) / activity.seconds / request.sampleRate
        }
        expectedRMS = power.squareRoot()
        if let scenario = request.scenario {
            series = try ScenarioModel(parameters: request.parameters).series(scenario)
            assumptions = PoolScenario.assumptions
        } else {
            series = nil
            assumptions = []
        }
    }
}
