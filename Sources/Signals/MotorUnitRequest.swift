/// What motor units are to be separated from, for the report on holds.
public struct MotorUnitRequest: Hashable, Sendable {
    /// The channels, by their place in the recording.
    public enum Source: Hashable, Sendable {
        /// Surface electrodes over one muscle: at least 8 voltages of one rate; `nil` takes all voltages that have the
        /// rate of the first.
        case grid([Int]?)

        /// One needle or wire, by its place; `nil` takes the channel of the report.
        case needle(Int?)
    }

    /// The fewest channels of a grid; with fewer, the units can't be told apart by where they lie.
    public static let leastChannels = 8

    /// The most samples of a grid together: 64 channels of 120 s with 2,048 per second.
    public static let gridSamples = 64 * 120 * 2_048

    /// The most samples of a needle: 120 s with 25,000 per second.
    public static let needleSamples = 120 * 25_000

    /// Where from.
    public let source: Source

    /// Creates a request.
    public init(_ source: Source) { self.source = source }
}
