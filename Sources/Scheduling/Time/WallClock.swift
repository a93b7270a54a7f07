public import Foundation

/// What the wall clocks of a time zone show during a period.
///
/// The offsets of the zone are looked up once, so that many questions about one period are cheap. Outside of the
/// period and two days around it, the nearest offset goes on.
public struct WallClock: Sendable {
    /// The zone of the clocks.
    public let zone: TimeZone

    private let stretches: [Stretch]

    // Seconds since 1970, and the seconds that the clock is ahead of UTC between them.
    private struct Stretch {
        let start: Int
        let end: Int
        let offset: Int
    }

    /// The moments at which a clock shows a time.
    public enum Reading: Hashable, Sendable {
        /// The usual case.
        case once(Moment)

        /// The clock is set back and shows the time a second time.
        case twice(Moment, Moment)

        /// The clock is set forward and leaves the time out.
        ///
        /// `next` is the moment of the change; `moved` is where the time would be had the clock not been changed, the
        /// reading of RFC 5545, section 3.3.5.
        case missing(next: Moment, moved: Moment)
    }

    /// Looks the offsets up.
    ///
    /// Two changes within a day that undo each other are not seen; no zone has such changes since 1970.
    ///
    /// - Complexity: O(*d*), where *d* is the number of days of the period.
    public init(zone: TimeZone, covering period: Period) {
        self.init(zone: zone, from: period.start.seconds, until: period.end.seconds)
    }

    private init(zone: TimeZone, from: Int, until: Int) {
        let first = from - 2 * 86_400
        let last = until + 2 * 86_400
        var changes: [(at: Int, offset: Int)] = []
        var time = first
        var offset = Self.offset(of: zone, at: first)
        let initial = offset
        while time < last {
            let next = time + 86_400
            let nextOffset = Self.offset(of: zone, at: next)
            Self.collect(&changes, zone, time, offset, next, nextOffset)
            (time, offset) = (next, nextOffset)
        }
        var stretches: [Stretch] = []
        var start = Int.min
        offset = initial
        for change in changes {
            stretches.append(Stretch(start: start, end: change.at, offset: offset))
            (start, offset) = (change.at, change.offset)
        }
        stretches.append(Stretch(start: start, end: .max, offset: offset))
        self.zone = zone
        self.stretches = stretches
    }

    /// A clock for the two days before and after a moment.
    ///
    /// - Complexity: O(1).
    public init(zone: TimeZone, around moment: Moment) {
        self.init(zone: zone, from: moment.seconds, until: moment.seconds)
    }

    private static func offset(of zone: TimeZone, at seconds: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }

    // Halves the time between two looks until a change is found to the second.
    private static func collect(
        _ changes: inout [(at: Int, offset: Int)], _ zone: TimeZone, _ low: Int, _ lowOffset: Int, _ high: Int,
        _ highOffset: Int
    ) {
        guard lowOffset != highOffset else { return }
        guard high - low > 1 else {
            changes.append((high, highOffset))
            return
        }
        let middle = low + (high - low) / 2
        let offset = offset(of: zone, at: middle)
        collect(&changes, zone, low, lowOffset, middle, offset)
        collect(&changes, zone, middle, offset, high, highOffset)
    }
}

extension WallClock {
    /// What the clock shows at a moment.
    public func time(at moment: Moment) -> WallTime {
        let stretch = stretches.first { moment.seconds < $0.end }
        return WallTime(absolute: moment.seconds + (stretch?.offset ?? 0))
    }

    /// When the clock shows a time.
    public func reading(of time: WallTime) -> Reading {
        let wall = time.absolute
        var found: Moment?
        var previous: Stretch?
        var gap: Reading?
        for stretch in stretches {
            let seconds = wall - stretch.offset
            if seconds >= stretch.start, seconds < stretch.end {
                if let found { return .twice(found, Moment(clamping: seconds)) }
                found = Moment(clamping: seconds)
            } else if gap == nil, let previous, seconds < stretch.start, wall - previous.offset >= previous.end {
                gap = .missing(
                    next: Moment(clamping: stretch.start), moved: Moment(clamping: wall - previous.offset))
            }
            previous = stretch
        }
        if let found { return .once(found) }
        return gap ?? .once(Moment(clamping: wall - (stretches.last?.offset ?? 0)))
    }

    /// The one moment taken for a time: the first of two, and the moved one when the clock leaves it out.
    public func moment(of time: WallTime) -> Moment {
        switch reading(of: time) {
        case .once(let moment), .twice(let moment, _): moment
        case .missing(_, let moved): moved
        }
    }

    /// The moments at which the clock shows a time from `start` up to, not including, `end`.
    ///
    /// That is one period on usual days. A time that the clock leaves out adds nothing; a time shown twice counts
    /// twice.
    public func periods(from start: WallTime, until end: WallTime) -> [Period] {
        stretches.compactMap { stretch in
            Period(
                start: Moment(clamping: max(stretch.start, start.absolute - stretch.offset)),
                end: Moment(clamping: min(stretch.end, end.absolute - stretch.offset)))
        }
    }

    /// The first moment of a day, also where the clock is changed at midnight.
    func beginning(of day: WallDay) -> Moment {
        switch reading(of: WallTime(absolute: day.number * 86_400)) {
        case .once(let moment), .twice(let moment, _): moment
        case .missing(let next, _): next
        }
    }

    /// The moments at which the clock is changed, in order.
    var changes: [Moment] { stretches.dropFirst().map { Moment(clamping: $0.start) } }
}
