public import Foundation

/// An outbox that lives as long as the program; for tests.
public actor MemoryOutbox: Outbox {
    private enum State: Hashable {
        case waiting
        case claimed(until: Date)
        case sending(until: Date)
        case sent
        case givenUp
    }

    private struct Letter {
        let mail: ComposedMail
        let due: Date
        let expires: Date?
        var next: Date
        var state = State.waiting
        var number = 0
        var tries = 0
        var doubts = 0
        var failures: [OutboxFailure] = []
        var settled: OutboxResult?
    }

    private var letters: [String: Letter] = [:]

    /// Creates an empty outbox.
    public init() {}

    /// Adds a letter; `false` when one with its identifier is there already.
    @discardableResult
    public func add(_ mail: ComposedMail, due: Date, expires: Date? = nil) -> Bool {
        guard letters[mail.id.text] == nil else { return false }
        letters[mail.id.text] = Letter(mail: mail, due: due, expires: expires, next: due)
        return true
    }

    /// How many letters still wait or are under way.
    public var open: Int { letters.values.count { $0.state != .sent && $0.state != .givenUp } }

    /// How many letters were sent.
    public var sent: Int { letters.values.count { $0.state == .sent } }

    /// How many letters were given up.
    public var givenUp: Int { letters.values.count { $0.state == .givenUp } }

    /// What failed so far with a letter, in order.
    public func failures(of id: MessageID) -> [OutboxFailure] { letters[id.text]?.failures ?? [] }

    /// When a letter is tried next; `nil` when it is not known or at its end.
    public func next(of id: MessageID) -> Date? {
        guard let letter = letters[id.text], letter.state != .sent, letter.state != .givenUp else { return nil }
        return letter.next
    }

    public func claim(_ limit: Int, at now: Date, until lease: Date) -> [OutboxEntry] {
        let ready = letters.filter { Self.isReady($0.value, at: now) }
        let chosen = ready.sorted { ($0.value.next, $0.key) < ($1.value.next, $1.key) }.prefix(max(limit, 0))
        return chosen.map { key, letter in
            var letter = letter
            var isInterrupted = false
            if case .sending = letter.state { isInterrupted = true }
            letter.state = .claimed(until: lease)
            letter.number += 1
            letter.settled = nil
            letters[key] = letter
            return OutboxEntry(
                claim: OutboxClaim(entry: key, number: letter.number), mail: letter.mail, due: letter.due,
                expires: letter.expires, tries: letter.tries, doubts: letter.doubts, isInterrupted: isInterrupted)
        }
    }

    public func begin(_ claim: OutboxClaim, at now: Date, until lease: Date) -> Bool {
        guard var letter = held(claim), case .claimed(let end) = letter.state, end > now else { return false }
        letter.state = .sending(until: lease)
        letters[claim.entry] = letter
        return true
    }

    @discardableResult
    public func settle(_ claim: OutboxClaim, as result: OutboxResult, at now: Date) -> Bool {
        guard var letter = letters[claim.entry] else { return false }
        if result == .sent, letter.state != .givenUp {
            letter.state = .sent
            letters[claim.entry] = letter
            return true
        }
        guard held(claim) != nil else { return false }
        switch (result, letter.state) {
        case (.postponed(let until, let failure), .claimed), (.postponed(let until, let failure), .sending):
            letter.next = until
            letter.state = .waiting
            letter.tries += 1
            if failure.kind == .unknownOutcome { letter.doubts += 1 }
            letter.failures.append(failure)
        case (.givenUp(let failure), .claimed), (.givenUp(let failure), .sending):
            letter.state = .givenUp
            letter.failures.append(failure)
        default:
            return letter.settled == result
        }
        letter.settled = result
        letters[claim.entry] = letter
        return true
    }

    public func release(_ claims: [OutboxClaim]) {
        for claim in claims {
            guard var letter = held(claim) else { continue }
            switch letter.state {
            case .claimed, .sending: letter.state = .waiting
            case .waiting, .sent, .givenUp: continue
            }
            letters[claim.entry] = letter
        }
    }

    private func held(_ claim: OutboxClaim) -> Letter? {
        letters[claim.entry].flatMap { $0.number == claim.number ? $0 : nil }
    }

    private static func isReady(_ letter: Letter, at now: Date) -> Bool {
        switch letter.state {
        case .waiting: letter.next <= now
        case .claimed(let until), .sending(let until): until <= now
        case .sent, .givenUp: false
        }
    }
}
