public import Foundation

/// Reads the busy times of a foreign calendar (iCalendar, RFC 5545).
///
/// Busy is each event that is neither transparent nor cancelled, and each busy period of a VFREEBUSY. Repeated events
/// are expanded inside of a window only: FREQ from DAILY to YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY,
/// BYDAY, BYSETPOS and WKST, with RDATE, EXDATE and RECURRENCE-ID. VTIMEZONE is skipped: a TZID is taken as a name of
/// the tz database or of Windows. Repeated events that last longer than ``longestRepeated`` count as that long.
public struct BusyFeedReader: Sendable {
    /// How much work one file may cause.
    public struct Limits: Hashable, Sendable {
        /// Bytes of the file, at most 20 MiB.
        public let bytes: Int

        /// Events of the file, at most 100,000.
        public let events: Int

        /// Steps for all repeated events: days looked at, dates listed and times found; at most 20,000,000.
        public let steps: Int

        /// Sets limits; numbers outside of the ranges become the nearest end.
        public init(bytes: Int = 5 << 20, events: Int = 20_000, steps: Int = 2_000_000) {
            self.bytes = min(max(bytes, 1), 20 << 20)
            self.events = min(max(events, 1), 100_000)
            self.steps = min(max(steps, 1), 20_000_000)
        }
    }

    /// The longest window, in days.
    public static let longestWindow = 800

    /// The longest time of a repeated event, in days.
    public static let longestRepeated = 366

    /// The zone of times without one and of days.
    public let floatingZone: TimeZone

    /// How much work one file may cause.
    public let limits: Limits

    /// Creates a reader.
    public init(floatingZone: TimeZone, limits: Limits = Limits()) {
        self.floatingZone = floatingZone
        self.limits = limits
    }

    /// The busy times of a file inside of a window.
    ///
    /// A single event that can't be read is a problem of the result, not an error.
    ///
    /// - Throws: ``BusyFeedError`` when the file is no complete calendar, or goes beyond a limit.
    /// - Complexity: O(*n* + *s* log *s*) for *n* bytes and *s* steps, both limited.
    public func busyTimes(in file: [UInt8], window: Period) throws(BusyFeedError) -> BusyFeed {
        guard file.count <= limits.bytes else { throw .tooManyBytes(file.count, limit: limits.bytes) }
        let days = (window.seconds + 86_399) / 86_400
        guard days <= Self.longestWindow else { throw .windowTooLong(days: days, limit: Self.longestWindow) }
        var parser = FeedParser(floatingZone: floatingZone, limits: limits)
        try parser.read(file)
        var expansion = FeedExpansion(window: window, floatingZone: floatingZone, limits: limits)
        try expansion.add(parser.events)
        for (line, period) in parser.freeBusy { expansion.add(period, line: line) }
        let problems = (parser.problems.kept + expansion.problems.kept).sorted { $0.line < $1.line }
        return BusyFeed(
            busy: PeriodSet(expansion.periods), eventCount: parser.eventCount,
            problems: Array(problems.prefix(BusyFeed.longestProblemList)),
            problemCount: parser.problems.count + expansion.problems.count)
    }
}
