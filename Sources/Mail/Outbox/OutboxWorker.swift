import Foundation

/// Sends the letters of an outbox; run one in each instance of the program.
///
/// **What is promised.** A letter is never lost: it leaves the outbox only as sent or given up, with the reason. It is
/// sent once as long as the server answers. Two cases leave doubt, and no protocol of mail resolves them (RFC 1047): the
/// connection breaks after the end of the letter and before the answer, or the program dies in that moment. Such a letter
/// is tried again after a longer wait (``RetryRule/doubtDelays``), at most twice, with the same octets and the same
/// Message-ID, by which many mail programs know a copy. Better a second reminder than none.
///
/// Trouble with the server itself is no fault of a letter: the rest of the batch is given back untried, the worker
/// pauses, and no letter is given up for it.
public struct OutboxWorker: Sendable {
    /// How much is done at once.
    public struct Limits: Hashable, Sendable {
        /// Letters claimed at once, 1...1000.
        public let batch: Int

        /// Seconds for which a claim holds; must be more than a transport can take for one letter, which is twice its
        /// total timeout for ``SMTPTransport``.
        public let lease: Double

        /// Seconds between looks into an empty outbox.
        public let idle: Double

        /// Seconds for which a letter under way may go on when the worker is to end.
        public let grace: Double

        /// Creates limits.
        ///
        /// - Throws: ``MailError/invalid(field:reason:)`` for a batch outside 1 to 1000, a lease outside 10 s to a day,
        ///   or an idle pause or grace outside 0.1 to 600 s.
        public init(
            batch: Int = 20, lease: Double = 300, idle: Double = 5, grace: Double = 10
        ) throws(MailError) {
            guard (1...1000).contains(batch), (10...86_400).contains(lease), (0.1...600).contains(idle),
                (0.1...600).contains(grace)
            else { throw .invalid(field: "limits", reason: "of the outbox are outside their ranges") }
            self.batch = batch
            self.lease = lease
            self.idle = idle
            self.grace = grace
        }
    }

    let outbox: any Outbox
    let transport: any MailTransport
    let rule: RetryRule
    let limits: Limits
    let clock: any MailClock
    let random: @Sendable () -> Double
    let report: @Sendable (OutboxEvent) -> Void

    /// Creates a worker.
    ///
    /// - Parameters:
    ///   - outbox: Where letters are kept.
    ///   - transport: How they leave.
    ///   - rule: When they are tried again.
    ///   - limits: How much is done at once.
    ///   - clock: The time.
    ///   - random: Numbers in 0..<1.
    ///   - report: Called with all that happens, for logs and figures; must return soon.
    public init(
        outbox: any Outbox, transport: any MailTransport, rule: RetryRule, limits: Limits, clock: any MailClock,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        report: @escaping @Sendable (OutboxEvent) -> Void = { _ in }
    ) {
        self.outbox = outbox
        self.transport = transport
        self.rule = rule
        self.limits = limits
        self.clock = clock
        self.random = random
        self.report = report
    }

    /// Works until the task is cancelled.
    ///
    /// A letter under way is finished, within the grace, before this returns; what was claimed beyond is given back.
    public func run() async {
        var troubles = 0
        while !Task.isCancelled {
            var pause = limits.idle
            do {
                let round = try await self.round()
                troubles = round.isServerInTrouble ? troubles + 1 : 0
                if round.isServerInTrouble {
                    pause = rule.pause(afterTroubles: troubles, random: random())
                    report(.pausing(seconds: pause))
                } else if round.claimed == limits.batch {
                    pause = 0
                }
            } catch {
                if Task.isCancelled { return }
                troubles += 1
                pause = rule.pause(afterTroubles: troubles, random: random())
                report(.outboxFailed(String(describing: type(of: error as any Error))))
            }
            do { try await clock.sleep(seconds: pause) } catch { return }
        }
    }

    /// Claims one batch and sends it.
    ///
    /// - Throws: What the outbox throws while claiming; later errors of the outbox are overcome by trying again.
    /// - Returns: What was done.
    @discardableResult
    public func round() async throws -> OutboxRound {
        let start = clock.now
        let entries = try await outbox.claim(limits.batch, at: start, until: start + limits.lease)
        var round = OutboxRound(claimed: entries.count)
        for (position, entry) in entries.enumerated() {
            if Task.isCancelled || round.isServerInTrouble {
                await giveBack(entries[position...].map(\.claim))
                break
            }
            await handle(entry, &round)
        }
        return round
    }

    private func handle(_ entry: OutboxEntry, _ round: inout OutboxRound) async {
        let now = clock.now
        if let expires = entry.expires, expires <= now {
            let failure = OutboxFailure(kind: .expired, text: "of no use any more")
            await settle(entry, .givenUp(failure), &round)
        } else if entry.isInterrupted {
            let failure = OutboxFailure(kind: .unknownOutcome, text: "the program ended while sending")
            await settle(entry, afterDoubt(entry, failure), &round)
        } else if await begin(entry.claim) {
            do throws(MailTransportError) {
                try await sendUndisturbed(entry.mail)
                await settle(entry, .sent, &round)
            } catch {
                round.isServerInTrouble = error.isAboutServer
                guard let failure = OutboxFailure(error) else { return await giveBack([entry.claim]) }
                await settle(entry, verdict(entry, error, failure), &round)
            }
        } else {
            round.lost += 1
        }
    }

    private func verdict(
        _ entry: OutboxEntry, _ error: MailTransportError, _ failure: OutboxFailure
    ) -> OutboxResult {
        if case .permanent = error { return .givenUp(failure) }
        if case .unknownOutcome = error { return afterDoubt(entry, failure) }
        let tries = entry.tries + 1
        if error.isAboutServer {
            let next = rule.nextAfterTrouble(tries: tries, at: clock.now, random: random())
            return .postponed(until: next, failure)
        }
        guard let next = rule.next(afterTries: tries, at: clock.now, due: entry.due, random: random()) else {
            return .givenUp(failure)
        }
        return .postponed(until: next, failure)
    }

    private func afterDoubt(_ entry: OutboxEntry, _ failure: OutboxFailure) -> OutboxResult {
        guard let next = rule.next(afterDoubts: entry.doubts + 1, at: clock.now, random: random()) else {
            return .givenUp(failure)
        }
        return .postponed(until: next, failure)
    }
}
