import Foundation

/// Finds the moments of times in a calendar file, in seconds since 1970.
struct FeedClocks {
    /// Seconds on any wall that are answered quickly: those that can matter for the window.
    let covered: ClosedRange<Int>

    private let period: Period
    private let floating: TimeZone
    private var clocks: [TimeZone: WallClock] = [:]

    /// Clocks for times in a window, and before it by the longest repeated event.
    init(window: Period, floating: TimeZone) {
        self.floating = floating
        let start = window.start.adding(seconds: -(BusyFeedReader.longestRepeated + 2) * 86_400)
        period = Period(start: start, end: window.end) ?? window
        covered = start.seconds - 86_400...window.end.seconds + 86_400
    }

    /// The moment of a time, nearest to the range of moments; a day begins at its first moment.
    ///
    /// A time that the clock leaves out is read with the offset before the gap (RFC 5545, section 3.3.5), of one that
    /// comes twice the first pass counts.
    mutating func seconds(of time: FeedTime) -> Int {
        switch time {
        case .day(let day): clock(floating, near: day.number * 86_400).beginning(of: day).seconds
        case .time(let wall, let zone): clock(zone, near: wall.absolute).moment(of: wall).seconds
        }
    }

    private mutating func clock(_ zone: TimeZone, near wall: Int) -> WallClock {
        guard covered.contains(wall) else { return WallClock(zone: zone, around: Moment(clamping: wall)) }
        if let clock = clocks[zone] { return clock }
        let clock = WallClock(zone: zone, covering: period)
        clocks[zone] = clock
        return clock
    }
}
