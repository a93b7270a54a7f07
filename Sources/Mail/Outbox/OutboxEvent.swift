public import Foundation

/// Something that a worker did or met; without addresses and words of letters.
public enum OutboxEvent: Hashable, Sendable {
    /// A letter is with the server.
    case sent(MessageID)

    /// A letter is to be tried again.
    case postponed(MessageID, until: Date, OutboxFailure)

    /// A letter is not tried again: somebody should look at it.
    case givenUp(MessageID, OutboxFailure)

    /// A result could not be noted, because the claim was lost or the outbox did not answer until the lease's end.
    case notNoted(MessageID, OutboxResult)

    /// The server, or the outbox, is left alone for a while.
    case pausing(seconds: Double)

    /// The outbox threw an error of this type.
    case outboxFailed(String)
}

/// What was done with one batch.
public struct OutboxRound: Hashable, Sendable {
    /// Letters claimed.
    public var claimed: Int

    /// Letters sent.
    public var sent = 0

    /// Letters put off.
    public var postponed = 0

    /// Letters given up.
    public var givenUp = 0

    /// Letters that another worker had taken over, or whose result could not be noted.
    public var lost = 0

    /// Whether the batch was broken off because of the server.
    public var isServerInTrouble = false

    /// Creates a count.
    public init(claimed: Int) { self.claimed = claimed }
}
