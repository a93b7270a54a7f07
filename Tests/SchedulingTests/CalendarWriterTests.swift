import Scheduling
import Testing

@Suite struct CalendarWriterTests {
    private func event(
        uid: String = "7@tautband.example", summary: String = "Appointment", status: CalendarEvent.Status = .confirmed,
        url: String? = nil
    ) throws -> CalendarEvent {
        try CalendarEvent(
            uid: uid, stamp: moment("2026-03-01T12:00:00Z"), sequence: 2, status: status,
            time: period("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"), summary: summary, url: url)
    }

    private func lines(_ text: String) -> [String] {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func `an event is written line by line`() throws {
        var event = try event(url: "https://tautband.example/a?b=1;2,3")
        event.location = "Praxis Süd; 2. Stock, links\nHinterhof \\ Tor"
        event.organizer = try CalendarParty(name: "Jo \"Süd\" ^ Co: X", mail: "jo@praxis.example")
        event.attendee = try CalendarParty(mail: "kim@example.org")
        event.alarmMinutes = [60, -1, 50_000]
        let document = try CalendarDocument(method: .request, product: "-//Tautband//Test//EN", events: [event])
        #expect(
            lines(document.text) == [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tautband//Test//EN", "CALSCALE:GREGORIAN",
                "METHOD:REQUEST",
                "BEGIN:VEVENT", "UID:7@tautband.example", "DTSTAMP:20260301T120000Z", "SEQUENCE:2", "STATUS:CONFIRMED",
                "DTSTART:20260329T010000Z", "DTEND:20260329T020000Z", "SUMMARY:Appointment",
                "LOCATION:Praxis Süd\\; 2. Stock\\, links\\nHinterhof \\\\ Tor",
                "URL:https://tautband.example/a?b=1;2,3",
                "ORGANIZER;CN=\"Jo ^'Süd^' ^^ Co: X\":mailto:jo@praxis.example",
                "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:kim@example.org", "TRANSP:OPAQUE",
                "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT60M", "DESCRIPTION:Appointment", "END:VALARM",
                "END:VEVENT", "END:VCALENDAR", "",
            ])
    }

    @Test func `a feed has a name, a pace and busy times`() throws {
        let busy = PeriodSet([
            try period("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z"),
            try period("2026-02-27T23:00:00Z", "2026-03-01T01:00:00Z"),
        ])
        let report = try FreeBusyReport(
            uid: "busy@tautband.example", stamp: moment("2026-03-01T12:00:00Z"),
            range: period("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"), busy: busy)
        var document = try CalendarDocument(product: "P", events: [], freeBusy: report)
        document.name = "Kim, busy"
        document.refreshMinutes = 30
        #expect(
            Array(lines(document.text).dropFirst(4).dropLast(2)) == [
                "NAME:Kim\\, busy", "X-WR-CALNAME:Kim\\, busy", "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
                "X-PUBLISHED-TTL:PT30M", "BEGIN:VFREEBUSY", "UID:busy@tautband.example", "DTSTAMP:20260301T120000Z",
                "DTSTART:20260301T000000Z", "DTEND:20260302T000000Z",
                "FREEBUSY;FBTYPE=BUSY:20260301T000000Z/20260301T010000Z",
                "FREEBUSY;FBTYPE=BUSY:20260301T100000Z/20260301T110000Z", "END:VFREEBUSY",
            ])
    }

    @Test(arguments: ["ä", "漢", "👩🏽‍⚕️", "e\u{301}", "x", "\u{10FFFF}"])
    func `long lines are folded at 75 octets and never inside a character`(character: String) throws {
        for padding in 0..<5 {
            let summary = String(repeating: "x", count: padding) + String(repeating: character, count: 90)
            let text = try CalendarDocument(product: "P", events: [event(summary: summary)]).text
            let bytes = Array(text.utf8)
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                #expect(line.last == UInt8(ascii: "\r"))
                #expect(line.count - 1 <= 75)
                #expect(String(validating: line, as: UTF8.self) != nil)
            }
            let unfolded = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "")
            #expect(lines(unfolded).contains("SUMMARY:" + summary))
        }
    }

    @Test func `a line of exactly 75 octets is not folded, one of 76 is`() throws {
        let fits = String(repeating: "x", count: 67)
        #expect(
            lines(try CalendarDocument(product: "P", events: [event(summary: fits)]).text).contains("SUMMARY:" + fits))
        let text = lines(try CalendarDocument(product: "P", events: [event(summary: fits + "y")]).text)
        #expect(text.contains("SUMMARY:" + fits) && text.contains(" y"))
    }

    @Test(arguments: [
        ("a\r\nb\rc\nd", "a\\nb\\nc\\nd"), ("a\u{0}\u{1B}\u{7F}b", "ab"), ("tab\there", "tab\there"), ("", ""),
        ("END:VEVENT\r\nBEGIN:VEVENT", "END:VEVENT\\nBEGIN:VEVENT"), ("\r\r\n\n", "\\n\\n\\n"),
    ])
    func `no text can break out of its line`(summary: String, written: String) throws {
        #expect(
            lines(try CalendarDocument(product: "P", events: [event(summary: summary)]).text).contains(
                "SUMMARY:" + written))
    }

    @Test func `the identifier of a record stays the same`() throws {
        #expect(CalendarEvent.uid(record: "0f3a", host: "tautband.example") == "0f3a@tautband.example")
    }

    @Test func `a cancelled event has no alarm`() throws {
        var event = try event(status: .cancelled)
        event.alarmMinutes = [60]
        let text = lines(try CalendarDocument(method: .cancel, product: "P", events: [event]).text)
        #expect(text.contains("METHOD:CANCEL") && text.contains("STATUS:CANCELLED") && !text.contains("BEGIN:VALARM"))
    }

    @Test func `what would be no valid calendar is refused with its field`() throws {
        for uid in ["", "a b", "ä", "a\r\nB:C", String(repeating: "x", count: 256)] {
            #expect(throws: SchedulingError.self) { try event(uid: uid) }
        }
        for url in ["", "https://a b", "https://a\r\nX:Y", "https://ä"] {
            #expect(throws: SchedulingError.self) { try event(url: url) }
        }
        for mail in ["", "a", "@a", "a@", "a b@c", "a@b\r\nX:Y", "a,b@c", "ä@b"] {
            #expect(throws: SchedulingError.self) { try CalendarParty(mail: mail) }
        }
        #expect(throws: SchedulingError.self) {
            try CalendarDocument(method: .request, product: "P", events: [event()])
        }
        #expect(throws: SchedulingError.self) { try CalendarDocument(method: .cancel, product: "P", events: [event()]) }
        #expect(throws: SchedulingError.invalid(field: "uid", value: "7@tautband.example", reason: "is there twice")) {
            try CalendarDocument(product: "P", events: [event(), event()])
        }
    }
}
