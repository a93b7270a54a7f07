import Foundation

/// A rule by which an event comes back (RFC 5545, section 3.3.10).
struct RecurrenceRule {
    enum Frequency: String {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// A weekday; `ordinal` counts from the start of the month or year, below 0 from its end, 0 for each.
    struct WeekdayPlace: Hashable {
        let ordinal: Int
        let weekday: Weekday
    }

    /// What is wrong with a rule.
    enum Fault: Error {
        case unreadable
        case unsupported
    }

    var frequency = Frequency.daily
    var interval = 1
    var count: Int?
    var until: FeedTime?
    var byMonth: [Int] = []
    var byMonthDay: [Int] = []
    var byDay: [WeekdayPlace] = []
    var bySetPosition: [Int] = []
    var weekStart = Weekday.monday

    /// Reads a rule; `zone` is the zone of the event, for an UNTIL without one.
    init(_ bytes: ArraySlice<UInt8>, zone: TimeZone) throws(Fault) {
        var seen: Set<String> = []
        for part in bytes.split(separator: UInt8(ascii: ";")) {
            let key = part.prefix { $0 != UInt8(ascii: "=") }
            let name = PropertyLine.capitals(key)
            guard key.endIndex < part.endIndex, seen.insert(name).inserted else { throw .unreadable }
            let text = PropertyLine.capitals(part[key.endIndex...].dropFirst())
            try take(name, Array(text.utf8)[...], zone)
        }
        guard seen.contains("FREQ"), count == nil || until == nil else { throw .unreadable }
        let hasOrdinals = byDay.contains { $0.ordinal != 0 }
        switch frequency {
        case .daily where hasOrdinals: throw .unsupported
        case .weekly where hasOrdinals || !byMonthDay.isEmpty: throw .unsupported
        default: break
        }
    }

    private mutating func take(_ name: String, _ value: ArraySlice<UInt8>, _ zone: TimeZone) throws(Fault) {
        switch name {
        case "FREQ":
            guard let frequency = Frequency(rawValue: String(decoding: value, as: UTF8.self)) else {
                throw .unsupported
            }
            self.frequency = frequency
        case "INTERVAL": interval = try Self.number(value, 1...999_999)
        case "COUNT": count = try Self.number(value, 1...999_999_999)
        case "UNTIL":
            guard let until = FeedTime(value, zone: zone) else { throw .unreadable }
            self.until = until
        case "BYMONTH": byMonth = try Self.numbers(value, 1...12, negative: false)
        case "BYMONTHDAY": byMonthDay = try Self.numbers(value, 1...31, negative: true)
        case "BYSETPOS": bySetPosition = try Self.numbers(value, 1...366, negative: true)
        case "BYDAY": byDay = try Self.weekdays(value)
        case "WKST": weekStart = try Self.weekday(value)
        default: throw .unsupported
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ range: ClosedRange<Int>) throws(Fault) -> Int {
        guard let number = Digits.number(bytes), range.contains(number) else { throw .unreadable }
        return number
    }

    private static func signed(_ bytes: ArraySlice<UInt8>, _ range: ClosedRange<Int>) throws(Fault) -> Int {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let hasSign = isNegative || bytes.first == UInt8(ascii: "+")
        let number = try number(hasSign ? bytes.dropFirst() : bytes, range)
        return isNegative ? -number : number
    }

    private static func numbers(
        _ bytes: ArraySlice<UInt8>, _ range: ClosedRange<Int>, negative: Bool
    ) throws(Fault) -> [Int] {
        var numbers: Set<Int> = []
        for item in bytes.split(separator: UInt8(ascii: ",")) {
            let number = try signed(item, range)
            guard number > 0 || negative else { throw .unreadable }
            numbers.insert(number)
        }
        guard !numbers.isEmpty else { throw .unreadable }
        return numbers.sorted()
    }

    private static func weekdays(_ bytes: ArraySlice<UInt8>) throws(Fault) -> [WeekdayPlace] {
        var places: Set<WeekdayPlace> = []
        for item in bytes.split(separator: UInt8(ascii: ",")) {
            let ordinal = item.dropLast(2)
            places.insert(
                WeekdayPlace(
                    ordinal: ordinal.isEmpty ? 0 : try signed(ordinal, 1...53), weekday: try weekday(item.suffix(2))))
        }
        guard !places.isEmpty else { throw .unreadable }
        return places.sorted { ($0.ordinal, $0.weekday) < ($1.ordinal, $1.weekday) }
    }

    private static func weekday(_ bytes: ArraySlice<UInt8>) throws(Fault) -> Weekday {
        switch String(decoding: bytes, as: UTF8.self) {
        case "MO": .monday
        case "TU": .tuesday
        case "WE": .wednesday
        case "TH": .thursday
        case "FR": .friday
        case "SA": .saturday
        case "SU": .sunday
        default: throw .unreadable
        }
    }
}
