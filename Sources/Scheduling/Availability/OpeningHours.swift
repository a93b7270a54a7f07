public import Foundation

/// When somebody works at a place: weekly rules in the wall time of a zone, and exceptions from them.
///
/// A moment is open when the clock on the wall shows an open time. So a time that the clock leaves out in spring is
/// never open, and both passes through the hour that comes twice in autumn are.
public struct OpeningHours: Hashable, Sendable {
    /// The zone of the rules and exceptions.
    public let zone: TimeZone

    /// The weekly rules, at most 200.
    public let rules: [WeeklyRule]

    /// The hours of the days with an exception, merged; empty on closed days.
    public let exceptions: [WallDay: [OpenHours]]

    /// Creates opening hours.
    ///
    /// Several exceptions of one day add up, except that a closed day stays closed.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` with more than 200 rules or 5,000 exceptions.
    public init(zone: TimeZone, rules: [WeeklyRule], exceptions: [DayException] = []) throws(SchedulingError) {
        guard rules.count <= 200 else {
            throw .invalid(field: "rules", value: String(rules.count), reason: "are more than 200")
        }
        guard exceptions.count <= 5000 else {
            throw .invalid(field: "exceptions", value: String(exceptions.count), reason: "are more than 5000")
        }
        self.zone = zone
        self.rules = rules
        let closed = Set(exceptions.filter { $0.hours.isEmpty }.map(\.day))
        self.exceptions = Dictionary(grouping: exceptions, by: \.day).reduce(into: [:]) { kept, entry in
            kept[entry.key] = closed.contains(entry.key) ? [] : OpenHours.merged(entry.value.flatMap(\.hours))
        }
    }

    /// The hours of a day in order, without overlap; empty when it is closed.
    ///
    /// - Complexity: O(*r*), where *r* is the number of rules.
    public func hours(on day: WallDay) -> [OpenHours] {
        exceptions[day] ?? OpenHours.merged(rules.filter { $0.applies(to: day) }.map(\.hours))
    }

    /// The open time of days that follow each other, for a clock that covers them.
    ///
    /// - Complexity: O(*d* × *r*), where *d* is the number of days and *r* the number of rules.
    func open(_ days: ClosedRange<Int>, _ clock: WallClock) -> PeriodSet {
        PeriodSet(
            days.flatMap { number -> [Period] in
                guard let day = WallDay(number: number) else { return [] }
                return hours(on: day).flatMap { hours -> [Period] in
                    guard let from = WallTime(day: day, minute: hours.from),
                        let until = WallTime(day: day, minute: hours.until)
                    else { return [] }
                    return clock.periods(from: from, until: until)
                }
            })
    }
}
