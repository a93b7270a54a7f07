public import Directory
import Foundation
public import Records
public import Scheduling

/// What a client asks for.
public struct BookingRequest: Sendable {
    public var service: OfferedService.ID
    public var start: Moment
    public var contact: BookingContact
    /// 1 for a single appointment.
    public var count: Int
    public var everyWeeks: Int
    /// Whether this browser has proved this address of mail before.
    public var isKnown: Bool

    public init(
        service: OfferedService.ID, start: Moment, contact: BookingContact, count: Int = 1, everyWeeks: Int = 1,
        isKnown: Bool = false
    ) {
        self.service = service
        self.start = start
        self.contact = contact
        self.count = count
        self.everyWeeks = everyWeeks
        self.isKnown = isKnown
    }
}

/// Booking, proving, moving and cancelling, for clients.
extension Reception {
    /// Books without an account.
    ///
    /// Whoever is new proves the address of mail first; the time is kept meanwhile for ``BookingRules/proofMinutes``.
    /// - Throws: ``RecordsError/duplicate(field:)`` with `start` when somebody was faster,
    ///   ``RecordsError/invalid(field:value:reason:)`` with `address` when the therapist comes and does not know where.
    public func book(_ request: BookingRequest, key: IdempotencyKey) async throws -> [Appointment] {
        guard let listing = try await records.listing(with: request.service),
            let service = listing.services.first(where: { $0.id == request.service }),
            let place = listing.places.first(where: { $0.id == service.place }),
            listing.practitioner.mode != .view
        else { throw RecordsError.notFound }
        let contact = try request.contact.booking(at: place)
        let times = try times(of: request, service, listing.practitioner)
        let now = try now()
        let after = try await statusAfterProof(contact.mail, listing.practitioner, service, now)
        let status = request.isKnown ? after : .held
        let series = times.count > 1 ? Identifier<AppointmentSeries>() : nil
        let appointments = times.map { time in
            Appointment(
                practice: service.practice, practitioner: service.practitioner, service: service.id,
                place: service.place, status: status, time: time, blocked: service.terms.blocked(by: time),
                contact: contact, series: series,
                holdEnds: status == .held ? now.adding(minutes: BookingRules.proofMinutes).date : nil,
                created: clock())
        }
        guard let first = appointments.first else { throw RecordsError.notFound }
        var mail: [OutgoingLetter] = []
        if status == .held {
            mail.append(letter(.proof, first, event: "proof", expires: first.holdEnds))
        } else {
            mail = told(appointments, as: status) + (try await notice(first, Self.kind(status).rawValue))
        }
        return try await records.book(appointments, key: key, booker: .client, author: .system, mail: mail)
    }

    /// The times of a request.
    private func times(
        of request: BookingRequest, _ service: OfferedService, _ practitioner: Practitioner
    ) throws -> [Period] {
        guard request.count > 1 else {
            guard let time = Period(start: request.start, minutes: service.terms.durationMinutes) else {
                throw RecordsError.invalid(field: "start", value: "", reason: "is no time")
            }
            return [time]
        }
        guard request.count <= service.seriesMost else {
            throw RecordsError.invalid(
                field: "count", value: "\(request.count)", reason: "is more than \(service.seriesMost) at once")
        }
        do {
            let finder = try BookingRules.finder(practitioner, service, busy: [])
            return finder.plan(
                try AppointmentSeries(count: request.count, everyWeeks: request.everyWeeks), from: request.start,
                now: try now()
            ).appointments
        } catch let error as SchedulingError { throw RecordsError(error) }
    }

    /// What an appointment becomes: who missed too many has to be accepted first.
    private func statusAfterProof(
        _ mail: String, _ practitioner: Practitioner, _ service: OfferedService, _ now: Moment
    ) async throws -> Appointment.Status {
        let history = try await records.history(of: mail, in: practitioner.practice)
        guard let rules = try? AttendanceRules(), rules.consequence(of: history, now: now) != nil else {
            return BookingRules.status(practitioner, service)
        }
        return .pending
    }

    /// Proves the address of mail, or takes an offered time; doing so again changes nothing.
    public func confirm(token: String) async throws -> Appointment {
        let found = try await appointment(token: token)
        guard found.status == .held else {
            guard found.status == .booked || found.status == .pending else { throw RecordsError.notFound }
            return found
        }
        guard let listing = try await records.listing(with: found.service),
            let service = listing.services.first(where: { $0.id == found.service })
        else { throw RecordsError.notFound }
        let waiting = try await records.offered(found.id)
        let status = try await statusAfterProof(found.contact.mail, listing.practitioner, service, now())
        let notice = try await notice(found, Self.kind(status).rawValue)
        let changed = try await records.change(found.id, to: status, ending: nil) { told($0, as: status) + notice }
        if let waiting { try await records.setWaiting(waiting.id, .served) }
        return changed.first { $0.id == found.id } ?? found
    }

    /// Gives a kept or booked time back.
    public func cancel(token: String) async throws -> Appointment {
        let found = try await appointment(token: token)
        guard found.status != .cancelled, found.status != .lapsed else { return found }
        if found.status == .held {
            _ = try await records.change(found.id, to: .lapsed, ending: .client) { _ in [] }
            return try await appointment(token: token)
        }
        _ = try await changeable(found)
        let notice = try await notice(found, "cancelled")
        let changed = try await records.change(found.id, to: .cancelled, ending: .client) { all in
            all.map { letter(.cancelled, $0, event: "cancelled") } + notice
        }
        return changed.first ?? found
    }

    /// Moves a booked time.
    public func move(token: String, to start: Moment) async throws -> Appointment {
        let found = try await appointment(token: token)
        _ = try await changeable(found)
        guard start != found.time.start else { return found }
        let notice = try await notice(found, "moved:\(start)")
        return try await records.move(found.id, to: start, booker: .client, author: nil) { moved in
            [letter(.moved, moved, event: "moved:\(moved.sequence)")] + notice
        }
    }

    /// The service of an appointment that a client may still change.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` with the field `visit` when it is too late.
    public func changeable(_ appointment: Appointment) async throws -> OfferedService {
        guard let service = try await service(of: appointment) else { throw RecordsError.notFound }
        guard appointment.isChangeable(by: service, at: try now()), appointment.status != .held else {
            throw RecordsError.invalid(
                field: "visit", value: appointment.status.rawValue,
                reason: "can no longer be changed here; please call the practice")
        }
        return service
    }

    /// The service of an appointment, also one that is closed by now.
    public func service(of appointment: Appointment) async throws -> OfferedService? {
        let author = Author(account: nil, practice: appointment.practice, role: .owner)
        return try await records.services(of: appointment.practitioner, for: author)
            .first { $0.id == appointment.service }
    }

    // MARK: Wait list

    /// Waits for a time; the address of mail is proved first.
    public func wait(
        for service: OfferedService.ID, contact: BookingContact, wanted: WaitingClient.Wanted
    ) async throws -> WaitingClient {
        guard let listing = try await records.listing(with: service),
            let offered = listing.services.first(where: { $0.id == service }),
            let place = listing.places.first(where: { $0.id == offered.place })
        else { throw RecordsError.notFound }
        // An offered time is taken with one press: what it needs is asked for now.
        let contact = try contact.booking(at: place)
        let client = WaitingClient(
            practice: listing.practitioner.practice, practitioner: listing.practitioner.id, service: service,
            contact: contact, wanted: wanted, since: clock())
        let mail = OutgoingLetter(
            event: "wait:\(client.id)", kind: .waitProof, practice: client.practice, subject: client.id.uuid,
            recipient: contact.mail, due: clock(), expires: clock().addingTimeInterval(86_400))
        try await records.wait(client, mail: [mail])
        return client
    }

    /// The place on the wait list behind a link.
    public func waiting(token: String) async throws -> WaitingClient {
        guard let subject = subject(.wait, of: token),
            let found = try await records.waitingClient(WaitingClient.ID(subject))
        else { throw RecordsError.notFound }
        return found
    }

    public func confirmWait(token: String) async throws {
        let found = try await waiting(token: token)
        if found.status == .unproved { try await records.setWaiting(found.id, .waiting) }
    }

    public func leaveWait(token: String) async throws {
        let found = try await waiting(token: token)
        if found.status != .served { try await records.setWaiting(found.id, .left) }
    }

    // MARK: Letters of a booking

    /// What goes out once appointments are fixed or asked for: a letter for each, which has a link and a calendar of its own.
    func told(_ visits: [Appointment], as status: Appointment.Status) -> [OutgoingLetter] {
        let kind = Self.kind(status)
        return visits.map { letter(kind, $0, event: kind.rawValue) }
    }

    private static func kind(_ status: Appointment.Status) -> OutgoingLetter.Kind {
        status == .pending ? .asked : .booked
    }

    func letter(
        _ kind: OutgoingLetter.Kind, _ appointment: Appointment, event: String, expires: Date? = nil,
        detail: String = ""
    ) -> OutgoingLetter {
        OutgoingLetter(
            event: "\(event):\(appointment.id)", kind: kind, practice: appointment.practice,
            subject: appointment.id.uuid, recipient: appointment.contact.mail, due: clock(), expires: expires,
            detail: detail)
    }

    /// Tells the therapist, where there is an account.
    func notice(_ appointment: Appointment, _ what: String) async throws -> [OutgoingLetter] {
        let author = Author(account: nil, practice: appointment.practice, role: .owner)
        let practitioner = try await records.practitioner(appointment.practitioner, for: author)
        guard let account = practitioner.account, let found = try await records.credentials(of: account) else {
            return []
        }
        return [
            OutgoingLetter(
                event: "notice:\(what):\(appointment.id):\(appointment.sequence)", kind: .notice,
                practice: appointment.practice, subject: appointment.id.uuid, recipient: found.account.mail,
                due: clock(), detail: String(what.split(separator: ":").first ?? ""))
        ]
    }

    // MARK: Newsletter

    /// A practice whose newsletter anybody may ask for: one with somebody who is listed, or that has sent one before.
    ///
    /// - Throws: ``RecordsError/notFound`` for any other, so that nobody learns which practices there are.
    public func newsletterPractice(_ id: Practice.ID) async throws -> Practice {
        guard try await records.hasNewsletter(id) else { throw RecordsError.notFound }
        return try await records.publicPractice(id)
    }

    /// Asks for a newsletter; the address is proved first.
    public func subscribe(_ practice: Practice.ID, mail: String, topics: Set<Subscriber.Topic>) async throws {
        let subscriber = try Subscriber(practice: practice, mail: mail, topics: topics, since: clock())
        // One proof a day for an address: nobody's mail can be filled with them.
        let day = Int(clock().timeIntervalSince1970 / 86_400)
        try await records.subscribe(
            subscriber,
            mail: OutgoingLetter(
                event: "subscribe:\(practice):\(day)", kind: .newsletterProof, practice: practice,
                subject: subscriber.id.uuid, recipient: subscriber.mail, due: clock(),
                expires: clock().addingTimeInterval(3 * 86_400)))
    }
}
