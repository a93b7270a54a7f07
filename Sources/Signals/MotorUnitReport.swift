public import Electromyography

/// The discharges of separated motor units before, during and after holds.
public struct MotorUnitReport: Hashable, Sendable {
    /// How the units were separated.
    public enum Method: String, Sendable {
        /// Convolutive separation of many channels.
        case grid

        /// Templates in one channel.
        case needle
    }

    /// One unit of the recording.
    public struct Unit: Hashable, Sendable {
        /// The rising times of its discharges, in seconds from the start of the recording.
        public let times: [Double]

        /// How clear its pulses are, −1...1; `nil` for a needle.
        public let silhouette: Double?
    }

    /// One unit, or all of them, in one stretch.
    public struct Rate: Hashable, Sendable {
        /// The discharges in the stretch.
        public let discharges: Int

        /// The units that have a rate in the stretch.
        public let units: Int

        /// The inverse of the mean interval, in hertz, averaged over the units; `nil` where too few discharges lie.
        public let rate: Estimate?
    }

    /// One hold.
    public struct Hold: Hashable, Sendable {
        public let hold: TimeSpan

        /// Each unit in each stretch, in the order of ``MotorUnitReport/units``; no entry for a stretch without time.
        public let units: [[HoldPhase: Rate]]

        /// All units together.
        public let pooled: [HoldPhase: Rate]

        /// The units with a rate both before and after, on which ``change`` rests.
        public let paired: Int

        /// What changed from before to after, in hertz, averaged over the same units; `nil` without one.
        public let change: Estimate?

        /// True when the interval of the change leaves out no change.
        public var isBeyondInterval: Bool { change?.excludes(0) ?? false }
    }

    public let method: Method

    /// The channels used, by their place in the recording.
    public let channels: [Int]

    /// Channels asked for and left out, because they are flat or miss samples.
    public let leftOut: [Int]

    /// The time that was separated.
    public let span: TimeSpan

    /// The units accepted; empty when none could be separated.
    public let units: [Unit]

    /// One entry for each hold.
    public let holds: [Hold]

    /// What a unit had to fulfil, in words.
    public let acceptance: String
}
