/// When somebody is busy during a period, and nothing else about it (RFC 5545, section 3.6.4).
public struct FreeBusyReport: Hashable, Sendable {
    /// The identifier that stays the same from report to report.
    public let uid: String

    /// When the report was made.
    public let stamp: Moment

    /// The time that the report is about.
    public let range: Period

    /// The busy time inside of ``range``.
    public let busy: PeriodSet

    /// Whose time it is.
    public var organizer: CalendarParty?

    /// Creates a report; busy time outside of `range` is left out.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when `uid` is not 1 to 255 printable ASCII
    ///   characters without blanks.
    public init(uid: String, stamp: Moment, range: Period, busy: PeriodSet) throws(SchedulingError) {
        self.uid = try CalendarEvent.checkedIdentifier(uid)
        self.stamp = stamp
        self.range = range
        self.busy = busy.clipped(to: range)
    }

    func add(to lines: inout CalendarLines) {
        lines.add("BEGIN", "VFREEBUSY")
        lines.add("UID", text: uid)
        lines.add("DTSTAMP", stamp)
        organizer?.add(to: &lines, as: "ORGANIZER")
        lines.add("DTSTART", range.start)
        lines.add("DTEND", range.end)
        for period in busy.periods {
            lines.add("FREEBUSY;FBTYPE=BUSY", CalendarLines.utc(period.start) + "/" + CalendarLines.utc(period.end))
        }
        lines.add("END", "VFREEBUSY")
    }
}
