public import Directory
public import Foundation
public import Records
import Scheduling
public import Vault

/// The use cases around appointments: what a client does with a link, what the clock does, what mail says.
public struct Reception: Sendable {
    /// Everything that it needs of the record.
    public typealias Repositories =
        DirectoryRepository & TrainingRepository & PublicDirectory & BookingRepository & OutboxRepository
        & ExperienceRepository & NewsletterRepository & PracticeRepository & AccountRepository

    public let records: any Repositories
    let signer: @Sendable () -> SignedLink
    public let clock: @Sendable () -> Date
    let random: @Sendable (ClosedRange<Int>) -> Int

    public init(
        records: any Repositories, signer: @escaping @Sendable () -> SignedLink,
        clock: @escaping @Sendable () -> Date = { Date() },
        random: @escaping @Sendable (ClosedRange<Int>) -> Int = { Int.random(in: $0) }
    ) {
        self.records = records
        self.signer = signer
        self.clock = clock
        self.random = random
    }

    /// The present moment as schedules know it.
    ///
    /// - Throws: ``RecordsError/unavailable(reason:)`` when the clock of the machine is centuries away.
    func now() throws(RecordsError) -> Moment {
        guard let now = Moment(clock()) else { throw .unavailable(reason: "the clock of this machine is wrong") }
        return now
    }

    // MARK: Links

    /// What a link opens; it names one thing and never a record.
    public enum LinkPurpose: String, CaseIterable, Sendable {
        /// An appointment: see, prove, move, cancel, answer an offer.
        case visit
        /// The form before the first visit.
        case form
        /// A place on the wait list.
        case wait
        case experience
        case newsletter
        /// That this browser has proved an address of mail before; in a cookie.
        case known
    }

    /// A link for a subject.
    public func link(_ purpose: LinkPurpose, _ subject: UUID, until expiry: Date) throws -> String {
        try signer().sign(purpose: purpose.rawValue, ticket: subject.uuidString.lowercased(), expiry: expiry)
    }

    /// The subject behind a link; `nil` when it is forged, of another purpose, or out of date.
    public func subject(_ purpose: LinkPurpose, of token: String) -> UUID? {
        guard token.utf8.count <= 600,
            let contents = try? signer().open(token, purpose: purpose.rawValue, at: clock())
        else { return nil }
        return UUID(uuidString: contents.ticket)
    }

    /// The appointment behind a link.
    ///
    /// - Throws: ``RecordsError/notFound``.
    public func appointment(token: String, purpose: LinkPurpose = .visit) async throws -> Appointment {
        guard let subject = subject(purpose, of: token),
            let found = try await records.appointment(Appointment.ID(subject))
        else { throw RecordsError.notFound }
        return found
    }

    /// The link of an appointment lives until a month after it.
    func visitLink(_ appointment: Appointment) throws -> String {
        try link(.visit, appointment.id.uuid, until: appointment.time.end.date.addingTimeInterval(30 * 86_400))
    }
}
