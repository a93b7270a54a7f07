public import Foundation

/// A moment in whole seconds, from 1970 to the end of 2199 (UTC).
///
/// Sums stop at the ends of this range instead of leaving it, so arithmetic on moments can't trap.
public struct Moment: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01 00:00 UTC, in ``range``; leap seconds are not counted.
    public let seconds: Int

    /// The seconds that a moment can have.
    public static let range = 0...7_258_118_399

    /// The moment so many seconds after 1970-01-01 00:00 UTC, or `nil` outside ``range``.
    public init?(seconds: Int) {
        guard Self.range.contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// The moment of a date without its fraction of a second, or `nil` outside ``range``.
    public init?(_ date: Date) {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        guard seconds >= Double(Self.range.lowerBound), seconds <= Double(Self.range.upperBound) else { return nil }
        self.seconds = Int(seconds)
    }

    /// The moment nearest to a number of seconds.
    init(clamping seconds: Int) {
        self.seconds = min(max(seconds, Self.range.lowerBound), Self.range.upperBound)
    }

    /// The same moment as a date.
    public var date: Date { Date(timeIntervalSince1970: Double(seconds)) }

    /// The moment so many seconds later (or earlier), at most the end of ``range``.
    public func adding(seconds more: Int) -> Moment {
        let (sum, overflow) = seconds.addingReportingOverflow(more)
        return Moment(clamping: overflow ? (more < 0 ? .min : .max) : sum)
    }

    /// The moment so many minutes later (or earlier), at most the end of ``range``.
    public func adding(minutes: Int) -> Moment {
        let (product, overflow) = minutes.multipliedReportingOverflow(by: 60)
        return adding(seconds: overflow ? (minutes < 0 ? .min : .max) : product)
    }

    /// The seconds from `earlier` to this moment, below 0 when `earlier` is the later one.
    public func seconds(since earlier: Moment) -> Int { seconds - earlier.seconds }

    /// The moment in UTC as `2026-03-29T01:00:00Z`.
    public var description: String {
        let time = WallTime(absolute: seconds)
        return "\(time)Z"
    }

    /// By time.
    public static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
}
