public import Directory
public import Foundation
import Records
import Scheduling

/// Free times and appointments for other programs.
extension Reception {
    /// Days ahead for which free times are published.
    static let publishedDays = 28

    /// The lines of one practitioner in a file of SMART Scheduling Links.
    ///
    /// `kind`: `locations`, `schedules` or `slots`.
    public func openSlots(of listing: Listing, kind: String, base: String) async throws -> Data {
        let practitioner = listing.practitioner
        guard practitioner.mode != .view else { return Data() }
        do {
            switch kind {
            case "locations":
                return try SmartLinks.file(
                    try listing.places.map { try Self.location($0, of: practitioner, base: base) })
            case "schedules":
                return try SmartLinks.file(
                    try listing.services.map { service in
                        try SmartLinks.Schedule(
                            id: service.id.text, serviceType: [SmartLinks.Concept(text: service.name)],
                            location: "\(practitioner.id)-\(service.place)".prefixed(64))
                    })
            default:
                return try SmartLinks.file(try await slots(listing, base))
            }
        } catch let error as SchedulingError { throw RecordsError(error) }
    }

    private static func location(
        _ place: ServicePlace, of practitioner: Practitioner, base: String
    ) throws -> SmartLinks.Location {
        // Who travels publishes an area: the town, and no point.
        let isArea = place.kind == .area
        let degrees = place.position.degrees
        return try SmartLinks.Location(
            id: "\(practitioner.id)-\(place.id)".prefixed(64),
            name: isArea ? "\(practitioner.name), \(place.town) and around" : "\(practitioner.name), \(place.name)",
            telecom: [SmartLinks.Contact(.url, "\(base)/therapists/\(practitioner.id)")],
            address: SmartLinks.Address(
                line: place.address.split(separator: "\n").map(String.init), city: place.town, country: place.country),
            position: isArea ? nil : SmartLinks.Position(latitude: degrees.latitude, longitude: degrees.longitude))
    }

    private func slots(_ listing: Listing, _ base: String) async throws -> [SmartLinks.Slot] {
        let now = try now()
        guard let period = Period(start: now, end: now.adding(seconds: Self.publishedDays * 86_400)) else { return [] }
        let opening = try listing.practitioner.plan.opening()
        var slots: [SmartLinks.Slot] = []
        for service in listing.services {
            let busy = try await records.busyTimes(of: service, in: period)
            let finder = SlotFinder(opening: opening, service: service.terms, busy: busy)
            for slot in try finder.slots(in: period, now: now) {
                // The moment tells the slots of a service apart; the service's own identifier leads.
                let id = "\(service.id.text)-\(slot.start.seconds)"
                slots.append(
                    try SmartLinks.Slot(
                        id: id, schedule: service.id.text, status: .free, time: slot,
                        bookingLink: "\(base)/book/\(service.id)?start=\(slot.start)"))
            }
        }
        return slots
    }

    /// The entry of the publication.
    public func manifest(base: String) throws -> Data {
        let now = try now()
        let folder = "\(base)/scheduling"
        // The bytes, and so the tag, change at most once a minute.
        guard let time = Moment(seconds: now.seconds - now.seconds % 60) else { return Data() }
        do {
            return try SmartLinks.Manifest(
                transactionTime: time, request: "\(folder)/$bulk-publish",
                output: [
                    .init(type: .location, url: "\(folder)/locations.ndjson"),
                    .init(type: .schedule, url: "\(folder)/schedules.ndjson"),
                    .init(type: .slot, url: "\(folder)/slots.ndjson"),
                ]
            ).file
        } catch { throw RecordsError(error) }
    }

    /// A practitioner's own calendar: names and times, no clinical word.
    public func feed(
        _ practitioner: Practitioner, _ appointments: [Appointment], host: String
    ) throws -> String {
        do {
            let events = try appointments.compactMap { appointment -> CalendarEvent? in
                guard let stamp = Moment(appointment.created) else { return nil }
                let status: CalendarEvent.Status =
                    appointment.status.holdsTime
                    ? (appointment.status == .pending ? .tentative : .confirmed) : .cancelled
                var event = try CalendarEvent(
                    uid: CalendarEvent.uid(record: appointment.id.text, host: host),
                    stamp: stamp.adding(seconds: appointment.version), sequence: appointment.sequence, status: status,
                    time: appointment.time, summary: appointment.contact.name)
                event.isBusy = status != .cancelled
                return event
            }
            var document = try CalendarDocument(
                method: .publish, product: "-//Tautband//Appointments//EN", events: events)
            document.name = "Appointments of \(practitioner.name)"
            document.refreshMinutes = 15
            return document.text
        } catch let error as SchedulingError { throw RecordsError(error) }
    }

    /// Turns reminders of one appointment on or off.
    public func setReminders(_ isOn: Bool, token: String) async throws {
        let found = try await appointment(token: token)
        try await records.setReminders(isOn, of: found.id)
    }
}

extension String {
    /// At most so many characters from the start.
    fileprivate func prefixed(_ length: Int) -> String { String(prefix(length)) }
}
