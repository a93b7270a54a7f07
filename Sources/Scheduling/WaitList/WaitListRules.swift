public import Foundation

/// What to do with a time that became free.
public enum WaitListStep<ID: Hashable & Sendable>: Hashable, Sendable {
    /// Somebody has taken it.
    case taken(by: ID)

    /// An offer is open until a moment; ask again then.
    case waiting(for: ID, until: Moment)

    /// Offer it to this entry, until a moment.
    case offer(to: ID, expires: Moment)

    /// It is night; ask again at this moment.
    case pause(until: Moment)

    /// Nobody on the list wants it, or there is no time left to ask: it is free for all.
    case nobody
}

/// How free times are offered to a wait list.
public struct WaitListRules: Hashable, Sendable {
    /// The zone of the wanted times.
    public let zone: TimeZone

    /// How long an offer stands in minutes, 10 to 10,080.
    public let offerMinutes: Int

    /// The minutes before the appointment at which every offer ends, 0 to 86,400.
    public let noticeMinutes: Int

    /// The shortest time to answer that is worth an offer in minutes, 5 up to ``offerMinutes``.
    public let shortestOfferMinutes: Int

    /// The hours in which no offer is made, and none ends.
    public let quietHours: QuietHours?

    /// Creates rules.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when a number is outside the range of its field.
    public init(
        zone: TimeZone, offerMinutes: Int = 120, noticeMinutes: Int = 120, shortestOfferMinutes: Int = 10,
        quietHours: QuietHours? = nil
    ) throws(SchedulingError) {
        self.zone = zone
        self.offerMinutes = try SchedulingError.checked(offerMinutes, "offerMinutes", in: 10...10_080)
        self.noticeMinutes = try SchedulingError.checked(noticeMinutes, "noticeMinutes", in: 0...86_400)
        self.shortestOfferMinutes = try SchedulingError.checked(
            shortestOfferMinutes, "shortestOfferMinutes", in: 5...offerMinutes)
        self.quietHours = quietHours
    }

    /// What to do with a free time now.
    ///
    /// Whoever has waited longest comes first; of two who began at the same moment, the one earlier in `entries`. An
    /// entry is passed over when it has had an offer of this time, and while it has one of another.
    ///
    /// - Parameters:
    ///   - slot: The free time.
    ///   - service: What it is free for.
    ///   - entries: The wait list.
    ///   - offers: The offers of this time since it became free, and the open ones of other times.
    ///   - now: The moment of the question.
    /// - Returns: The one thing to do.
    /// - Returns: What to do next with the free time.
    /// - Complexity: O(*n* + *m*) for *n* entries and *m* offers.
    public func step<ID: Hashable & Sendable, Service: Hashable & Sendable>(
        for slot: Period, of service: Service, entries: [WaitListEntry<ID, Service>], offers: [WaitListOffer<ID>],
        now: Moment
    ) -> WaitListStep<ID> {
        let made = offers.filter { $0.slot == slot }
        if let accepted = made.first(where: { $0.answer == .accepted }) { return .taken(by: accepted.entry) }
        if let open = made.first(where: { $0.isOpen(at: now) }) {
            return .waiting(for: open.entry, until: open.expires)
        }
        let passed = Set(offers.filter { $0.slot == slot || $0.isOpen(at: now) }.map(\.entry))
        let clock = WallClock(zone: zone, covering: slot)
        let waiting = entries.filter { !passed.contains($0.id) && $0.accepts(slot, of: service, clock) }
        // `min` gives the first of equal ones.
        guard let first = waiting.min(by: { $0.since < $1.since }) else { return .nobody }
        let allowed = quietHours?.earliest(notBefore: now) ?? now
        let last = slot.start.adding(minutes: -noticeMinutes)
        guard last.seconds(since: allowed) >= shortestOfferMinutes * 60 else { return .nobody }
        guard allowed == now else { return .pause(until: allowed) }
        let wanted = now.adding(minutes: offerMinutes)
        return .offer(to: first.id, expires: min(quietHours?.earliest(notBefore: wanted) ?? wanted, last))
    }
}
