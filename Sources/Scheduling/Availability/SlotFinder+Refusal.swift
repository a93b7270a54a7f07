extension SlotFinder {
    /// Why an appointment of the service can't begin at a moment, or `nil` when it can.
    ///
    /// For a client the answer is `nil` exactly for the starts that ``slots(in:now:)`` offers.
    ///
    /// - Complexity: O(*r* log *r* + log *b*) for *r* rules and *b* busy times; O(*b*) when it meets one.
    public func refusal(of start: Moment, now: Moment, booker: Booker = .client) -> SlotRefusal? {
        if booker == .client {
            let bounds = bounds(now: now)
            guard start >= bounds.earliest else { return .tooSoon(earliest: bounds.earliest) }
            guard start < bounds.end else { return .tooFar(lastDay: bounds.lastDay) }
        }
        return conflict(of: start, booker: booker)
    }

    /// As ``refusal(of:now:booker:)``, without notice and horizon.
    func conflict(of start: Moment, booker: Booker) -> SlotRefusal? {
        // Only at the very end of the calendar.
        guard let slot = Period(start: start, minutes: service.durationMinutes) else { return .closed }
        if booker == .client {
            let clock = WallClock(zone: opening.zone, covering: slot)
            let day = clock.time(at: start).day.number
            guard opening.open(day - 1...day + 2, clock).covers(slot) else { return .closed }
            guard starts(on: day, clock).contains(start) else { return .offGrid }
        }
        guard !isFree(slot) else { return nil }
        let blocked = service.blocked(by: slot)
        let met = busyTimes.filter { $0.blocked.overlaps(blocked) }.min { $0.blocked < $1.blocked }
        return met.map { .busy($0.kind, $0.blocked) }
    }
}
