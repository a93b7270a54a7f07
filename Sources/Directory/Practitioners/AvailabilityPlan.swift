import Foundation
public import Records
public import Scheduling

/// When somebody works, as it is typed and kept: one line a weekday, and one line for each exception.
///
/// `9:00-12:00, 13:00-17:30` for a weekday, empty when closed; `2026-12-24` for a closed day and `2026-12-31 9:00-12:00`
/// for another one.
public struct AvailabilityPlan: Hashable, Codable, Sendable {
    /// IANA name of the zone that all times are in.
    public private(set) var zone: String
    /// Seven lines, Monday first.
    public private(set) var week: [String]
    /// The days that differ.
    public private(set) var exceptions: [String]

    /// Nothing open.
    public static func closed(zone: String) -> AvailabilityPlan {
        AvailabilityPlan(checkedZone: zone, week: Array(repeating: "", count: 7), exceptions: [])
    }

    private init(checkedZone: String, week: [String], exceptions: [String]) {
        (zone, self.week, self.exceptions) = (checkedZone, week, exceptions)
    }

    /// Reads what was typed.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` with the field `zone`, `week_1` (Monday) to `week_7`, or `exceptions`.
    public init(zone: String, week: [String], exceptions: [String]) throws(RecordsError) {
        guard TimeZone(identifier: zone) != nil else {
            throw .invalid(field: "zone", value: String(zone.prefix(64)), reason: "is no time zone of the IANA list")
        }
        guard week.count == 7 else {
            throw .invalid(field: "week", value: "\(week.count)", reason: "has not seven days")
        }
        guard exceptions.count <= 1_000 else {
            throw .invalid(field: "exceptions", value: "\(exceptions.count)", reason: "are more than 1000")
        }
        self.zone = zone
        var lines: [String] = []
        for (number, text) in week.enumerated() {
            lines.append(Self.text(of: try Self.hours(text, field: "week_\(number + 1)")))
        }
        self.week = lines
        var days: [String] = []
        for text in exceptions where !text.allSatisfy(\.isWhitespace) {
            let exception = try Self.exception(text)
            let hours = Self.text(of: exception.hours)
            days.append(hours.isEmpty ? "\(exception.day)" : "\(exception.day) \(hours)")
        }
        self.exceptions = Array(Set(days)).sorted()
    }

    /// The rules behind the text.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` for kept text that no longer reads, such as a zone that is gone.
    public func opening() throws(RecordsError) -> OpeningHours {
        guard let zone = TimeZone(identifier: zone) else {
            throw .invalid(field: "zone", value: zone, reason: "is no time zone of the IANA list")
        }
        var rules: [WeeklyRule] = []
        for (weekday, text) in zip(Weekday.allCases, week) {
            for hours in try Self.hours(text, field: "week_\(weekday.rawValue)") {
                rules.append(
                    try Self.checked { () throws(SchedulingError) in
                        try WeeklyRule(weekday: weekday, hours: hours)
                    })
            }
        }
        var days: [DayException] = []
        for text in exceptions { days.append(try Self.exception(text)) }
        return try Self.checked { () throws(SchedulingError) in
            try OpeningHours(zone: zone, rules: rules, exceptions: days)
        }
    }

    /// Whether any time of the week is open.
    public var isClosed: Bool { week.allSatisfy(\.isEmpty) && exceptions.allSatisfy { !$0.contains(" ") } }

    private static func exception(_ text: String) throws(RecordsError) -> DayException {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let first = parts.first, let day = WallDay(first) else {
            throw .invalid(
                field: "exceptions", value: String(text.prefix(40)),
                reason: "does not begin with a date such as 2026-12-24")
        }
        let rest = parts.count == 2 ? String(parts[1]) : ""
        let isClosed = rest.trimmingCharacters(in: .whitespaces).lowercased() == "closed"
        return DayException(day: day, hours: isClosed ? [] : try hours(rest, field: "exceptions"))
    }

    /// Reads `9-12, 13:30–17`.
    static func hours(_ text: String, field: String) throws(RecordsError) -> [OpenHours] {
        var found: [OpenHours] = []
        for part in text.split(whereSeparator: { ",;".contains($0) }) where !part.allSatisfy(\.isWhitespace) {
            let ends = part.split(whereSeparator: { "-–—".contains($0) })
            guard ends.count == 2, let from = minute(ends[0]), let until = minute(ends[1]), from < until,
                let hours = try? OpenHours(from: from, until: until)
            else {
                throw .invalid(
                    field: field, value: String(part.prefix(40)),
                    reason: "is not a time such as 9:00-12:30, with the end after the start")
            }
            found.append(hours)
        }
        guard found.count <= 12 else {
            throw .invalid(field: field, value: "\(found.count)", reason: "has more than 12 parts")
        }
        return found.sorted()
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.trimmingCharacters(in: .whitespaces).split(
            whereSeparator: { ":.h".contains($0) })
        guard (1...2).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
            let hour = Int(parts[0]), (0...24).contains(hour)
        else { return nil }
        let minute = parts.count == 2 ? Int(parts[1]) : 0
        guard let minute, (0...59).contains(minute), hour * 60 + minute <= 1_440 else { return nil }
        return hour * 60 + minute
    }

    private static func text(of hours: [OpenHours]) -> String {
        hours.map { "\(clock($0.from))-\(clock($0.until))" }.joined(separator: ", ")
    }

    private static func clock(_ minute: Int) -> String {
        "\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
    }

    private static func checked<Value>(_ body: () throws(SchedulingError) -> Value) throws(RecordsError) -> Value {
        do { return try body() } catch { throw RecordsError(error) }
    }
}

extension RecordsError {
    /// What is wrong with a schedule, in the words of the record.
    public init(_ error: SchedulingError) {
        self =
            switch error {
            case .invalid(let field, let value, let reason): .invalid(field: field, value: value, reason: reason)
            case .tooManyDays(let asked, let limit):
                .invalid(field: "days", value: "\(asked)", reason: "are more than \(limit)")
            }
    }
}
