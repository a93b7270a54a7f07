/// Why a letter did not leave, by what its keeper can do next.
public enum MailTransportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The server does not take this letter now (4xx): try later.
    case temporary(SMTPReply)

    /// The server will not take this letter (5xx): don't try again.
    case permanent(SMTPReply)

    /// There is no server to talk to, or the connection broke before the letter was complete; it was not sent.
    case unreachable(reason: String)

    /// The server can't be trusted: no TLS, or a certificate that isn't accepted; nothing was sent.
    case untrusted(reason: String)

    /// The server does not let us in, or wants another way of speaking; says nothing about the letter.
    case refusedUs(SMTPReply)

    /// The letter was handed over to its end, and then no answer came: it was sent or it was not.
    case unknownOutcome(reason: String)

    /// The task was cancelled before the letter was complete; it was not sent.
    case cancelled

    /// Whether other letters would likely fare the same with this server at present.
    public var isAboutServer: Bool {
        switch self {
        case .unreachable, .untrusted, .refusedUs, .unknownOutcome: true
        case .temporary(let reply): reply.code == 421
        case .permanent, .cancelled: false
        }
    }

    /// One sentence for a log, without addresses.
    public var description: String {
        switch self {
        case .temporary(let reply): "The mail server does not take the letter now: \(reply)."
        case .permanent(let reply): "The mail server refuses the letter: \(reply)."
        case .unreachable(let reason): "The mail server can't be reached: \(reason)."
        case .untrusted(let reason): "The connection to the mail server is not safe: \(reason)."
        case .refusedUs(let reply): "The mail server does not let us in: \(reply)."
        case .unknownOutcome(let reason): "Whether the mail server took the letter is not known: \(reason)."
        case .cancelled: "Sending was cancelled."
        }
    }
}
