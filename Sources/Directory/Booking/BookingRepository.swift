public import Foundation
public import Records
public import Scheduling

/// Appointments: no two of them share a practitioner's time, or a room.
///
/// Clients come with a link that names one appointment; calls of theirs name no author.
public protocol BookingRepository: Sendable {
    /// What cannot be booked, as times alone.
    func busyTimes(of practitioner: Practitioner.ID, in period: Period) async throws -> [BusyTime]

    /// The same for one service: with what others have booked in its room.
    func busyTimes(of service: OfferedService, in period: Period) async throws -> [BusyTime]

    /// Books, all or nothing; the same key with the same request gives the same appointments again.
    ///
    /// Rules are checked and letters put in line in the transaction that books.
    /// - Throws: ``RecordsError/duplicate(field:)`` with the field `start` when the time is taken,
    ///   ``RecordsError/invalid(field:value:reason:)``, ``RecordsError/keyReused``.
    func book(
        _ appointments: [Appointment], key: IdempotencyKey, booker: Booker, author: Author,
        mail: [OutgoingLetter]
    ) async throws -> [Appointment]

    func appointment(_ id: Appointment.ID) async throws -> Appointment?

    /// Changes the status in the name of the client or the program; a status that cannot follow is refused.
    ///
    /// All of a series change together while the address is being proved.
    /// - Throws: ``RecordsError/notFound``, ``RecordsError/stale(current:)``.
    func change(
        _ id: Appointment.ID, to status: Appointment.Status, ending: Appointment.Ending?,
        mail: @escaping @Sendable ([Appointment]) -> [OutgoingLetter]
    ) async throws -> [Appointment]

    /// The same in the name of the practice.
    func change(
        _ id: Appointment.ID, to status: Appointment.Status, by author: Author,
        mail: @escaping @Sendable ([Appointment]) -> [OutgoingLetter]
    ) async throws -> [Appointment]

    /// Moves an appointment to another time that is free.
    func move(
        _ id: Appointment.ID, to start: Moment, booker: Booker, author: Author?,
        mail: @escaping @Sendable (Appointment) -> [OutgoingLetter]
    ) async throws -> Appointment

    /// Appointments that touch a period, for those who keep the calendar; of one practitioner or of all that the author may see.
    func appointments(
        in period: Period, of practitioner: Practitioner.ID?, for author: Author
    ) async throws -> [Appointment]

    func appointment(_ id: Appointment.ID, for author: Author) async throws -> Appointment

    /// Whether a client wants reminders of an appointment.
    func setReminders(_ isOn: Bool, of id: Appointment.ID) async throws

    /// Keeps what a client wrote and drew before the first visit, sealed, until the appointment is tied to a record.
    func setIntake(_ intake: Intake, of id: Appointment.ID) async throws

    /// Whether the client wrote something that waits for a record.
    func hasIntake(_ id: Appointment.ID, for author: Author) async throws -> Bool

    /// Ties an appointment to a client of the register; what the client wrote before moves into the record.
    func tie(_ id: Appointment.ID, to client: Client.ID, by author: Author) async throws

    /// What became of earlier appointments of an address of mail in a practice.
    func history(of mail: String, in practice: Practice.ID) async throws -> [(start: Moment, attendance: Attendance)]

    // MARK: Absences and calendars

    func absences(of practitioner: Practitioner.ID, for author: Author) async throws -> [Absence]
    func add(_ absence: Absence, to practitioner: Practitioner.ID, by author: Author) async throws
    func remove(_ absence: Absence.ID, of practitioner: Practitioner.ID, by author: Author) async throws

    /// Sets the hash of the secret in the private feed's address; `nil` ends the feed.
    func setFeed(_ token: Data?, of practitioner: Practitioner.ID, by author: Author) async throws
    func hasFeed(_ practitioner: Practitioner.ID, for author: Author) async throws -> Bool
    /// The appointments behind a private feed.
    func feed(token: Data, in period: Period) async throws -> (practitioner: Practitioner, appointments: [Appointment])?

    func busySource(of practitioner: Practitioner.ID, for author: Author) async throws -> BusySource?
    /// Sets the address of a calendar elsewhere; `nil` removes it with its times.
    func setBusySource(_ address: String?, of practitioner: Practitioner.ID, by author: Author) async throws
    /// Calendars that were not fetched since a moment.
    func busySources(notFetchedSince moment: Date, limit: Int) async throws -> [(
        practitioner: Practitioner.ID, zone: String, address: String
    )]
    /// Replaces the imported times, or notes what went wrong and keeps the earlier ones.
    func setImported(
        _ result: Result<[Period], ImportProblem>, events: Int, of practitioner: Practitioner.ID, now: Date)
        async throws

    // MARK: Waiting

    func wait(_ client: WaitingClient, mail: [OutgoingLetter]) async throws
    func waitingClient(_ id: WaitingClient.ID) async throws -> WaitingClient?
    func setWaiting(_ id: WaitingClient.ID, _ status: WaitingClient.Status) async throws
    func waiting(of practitioner: Practitioner.ID, for author: Author) async throws -> [WaitingClient]
    /// Those who wait for a practitioner, with the offers made: of which time, until when, and how they ended.
    func waitList(of practitioner: Practitioner.ID) async throws -> (
        entries: [WaitingClient], offers: [WaitListOffer<WaitingClient.ID>]
    )
    /// Keeps a free time for somebody who waits, and tells them.
    func offer(_ appointment: Appointment, to client: WaitingClient.ID, mail: [OutgoingLetter]) async throws
    /// The waiting client that a held appointment is offered to.
    func offered(_ appointment: Appointment.ID) async throws -> WaitingClient?
    /// Practitioners whose times have become free, in the order of their identifiers, behind one of them.
    func waitListsToServe(after last: Practitioner.ID?, limit: Int) async throws -> [Practitioner.ID]
    func served(_ practitioner: Practitioner.ID) async throws

    // MARK: Work of the clock

    /// Ends what was held too long.
    func lapse(now: Date) async throws -> [Appointment]
    /// Booked appointments that begin within some minutes, in the order of their beginning, behind one of them.
    func upcoming(
        now: Date, within minutes: Int, after last: Appointment?, limit: Int
    ) async throws -> [Appointment]
    /// Visits completed since a moment of which nobody was asked how they went.
    func unasked(since moment: Date, limit: Int) async throws -> [Appointment]
}

/// Why a calendar elsewhere could not be taken over.
public struct ImportProblem: Error, Hashable, Sendable {
    public let reason: String

    public init(_ reason: String) { self.reason = reason }
}
