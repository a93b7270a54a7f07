import Foundation

/// How the drive of a scenario runs; every number here is an assumption of ``PoolScenario/assumptions``.
struct ScenarioCourse {
    /// Seconds of a session before and after the hold.
    static let before = 30.0
    static let after = 120.0

    // The most that pressure takes away; the product of pressure and seconds that takes away 63 % of it.
    private static let largestEffect = 0.8
    private static let dose = 280.0

    // The pressure above which nothing more is gained.
    private static let guarding = 7.0

    // The share of the effect lost after release and how fast, in seconds.
    private static let rebound = 0.35
    private static let reboundTime = 240.0

    // How fast the lasting effect fades while the cause stays, and the drive once it is treated, in days.
    private static let returnDays = 2.0
    private static let healingDays = 4.0

    private let scenario: PoolScenario

    init(_ scenario: PoolScenario) { self.scenario = scenario }

    /// The share of the point's drive that a hold has taken away after some seconds.
    private func effect(after seconds: Double) -> Double {
        Self.largestEffect * (1 - exp(-min(scenario.pressure, Self.guarding) * seconds / Self.dose))
    }

    /// The drive at a second of the first session.
    func drive(atSecond second: Double) -> Double {
        let held = (second - Self.before).clamped(to: 0...scenario.holdSeconds)
        let since = max(second - Self.before - scenario.holdSeconds, 0)
        let kept = 1 - Self.rebound * (1 - exp(-since / Self.reboundTime))
        return scenario.restingDrive + scenario.pointDrive * (1 - effect(after: held) * kept)
    }

    func session() -> [(time: Double, drive: Double)] {
        let seconds = Int((Self.before + scenario.holdSeconds + Self.after).rounded(.down))
        return (0...seconds).map { (Double($0), drive(atSecond: Double($0))) }
    }

    /// The drive by quarters of days after the first hold.
    func days() -> [(time: Double, drive: Double)] {
        let fresh = effect(after: scenario.holdSeconds) * (1 - Self.rebound)
        var lasting = fresh
        var point = scenario.pointDrive
        let quarter = 0.25
        return (0...scenario.days * 4).map { step in
            if step > 0 {
                if scenario.causeTreated {
                    point *= exp(-quarter / Self.healingDays)
                } else {
                    lasting *= exp(-quarter / Self.returnDays)
                }
            }
            let drive = scenario.restingDrive + point * (1 - lasting)
            if let every = scenario.holdEveryDays, step > 0, step.isMultiple(of: 4 * every) {
                // A new hold works on what is left of the drive.
                lasting += (1 - lasting) * fresh
            }
            return (Double(step) * quarter, drive)
        }
    }
}
