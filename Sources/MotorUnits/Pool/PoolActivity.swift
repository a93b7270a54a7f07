/// What a pool did under a drive: the discharges of each unit and the force.
public struct PoolActivity: Sendable {
    /// The times of the discharges of each unit, in seconds from the start, rising; in the order of recruitment.
    public let discharges: [[Double]]

    /// The force at each sample, in units of the pool's force.
    public let force: [Double]

    /// Samples per second of ``force``, in hertz.
    public let sampleRate: Double

    /// The duration, in seconds.
    public var seconds: Double { Double(force.count) / sampleRate }

    /// The units that discharged at least once, by their place in the order of recruitment.
    public var activeUnits: [Int] { discharges.indices.filter { !discharges[$0].isEmpty } }

    /// Mean and coefficient of variation of the force between two times, in seconds.
    ///
    /// - Returns: `nil` when fewer than two samples lie between the times or the mean force is 0.
    public func steadiness(from start: Double, to end: Double) -> (mean: Double, variation: Double)? {
        guard start.isFinite, end.isFinite, start >= 0, end > start else { return nil }
        let first = Int(min(start * sampleRate, Double(force.count)).rounded(.up))
        let last = Int(min(end * sampleRate, Double(force.count)).rounded(.up))
        guard last - first >= 2 else { return nil }
        let part = force[first..<last]
        let mean = part.reduce(0, +) / Double(part.count)
        guard mean > 0 else { return nil }
        let square = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (square / Double(part.count - 1)).squareRoot() / mean)
    }
}

/// When a unit discharges for the first time after the drive crosses its threshold.
public enum FirstDischarge: String, Sendable, Codable {
    /// At the crossing itself: all units of a sudden drive start together.
    case atThreshold

    /// After a random part of one interval, so that a sudden drive doesn't synchronize the pool.
    case scattered
}
