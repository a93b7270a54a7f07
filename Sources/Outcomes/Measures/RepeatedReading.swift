/// Readings of one pressure pain threshold, taken one after the other at the same place.
public struct RepeatedReading: Hashable, Sendable {
    /// Three readings are wanted.
    public static let wanted = 3
    /// Why three.
    public static let source = OutcomeSource.repeats

    public let readings: [Double]

    /// Creates a set of readings in any one unit.
    ///
    /// - Returns: `nil` unless there are 1 to 20 readings, all positive and at most 3000.
    public init?(_ readings: [Double]) {
        guard (1...20).contains(readings.count), readings.allSatisfy({ $0 > 0 && $0 <= 3000 }) else { return nil }
        self.readings = readings
    }

    /// The mean, which is what visits compare.
    public var mean: Double { readings.reduce(0, +) / Double(readings.count) }

    /// The standard deviation with n - 1, or `nil` for a single reading.
    public var deviation: Double? {
        guard readings.count > 1 else { return nil }
        let squares = readings.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(readings.count - 1)).squareRoot()
    }

    /// The standard deviation as a share of the mean, or `nil` for a single reading.
    public var relativeDeviation: Double? { deviation.map { $0 / mean } }

    /// True when there are as many readings as wanted.
    public var isComplete: Bool { readings.count >= Self.wanted }
}
