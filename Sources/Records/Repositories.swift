public import Foundation

/// Practices and their settings.
public protocol PracticeRepository: Sendable {
    /// Whether anybody has set the installation up.
    func isSetUp() async throws -> Bool

    /// Makes a practice and its owner and uses the set-up link up, all or nothing.
    ///
    /// - Throws: ``RecordsError/notFound`` when the link is unknown, used or out of date.
    func setUp(_ practice: Practice, owner: Account, secrets: Secrets, ticket: Data) async throws

    /// The author's practice.
    func practice(for author: Author) async throws -> Practice

    /// Saves settings; `practice.version` is the version that was read.
    ///
    /// - Throws: ``RecordsError/stale(current:)``.
    func change(_ practice: Practice, by author: Author) async throws -> Practice
}

/// Accounts, what proves them, and their sessions.
public protocol AccountRepository: Sendable {
    /// The account and its secrets by the address of mail; for signing in alone.
    func credentials(mail: String) async throws -> (account: Account, secrets: Secrets)?

    /// The same by identifier, for proving the signed-in person anew.
    func credentials(of account: Account.ID) async throws -> (account: Account, secrets: Secrets)?

    /// Begins a session after the proof, all or nothing.
    ///
    /// `proof`: What was used besides the password; a code's step or a recovery code is used up in the same transaction.
    /// - Throws: ``RecordsError/notFound`` when the account is disabled or the code has been used meanwhile.
    func begin(_ session: Session, token: Data, proof: SecondProof) async throws

    /// Notes a refused attempt.
    func refused(account: Account.ID?, practice: Practice.ID?) async throws

    /// Counts an attempt under each name and tells how many there were within the last `seconds`, this one included.
    func countAttempt(_ names: [Data], within seconds: Int) async throws -> [Int]

    /// Forgets the attempts under a name, after success.
    func forgetAttempts(_ name: Data) async throws

    /// The live session behind a token, with its account; `nil` when it ended, idled out or the account is disabled.
    ///
    /// Notes that it was seen, at most every half minute.
    func session(token: Data, idle: TimeInterval) async throws -> (session: Session, account: Account)?

    func sessions(of account: Account.ID, for author: Author) async throws -> [Session]

    /// Ends a session.
    ///
    /// - Throws: ``RecordsError/notFound`` when the author may not see it.
    func end(_ session: Session.ID, by author: Author) async throws

    /// Ends all sessions of the author's account but one.
    func endOthers(than session: Session.ID, by author: Author) async throws

    /// Notes that the person of a session has shown the password or a code again.
    func prove(_ session: Session.ID, proof: SecondProof, by author: Author) async throws

    /// The practice's accounts that work there.
    func team(for author: Author) async throws -> [Account]

    func account(_ id: Account.ID, for author: Author) async throws -> Account

    /// Changes name, role and status; `account.version` is the version that was read. A change of role or status ends all sessions.
    ///
    /// - Throws: ``RecordsError/stale(current:)``, and ``RecordsError/invalid(field:value:reason:)`` for the last active owner.
    func change(_ account: Account, by author: Author) async throws -> Account

    /// Replaces the password and ends all other sessions.
    func setPassword(_ hash: String, keeping session: Session.ID?, by author: Author) async throws

    /// Sets or removes the second factor with its recovery codes, and ends all other sessions.
    func setSecondFactor(
        _ secret: Data?, step: Int, recoveryCodes: [Data], keeping session: Session.ID, by author: Author)
        async throws
}

/// What was shown besides the password.
public enum SecondProof: Hashable, Sendable {
    /// The account has no second factor.
    case none
    /// A code; its time step.
    case code(step: Int)
    /// SHA-256 of a recovery code.
    case recovery(Data)
}

/// Links that work once.
public protocol TicketRepository: Sendable {
    /// Keeps a new link; `token` is the SHA-256 of what the link holds.
    func make(_ ticket: Ticket, token: Data, by author: Author) async throws

    /// The link, if it can still be used for this purpose.
    func ticket(token: Data, purpose: Ticket.Purpose) async throws -> Ticket?

    /// Invitations that are open.
    func invitations(for author: Author) async throws -> [Ticket]

    /// Takes an open link back.
    func revoke(_ ticket: Ticket.ID, by author: Author) async throws

    /// Uses an invitation up and makes the account.
    func join(_ account: Account, secrets: Secrets, ticket: Data) async throws

    /// Uses a password link up and replaces the password; ends all sessions. The second factor stays.
    func resetPassword(_ hash: String, ticket: Data) async throws
}

/// The register of clients.
public protocol ClientRepository: Sendable {
    /// Clients that the author may list, by name; words of the query begin words of the name. Without note.
    func clients(matching query: String, for author: Author) async throws -> [Client]

    /// - Throws: ``RecordsError/notFound`` when there is none or the author may not see it.
    func client(_ id: Client.ID, for author: Author) async throws -> Client

    /// Saves a new client; the same key with the same request gives the same client again.
    ///
    /// - Throws: ``RecordsError/keyReused`` when the key came with another request.
    func add(_ client: Client, key: IdempotencyKey, by author: Author) async throws -> Client

    /// Saves changes; `client.version` is the version that was read. A `nil` note leaves the note as it is.
    ///
    /// - Throws: ``RecordsError/stale(current:)``.
    func change(_ client: Client, by author: Author) async throws -> Client

    /// Opens a client's record to a therapist who does not treat them, for a reason, for some time; tells the owner.
    func breakGlass(_ client: Client.ID, reason: String, until: Date, by author: Author) async throws

    /// Glass that was broken in the practice and that the owner has not noted yet.
    func brokenGlass(for author: Author) async throws -> [BrokenGlass]

    func noteGlass(_ id: BrokenGlass.ID, by author: Author) async throws
}

/// The key that makes a repeated request harmless.
public struct IdempotencyKey: Hashable, Sendable {
    public let name: String
    /// SHA-256 of the request.
    public let request: Data

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` unless the name has 8 to 100 visible ASCII characters.
    public init(name: String, request: Data) throws(RecordsError) {
        guard (8...100).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .invalid(
                field: "Idempotency-Key", value: String(name.prefix(40)),
                reason: "must have 8 to 100 visible characters"
            )
        }
        self.name = name
        self.request = request
    }
}

/// That someone opened a record in an emergency.
public struct BrokenGlass: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<BrokenGlass>
    public let id: ID
    public let account: Account.ID
    public let client: Client.ID
    public let reason: String
    public let created: Date
    public let expires: Date

    public init(id: ID, account: Account.ID, client: Client.ID, reason: String, created: Date, expires: Date) {
        self.id = id
        self.account = account
        self.client = client
        self.reason = reason
        self.created = created
        self.expires = expires
    }
}

/// The audit trail.
public protocol AuditRepository: Sendable {
    /// The newest entries of the author's practice before a sequence number, newest first.
    func entries(before sequence: Int?, limit: Int, for author: Author) async throws -> [AuditEntry]

    /// Notes something that no other call notes.
    func note(_ event: AuditEvent, by author: Author) async throws
}
