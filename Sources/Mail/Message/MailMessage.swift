public import Foundation

/// A letter to one receiver.
///
/// One receiver only: nobody sees another's address, and the outcome of sending is one.
public struct MailMessage: Sendable {
    /// The identifier, the same at each try.
    public let id: MessageID

    /// Whom it comes from.
    public let from: MailAddress

    /// Whom it goes to.
    public let to: MailAddress

    /// Where answers go; `nil` for the sender.
    public let replyTo: MailAddress?

    /// What it is about: one line of at most 300 octets.
    public let subject: String

    /// The text for every program.
    public let text: String

    /// The same as HTML, for programs that show it.
    public let html: String?

    /// An appointment for the receiver's calendar.
    public let calendar: MailCalendar?

    /// Files, in the order given.
    public let attachments: [MailAttachment]

    /// Further headers, each kind at most once.
    public let headers: [MailHeader]

    /// When it was written.
    public let date: Date

    /// The zone in which that moment is written down.
    public let zone: TimeZone

    /// Creates a letter.
    ///
    /// - Parameters:
    ///   - id: The identifier.
    ///   - from: The sender.
    ///   - to: The receiver.
    ///   - replyTo: Where answers go.
    ///   - subject: The subject.
    ///   - text: The plain text, at most 1,000,000 octets; not empty.
    ///   - html: The same as HTML, at most 1,000,000 octets.
    ///   - calendar: An appointment.
    ///   - attachments: Files of together at most 10,000,000 octets.
    ///   - headers: Further headers.
    ///   - date: The moment of writing, from 1970 to 9999.
    ///   - zone: The zone for it.
    /// - Throws: ``MailError`` for the first part that is not accepted.
    public init(
        id: MessageID, from: MailAddress, to: MailAddress, replyTo: MailAddress? = nil, subject: String, text: String,
        html: String? = nil, calendar: MailCalendar? = nil, attachments: [MailAttachment] = [],
        headers: [MailHeader] = [], date: Date, zone: TimeZone
    ) throws(MailError) {
        self.id = id
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = try PlainLine.checked(subject, "subject", limit: 300)
        self.text = try Self.checkedBody(text, "text")
        self.html = if let html { try Self.checkedBody(html, "HTML") } else { nil }
        self.calendar = calendar
        self.attachments = try Self.checked(attachments)
        guard Set(headers.map(\.rank)).count == headers.count else {
            throw .invalid(field: "headers", reason: "name one header twice")
        }
        self.headers = headers.sorted { $0.rank < $1.rank }
        // 9999-12-31T00:00:00Z: with any zone the year keeps four digits.
        guard (0...253_402_214_400).contains(date.timeIntervalSince1970) else {
            throw .invalid(field: "date", reason: "is outside 1970 to 9999")
        }
        self.date = date
        self.zone = zone
    }

    private static func checkedBody(_ body: String, _ field: String) throws(MailError) -> String {
        guard body.utf8.count <= 1_000_000 else {
            throw .tooLong(field: field, octets: body.utf8.count, limit: 1_000_000)
        }
        guard !body.isEmpty else { throw .invalid(field: field, reason: "is empty") }
        guard !body.utf8.contains(0) else { throw .invalid(field: field, reason: "has a NUL character") }
        return body
    }

    private static func checked(_ attachments: [MailAttachment]) throws(MailError) -> [MailAttachment] {
        let octets = attachments.reduce(0) { $0 + $1.content.count }
        guard octets <= 10_000_000 else { throw .tooLong(field: "attachments", octets: octets, limit: 10_000_000) }
        guard attachments.count <= 20 else { throw .invalid(field: "attachments", reason: "are more than 20") }
        return attachments
    }
}
