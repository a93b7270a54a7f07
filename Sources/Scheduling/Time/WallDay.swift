/// A day of the proleptic Gregorian calendar as a wall calendar shows it, without a time zone.
///
/// Years 1 to 9999, so that sums and differences of days can't overflow.
public struct WallDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01, which is 0.
    public let number: Int

    private static let numbers = -719_162...2_932_896

    /// The day with this number, or `nil` outside the years 1 to 9999.
    public init?(number: Int) {
        guard Self.numbers.contains(number) else { return nil }
        self.number = number
    }

    /// The day nearest to a number of days since 1970-01-01.
    init(clamping number: Int) {
        self.number = min(max(number, Self.numbers.lowerBound), Self.numbers.upperBound)
    }

    /// The day of this date, or `nil` when there is no such date.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.number = Self.number(year: year, month: month, day: day)
    }

    /// Reads `yyyy-MM-dd` with exactly four, two and two digits; anything else gives `nil`.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Digits.number(bytes[0..<4]), let month = Digits.number(bytes[5..<7]),
            let day = Digits.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day so many days later (or earlier), or `nil` when it leaves the years 1 to 9999.
    public func adding(_ days: Int) -> WallDay? {
        let (sum, overflow) = number.addingReportingOverflow(days)
        return overflow ? nil : WallDay(number: sum)
    }

    /// The number of days from `earlier` to this day, below 0 when `earlier` is the later one.
    public func days(since earlier: WallDay) -> Int { number - earlier.number }

    /// The day of the week.
    public var weekday: Weekday { Weekday(rawValue: ((number + 3) % 7 + 7) % 7 + 1) ?? .monday }

    /// The day as `yyyy-MM-dd`.
    public var description: String {
        let date = parts
        return Digits.padded(date.year, 4) + "-" + Digits.padded(date.month, 2) + "-" + Digits.padded(date.day, 2)
    }

    /// By date.
    public static func < (left: WallDay, right: WallDay) -> Bool { left.number < right.number }
}

extension WallDay {
    /// The year, month (1 to 12) and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let inEra = shifted - era * 146_097
        let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marched = (5 * inYear + 2) / 153
        let month = marched < 10 ? marched + 3 : marched - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, inYear - (153 * marched + 2) / 5 + 1)
    }

    /// The number of days of a month, which counts from 1 to 12.
    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Years begin in March here, so that the leap day is the last of its year.
    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let inEra = shifted - era * 400
        let inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + inEra * 365 + inEra / 4 - inEra / 100 + inYear - 719_468
    }
}
