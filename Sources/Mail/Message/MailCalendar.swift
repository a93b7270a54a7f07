/// An appointment for the receiver's calendar (RFC 5545), sent so that mail programs offer to take it in (RFC 6047).
public struct MailCalendar: Hashable, Sendable {
    /// What the receiver is asked to do (RFC 5546); must be the method in the document itself.
    public enum Method: String, CaseIterable, Sendable {
        /// To show what the document says.
        case publish = "PUBLISH"

        /// To take the appointment into the own calendar.
        case request = "REQUEST"

        /// To strike the appointment out.
        case cancel = "CANCEL"
    }

    /// What the receiver is asked to do.
    public let method: Method

    /// The iCalendar object.
    public let document: String

    /// The name under which the same document is attached as a file, for programs that do not know the method.
    public let fileName: String

    /// Creates a calendar part.
    ///
    /// - Parameters:
    ///   - method: The method that stands in the document.
    ///   - document: The iCalendar object with line breaks of CR and LF, at most 200,000 octets.
    ///   - fileName: A name that ends in `.ics`.
    /// - Throws: ``MailError`` when the document is none, has another method, or the name is not accepted.
    public init(method: Method, document: String, fileName: String = "appointment.ics") throws(MailError) {
        guard document.utf8.count <= 200_000 else {
            throw .tooLong(field: "calendar", octets: document.utf8.count, limit: 200_000)
        }
        guard document.utf8.starts(with: "BEGIN:VCALENDAR\r\n".utf8), document.hasSuffix("END:VCALENDAR\r\n") else {
            throw .invalid(field: "calendar", reason: "is not an iCalendar object")
        }
        guard document.split(separator: "\r\n").contains("METHOD:\(method.rawValue)") else {
            throw .invalid(field: "calendar", reason: "does not have the method \(method.rawValue)")
        }
        guard fileName.lowercased().hasSuffix(".ics") else {
            throw .invalid(field: "file name", reason: "does not end in .ics")
        }
        self.method = method
        self.document = document
        self.fileName = try MailAttachment(fileName: fileName, type: "text/calendar", content: []).fileName
    }
}
