public import Foundation

/// When a letter that did not leave is tried again, and when no more.
public struct RetryRule: Hashable, Sendable {
    /// The waits between tries, in seconds; the last one repeats.
    public let delays: [Double]

    /// The waits after an unknown outcome, in seconds; after the last one the letter is not tried again, since each try
    /// may have been the one that arrived.
    public let doubtDelays: [Double]

    /// The seconds after its first due moment at which a letter is given up that the server keeps putting off.
    public let giveUpAfter: Double

    /// The share by which a wait is varied up and down, 0...0.5, so that instances do not knock all at once.
    public let jitter: Double

    /// The first pause after the server was not to be reached, in seconds; it doubles up to 5 minutes.
    public let firstPause: Double

    /// The longest pause after the server was not to be reached, in seconds.
    public static let longestPause = 300.0

    /// Creates a rule.
    ///
    /// - Parameters:
    ///   - delays: Waits of 1 to 86,400 s; the default is 1, 2, 5, 10, 30 min, 1, 2, 4 h.
    ///   - doubtDelays: Waits of 1 to 86,400 s, longer than the first of the others: half an hour and 4 h by default.
    ///   - giveUpAfter: From 60 s to 30 days; RFC 5321 (section 4.5.4.1) gives 4 to 5 days to servers, but a letter
    ///     about an appointment is of no use by then: a day by default.
    ///   - jitter: From 0 to 0.5.
    ///   - firstPause: From 1 to 300 s.
    /// - Throws: ``MailError/invalid(field:reason:)`` for a value that is not accepted.
    public init(
        delays: [Double] = [60, 120, 300, 600, 1800, 3600, 7200, 14_400], doubtDelays: [Double] = [1800, 14_400],
        giveUpAfter: Double = 86_400, jitter: Double = 0.2, firstPause: Double = 15
    ) throws(MailError) {
        guard !delays.isEmpty, (delays + doubtDelays).allSatisfy({ (1...86_400).contains($0) }) else {
            throw .invalid(field: "delays", reason: "are none, or one is outside 1 to 86400 seconds")
        }
        guard (60...2_592_000).contains(giveUpAfter) else {
            throw .invalid(field: "end of tries", reason: "is outside 60 seconds to 30 days")
        }
        guard (0...0.5).contains(jitter) else { throw .invalid(field: "jitter", reason: "is outside 0 to 0.5") }
        guard (1...Self.longestPause).contains(firstPause) else {
            throw .invalid(field: "pause", reason: "is outside 1 to 300 seconds")
        }
        self.delays = delays
        self.doubtDelays = doubtDelays
        self.giveUpAfter = giveUpAfter
        self.jitter = jitter
        self.firstPause = firstPause
    }

    /// The next try after the server put the letter off; `nil` to give it up.
    ///
    /// - Parameters:
    ///   - tries: The tries so far, with the one that just failed; from 1.
    ///   - now: The present moment.
    ///   - due: When the letter was to leave at first.
    ///   - random: A number in 0..<1.
    /// - Returns: A moment after `now` and not after `due` + ``giveUpAfter``.
    public func next(afterTries tries: Int, at now: Date, due: Date, random: Double) -> Date? {
        let next = now + varied(delays[min(max(tries, 1), delays.count) - 1], random)
        return next <= due + giveUpAfter ? next : nil
    }

    /// The next try after the server itself was in trouble, which is no reason to give a letter up.
    ///
    /// - Parameters:
    ///   - tries: The tries so far, with the one that just failed; from 1.
    ///   - now: The present moment.
    ///   - random: A number in 0..<1.
    /// - Returns: A moment after `now`, at most about an hour later: once the server is back, nothing waits for long.
    public func nextAfterTrouble(tries: Int, at now: Date, random: Double) -> Date {
        now + varied(min(delays[min(max(tries, 1), delays.count) - 1], 3600), random)
    }

    /// The next try after an unknown outcome; `nil` when there were enough.
    ///
    /// - Parameters:
    ///   - doubts: The unknown outcomes so far, with the one that just was; from 1.
    ///   - now: The present moment.
    ///   - random: A number in 0..<1.
    /// - Returns: A moment after `now`.
    public func next(afterDoubts doubts: Int, at now: Date, random: Double) -> Date? {
        guard doubts >= 1, doubts <= doubtDelays.count else { return nil }
        return now + varied(doubtDelays[doubts - 1], random)
    }

    /// The seconds to leave the server alone after trouble.
    ///
    /// - Parameters:
    ///   - troubles: The rounds in trouble so far, one after the other; from 1.
    ///   - random: A number in 0..<1.
    /// - Returns: The pause.
    public func pause(afterTroubles troubles: Int, random: Double) -> Double {
        let doublings = Double(min(max(troubles, 1), 20) - 1)
        return varied(min(firstPause * exp2(doublings), Self.longestPause), random)
    }

    private func varied(_ seconds: Double, _ random: Double) -> Double {
        let share = random.isFinite ? min(max(random, 0), 1) : 0.5
        return seconds * (1 + jitter * (2 * share - 1))
    }
}
