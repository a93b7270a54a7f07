public import Foundation
public import Records
public import Scheduling

/// Somebody who waits for a time to become free.
public struct WaitingClient: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<WaitingClient>

    public enum Status: String, CaseIterable, Hashable, Sendable {
        /// The address of mail is not proved yet.
        case unproved
        case waiting
        /// Took a time.
        case served
        /// Does not wait any more.
        case left
    }

    public let id: ID
    public let practice: Practice.ID
    public let practitioner: Practitioner.ID
    public let service: OfferedService.ID
    public let contact: BookingContact
    public let wanted: Wanted
    public let since: Date
    public var status: Status

    /// The times that would do.
    public struct Wanted: Hashable, Codable, Sendable {
        /// 1 for Monday to 7; empty for any day.
        public let weekdays: [Int]
        /// Minutes since midnight.
        public let from: Int
        public let until: Int
        /// `2026-05-31`; empty for any.
        public let firstDay: String
        public let lastDay: String

        /// - Throws: ``RecordsError/invalid(field:value:reason:)`` naming the field.
        public init(
            weekdays: [Int] = [], from: Int = 0, until: Int = 1_440, firstDay: String = "", lastDay: String = ""
        ) throws(RecordsError) {
            guard weekdays.allSatisfy({ (1...7).contains($0) }) else {
                throw .invalid(field: "weekdays", value: "\(weekdays)", reason: "are none of Monday to Sunday")
            }
            guard (0...1_439).contains(from), (1...1_440).contains(until), from < until else {
                throw .invalid(field: "until", value: "\(until)", reason: "is not after the start")
            }
            for (day, field) in [(firstDay, "first_day"), (lastDay, "last_day")] where !day.isEmpty {
                guard CalendarDay(day) != nil else {
                    throw .invalid(field: field, value: String(day.prefix(20)), reason: "is no date such as 2026-05-31")
                }
            }
            if !firstDay.isEmpty, !lastDay.isEmpty, lastDay < firstDay {
                throw .invalid(field: "last_day", value: lastDay, reason: "is before the first day")
            }
            self.weekdays = Array(Set(weekdays)).sorted()
            (self.from, self.until, self.firstDay, self.lastDay) = (from, until, firstDay, lastDay)
        }
    }

    public init(
        id: ID = ID(), practice: Practice.ID, practitioner: Practitioner.ID, service: OfferedService.ID,
        contact: BookingContact, wanted: Wanted, since: Date, status: Status = .unproved
    ) {
        self.id = id
        self.practice = practice
        self.practitioner = practitioner
        self.service = service
        self.contact = contact
        self.wanted = wanted
        self.since = since
        self.status = status
    }

    /// The entry as the rules of the wait list see it.
    public var entry: WaitListEntry<ID, OfferedService.ID>? {
        guard let since = Moment(since), let hours = try? OpenHours(from: wanted.from, until: wanted.until) else {
            return nil
        }
        let weekdays = wanted.weekdays.isEmpty ? Set(Weekday.allCases) : Set(wanted.weekdays.compactMap(Weekday.init))
        return WaitListEntry(
            id: id, services: [service], wanted: [WantedTime(weekdays: weekdays, hours: hours)],
            firstDay: WallDay(wanted.firstDay), lastDay: WallDay(wanted.lastDay), since: since)
    }
}

/// A time that is kept for someone who waits, for a while.
public struct WaitOffer: Hashable, Sendable {
    public let waiting: WaitingClient
    /// The held appointment.
    public let appointment: Appointment

    public init(waiting: WaitingClient, appointment: Appointment) {
        (self.waiting, self.appointment) = (waiting, appointment)
    }
}
