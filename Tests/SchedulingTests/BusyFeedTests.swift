import Foundation
import Scheduling
import Testing

@Suite struct BusyFeedTests {
    private let year: Period

    init() throws { year = try period("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z") }

    private func read(_ file: [UInt8], zone name: String = "Europe/Berlin") throws -> BusyFeed {
        try BusyFeedReader(floatingZone: zone(name)).busyTimes(in: file, window: year)
    }

    private func busy(_ lines: String...) throws -> [String] {
        let feed = try read(calendar(["BEGIN:VEVENT"] + lines + ["END:VEVENT"]))
        #expect(feed.problems.isEmpty)
        return feed.busy.periods.map { "\($0)" }
    }

    @Test func `times are read in UTC, in their zone, or in the zone given`() throws {
        let expected = ["2026-07-01T07:00:00Z/2026-07-01T08:30:00Z"]
        #expect(try busy("DTSTART:20260701T070000Z", "DTEND:20260701T083000Z") == expected)
        #expect(try busy("DTSTART;TZID=Europe/Berlin:20260701T090000", "DURATION:PT1H30M") == expected)
        #expect(try busy("DTSTART;TZID=America/New_York:20260701T030000", "DTEND:20260701T103000") == expected)
        #expect(try busy("DTSTART:20260701T090000", "DTEND:20260701T103000") == expected)
        #expect(try busy("DTSTART;TZID=\"W. Europe Standard Time\":20260701T090000", "DURATION:PT90M") == expected)
        #expect(
            try busy("DTSTART;X-A=\"a;b:c\",d;TZID=/example.org/2026a/Europe/Berlin:20260701T090000", "DURATION:PT90M")
                == expected)
        #expect(try busy("dtstart;tzid=Europe/Berlin:20260701T090000", "Duration:+PT90M") == expected)
        // Z wins over a zone that contradicts it.
        #expect(try busy("DTSTART;TZID=Asia/Tokyo:20260701T070000Z", "DURATION:PT90M") == expected)
    }

    @Test(arguments: [
        ("Pacific Standard Time", "America/Los_Angeles"), ("GMT Standard Time", "Europe/London"),
        ("Tokyo Standard Time", "Asia/Tokyo"), ("Newfoundland Standard Time", "America/St_Johns"),
        ("India Standard Time", "Asia/Kolkata"), ("UTC-11", "Etc/GMT+11"),
        ("E. Australia Standard Time", "Australia/Brisbane"),
    ])
    func `a zone has its name in Windows too`(windows: String, database: String) throws {
        let lines = ["20260115T090000", "20260715T090000"]
        #expect(
            try lines.map { try busy("DTSTART;TZID=\(windows):\($0)", "DURATION:PT1H") }
                == lines.map { try busy("DTSTART;TZID=\(database):\($0)", "DURATION:PT1H") })
    }

    @Test func `whole days go from midnight to midnight, however long that is`() throws {
        #expect(
            try busy("DTSTART;VALUE=DATE:20260329") == ["2026-03-28T23:00:00Z/2026-03-29T22:00:00Z"])
        #expect(
            try busy("DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261026")
                == ["2026-10-23T22:00:00Z/2026-10-25T23:00:00Z"])
        #expect(
            try busy("DTSTART;VALUE=DATE:20261024", "DURATION:P1W") == ["2026-10-23T22:00:00Z/2026-10-30T23:00:00Z"])
        // In Cairo the clock goes forward at midnight, so 24 April begins at 1 o'clock.
        let cairo = try read(calendar(event: "DTSTART;VALUE=DATE:20260424"), zone: "Africa/Cairo")
        #expect(cairo.busy.periods == [try period("2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z")])
    }

    @Test func `days of a length are days on the wall, hours are real`() throws {
        #expect(
            try busy("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1D")
                == ["2026-03-28T11:00:00Z/2026-03-29T10:00:00Z"])
        #expect(
            try busy("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:PT24H")
                == ["2026-03-28T11:00:00Z/2026-03-29T11:00:00Z"])
    }

    @Test func `a repeated event keeps its time on the wall over changes of the clock`() throws {
        #expect(
            try busy(
                "DTSTART;TZID=Europe/Berlin:20260327T023000", "DTEND;TZID=Europe/Berlin:20260327T033000",
                "RRULE:FREQ=DAILY;COUNT=4") == [
                    // On 29 March there is no 02:30: it is read as 03:30 summer time.
                    "2026-03-27T01:30:00Z/2026-03-27T02:30:00Z", "2026-03-28T01:30:00Z/2026-03-28T02:30:00Z",
                    "2026-03-29T01:30:00Z/2026-03-29T02:30:00Z", "2026-03-30T00:30:00Z/2026-03-30T01:30:00Z",
                ])
        #expect(
            try busy(
                "DTSTART;TZID=America/New_York:20261031T013000", "DURATION:PT45M", "RRULE:FREQ=DAILY;COUNT=3") == [
                    "2026-10-31T05:30:00Z/2026-10-31T06:15:00Z", "2026-11-01T05:30:00Z/2026-11-01T06:15:00Z",
                    "2026-11-02T06:30:00Z/2026-11-02T07:15:00Z",
                ])
    }

    @Test func `until is the last moment or day that counts`() throws {
        for until in ["20260703T070000Z", "20260703", "20260703T090000", "20260704T065959Z"] {
            #expect(
                try busy(
                    "DTSTART;TZID=Europe/Berlin:20260701T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=\(until)"
                ).count == 3)
        }
        #expect(
            try busy(
                "DTSTART;TZID=Europe/Berlin:20260701T090000", "DURATION:PT1H",
                "RRULE:FREQ=DAILY;UNTIL=20260703T065959Z"
            ).count == 2)
        #expect(
            try busy("DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260705").count == 3)
    }

    @Test func `dates are added and left out`() throws {
        #expect(
            try busy(
                "DTSTART;TZID=Europe/Berlin:20260701T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4",
                "EXDATE;TZID=Europe/Berlin:20260702T090000,20260901T090000", "EXDATE:20260703T070000Z",
                "RDATE;TZID=Europe/Berlin:20260710T140000",
                "RDATE;VALUE=PERIOD:20260711T120000Z/PT2H,20260712T120000Z/20260712T130000Z")
                == [
                    "2026-07-01T07:00:00Z/2026-07-01T08:00:00Z", "2026-07-04T07:00:00Z/2026-07-04T08:00:00Z",
                    "2026-07-10T12:00:00Z/2026-07-10T13:00:00Z", "2026-07-11T12:00:00Z/2026-07-11T14:00:00Z",
                    "2026-07-12T12:00:00Z/2026-07-12T13:00:00Z",
                ])
        // A day left out of an event with a time: as some programs write it.
        #expect(
            try busy(
                "DTSTART:20260701T070000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260702"
            )
            .count == 2)
        // The first time itself can be left out; the number still counts it.
        #expect(
            try busy("DTSTART:20260701T070000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20260701T070000Z")
                == ["2026-07-02T07:00:00Z/2026-07-02T08:00:00Z"])
    }

    @Test func `single times of a series are moved, called off, or set free`() throws {
        func other(_ id: String, _ lines: String...) -> [String] {
            ["BEGIN:VEVENT", "UID:a", "RECURRENCE-ID;TZID=Europe/Berlin:\(id)T090000"] + lines + ["END:VEVENT"]
        }
        let moved = other("20260702", "DTSTART;TZID=Europe/Berlin:20260720T150000", "DURATION:PT2H")
        let cancelled = other("20260703", "DTSTART;TZID=Europe/Berlin:20260703T090000", "STATUS:CANCELLED")
        let free = other(
            "20260704", "DTSTART;TZID=Europe/Berlin:20260704T090000", "DURATION:PT1H", "TRANSP:TRANSPARENT")
        let series = [
            "BEGIN:VEVENT", "UID:a", "DTSTART;TZID=Europe/Berlin:20260701T090000", "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=5", "END:VEVENT",
        ]
        let stranger = [
            "BEGIN:VEVENT", "UID:b", "RECURRENCE-ID:20260705T070000Z", "DTSTART:20260730T070000Z", "DURATION:PT1H",
            "END:VEVENT",
        ]
        let expected = [
            "2026-07-01T07:00:00Z/2026-07-01T08:00:00Z", "2026-07-05T07:00:00Z/2026-07-05T08:00:00Z",
            "2026-07-20T13:00:00Z/2026-07-20T15:00:00Z", "2026-07-30T07:00:00Z/2026-07-30T08:00:00Z",
        ]
        for lines in [series + moved + cancelled + free + stranger, stranger + free + cancelled + moved + series] {
            let feed = try read(calendar(lines))
            #expect(feed.busy.periods.map { "\($0)" } == expected)
            #expect(feed.eventCount == 5 && feed.problems.isEmpty)
        }
    }

    @Test func `what is free, called off or no event is not busy`() throws {
        let lines = ["DTSTART:20260701T070000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"]
        for free in ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "transp:transparent"] {
            #expect(try read(calendar(["BEGIN:VEVENT"] + lines + [free, "END:VEVENT"])).busy.periods.isEmpty)
        }
        for component in ["VTODO", "VJOURNAL", "VTIMEZONE", "X-OTHER"] {
            let feed = try read(calendar(["BEGIN:\(component)"] + lines + ["END:\(component)"]))
            #expect(feed.busy.periods.isEmpty && feed.eventCount == 0)
        }
        #expect(try busy("DTSTART:20260701T070000Z").isEmpty)
        #expect(try busy("DTSTART:20260701T070000Z", "DTEND:20260701T070000Z").isEmpty)
    }

    @Test func `components inside of an event don't change it`() throws {
        #expect(
            try busy(
                "DTSTART:20260701T070000Z", "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5H",
                "DTSTART:19700101T000000Z",
                "END:VALARM", "DTEND:20260701T080000Z") == ["2026-07-01T07:00:00Z/2026-07-01T08:00:00Z"])
    }

    @Test func `a report of busy times is read without its free ones`() throws {
        let feed = try read(
            calendar([
                "BEGIN:VFREEBUSY", "DTSTART:20260101T000000Z", "DTEND:20261231T000000Z",
                "FREEBUSY:20260701T070000Z/PT1H,20260702T070000Z/20260702T080000Z",
                "FREEBUSY;FBTYPE=FREE:20260703T070000Z/PT1H", "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260704T070000Z/PT1H",
                "FREEBUSY:nonsense", "END:VFREEBUSY",
            ]))
        #expect(feed.busy.periods.map { String("\($0)".prefix(10)) } == ["2026-07-01", "2026-07-02", "2026-07-04"])
        #expect(feed.problems.map(\.description) == ["Line 9: FREEBUSY 'nonsense' can't be read."])
    }

    @Test func `folds are undone, also inside of names and characters`() throws {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTST\n ART:2026\r\n\t0701T0700\n 00Z\nSUMMARY:a\n \u{e4}\nDTEND\n"
        var file = Array("\u{FEFF}".utf8) + Array(text.utf8)
        file += Array(" :20260701T080000Z\nSUMMARY:".utf8) + [0xc3, 0x0a, 0x20, 0xa4, 0xff, 0x0a]
        file += Array("\nEND:VEVENT\nEND:VCALENDAR".utf8)
        #expect(try read(file).busy.periods == [try period("2026-07-01T07:00:00Z", "2026-07-01T08:00:00Z")])
    }

    @Test func `busy time is cut to the window, and events around it are found`() throws {
        let day = try period("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z")
        let reader = BusyFeedReader(floatingZone: try zone("UTC"))
        let lines = ["DTSTART:20200101T220000Z", "DURATION:PT5H", "RRULE:FREQ=DAILY"]
        let feed = try reader.busyTimes(in: calendar(["BEGIN:VEVENT"] + lines + ["END:VEVENT"]), window: day)
        #expect(
            feed.busy.periods == [
                try period("2026-07-01T00:00:00Z", "2026-07-01T03:00:00Z"),
                try period("2026-07-01T22:00:00Z", "2026-07-02T00:00:00Z"),
            ])
        let long = try reader.busyTimes(
            in: calendar(event: "DTSTART:20200101T220000Z", "DTEND:20300101T000000Z"), window: day)
        #expect(long.busy.periods == [day])
        let old = try reader.busyTimes(
            in: calendar(event: "DTSTART:16010101T000000", "DTEND:16010101T010000", "RRULE:FREQ=YEARLY;BYMONTH=7"),
            window: day)
        #expect(old.busy.periods == [try period("2026-07-01T00:00:00Z", "2026-07-01T01:00:00Z")])
    }

    @Test func `a written calendar is read back as the same busy time`() throws {
        var random = SeededRandom(seed: 77)
        for round in 0..<40 {
            var events: [CalendarEvent] = []
            var expected: [Period] = []
            for number in 0..<random.below(25) {
                let time = try #require(
                    Period(start: year.start.adding(minutes: random.below(500_000)), minutes: 1 + random.below(600)))
                let status = try #require(CalendarEvent.Status.allCases.randomElement(using: &random))
                var event = try CalendarEvent(
                    uid: CalendarEvent.uid(record: "\(round)-\(number)", host: "t.example"), stamp: year.start,
                    sequence: number, status: status, time: time,
                    summary: String(
                        repeating: "Termin; \u{1F9D8}, \\n\r\nEND:VEVENT\nDTSTART:1", count: random.below(4)))
                event.details = "BEGIN:VEVENT"
                event.isBusy = random.below(4) > 0
                event.alarmMinutes = [random.below(90)]
                events.append(event)
                if status != .cancelled, event.isBusy { expected.append(time) }
            }
            let report = try FreeBusyReport(
                uid: "r", stamp: year.start, range: year,
                busy: PeriodSet(
                    (0..<random.below(5)).compactMap { _ in
                        Period(start: year.start.adding(minutes: random.below(500_000)), minutes: 30)
                    }))
            let document = try CalendarDocument(method: .publish, product: "P", events: events, freeBusy: report)
            let feed = try read(Array(document.text.utf8))
            #expect(feed.busy == PeriodSet(expected + report.busy.periods))
            #expect(feed.problems.isEmpty)
            #expect(feed.eventCount == events.count)
        }
    }
}
