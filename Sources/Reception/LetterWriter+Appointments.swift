public import Directory
public import Foundation
import Mail
public import Records
import Scheduling

/// Letters about one appointment.
extension LetterWriter {
    func appointmentDraft(_ letter: OutgoingLetter) async throws -> Draft? {
        guard let appointment = try await reception.records.appointment(Appointment.ID(letter.subject)),
            Self.isDue(letter, appointment), let details = try await AppointmentDetails(appointment, reception)
        else { return nil }
        let token = try reception.visitLink(appointment)
        var draft = Draft(
            subject: "", blocks: [.facts(details.facts)], from: details.practice.name, zone: details.zone)
        let when = details.when
        switch letter.kind {
        case .proof:
            draft.subject = "Please confirm your appointment"
            draft.blocks.insert(
                .paragraph("This time is kept for you for \(BookingRules.proofMinutes) minutes. Please confirm it."),
                at: 0)
            draft.blocks.append(try link("Confirm the appointment", "/visit", token))
            draft.blocks.append(.note("If you did not ask for it, do nothing: the time becomes free by itself."))
        case .asked:
            draft.subject = "Your request for \(when)"
            draft.blocks.insert(
                .paragraph(
                    "Your request has arrived and the time is kept for you. You get a mail once it is accepted."), at: 0
            )
            try add(appointment, token, details, to: &draft)
        case .booked:
            draft.subject = "Your appointment on \(when)"
            try add(appointment, token, details, to: &draft)
            if details.service.asksIntake { draft.blocks.append(try form(appointment)) }
        case .moved:
            draft.subject = "Your appointment was moved to \(when)"
            try add(appointment, token, details, to: &draft)
        case .reminder:
            draft.subject = "Reminder: \(when)"
            try add(appointment, token, details, to: &draft, withCalendar: false)
            draft.blocks.append(.note("On the page you can also turn reminders off."))
        case .cancelled:
            draft.subject = "Cancelled: \(when)"
            draft.blocks.insert(.paragraph("This appointment does not take place."), at: 0)
            draft.calendar = try calendar(appointment, details, token)
            draft.blocks.append(
                .link(label: "Find another time", page: try MailLink("\(stationery.base)/book/\(appointment.service)")))
        case .declined:
            draft.subject = "Not possible: \(when)"
            draft.blocks.insert(.paragraph("The practice cannot offer this time. Please choose another one."), at: 0)
            draft.blocks.append(
                .link(label: "Find another time", page: try MailLink("\(stationery.base)/book/\(appointment.service)")))
        case .offer:
            draft.subject = "A time has become free: \(when)"
            if let end = appointment.holdEnds {
                draft.blocks.insert(
                    .paragraph("It is kept for you until \(AppointmentDetails.words(end, in: details.zone))."), at: 0)
            }
            draft.blocks.append(try link("Take it, or let it go", "/visit", token))
        case .notice:
            let what = ["asked": "asked for", "booked": "booked", "moved": "moved", "cancelled": "cancelled"]
            draft.subject = "An appointment was \(what[letter.detail] ?? "changed"): \(when)"
            draft.blocks.append(
                .link(
                    label: "Open the calendar",
                    page: try MailLink("\(stationery.base)/calendar/\(appointment.id)")))
        default: return nil
        }
        return draft
    }

    /// Whether the state of the appointment is still what the letter tells of.
    private static func isDue(_ letter: OutgoingLetter, _ appointment: Appointment) -> Bool {
        switch letter.kind {
        case .proof, .offer: appointment.status == .held
        case .asked: appointment.status == .pending
        case .booked, .moved: appointment.status == .booked || appointment.status == .pending
        case .reminder: isWanted(letter, appointment)
        case .cancelled: appointment.status == .cancelled
        case .declined: appointment.status == .declined
        default: true
        }
    }

    /// Whether a reminder is still wanted, and of the time that the appointment still has.
    private static func isWanted(_ letter: OutgoingLetter, _ appointment: Appointment) -> Bool {
        appointment.status == .booked && appointment.contact.wantsReminders
            && (letter.detail.isEmpty || letter.detail == "\(appointment.time.start.seconds)")
    }

    private func add(
        _ appointment: Appointment, _ token: String, _ details: AppointmentDetails, to draft: inout Draft,
        withCalendar: Bool = true
    ) throws {
        if withCalendar { draft.calendar = try calendar(appointment, details, token) }
        draft.blocks.append(try link("See, move or cancel it", "/visit", token))
    }

    private func form(_ appointment: Appointment) throws -> MailText.Block {
        let token = try reception.link(.form, appointment.id.uuid, until: appointment.time.end.date)
        return try link("Please fill in this form before you come", "/intake", token)
    }

    private func calendar(
        _ appointment: Appointment, _ details: AppointmentDetails, _ token: String
    ) throws -> MailCalendar {
        let document = try details.calendar(
            host: Stationery.calendarHost(of: stationery.base), organizer: stationery.sender.address,
            page: stationery.page("/visit", token), asMail: true)
        return try MailCalendar(
            method: appointment.status == .cancelled ? .cancel : .request, document: document)
    }
}

/// What pages and letters say of an appointment.
public struct AppointmentDetails: Sendable {
    public let appointment: Appointment
    public let practitioner: Practitioner
    public let practice: Practice
    public let service: OfferedService
    public let place: ServicePlace
    public let zone: TimeZone

    /// `nil` when something it belongs to is gone.
    public init?(_ appointment: Appointment, _ reception: Reception) async throws {
        let author = Author(account: nil, practice: appointment.practice, role: .owner)
        guard let service = try await reception.service(of: appointment),
            let place = try await reception.records.places(for: author).first(where: { $0.id == appointment.place })
        else { return nil }
        self.appointment = appointment
        practitioner = try await reception.records.practitioner(appointment.practitioner, for: author)
        practice = try await reception.records.publicPractice(appointment.practice)
        self.service = service
        self.place = place
        zone = TimeZone(identifier: practitioner.plan.zone) ?? .gmt
    }

    /// `Tuesday, 1 December 2026, 10:00 CET`.
    public var when: String { Self.words(appointment.time.start.date, in: zone) }

    /// Where, for somebody who has an appointment; an area says that the therapist comes.
    public var location: String {
        switch place.kind {
        case .room, .site:
            [place.name, place.address.replacing("\n", with: ", "), place.town].filter { !$0.isEmpty }
                .joined(separator: ", ")
        case .area: "The therapist comes to you, in \(place.town) and around"
        }
    }

    var facts: [MailText.Fact] {
        [.init("When", when), .init("With", practitioner.name), .init("Where", location)]
            + (place.note.isEmpty ? [] : [.init("How to get in", place.note)])
    }

    /// The appointment for a calendar: as an invitation by mail, or as a file that somebody takes.
    ///
    /// What is taken invites nobody, so that it names no guest (RFC 5546, section 3.2.1).
    public func calendar(
        host: String, organizer: String, page: String, asMail: Bool
    ) throws -> String {
        guard let stamp = Moment(appointment.created) else { throw RecordsError.notFound }
        let status: CalendarEvent.Status =
            appointment.status == .cancelled || appointment.status == .declined
            ? .cancelled : appointment.status == .pending || appointment.status == .held ? .tentative : .confirmed
        var event = try CalendarEvent(
            uid: CalendarEvent.uid(record: appointment.id.text, host: host),
            stamp: stamp.adding(seconds: appointment.version), sequence: appointment.sequence, status: status,
            time: appointment.time, summary: "Appointment with \(practitioner.name)", url: page)
        event.location = location
        event.organizer = try CalendarParty(name: practice.name, mail: organizer)
        if asMail {
            event.attendee = try CalendarParty(name: appointment.contact.name, mail: appointment.contact.mail)
        }
        let method: CalendarDocument.Method? = asMail ? (status == .cancelled ? .cancel : .request) : .publish
        return try CalendarDocument(method: method, product: "-//Tautband//Appointments//EN", events: [event]).text
    }

    /// A moment in words of a zone.
    public static func words(_ date: Date, in zone: TimeZone) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_GB")
        formatter.timeZone = zone
        formatter.dateFormat = "EEEE, d MMMM yyyy, HH:mm zzz"
        return formatter.string(from: date)
    }
}
