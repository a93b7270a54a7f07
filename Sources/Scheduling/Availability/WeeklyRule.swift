/// Hours that come back every week, or every few weeks, on one weekday.
public struct WeeklyRule: Hashable, Sendable {
    /// The weekday of the hours.
    public let weekday: Weekday

    /// The hours on such a day.
    public let hours: OpenHours

    /// The first day that the rule can apply to; `nil` for always.
    public let validFrom: WallDay?

    /// The last day that the rule can apply to; `nil` for ever.
    public let validUntil: WallDay?

    /// 1 for every week, 2 for every other week, at most 52; weeks begin on Monday.
    public let everyWeeks: Int

    /// Creates a rule; with `everyWeeks` above 1 the week of `validFrom` is the first of them.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when `everyWeeks` is outside 1 to 52, when it is
    ///   above 1 without `validFrom`, or when the last day is before the first.
    public init(
        weekday: Weekday, hours: OpenHours, validFrom: WallDay? = nil, validUntil: WallDay? = nil, everyWeeks: Int = 1
    ) throws(SchedulingError) {
        self.weekday = weekday
        self.hours = hours
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.everyWeeks = try SchedulingError.checked(everyWeeks, "everyWeeks", in: 1...52)
        guard everyWeeks == 1 || validFrom != nil else {
            throw .invalid(field: "everyWeeks", value: String(everyWeeks), reason: "needs a first day")
        }
        if let validFrom, let validUntil, validUntil < validFrom {
            throw .invalid(field: "validUntil", value: validUntil.description, reason: "is before \(validFrom)")
        }
    }

    /// Whether the rule gives hours on a day.
    public func applies(to day: WallDay) -> Bool {
        guard day.weekday == weekday, validFrom.map({ $0 <= day }) ?? true, validUntil.map({ day <= $0 }) ?? true
        else { return false }
        guard everyWeeks > 1, let validFrom else { return true }
        let firstMonday = validFrom.number - (validFrom.weekday.rawValue - 1)
        return (day.number - firstMonday) / 7 % everyWeeks == 0
    }
}
