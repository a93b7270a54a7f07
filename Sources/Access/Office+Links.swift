import Foundation
public import Records
import Vault

extension Office {
    /// A link as it is shown once: what stands behind `?t=`.
    public struct MadeLink: Hashable, Sendable {
        public let ticket: Ticket
        public let token: String
    }

    private func make(
        _ purpose: Ticket.Purpose, seconds: Double, by author: Author, practice: Practice.ID? = nil,
        account: Account.ID? = nil, client: Client.ID? = nil, subject: RecordEntry.ID? = nil, role: Role? = nil,
        name: String = "", mail: String = ""
    ) async throws -> MadeLink {
        let now = clock()
        let ticket = Ticket(
            purpose: purpose, practice: practice, account: account, client: client, subject: subject, role: role,
            name: name, mail: mail, created: now, expires: now.addingTimeInterval(seconds)
        )
        let token = try signer().sign(purpose: purpose.rawValue, ticket: ticket.id.text, expiry: ticket.expires)
        try await records.make(ticket, token: Fingerprint.of(token), by: author)
        return MadeLink(ticket: ticket, token: token)
    }

    /// The link for the first owner; `nil` once the installation is set up.
    ///
    /// A new one replaces the one before.
    /// `another`: For a further practice in an installation that is set up; practices never see each other.
    public func setupLink(another: Bool = false) async throws -> MadeLink? {
        if !another, try await records.isSetUp() { return nil }
        return try await make(.setup, seconds: policy.setupLink, by: .system)
    }

    /// Invites a member of the team, or a client to the own record.
    public func invite(
        mail: String, name: String, role: Role, client: Client.ID? = nil, by author: Author
    ) async throws -> MadeLink {
        guard (role == .client) == (client != nil) else {
            throw RecordsError.invalid(field: "role", value: role.rawValue, reason: "is not for a member of the team")
        }
        return try await make(
            .invitation, seconds: policy.invitationLink, by: author, practice: author.practice, client: client,
            role: role, name: try Text.line(name, field: "name", longest: 120),
            mail: try Text.mail(mail, field: "mail")
        )
    }

    /// A link by which a member chooses a new password; the second factor stays.
    public func passwordLink(for account: Account, by author: Author) async throws -> MadeLink {
        try await make(
            .password, seconds: policy.passwordLink, by: author, practice: account.practice, account: account.id
        )
    }

    /// A link by which a client fills in the first form; it never opens the record.
    public func intakeLink(client: Client.ID, by author: Author) async throws -> MadeLink {
        try await make(.intake, seconds: policy.clientLink, by: author, practice: author.practice, client: client)
    }

    /// A link by which a client writes the diary of a complaint, each day, and answers questions.
    ///
    /// Of the record it shows the activities that the client named and what was answered on the same day; who may not
    /// write the record cannot make one.
    public func diaryLink(
        client: Client.ID, complaint: RecordEntry.ID, by author: Author
    ) async throws -> MadeLink {
        try await make(
            .diary, seconds: policy.diaryLink, by: author, practice: author.practice, client: client, subject: complaint
        )
    }

    /// A link by which a client taps what the holds of a visit feel like; it never opens the record.
    public func holdLink(client: Client.ID, visit: RecordEntry.ID, by author: Author) async throws -> MadeLink {
        try await make(
            .hold, seconds: policy.holdLink, by: author, practice: author.practice, client: client, subject: visit)
    }

    /// The link behind a token; `nil` when it is forged, used, of another purpose or out of date.
    public func ticket(_ token: String, _ purpose: Ticket.Purpose) async throws -> Ticket? {
        guard token.utf8.count <= 600, let link = try? signer().open(token, purpose: purpose.rawValue, at: clock()),
            let ticket = try await records.ticket(token: Fingerprint.of(token), purpose: purpose),
            ticket.id.text == link.ticket
        else { return nil }
        return ticket
    }

    // MARK: Using them

    /// Sets the installation up and signs the owner in.
    public func setUp(
        token: String, practice: String, timeZone: String, name: String, mail: String, password: String, agent: String
    ) async throws -> Issued {
        guard try await ticket(token, .setup) != nil else { throw RecordsError.notFound }
        let practice = try Practice(name: practice, timeZone: timeZone)
        let owner = try Account(practice: practice.id, role: .owner, name: name, mail: mail, created: clock())
        let hash = try await hashed(password, hasSecondFactor: false, name: owner.name, mail: owner.mail)
        try await records.setUp(practice, owner: owner, secrets: Secrets(password: hash), ticket: Fingerprint.of(token))
        return try await begin(owner, proof: .none, device: agent)
    }

    /// Makes the account of an invitation and signs it in.
    public func join(token: String, name: String, password: String, agent: String) async throws -> Issued {
        guard let ticket = try await ticket(token, .invitation), let practice = ticket.practice, let role = ticket.role
        else { throw RecordsError.notFound }
        let account = try Account(
            practice: practice, role: role, name: name, mail: ticket.mail, client: ticket.client, created: clock()
        )
        let hash = try await hashed(password, hasSecondFactor: false, name: account.name, mail: account.mail)
        try await records.join(account, secrets: Secrets(password: hash), ticket: Fingerprint.of(token))
        return try await begin(account, proof: .none, device: agent)
    }

    /// Chooses a new password through a link; every session ends, the second factor stays.
    public func resetPassword(token: String, password: String) async throws {
        guard let ticket = try await ticket(token, .password), let id = ticket.account,
            let found = try await records.credentials(of: id)
        else { throw RecordsError.notFound }
        let hash = try await hashed(
            password, hasSecondFactor: found.account.hasSecondFactor, name: found.account.name, mail: found.account.mail
        )
        try await records.resetPassword(hash, ticket: Fingerprint.of(token))
    }

    /// Keeps the first form that a client filled in behind a link.
    public func write(_ intake: Intake, token: String) async throws {
        try await write(.intake(intake), token: token, purpose: .intake)
    }

    /// Keeps a day of the diary that a client wrote behind a link; a second text of a day takes the first one's place.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` for a day that has not come yet or is long past.
    public func write(_ day: DiaryDay, token: String) async throws {
        let now = clock()
        func text(_ moment: Date) -> String { CalendarDay(moment, in: .gmt).text }
        // Some zones are a day ahead.
        guard day.day <= text(now.addingTimeInterval(14 * 3600)) else {
            throw RecordsError.invalid(field: "day", value: day.day, reason: "has not come yet")
        }
        guard day.day >= text(now.addingTimeInterval(-policy.diaryBack)) else {
            throw RecordsError.invalid(field: "day", value: day.day, reason: "is too long ago to remember well")
        }
        try await write(.diary(day), token: token, purpose: .diary)
    }

    /// What the client of a diary's link is asked today.
    public func questions(token: String) async throws -> QuestionSheet {
        guard try await ticket(token, .diary) != nil else { throw RecordsError.notFound }
        return try await records.questions(ticket: Fingerprint.of(token))
    }

    /// Keeps what a client answered at home.
    public func answer(_ answers: [MeasuredValue], token: String) async throws {
        guard try await ticket(token, .diary) != nil else { throw RecordsError.notFound }
        try await records.answer(answers, ticket: Fingerprint.of(token))
    }

    private func write(_ body: EntryBody, token: String, purpose: Ticket.Purpose) async throws {
        guard try await ticket(token, purpose) != nil else { throw RecordsError.notFound }
        // What it holds is checked as if it were read.
        let checked = try body.checked()
        try await records.write(checked, ticket: Fingerprint.of(token), purpose: purpose)
    }

    /// Adds what a client taps during a hold.
    public func tap(_ moments: [PressureHold.Moment], token: String) async throws {
        guard try await ticket(token, .hold) != nil else { throw RecordsError.notFound }
        try await records.tap(moments, ticket: Fingerprint.of(token))
    }
}
