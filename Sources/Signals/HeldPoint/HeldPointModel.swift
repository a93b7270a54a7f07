import Foundation
public import MotorUnits

/// The teaching model of a held point, ready to be asked: what the Learn page draws.
///
/// Everything it says is simulated from ``PoolScenario/assumptions``; no person was measured.
public struct HeldPointModel: Sendable {
    // The muscle of the close-ups: among 300 tried, the one whose signal lies nearest to the mean of the twelve muscles
    // of `ScenarioModel`, within 17 % of it at every drive from 0.025 to 0.105.
    private static let typicalMuscle: UInt64 = 288

    // In hertz and seconds: the close-ups, and what runs before them so that all units are under way.
    private static let rate = 2000.0
    private static let window = 1.0
    private static let lead = 0.5

    // Units whose discharges are shown; enough to see some of them fall silent, few enough to tell apart.
    private static let shownUnits = 7

    private let model: ScenarioModel
    private let potentials: ActionPotentials
    private let seed: UInt64

    /// Creates the model; takes some hundredths of a second, so make one and keep it.
    ///
    /// - Parameter seed: The seed of the discharges in the close-ups; the same seed gives the same bits.
    /// - Throws: ``MotorUnitError`` never for the standard pool; its own checks are passed on.
    public init(seed: UInt64 = 1) throws(MotorUnitError) {
        model = try ScenarioModel()
        potentials = try ActionPotentials(
            pool: model.pool, array: .bipolar, anatomy: MuscleAnatomy(sampledFibers: 6), sampleRate: Self.rate,
            seed: Self.typicalMuscle)
        self.seed = seed
    }

    /// What the model says to a scenario, with the cause left alone and with the cause dealt with.
    ///
    /// - Parameter scenario: The scenario; which of the two it asks for is kept as ``HeldPoint/scenario``.
    /// - Returns: Both courses and three close-ups.
    /// - Throws: ``MotorUnitError`` when a simulation is refused, which a checked scenario never is.
    /// - Complexity: O(seconds and quarters of days × units), and three simulated seconds.
    public func run(_ scenario: PoolScenario) throws(MotorUnitError) -> HeldPoint {
        func with(treated: Bool) throws(MotorUnitError) -> ScenarioModel.Series {
            model.series(
                try PoolScenario(
                    holdSeconds: scenario.holdSeconds, pressure: scenario.pressure, causeTreated: treated,
                    days: scenario.days, holdEveryDays: scenario.holdEveryDays, pointDrive: scenario.pointDrive,
                    restingDrive: scenario.restingDrive))
        }
        let stays = try with(treated: false)
        let treated = try with(treated: true)
        guard let first = stays.session.first, let last = stays.session.last else {
            throw .invalid(field: "scenario", value: "", reason: "has no session")
        }
        let end = stays.session.last { $0.time <= stays.holdEnd } ?? last
        let active = max(first.activeUnits, 1)
        let units = Set((1...Self.shownUnits).map { $0 * active / Self.shownUnits }).filter { $0 >= 1 }.sorted()
        var closeUps: [HeldPoint.CloseUp] = []
        // Before: the middle of the half minute that is drawn before the hold.
        let before = stays.session.first { $0.time >= stays.holdStart / 2 } ?? first
        for (part, sample) in [(HeldPoint.Part.before, before), (.end, end), (.later, last)] {
            closeUps.append(try closeUp(part, at: sample, units: units))
        }
        return HeldPoint(
            scenario: scenario, session: stays.session, hold: stays.holdStart...stays.holdEnd, stays: stays.days,
            treated: treated.days, withoutPoint: model.sample(drive: scenario.restingDrive, time: 0).rms,
            closeUps: closeUps)
    }

    private func closeUp(
        _ part: HeldPoint.Part, at sample: ScenarioModel.Sample, units: [Int]
    ) throws(MotorUnitError) -> HeldPoint.CloseUp {
        let seconds = Self.lead + Self.window
        let activity = try model.pool.simulate(
            .constant(sample.drive, seconds: seconds), sampleRate: Self.rate, seed: seed)
        let clean = try SurfaceRecording(
            discharges: activity.discharges, potentials: potentials, seconds: seconds, seed: seed)
        let power = clean.channels.first.map { $0.reduce(0) { $0 + $1 * $1 } / Double(max($0.count, 1)) } ?? 0
        // The noise of the recording is the one that the closed form counts.
        let ratio = power > 0 && model.noise > 0 ? 10 * log10(power / (model.noise * model.noise)) : nil
        let recording = try SurfaceRecording(
            discharges: activity.discharges, potentials: potentials, seconds: seconds,
            signalToNoise: ratio.map { min(max($0, -40), 120) }, seed: seed)
        let skipped = Int(Self.lead * Self.rate)
        let discharges = units.map { unit in
            let times = activity.discharges.indices.contains(unit - 1) ? activity.discharges[unit - 1] : []
            return HeldPoint.Discharges(
                unit: unit, times: times.filter { $0 >= Self.lead && $0 < seconds }.map { $0 - Self.lead })
        }
        return HeldPoint.CloseUp(
            part: part, time: sample.time, rms: sample.rms, activeUnits: sample.activeUnits,
            signal: Array((recording.channels.first ?? []).dropFirst(skipped)), sampleRate: Self.rate,
            discharges: discharges)
    }
}
