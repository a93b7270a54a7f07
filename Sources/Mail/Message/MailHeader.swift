/// The headers that a letter may have besides the ordinary ones; no others exist, so none can be smuggled in.
public enum MailHeader: Hashable, Sendable {
    /// What a program answered or sent by itself (RFC 3834): keeps absence notices from coming back.
    public enum Automation: String, CaseIterable, Sendable {
        /// Sent by a program on its own account.
        case generated = "auto-generated"

        /// A program's answer to a letter.
        case replied = "auto-replied"
    }

    /// That no person wrote the letter.
    case autoSubmitted(Automation)

    /// The letter that this one answers.
    case inReplyTo(MessageID)

    /// The letters that came before in the same talk, the first one first; the last 20 are written.
    case references([MessageID])

    /// How to end a subscription: a page that does so on `POST` without further questions, and a mail address.
    ///
    /// Writes `List-Unsubscribe` (RFC 2369) and `List-Unsubscribe-Post: List-Unsubscribe=One-Click` (RFC 8058). The RFC
    /// also asks for a DKIM signature over both headers, which is the work of the mail server.
    case listUnsubscribe(oneClick: MailLink, mail: MailAddress? = nil)

    /// The header's place, which is also what may stand there once only.
    var rank: Int {
        switch self {
        case .inReplyTo: 0
        case .references: 1
        case .autoSubmitted: 2
        case .listUnsubscribe: 3
        }
    }
}
