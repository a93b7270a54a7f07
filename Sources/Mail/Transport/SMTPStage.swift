/// The command that a conversation with a mail server has come to.
enum SMTPStage: Hashable, Sendable {
    /// Nothing said yet.
    case greeting

    /// Introducing ourselves, TLS, login.
    case entrance

    /// The letter's addresses.
    case envelope

    /// The letter itself.
    case data

    /// Reads the first four letters of a command; `nil` for what is none, such as a step of a login.
    init?(verb: String) {
        switch verb {
        case "EHLO", "HELO", "STAR", "AUTH": self = .entrance
        case "MAIL", "RCPT": self = .envelope
        case "DATA": self = .data
        default: return nil
        }
    }
}
