import Foundation

/// A time of a calendar file: a whole day, or a time on the wall clock of a zone.
enum FeedTime: Hashable {
    case day(WallDay)
    case time(WallTime, TimeZone)

    /// The forms `20260329` and `20260329T023000`, with `Z` for UTC; else in the zone.
    ///
    /// The form decides, whatever VALUE says. A leap second counts as the second before it.
    init?(_ bytes: ArraySlice<UInt8>, zone: TimeZone) {
        guard let day = Self.day(bytes.prefix(8)) else { return nil }
        var rest = bytes.dropFirst(8)
        guard !rest.isEmpty else {
            self = .day(day)
            return
        }
        guard rest.removeFirst() == UInt8(ascii: "T") else { return nil }
        let isUTC = rest.last == UInt8(ascii: "Z")
        if isUTC { rest.removeLast() }
        guard rest.count == 6, let hour = Digits.number(rest.prefix(2)),
            let minute = Digits.number(rest.dropFirst(2).prefix(2)), let second = Digits.number(rest.suffix(2)),
            let time = WallTime(day: day, hour: hour, minute: minute, second: second == 60 ? 59 : second)
        else { return nil }
        self = .time(time, isUTC ? .gmt : zone)
    }

    private static func day(_ bytes: ArraySlice<UInt8>) -> WallDay? {
        guard bytes.count == 8, let year = Digits.number(bytes.prefix(4)),
            let month = Digits.number(bytes.dropFirst(4).prefix(2)), let day = Digits.number(bytes.suffix(2))
        else { return nil }
        return WallDay(year: year, month: month, day: day)
    }

    /// The day on the wall.
    var day: WallDay {
        switch self {
        case .day(let day): day
        case .time(let time, _): time.day
        }
    }

    /// Seconds on the wall since 1970-01-01 00:00; a day counts from its midnight.
    var wall: Int {
        switch self {
        case .day(let day): day.number * 86_400
        case .time(let time, _): time.absolute
        }
    }

    /// The same time of day on another day.
    func moved(to day: WallDay) -> FeedTime {
        switch self {
        case .day: .day(day)
        case .time(let time, let zone): .time(WallTime(absolute: day.number * 86_400 + time.secondOfDay), zone)
        }
    }
}

/// A length of time: days of the calendar and real seconds (RFC 5545, section 3.3.6).
struct FeedLength: Hashable {
    var days = 0
    var seconds = 0

    init(days: Int, seconds: Int) {
        self.days = days
        self.seconds = seconds
    }

    /// The forms `P2W`, `P1DT2H30M` and the like; at most 999,999 of each unit.
    init?(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        let sign = rest.first
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
        guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
        var inTime = false
        while let next = rest.first {
            if next == UInt8(ascii: "T"), !inTime, rest.count > 1 {
                inTime = true
                rest.removeFirst()
                continue
            }
            let digits = rest.prefix { Digits.isDigit($0) }
            guard digits.count <= 6, let value = Digits.number(digits) else { return nil }
            rest = rest[digits.endIndex...]
            switch (rest.popFirst(), inTime) {
            case (UInt8(ascii: "W"), false): days += value * 7
            case (UInt8(ascii: "D"), false): days += value
            case (UInt8(ascii: "H"), true): seconds += value * 3600
            case (UInt8(ascii: "M"), true): seconds += value * 60
            case (UInt8(ascii: "S"), true): seconds += value
            default: return nil
            }
            // Repeated units add up, which a sane file never has; the sum stays bounded.
            guard days <= 10_000_000, seconds <= 10_000_000_000 else { return nil }
        }
        if sign == UInt8(ascii: "-") { (days, seconds) = (-days, -seconds) }
    }
}
