/// Finds the times at which a service can be booked.
///
/// The rules for changes of the clock: a start that the clock leaves out is not offered, one that comes twice is
/// offered once, at its first pass; the length of an appointment is real time.
public struct SlotFinder: Sendable {
    /// The longest period that one call of ``slots(in:now:)`` answers for, in days.
    public static let longestPeriod = 120

    /// When the therapist works.
    public let opening: OpeningHours

    /// The terms of the service.
    public let service: ServiceTerms

    /// The times that can't be booked, in no order.
    public let busyTimes: [BusyTime]

    private let busy: PeriodSet

    /// Creates a finder.
    ///
    /// The buffers of a slot and those of a booking beside it don't share time: both are kept in full.
    ///
    /// - Complexity: O(*b* log *b*), where *b* is the number of busy times.
    public init(opening: OpeningHours, service: ServiceTerms, busy: [BusyTime]) {
        self.opening = opening
        self.service = service
        busyTimes = busy
        self.busy = PeriodSet(busy.lazy.map(\.blocked))
    }

    /// The free slots that begin inside a period, in order and each once.
    ///
    /// Slots of the same list may overlap each other, as each is a choice. Asking for two periods that touch gives
    /// each slot exactly once.
    ///
    /// - Throws: ``SchedulingError/tooManyDays(asked:limit:)`` for a period of more than ``longestPeriod`` days.
    /// - Complexity: O(*d* × *r* + *s* log *b*), where *d* is the number of days, *r* of rules, *s* of starts on the
    ///   grid (at most 288 a day) and *b* of busy times.
    public func slots(in period: Period, now: Moment) throws(SchedulingError) -> [Period] {
        let days = (period.seconds + 86_399) / 86_400
        guard days <= Self.longestPeriod else { throw .tooManyDays(asked: days, limit: Self.longestPeriod) }
        let bounds = bounds(now: now)
        let part = Period(start: max(bounds.earliest, period.start), end: min(bounds.end, period.end))
        return part.map { starting(in: $0, limit: .max) } ?? []
    }

    /// The first free slot that begins at a moment or later, or `nil` when there is none up to the horizon.
    ///
    /// - Complexity: As ``slots(in:now:)`` over the days up to the slot, at most the 731 of the longest horizon.
    public func nextSlot(notBefore: Moment, now: Moment) -> Period? {
        let bounds = bounds(now: now)
        var start = max(bounds.earliest, notBefore)
        // Short steps first: the next free slot is mostly near.
        var step = 7
        while let part = Period(start: start, end: min(start.adding(seconds: step * 86_400), bounds.end)) {
            if let slot = starting(in: part, limit: 1).first { return slot }
            start = part.end
            step = min(step * 2, Self.longestPeriod)
        }
        return nil
    }
}

extension SlotFinder {
    /// When an appointment booked now can begin: after the notice and up to the horizon.
    struct Bounds {
        let earliest: Moment
        let lastDay: WallDay
        let end: Moment
    }

    func bounds(now: Moment) -> Bounds {
        let today = WallClock(zone: opening.zone, around: now).time(at: now).day
        let lastDay = WallDay(clamping: today.number + service.horizonDays)
        let dayAfter = WallDay(clamping: lastDay.number + 1)
        let end = WallClock(zone: opening.zone, around: now.adding(seconds: (service.horizonDays + 1) * 86_400))
            .beginning(of: dayAfter)
        return Bounds(earliest: now.adding(minutes: service.noticeMinutes), lastDay: lastDay, end: end)
    }

    /// The free slots that begin inside a period, at most so many.
    private func starting(in part: Period, limit: Int) -> [Period] {
        let clock = WallClock(zone: opening.zone, covering: part)
        let (first, last) = (clock.time(at: part.start).day.number, clock.time(at: part.end).day.number)
        // A clock set back just after midnight shows the day before again, so the day after can already have begun.
        let days = min(first, last)...max(first, last) + 1
        var slots: [Period] = []
        // One day at a time, so that a search with a limit ends early.
        for number in days {
            let starts = starts(on: number, clock).filter { part.contains($0) }
            guard !starts.isEmpty else { continue }
            let open = opening.open(number - 1...number + 2, clock)
            for start in starts {
                guard let slot = Period(start: start, minutes: service.durationMinutes), open.covers(slot), isFree(slot)
                else { continue }
                slots.append(slot)
                if slots.count >= limit { return slots }
            }
        }
        return slots
    }

    /// The starts on the grid of one day, each once, in order.
    func starts(on number: Int, _ clock: WallClock) -> [Moment] {
        guard let day = WallDay(number: number) else { return [] }
        return opening.hours(on: day).flatMap { hours in
            stride(from: hours.from, to: hours.until, by: service.gridMinutes).compactMap { minute -> Moment? in
                guard let time = WallTime(day: day, minute: minute) else { return nil }
                switch clock.reading(of: time) {
                case .once(let moment), .twice(let moment, _): return moment
                case .missing: return nil
                }
            }
        }
    }

    func isFree(_ slot: Period) -> Bool { !busy.overlaps(service.blocked(by: slot)) }
}
