/// A calendar day of the proleptic Gregorian calendar, without a time zone.
///
/// Years 1 to 9999, so that sums and differences of days can't overflow.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01, which is 0.
    public let number: Int

    /// The days that can be written as `yyyy-MM-dd`.
    private static let writable = -719_162...2_932_896

    /// 1970-01-01.
    public static let epoch = Day(epoch: ())

    private init(epoch: Void) { number = 0 }

    /// The day with this number, or `nil` outside the years 1 to 9999.
    public init?(number: Int) {
        guard Self.writable.contains(number) else { return nil }
        self.number = number
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
            let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]),
            let day = Self.digits(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day so many days later (or earlier), or `nil` when it leaves the years 1 to 9999.
    public func adding(_ days: Int) -> Day? {
        let (sum, overflow) = number.addingReportingOverflow(days)
        return overflow ? nil : Day(number: sum)
    }

    /// The number of days from `earlier` to this day.
    public func days(since earlier: Day) -> Int { number - earlier.number }

    /// The weekday, Monday 0 to Sunday 6.
    public var weekday: Int { ((number + 3) % 7 + 7) % 7 }

    /// The day as `yyyy-MM-dd`.
    public var description: String {
        let date = Self.date(of: number)
        return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.day, 2)
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Day {
    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(width - text.count, 0)) + text
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
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

    private static func date(of number: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let inEra = shifted - era * 146_097
        let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marched = (5 * inYear + 2) / 153
        let month = marched < 10 ? marched + 3 : marched - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, inYear - (153 * marched + 2) / 5 + 1)
    }
}
