public import Directory
import Foundation
public import Records
public import Scheduling

/// What the practice does with appointments.
extension Reception {
    /// Accepts what waits, declines or cancels it, or says what became of it; the client is told.
    public func change(
        _ id: Appointment.ID, to status: Appointment.Status, by author: Author
    ) async throws -> Appointment {
        let changed = try await records.change(id, to: status, by: author) { all in
            all.compactMap { appointment in
                switch status {
                case .booked:
                    appointment.ending == nil && !isMade(appointment.contact)
                        ? letter(.booked, appointment, event: "booked") : nil
                case .declined: isMade(appointment.contact) ? nil : letter(.declined, appointment, event: "declined")
                case .cancelled: isMade(appointment.contact) ? nil : letter(.cancelled, appointment, event: "cancelled")
                default: nil
                }
            }
        }
        guard let first = changed.first else { throw RecordsError.notFound }
        return first
    }

    /// Moves an appointment in the name of the practice, outside of the opening hours too.
    public func move(_ id: Appointment.ID, to start: Moment, by author: Author) async throws -> Appointment {
        try await records.move(id, to: start, booker: .practice, author: author) { moved in
            isMade(moved.contact) ? [] : [letter(.moved, moved, event: "moved:\(moved.sequence)")]
        }
    }

    /// Books for a client, such as the next visit at the end of this one.
    public func book(
        _ service: OfferedService, start: Moment, contact: BookingContact, client: Client.ID?, key: IdempotencyKey,
        by author: Author
    ) async throws -> Appointment {
        guard let time = Period(start: start, minutes: service.terms.durationMinutes) else {
            throw RecordsError.invalid(field: "start", value: "\(start)", reason: "is no time")
        }
        let appointment = Appointment(
            practice: service.practice, practitioner: service.practitioner, service: service.id, place: service.place,
            status: .booked, time: time, blocked: service.terms.blocked(by: time), contact: contact, client: client,
            created: clock())
        let mail = isMade(contact) ? [] : [letter(.booked, appointment, event: "booked")]
        let booked = try await records.book([appointment], key: key, booker: .practice, author: author, mail: mail)
        guard let first = booked.first else { throw RecordsError.notFound }
        return first
    }

    /// Whether there is no address to write to: a client without mail, or one that was erased.
    public func isMade(_ contact: BookingContact) -> Bool { contact.mail.hasSuffix("@invalid.example") }

    /// The address that stands for none.
    public static let noMail = "none@invalid.example"
}
