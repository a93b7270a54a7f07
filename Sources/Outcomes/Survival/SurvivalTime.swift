/// A time under observation that ends with an event or without one.
public struct SurvivalTime: Hashable, Sendable {
    /// The end of observation, in the unit of the study (days here).
    public let time: Double
    /// True when the event happened at ``time``, false when observation just ended.
    public let isEvent: Bool
    /// When observation began; the subject is at risk at times in (entry, time].
    public let entry: Double

    /// Creates a time.
    ///
    /// - Throws: ``SurvivalError/badTime(entry:time:)`` unless 0 ≤ entry < time and both are finite.
    public init(_ time: Double, isEvent: Bool, entry: Double = 0) throws(SurvivalError) {
        guard entry.isFinite, time.isFinite, entry >= 0, entry < time else {
            throw .badTime(entry: entry, time: time)
        }
        self.time = time
        self.isEvent = isEvent
        self.entry = entry
    }
}

/// What a survival analysis can't work with.
public enum SurvivalError: Error, Hashable, Sendable {
    /// Not 0 ≤ entry < time, or not finite.
    case badTime(entry: Double, time: Double)
    /// There is nobody to observe.
    case noObservations
    /// A row has another number of covariates than the first.
    case wrongCovariateCount(row: Int)
    /// A covariate is not a finite number.
    case badCovariate(row: Int, column: Int)
    /// A comparison needs at least two groups.
    case oneGroup
}

/// How many are at risk and how many have the event at one time.
struct RiskCount {
    let time: Double
    let atRisk: Int
    let events: Int

    /// The counts at each event time, in order.
    ///
    /// - Complexity: O(n log n).
    static func table(_ times: [SurvivalTime]) -> [RiskCount] {
        let ends = times.map(\.time).sorted()
        let entries = times.map(\.entry).sorted()
        let events = times.filter(\.isEvent).map(\.time).sorted()
        var table: [RiskCount] = []
        var ended = 0
        var entered = 0
        var place = 0
        while place < events.count {
            let time = events[place]
            var count = 0
            while place < events.count, events[place] == time {
                count += 1
                place += 1
            }
            while entered < entries.count, entries[entered] < time { entered += 1 }
            while ended < ends.count, ends[ended] < time { ended += 1 }
            table.append(RiskCount(time: time, atRisk: entered - ended, events: count))
        }
        return table
    }
}
