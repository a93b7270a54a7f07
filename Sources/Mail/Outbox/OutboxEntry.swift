public import Foundation

/// A letter in an outbox, claimed by one worker.
public struct OutboxEntry: Sendable {
    /// The claim to name in each further call.
    public let claim: OutboxClaim

    /// The letter, the same octets at each try.
    public let mail: ComposedMail

    /// When it was to leave at first.
    public let due: Date

    /// When it is of no use any more, such as a reminder after the appointment; `nil` for never.
    public let expires: Date?

    /// The tries so far that were put off.
    public let tries: Int

    /// The tries so far whose outcome is unknown.
    public let doubts: Int

    /// Whether a worker began to send it and was never heard of again: the outcome of that try is unknown.
    public let isInterrupted: Bool

    /// Creates an entry as an outbox hands it out.
    public init(
        claim: OutboxClaim, mail: ComposedMail, due: Date, expires: Date?, tries: Int, doubts: Int,
        isInterrupted: Bool
    ) {
        self.claim = claim
        self.mail = mail
        self.due = due
        self.expires = expires
        self.tries = tries
        self.doubts = doubts
        self.isInterrupted = isInterrupted
    }
}

/// The right of one worker to one letter, until its lease ends.
public struct OutboxClaim: Hashable, Sendable {
    /// The letter's identifier in the outbox.
    public let entry: String

    /// Grows with each claim of the letter; a worker with an older number has lost it.
    public let number: Int

    /// Creates a claim.
    public init(entry: String, number: Int) {
        self.entry = entry
        self.number = number
    }
}

/// What became of a try.
public enum OutboxResult: Hashable, Sendable {
    /// The letter is with the server.
    case sent

    /// It is to be tried again. Counts one more try; one more doubt when the failure's kind is
    /// ``OutboxFailure/Kind/unknownOutcome``.
    case postponed(until: Date, OutboxFailure)

    /// It is not tried again.
    case givenUp(OutboxFailure)
}

/// Why a try failed, in a form to keep and to show.
public struct OutboxFailure: Hashable, Sendable {
    /// The kinds; the raw values are kept in databases.
    public enum Kind: String, CaseIterable, Sendable {
        /// The server does not take the letter now.
        case temporary

        /// The server refuses the letter.
        case permanent

        /// There is no server to talk to.
        case unreachable

        /// The connection is not safe.
        case untrusted

        /// The server does not let us in.
        case refusedUs = "refused-us"

        /// Nobody knows whether it was sent.
        case unknownOutcome = "unknown-outcome"

        /// It came to be of no use before it could be sent.
        case expired
    }

    /// The kind.
    public let kind: Kind

    /// The code of the server's answer, such as 450.
    public let code: Int?

    /// One line without addresses, at most 200 characters.
    public let text: String

    /// Creates a failure.
    public init(kind: Kind, code: Int? = nil, text: String) {
        self.kind = kind
        self.code = code
        self.text = String(text.prefix(200))
    }

    /// The failure for an error; `nil` for a cancelled try, which is none.
    public init?(_ error: MailTransportError) {
        switch error {
        case .temporary(let reply): self.init(kind: .temporary, code: reply.code, text: reply.text)
        case .permanent(let reply): self.init(kind: .permanent, code: reply.code, text: reply.text)
        case .unreachable(let reason): self.init(kind: .unreachable, text: reason)
        case .untrusted(let reason): self.init(kind: .untrusted, text: reason)
        case .refusedUs(let reply): self.init(kind: .refusedUs, code: reply.code, text: reply.text)
        case .unknownOutcome(let reason): self.init(kind: .unknownOutcome, text: reason)
        case .cancelled: return nil
        }
    }
}
