public import Directory
public import Foundation
public import Records
public import Scheduling

/// Free times, for pages and for the search.
extension Reception {
    /// The days with free times of a service.
    public struct Times: Sendable {
        public let listing: Listing
        public let service: OfferedService
        public let place: ServicePlace
        /// The days asked for, in order, with their free times; days without any are left out.
        public let days: [(day: WallDay, slots: [Period])]
        /// The first free time behind the days, when these have none.
        public let next: Period?
        public let zone: TimeZone
        public let today: WallDay
        /// The first of the days asked for.
        public let from: WallDay
        public let lastDay: WallDay
    }

    /// What is free in some days from one on, at most 31.
    ///
    /// - Throws: ``RecordsError/notFound`` for a service that nobody can book.
    public func times(
        of service: OfferedService.ID, from day: WallDay?, days: Int = 7, but own: Appointment? = nil
    ) async throws -> Times {
        guard let listing = try await records.listing(with: service),
            let service = listing.services.first(where: { $0.id == service }),
            let place = listing.places.first(where: { $0.id == service.place })
        else { throw RecordsError.notFound }
        let now = try now()
        let opening = try listing.practitioner.plan.opening()
        let today = WallClock(zone: opening.zone, around: now).time(at: now).day
        let last = today.adding(service.terms.horizonDays) ?? today
        let first = min(max(day ?? today, today), last)
        let until = first.adding(min(max(days, 1), 31)) ?? first
        guard let period = Self.days(from: first, until: until, zone: opening.zone),
            let horizon = Self.days(from: today, until: last.adding(2) ?? last, zone: opening.zone)
        else { throw RecordsError.notFound }
        var busy = try await records.busyTimes(of: service, in: horizon)
        // Whoever moves an appointment may take a time that overlaps its own.
        if let own, let index = busy.firstIndex(of: BusyTime(.booking, own.blocked)) { busy.remove(at: index) }
        let finder = SlotFinder(opening: opening, service: service.terms, busy: busy)
        let slots: [Period]
        do { slots = try finder.slots(in: period, now: now) } catch { throw RecordsError(error) }
        let clock = WallClock(zone: opening.zone, covering: period)
        let byDay = Dictionary(grouping: slots) { clock.time(at: $0.start).day }
        return Times(
            listing: listing, service: service, place: place,
            days: byDay.keys.sorted().map { ($0, byDay[$0] ?? []) },
            next: slots.isEmpty ? finder.nextSlot(notBefore: period.end, now: now) : nil, zone: opening.zone,
            today: today, from: first, lastDay: last)
    }

    /// The next free times of each service, for the search: at most 20 of each in the next five weeks.
    public func openTimes(_ listing: Listing) async throws -> [OpenTime] {
        let now = try now()
        guard listing.practitioner.mode != .view, !listing.practitioner.plan.isClosed,
            let period = Period(start: now, end: now.adding(seconds: 35 * 86_400))
        else { return [] }
        let opening = try listing.practitioner.plan.opening()
        var times: [OpenTime] = []
        for service in listing.services {
            let busy = try await records.busyTimes(of: service, in: period)
            let finder = SlotFinder(opening: opening, service: service.terms, busy: busy)
            guard let slots = try? finder.slots(in: period, now: now) else { continue }
            times += slots.prefix(20).map { OpenTime(service: service.id, start: $0.start.date) }
        }
        return times
    }

    /// From the beginning of one day to that of another.
    public static func days(from first: WallDay, until end: WallDay, zone: TimeZone) -> Period? {
        guard let from = WallTime(day: first, minute: 0), let until = WallTime(day: end, minute: 0),
            let middle = Moment(seconds: first.number * 86_400)
        else { return nil }
        let clock = WallClock(zone: zone, around: middle)
        let far = Moment(seconds: end.number * 86_400).map { WallClock(zone: zone, around: $0) } ?? clock
        return Period(start: clock.moment(of: from), end: far.moment(of: until))
    }
}
