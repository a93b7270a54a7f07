/// A number of appointments at the same wall time, every week or every few weeks.
public struct AppointmentSeries: Hashable, Sendable {
    /// The number of appointments, 2 to 52.
    public let count: Int

    /// The weeks from one appointment to the next, 1 to 26.
    public let everyWeeks: Int

    /// The longest time from the first to the last appointment, in weeks.
    public static let longestSpan = 104

    /// Creates a series.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when a number is outside the range of its field, or
    ///   when the series is longer than ``longestSpan``.
    public init(count: Int, everyWeeks: Int) throws(SchedulingError) {
        self.count = try SchedulingError.checked(count, "count", in: 2...52)
        self.everyWeeks = try SchedulingError.checked(everyWeeks, "everyWeeks", in: 1...26)
        guard (count - 1) * everyWeeks <= Self.longestSpan else {
            throw .invalid(
                field: "count", value: String(count), reason: "makes the series longer than \(Self.longestSpan) weeks")
        }
    }
}

/// The appointments of a series, and the first that can't be booked.
public struct SeriesPlan: Hashable, Sendable {
    /// All appointments in order, whether or not there is a conflict.
    public let appointments: [Period]

    /// The first appointment that can't be booked; `nil` when all can.
    public let conflict: Conflict?

    /// An appointment of a series that can't be booked.
    public struct Conflict: Hashable, Sendable {
        /// Its place in the series, counted from 1.
        public let number: Int

        /// Its time.
        public let appointment: Period

        /// Why it can't be booked.
        public let refusal: SlotRefusal
    }
}

extension SlotFinder {
    /// The appointments of a series that begins at a moment.
    ///
    /// All are at the wall time of the first. Where the clock leaves this time out, the appointment moves later by the
    /// length of the gap; where it comes twice, the first pass counts. Notice and horizon are asked of the first
    /// appointment only: whoever takes a series books beyond the horizon on purpose.
    ///
    /// - Complexity: O(*n* × *r* log *r* + *n* log *b*) for *n* appointments, *r* rules and *b* busy times.
    public func plan(
        _ series: AppointmentSeries, from first: Moment, now: Moment, booker: Booker = .client
    ) -> SeriesPlan {
        var appointments: [Period] = []
        var conflict: SeriesPlan.Conflict?
        for (index, start) in starts(of: series, from: first).enumerated() {
            guard let appointment = Period(start: start, minutes: service.durationMinutes) else { continue }
            appointments.append(appointment)
            guard conflict == nil else { continue }
            let refusal =
                index == 0
                ? refusal(of: start, now: now, booker: booker) : self.conflict(of: start, booker: booker)
            conflict = refusal.map {
                SeriesPlan.Conflict(number: index + 1, appointment: appointment, refusal: $0)
            }
        }
        return SeriesPlan(appointments: appointments, conflict: conflict)
    }

    private func starts(of series: AppointmentSeries, from first: Moment) -> [Moment] {
        let time = WallClock(zone: opening.zone, around: first).time(at: first)
        return [first]
            + (1..<series.count).map { index in
                let days = index * series.everyWeeks * 7
                let clock = WallClock(zone: opening.zone, around: first.adding(seconds: days * 86_400))
                return clock.moment(of: WallTime(absolute: time.absolute + days * 86_400))
            }
    }
}
