public import MotorUnits

/// What the teaching model says to one scenario: the first session, the days after, and three close-ups.
public struct HeldPoint: Sendable {
    /// A moment of the first session.
    public enum Part: Hashable, Sendable, CaseIterable {
        /// Before the hold.
        case before

        /// At the end of the hold.
        case end

        /// Two minutes after the hold.
        case later
    }

    /// When one motor unit fired.
    public struct Discharges: Hashable, Sendable {
        /// The place of the unit in the order of recruitment, from 1.
        public let unit: Int

        /// Seconds from the start of the close-up, rising.
        public let times: [Double]
    }

    /// One simulated second.
    public struct CloseUp: Hashable, Sendable {
        /// Where in the session it lies.
        public let part: Part

        /// Seconds from the start of the session.
        public let time: Double

        /// The size of the signal there as the mean of the model's muscles (root mean square), in µV.
        public let rms: Double

        /// How many units of the pool are active.
        public let activeUnits: Int

        /// The surface signal of one muscle of the model, in µV.
        public let signal: [Double]

        /// Samples per second of ``signal``, in hertz.
        public let sampleRate: Double

        /// Some of the units, from small to large.
        public let discharges: [Discharges]
    }

    /// What was asked.
    public let scenario: PoolScenario

    /// The first session by the second; the cause makes no difference to it.
    public let session: [ScenarioModel.Sample]

    /// Beginning and end of the hold, in seconds from the start of the session.
    public let hold: ClosedRange<Double>

    /// The days after while the cause stays, in quarters of days.
    public let stays: [ScenarioModel.Sample]

    /// The days after once the cause is dealt with.
    public let treated: [ScenarioModel.Sample]

    /// The size of the signal of the same muscle without a point, in µV.
    public let withoutPoint: Double

    /// Before, at the end of, and after the hold.
    public let closeUps: [CloseUp]

    /// The days that were asked for.
    public var days: [ScenarioModel.Sample] { scenario.causeTreated ? treated : stays }

    /// Whether anything was pressed.
    public var isHeld: Bool { scenario.holdSeconds > 0 && scenario.pressure > 0 }

    /// The size of the signal in a close-up, in µV; 0 when there is no such close-up.
    func rms(_ part: Part) -> Double { closeUps.first { $0.part == part }?.rms ?? 0 }
}
