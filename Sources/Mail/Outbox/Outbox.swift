public import Foundation

/// Keeps letters until they are sent; several workers, also of several instances of the program, may use one at once.
///
/// A letter is in one of these states:
///
/// | state | next |
/// | --- | --- |
/// | waiting, until a moment | claimed |
/// | claimed, until its lease ends | sending, waiting |
/// | sending, until its lease ends | sent, waiting, given up |
/// | sent, given up | none |
///
/// A claim whose lease has ended counts as waiting; was the letter in sending, its next claim says so
/// (``OutboxEntry/isInterrupted``).
public protocol Outbox: Sendable {
    /// Claims letters that are due, the earliest first, and never one that another worker holds.
    ///
    /// - Parameters:
    ///   - limit: The most letters to claim.
    ///   - now: The present moment.
    ///   - lease: When the claims end.
    /// - Throws: What the store throws; nothing has changed then, or all of it.
    /// - Returns: The letters; empty when none is due.
    func claim(_ limit: Int, at now: Date, until lease: Date) async throws -> [OutboxEntry]

    /// Notes that a letter is about to be handed over, before it is, and renews the lease.
    ///
    /// - Parameters:
    ///   - claim: The claim.
    ///   - now: The present moment.
    ///   - lease: When the claim ends now.
    /// - Throws: What the store throws; nothing has changed then, or all of it.
    /// - Returns: Whether the claim still holds; if not, the letter must not be sent.
    func begin(_ claim: OutboxClaim, at now: Date, until lease: Date) async throws -> Bool

    /// Notes what became of a letter, and ends the claim.
    ///
    /// ``OutboxResult/sent`` is noted even for a claim that was lost, unless the letter is sent or given up already:
    /// whoever holds it now will find that it may not begin. Everything else is noted for a claim that holds only. Called
    /// again with the same arguments nothing changes.
    /// - Parameters:
    ///   - claim: The claim.
    ///   - result: What became of it.
    ///   - now: The present moment.
    /// - Throws: What the store throws; nothing has changed then, or all of it.
    /// - Returns: Whether it was noted, now or by an earlier call.
    @discardableResult
    func settle(_ claim: OutboxClaim, as result: OutboxResult, at now: Date) async throws -> Bool

    /// Gives claims back without a try; the letters are due as before. Lost claims are passed over.
    ///
    /// - Parameter claims: The claims.
    /// - Throws: What the store throws.
    func release(_ claims: [OutboxClaim]) async throws
}
