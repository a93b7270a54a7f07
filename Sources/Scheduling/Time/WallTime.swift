/// What a calendar and a clock on the wall show: a day and a time of day, without a time zone.
public struct WallTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The day that the calendar shows.
    public let day: WallDay

    /// Seconds since midnight as the clock shows them, 0 to 86,399.
    public let secondOfDay: Int

    /// The time so many minutes after midnight, or `nil` outside 0 to 1440; 1440 is midnight of the next day.
    public init?(day: WallDay, minute: Int) {
        guard (0...1440).contains(minute) else { return nil }
        if minute < 1440 {
            self.day = day
            secondOfDay = minute * 60
        } else {
            guard let next = day.adding(1) else { return nil }
            self.day = next
            secondOfDay = 0
        }
    }

    /// The time with these parts, or `nil` outside 00:00:00 to 23:59:59.
    public init?(day: WallDay, hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        self.day = day
        secondOfDay = hour * 3600 + minute * 60 + second
    }

    /// The time so many seconds after 1970-01-01 00:00 on the same wall, at most the ends of the calendar.
    init(absolute: Int) {
        let absolute = min(max(absolute, -719_162 * 86_400), 2_932_897 * 86_400 - 1)
        let days = (absolute >= 0 ? absolute : absolute - 86_399) / 86_400
        day = WallDay(clamping: days)
        secondOfDay = absolute - days * 86_400
    }

    /// Seconds since 1970-01-01 00:00 on the same wall.
    var absolute: Int { day.number * 86_400 + secondOfDay }

    /// Whole minutes since midnight, 0 to 1439.
    public var minute: Int { secondOfDay / 60 }

    /// The time as `2026-03-29T02:30:00`.
    public var description: String {
        let hour = Digits.padded(secondOfDay / 3600, 2)
        return "\(day)T\(hour):\(Digits.padded(secondOfDay / 60 % 60, 2)):\(Digits.padded(secondOfDay % 60, 2))"
    }

    /// By day, then by time of day.
    public static func < (left: WallTime, right: WallTime) -> Bool { left.absolute < right.absolute }
}
