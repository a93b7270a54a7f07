/// An appointment as an event of iCalendar (RFC 5545, section 3.6.1).
public struct CalendarEvent: Hashable, Sendable {
    /// How sure the appointment is.
    public enum Status: String, CaseIterable, Sendable {
        /// It takes place.
        case confirmed = "CONFIRMED"

        /// It waits for approval.
        case tentative = "TENTATIVE"

        /// It is called off.
        case cancelled = "CANCELLED"
    }

    /// The identifier that stays the same when the appointment is moved or called off.
    public let uid: String

    /// When this version was made.
    public let stamp: Moment

    /// The number of the version, which grows whenever the appointment is moved or called off; not below 0.
    public let sequence: Int

    /// How sure the appointment is.
    public let status: Status

    /// When it is.
    public let time: Period

    /// Its title.
    public let summary: String

    /// More about it.
    public var details: String?

    /// Where it is.
    public var location: String?

    /// A page about it; always free of blanks and control characters.
    public let url: String?

    /// Who gives the appointment.
    public var organizer: CalendarParty?

    /// Who has it.
    public var attendee: CalendarParty?

    /// Minutes before the start at which the calendar gives a sign; negative ones and ones above 43,200 are left out.
    public var alarmMinutes: [Int] = []

    /// Whether the time counts as busy.
    public var isBusy = true

    /// Creates an event.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when `uid` is not 1 to 255 printable ASCII
    ///   characters without blanks, `sequence` is outside 0 to 2,147,483,647, or `url` is not printable ASCII.
    public init(
        uid: String, stamp: Moment, sequence: Int, status: Status, time: Period, summary: String, url: String? = nil
    ) throws(SchedulingError) {
        self.uid = try Self.checkedIdentifier(uid)
        self.stamp = stamp
        self.sequence = try SchedulingError.checked(sequence, "sequence", in: 0...2_147_483_647)
        self.status = status
        self.time = time
        self.summary = summary
        if let url { try Self.check(url: url) }
        self.url = url
    }

    /// The identifier of an event for a record of ours, the same at every call: `record@host`.
    public static func uid(record: String, host: String) -> String { "\(record)@\(host)" }

    static func checkedIdentifier(_ uid: String) throws(SchedulingError) -> String {
        guard (1...255).contains(uid.utf8.count), isVisible(uid) else {
            throw .invalid(field: "uid", value: uid, reason: "is not 1 to 255 printable characters")
        }
        return uid
    }

    static func check(url: String) throws(SchedulingError) {
        guard (1...2000).contains(url.utf8.count), isVisible(url) else {
            throw .invalid(field: "url", value: url, reason: "is not 1 to 2000 printable characters")
        }
    }

    private static func isVisible(_ text: String) -> Bool { text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } }

    func add(to lines: inout CalendarLines) {
        lines.add("BEGIN", "VEVENT")
        lines.add("UID", text: uid)
        lines.add("DTSTAMP", stamp)
        lines.add("SEQUENCE", String(sequence))
        lines.add("STATUS", status.rawValue)
        lines.add("DTSTART", time.start)
        lines.add("DTEND", time.end)
        lines.add("SUMMARY", text: summary)
        if let details { lines.add("DESCRIPTION", text: details) }
        if let location { lines.add("LOCATION", text: location) }
        if let url { lines.add("URL", url) }
        organizer?.add(to: &lines, as: "ORGANIZER")
        attendee?.add(to: &lines, as: "ATTENDEE", ";ROLE=REQ-PARTICIPANT;PARTSTAT=\(participation)")
        lines.add("TRANSP", isBusy ? "OPAQUE" : "TRANSPARENT")
        if status != .cancelled {
            for minutes in alarmMinutes where (0...43_200).contains(minutes) { addAlarm(minutes, to: &lines) }
        }
        lines.add("END", "VEVENT")
    }

    // Whoever booked has already said yes; a request that waits for the therapist has no answer yet.
    private var participation: String { status == .tentative ? "NEEDS-ACTION" : "ACCEPTED" }

    private func addAlarm(_ minutes: Int, to lines: inout CalendarLines) {
        lines.add("BEGIN", "VALARM")
        lines.add("ACTION", "DISPLAY")
        lines.add("TRIGGER", "-PT\(minutes)M")
        lines.add("DESCRIPTION", text: summary)
        lines.add("END", "VALARM")
    }
}
