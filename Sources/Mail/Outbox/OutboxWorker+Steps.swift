import Foundation

/// The single steps, each kept whole when the worker is to end.
extension OutboxWorker {
    /// Whether the letter may be sent; `false` also when the outbox does not answer: better late than twice.
    func begin(_ claim: OutboxClaim) async -> Bool {
        do {
            return try await outbox.begin(claim, at: clock.now, until: clock.now + limits.lease)
        } catch {
            report(.outboxFailed(String(describing: type(of: error))))
            return false
        }
    }

    /// Sends a letter that goes on for the grace when the task is cancelled.
    func sendUndisturbed(_ mail: ComposedMail) async throws(MailTransportError) {
        let transport = transport
        let sending = Task { () async -> MailTransportError? in
            do throws(MailTransportError) { try await transport.send(mail) } catch { return error }
            return nil
        }
        let clock = clock
        let grace = limits.grace
        let error = await withTaskCancellationHandler {
            await sending.value
        } onCancel: {
            Task {
                try? await clock.sleep(seconds: grace)
                sending.cancel()
            }
        }
        if let error { throw error }
    }

    /// Notes a result, again and again until the lease ends: a sent letter that is not noted would be sent twice.
    func settle(_ entry: OutboxEntry, _ result: OutboxResult, _ round: inout OutboxRound) async {
        let end = clock.now + limits.lease
        var pause = 0.5
        while true {
            do {
                let outbox = outbox
                let clock = clock
                // A task of its own, so that a cancelled worker still notes what it did.
                let isNoted = try await Task {
                    try await outbox.settle(entry.claim, as: result, at: clock.now)
                }.value
                note(entry, result, isNoted: isNoted, &round)
                return
            } catch {
                report(.outboxFailed(String(describing: type(of: error))))
            }
            guard clock.now + pause < end else { break }
            let clock = clock
            let seconds = pause
            await Task { try? await clock.sleep(seconds: seconds) }.value
            pause = min(pause * 2, 30)
        }
        report(.notNoted(entry.mail.id, result))
        round.lost += 1
    }

    /// Gives claims back; should that fail, their leases end by themselves.
    func giveBack(_ claims: [OutboxClaim]) async {
        let outbox = outbox
        do { try await Task { try await outbox.release(claims) }.value } catch {
            report(.outboxFailed(String(describing: type(of: error))))
        }
    }

    private func note(_ entry: OutboxEntry, _ result: OutboxResult, isNoted: Bool, _ round: inout OutboxRound) {
        guard isNoted else {
            round.lost += 1
            return report(.notNoted(entry.mail.id, result))
        }
        switch result {
        case .sent:
            round.sent += 1
            report(.sent(entry.mail.id))
        case .postponed(let until, let failure):
            round.postponed += 1
            report(.postponed(entry.mail.id, until: until, failure))
        case .givenUp(let failure):
            round.givenUp += 1
            report(.givenUp(entry.mail.id, failure))
        }
    }
}
