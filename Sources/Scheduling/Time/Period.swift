/// The time from one moment up to, not including, a later one.
public struct Period: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The first moment.
    public let start: Moment

    /// The moment after the last one, always later than ``start``.
    public let end: Moment

    /// The period between two moments, or `nil` when the end is not after the start.
    public init?(start: Moment, end: Moment) {
        guard start < end else { return nil }
        self.start = start
        self.end = end
    }

    /// The period of so many minutes from a moment on, or `nil` when it is empty or leaves the range of moments.
    public init?(start: Moment, minutes: Int) {
        let end = start.adding(minutes: minutes)
        guard end.seconds(since: start) / 60 == minutes else { return nil }
        self.init(start: start, end: end)
    }

    /// Its length in seconds, at least 1.
    public var seconds: Int { end.seconds(since: start) }

    /// Whether the two share a moment; periods that only touch don't.
    public func overlaps(_ other: Period) -> Bool { start < other.end && other.start < end }

    /// Whether a moment lies inside.
    public func contains(_ moment: Moment) -> Bool { start <= moment && moment < end }

    /// What the two share, or `nil`.
    public func intersection(_ other: Period) -> Period? {
        Period(start: max(start, other.start), end: min(end, other.end))
    }

    /// The period made longer at both ends, which stays inside the range of moments.
    public func widened(minutesBefore: Int, minutesAfter: Int) -> Period {
        let start = start.adding(minutes: -max(minutesBefore, 0))
        return Period(start: start, end: end.adding(minutes: max(minutesAfter, 0))) ?? self
    }

    /// Start and end in UTC, `2026-03-29T01:00:00Z/2026-03-29T02:00:00Z`.
    public var description: String { "\(start)/\(end)" }

    /// By start, then by end.
    public static func < (left: Period, right: Period) -> Bool {
        left.start != right.start ? left.start < right.start : left.end < right.end
    }
}
