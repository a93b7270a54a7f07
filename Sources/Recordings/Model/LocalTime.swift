/// A date and a time of day as a clock showed them, without a time zone.
public struct LocalTime: Hashable, Sendable, CustomStringConvertible {
    /// The year, from 1 to 9999.
    public let year: Int

    /// The month, from 1 to 12.
    public let month: Int

    /// The day of the month, from 1.
    public let day: Int

    /// The hour, from 0 to 23.
    public let hour: Int

    /// The minute, from 0 to 59.
    public let minute: Int

    /// The second with its fraction, from 0 up to 60.
    public let second: Double

    /// Creates a time; `nil` when there is no such date or time of day.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Double = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), (0...23).contains(hour),
            (0...59).contains(minute), second >= 0, second < 60,
            day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// `2026-11-26T09:30:15`, with the fraction of the second when there is one.
    public var description: String {
        let seconds = DecimalText.text(min(second, 59.999_999), digits: 6)
        let clock = "\(Self.two(hour)):\(Self.two(minute)):\(second < 10 ? "0" : "")\(seconds)"
        return "\(String(10_000 + year).dropFirst())-\(Self.two(month))-\(Self.two(day))T\(clock)"
    }

    /// The number with two digits.
    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
