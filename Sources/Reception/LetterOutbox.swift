public import Directory
public import Foundation
public import Mail
import Records
import Scheduling

/// The outbox of the record for the worker that sends: letters are put into words when they are taken.
public struct LetterOutbox: Outbox {
    private let records: any OutboxRepository
    private let writer: LetterWriter

    public init(_ records: any OutboxRepository, _ writer: LetterWriter) {
        self.records = records
        self.writer = writer
    }

    public func claim(_ limit: Int, at now: Date, until lease: Date) async throws -> [OutboxEntry] {
        var entries: [OutboxEntry] = []
        for claimed in try await records.claimLetters(limit, now: now, lease: lease) {
            let letter = claimed.letter
            do {
                guard let message = try await writer.write(letter) else {
                    _ = try await records.settle(letter.id, number: claimed.number, as: .dropped, now: now)
                    continue
                }
                entries.append(
                    OutboxEntry(
                        claim: OutboxClaim(entry: letter.id.text, number: claimed.number),
                        mail: try MailComposer.compose(message), due: letter.due, expires: letter.expires,
                        tries: claimed.tries, doubts: claimed.doubts, isInterrupted: claimed.isInterrupted))
            } catch let error where Self.isLasting(error) {
                // It will never be a letter: somebody should look at it, and the others must not wait for it.
                _ = try await records.settle(
                    letter.id, number: claimed.number, as: .failed("not written: \(type(of: error))"), now: now)
            }
        }
        return entries
    }

    public func begin(_ claim: OutboxClaim, at now: Date, until lease: Date) async throws -> Bool {
        guard let id = OutgoingLetter.ID(text: claim.entry) else { return false }
        return try await records.beginLetter(id, number: claim.number, now: now, lease: lease)
    }

    @discardableResult
    public func settle(_ claim: OutboxClaim, as result: OutboxResult, at now: Date) async throws -> Bool {
        guard let id = OutgoingLetter.ID(text: claim.entry) else { return false }
        let outcome: LetterOutcome =
            switch result {
            case .sent: .sent
            case .postponed(let until, let failure):
                .later(until, fault: Self.words(failure), isDoubt: failure.kind == .unknownOutcome)
            case .givenUp(let failure): .failed(Self.words(failure))
            }
        return try await records.settle(id, number: claim.number, as: outcome, now: now)
    }

    public func release(_ claims: [OutboxClaim]) async throws {
        try await records.release(
            claims.compactMap { claim in OutgoingLetter.ID(text: claim.entry).map { ($0, claim.number) } })
    }

    /// Whether trying again cannot help.
    private static func isLasting(_ error: any Error) -> Bool {
        if case .unavailable? = error as? RecordsError { return false }
        return error is MailError || error is SchedulingError || error is RecordsError
    }

    private static func words(_ failure: OutboxFailure) -> String {
        [failure.kind.rawValue, failure.code.map(String.init), failure.text].compactMap { $0 }.joined(separator: " ")
    }
}
