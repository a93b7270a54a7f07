import CCurl
import Synchronization

/// What happens during one sending: the letter is read from here, and what both sides said is noted.
///
/// Used by one thread at a time, but for ``cancel()``.
final class SMTPExchange: Sendable {
    private struct State {
        var position = 0
        var isHandedOver = false
        var stage = SMTPStage.greeting
        /// The answer to the last command.
        var reply: SMTPReply?
        /// The answer to the end of the letter.
        var verdict: SMTPReply?
        var isClosing = false
        var line: [UInt8] = []
    }

    private let octets: [UInt8]
    private let state = Mutex(State())
    private let cancelled = Atomic(false)

    init(_ octets: [UInt8]) { self.octets = octets }

    /// Ends the sending at the next chance, within about a second.
    func cancel() { cancelled.store(true, ordering: .relaxed) }

    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// Begins again, for another connection.
    func rewind() { state.withLock { $0 = State() } }

    /// Gives the next octets of the letter.
    func read(into buffer: UnsafeMutableBufferPointer<CChar>) -> Int {
        state.withLock { state in
            let count = min(octets.count - state.position, buffer.count)
            UnsafeMutableRawBufferPointer(buffer).copyBytes(from: octets[state.position..<state.position + count])
            state.position += count
            // From here on the final dot may be on its way.
            if state.position == octets.count { state.isHandedOver = true }
            return count
        }
    }

    /// Notes a command of ours; only its first word is looked at, because others may be secret.
    func note(command octets: UnsafeBufferPointer<CChar>) {
        let verb = String(decoding: octets.prefix(4).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        state.withLock { state in
            // A goodbye is answered, too, and that answer must not pass for one about the letter.
            if verb.uppercased() == "QUIT" || state.isHandedOver {
                state.isClosing = true
                return
            }
            state.isClosing = false
            state.stage = SMTPStage(verb: verb.uppercased()) ?? state.stage
            state.reply = nil
        }
    }

    /// Notes what the server says, line by line; the last line of an answer counts.
    func note(answer octets: UnsafeBufferPointer<CChar>) {
        state.withLock { state in
            for octet in octets.map({ UInt8(bitPattern: $0) }) {
                // A server that never ends its line must not fill the memory.
                if octet != 0x0a {
                    if state.line.count < 1000 { state.line.append(octet) }
                    continue
                }
                let line = String(decoding: state.line, as: UTF8.self)
                state.line = []
                if state.isClosing || line.utf8.dropFirst(3).first == 0x2d { continue }
                guard let reply = SMTPReply(line: line) else { continue }
                // An earlier answer, to `DATA`, must never pass for this one.
                if state.isHandedOver { state.verdict = reply } else { state.reply = reply }
            }
        }
    }

    /// The conclusion, once the library has ended with this code and these words.
    func outcome(_ code: CURLcode, _ words: String) -> MailTransportError? {
        let now = state.withLock { $0 }
        if now.isHandedOver {
            guard let reply = now.verdict else {
                return code == CURLE_OK
                    ? .unknownOutcome(reason: "the server's answer could not be read") : .unknownOutcome(reason: words)
            }
            return switch reply.kind {
            case .positive: nil
            case .permanent, .aboutUs: .permanent(reply)
            case .temporary: .temporary(reply)
            case .other: .unknownOutcome(reason: "the server's answer was \(reply)")
            }
        }
        if isCancelled { return .cancelled }
        return SMTPFailure.beforeData(code, words, stage: now.stage, reply: now.reply)
    }
}
