/// An iCalendar object (RFC 5545) with events, or with a report of busy times.
public struct CalendarDocument: Hashable, Sendable {
    /// What the receiver is asked to do (RFC 5546).
    public enum Method: String, CaseIterable, Sendable {
        /// To show what the document says.
        case publish = "PUBLISH"

        /// To take the appointment into the own calendar.
        case request = "REQUEST"

        /// To strike the appointment out.
        case cancel = "CANCEL"
    }

    /// What the receiver is asked to do; `nil` for a plain file.
    public let method: Method?

    /// The program that wrote the document, such as `-//Example//Tautband//EN`.
    public let product: String

    /// The events in the order given.
    public let events: [CalendarEvent]

    /// The report of busy times.
    public let freeBusy: FreeBusyReport?

    /// The name of the calendar that a program shows for a feed.
    public var name: String?

    /// How often a program should read a feed again, in minutes; values below 1 are left out.
    public var refreshMinutes: Int?

    /// Creates a document.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when a request lacks an organizer or attendee, when
    ///   a cancellation has an event that is not cancelled, or when two events have the same identifier.
    public init(
        method: Method? = nil, product: String, events: [CalendarEvent], freeBusy: FreeBusyReport? = nil
    ) throws(SchedulingError) {
        for event in events {
            if method == .request, event.organizer == nil || event.attendee == nil {
                throw .invalid(field: "uid", value: event.uid, reason: "is a request without organizer and attendee")
            }
            if method == .cancel, event.status != .cancelled {
                throw .invalid(field: "uid", value: event.uid, reason: "is a cancellation but not cancelled")
            }
        }
        var seen: Set<String> = []
        for event in events where !seen.insert(event.uid).inserted {
            throw .invalid(field: "uid", value: event.uid, reason: "is there twice")
        }
        self.method = method
        self.product = product
        self.events = events
        self.freeBusy = freeBusy
    }

    /// The document as text in UTF-8, with lines of at most 75 octets that end in CR and LF.
    ///
    /// - Complexity: O(*n*), where *n* is the length of the text.
    public var text: String {
        var lines = CalendarLines()
        lines.add("BEGIN", "VCALENDAR")
        lines.add("VERSION", "2.0")
        lines.add("PRODID", text: product)
        lines.add("CALSCALE", "GREGORIAN")
        if let method { lines.add("METHOD", method.rawValue) }
        if let name {
            lines.add("NAME", text: name)
            lines.add("X-WR-CALNAME", text: name)
        }
        if let refreshMinutes, refreshMinutes > 0 {
            lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT\(refreshMinutes)M")
            lines.add("X-PUBLISHED-TTL", "PT\(refreshMinutes)M")
        }
        for event in events { event.add(to: &lines) }
        freeBusy?.add(to: &lines)
        lines.add("END", "VCALENDAR")
        return lines.text
    }
}
