public import Foundation
public import Records

/// A mail that is to be written and sent.
///
/// What it says is worked out when it is sent, so that nothing goes out that is no longer so, and no clinical word can wait in a queue.
public struct OutgoingLetter: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<OutgoingLetter>

    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Prove the address to keep the time.
        case proof
        /// The appointment waits for the therapist.
        case asked
        case booked
        case moved
        case cancelled
        case declined
        case reminder
        /// A time that became free.
        case offer
        /// Prove the address to wait for a time.
        case waitProof = "wait_proof"
        /// How did it go?
        case experience
        /// To the practice: somebody booked, moved or cancelled.
        case notice
        /// To a practitioner: a training counts, or was refused, or runs out.
        case training
        /// Prove the address to get the newsletter.
        case newsletterProof = "newsletter_proof"
        case newsletter
    }

    public let id: ID
    /// Makes the letter unique together with its kind and recipient: the same event is told once.
    public let event: String
    public let kind: Kind
    public let practice: Practice.ID?
    /// Identifier of what it is about: appointment, waiting client, experience, training, subscriber.
    public let subject: UUID
    /// Address of mail; sealed wherever it is kept.
    public let recipient: String
    /// Not before this moment.
    public let due: Date
    /// When it is of no use any more; `nil` for never.
    public let expires: Date?
    /// What the wording needs besides, such as what happened; never clinical.
    public let detail: String

    public init(
        id: ID = ID(), event: String, kind: Kind, practice: Practice.ID?, subject: UUID, recipient: String, due: Date,
        expires: Date? = nil, detail: String = ""
    ) {
        self.id = id
        self.event = event
        self.kind = kind
        self.practice = practice
        self.subject = subject
        self.recipient = recipient
        self.due = due
        self.expires = expires
        self.detail = detail
    }
}

/// A letter that one worker has for a while.
public struct ClaimedLetter: Hashable, Sendable {
    public let letter: OutgoingLetter
    /// Grows with each claim; a worker with an older number has lost it.
    public let number: Int
    /// Tries that were put off, and those whose outcome is unknown.
    public let tries: Int
    public let doubts: Int
    /// Whether a worker began to send it and was never heard of again.
    public let isInterrupted: Bool

    public init(letter: OutgoingLetter, number: Int, tries: Int, doubts: Int, isInterrupted: Bool) {
        self.letter = letter
        self.number = number
        self.tries = tries
        self.doubts = doubts
        self.isInterrupted = isInterrupted
    }
}

/// The mail that waits.
public protocol OutboxRepository: Sendable {
    /// Takes letters that are due; nobody else gets them until `lease`.
    func claimLetters(_ count: Int, now: Date, lease: Date) async throws -> [ClaimedLetter]

    /// Notes that a letter is about to be handed over; `false` when the claim is lost.
    func beginLetter(_ letter: OutgoingLetter.ID, number: Int, now: Date, lease: Date) async throws -> Bool

    /// Notes what became of a letter, and ends the claim; `false` when another has it. Called again nothing changes.
    func settle(_ letter: OutgoingLetter.ID, number: Int, as outcome: LetterOutcome, now: Date) async throws -> Bool

    /// Gives claims back without a try.
    func release(_ letters: [(id: OutgoingLetter.ID, number: Int)]) async throws

    /// Puts letters in line; one whose event was told already is passed over.
    func enqueue(_ letters: [OutgoingLetter]) async throws

    /// Letters by state, for the owner's page and the metrics.
    func letterCounts() async throws -> [String: Int]
}

/// What became of a letter.
public enum LetterOutcome: Hashable, Sendable {
    case sent
    /// It had nothing to say any more.
    case dropped
    /// Try again at a moment; why, and whether nobody knows if it was sent.
    case later(Date, fault: String, isDoubt: Bool)
    case failed(String)
}
