public import Records
public import Scheduling

/// Whether an appointment can be had, and what it becomes.
public enum BookingRules {
    /// Minutes that a time is kept for someone who still has to prove the address of mail.
    public static let proofMinutes = 30

    /// The finder of a practitioner's free times.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` for kept hours that no longer read.
    public static func finder(
        _ practitioner: Practitioner, _ service: OfferedService, busy: [BusyTime]
    ) throws(RecordsError) -> SlotFinder {
        SlotFinder(opening: try practitioner.plan.opening(), service: service.terms, busy: busy)
    }

    /// Says why an appointment cannot begin at a moment.
    ///
    /// - Throws: ``RecordsError/duplicate(field:)`` when the time is taken, ``RecordsError/invalid(field:value:reason:)`` when the rules do
    ///   not allow it; both with the field `start`.
    public static func check(
        _ finder: SlotFinder, start: Moment, now: Moment, booker: Booker
    ) throws(RecordsError) {
        guard let refusal = finder.refusal(of: start, now: now, booker: booker) else { return }
        throw error(refusal, start)
    }

    /// A refusal in words.
    public static func error(_ refusal: SlotRefusal, _ start: Moment) -> RecordsError {
        let reason: String
        switch refusal {
        case .busy: return .duplicate(field: "start")
        case .tooSoon: reason = "is too soon to be booked here"
        case .tooFar(let day): reason = "is after \(day), the last day that can be booked"
        case .closed: reason = "is outside of the opening hours"
        case .offGrid: reason = "is no time that is offered"
        }
        return .invalid(field: "start", value: "\(start)", reason: reason)
    }

    /// What a new appointment becomes once the address of mail is proved.
    public static func status(_ practitioner: Practitioner, _ service: OfferedService) -> Appointment.Status {
        practitioner.mode == .request || service.terms.confirmation == .approval ? .pending : .booked
    }

    /// Who may change the practitioner's page, hours, services and appointments.
    public static func manages(_ author: Author, _ practitioner: Practitioner) -> Bool {
        guard author.practice == practitioner.practice, let role = author.role else { return false }
        switch role {
        case .owner: return true
        case .therapist: return practitioner.account != nil && practitioner.account == author.account
        case .assistant, .client: return false
        }
    }

    /// Who may see and keep the appointments.
    public static func keepsCalendar(_ author: Author, _ practitioner: Practitioner) -> Bool {
        manages(author, practitioner) || (author.role == .assistant && author.practice == practitioner.practice)
    }
}
