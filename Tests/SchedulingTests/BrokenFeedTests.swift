import Foundation
import Scheduling
import Testing

@Suite struct BrokenFeedTests {
    private let year: Period
    private let reader: BusyFeedReader

    init() throws {
        year = try period("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
        reader = BusyFeedReader(floatingZone: try zone("Europe/Berlin"))
    }

    @Test(arguments: [
        ("", BusyFeedError.notACalendar(line: 1)), ("\n\n", .notACalendar(line: 1)), ("<html>", .notACalendar(line: 1)),
        ("\nBEGIN:VEVENT\n", .notACalendar(line: 2)), ("DTSTART:20260701\n", .notACalendar(line: 1)),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nmore\n", .notACalendar(line: 3)),
        ("BEGIN:VCALENDAR\n", .truncated(line: 1)),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:2026", .truncated(line: 3)),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", .unbalanced(line: 3, component: "VCALENDAR")),
        ("END:VCALENDAR\n", .unbalanced(line: 1, component: "VCALENDAR")),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VEVENT\n", .unbalanced(line: 3, component: "VEVENT")),
        ("BEGIN:VCALENDAR\nBEGIN:\nEND:x\n", .unbalanced(line: 3, component: "X")),
    ])
    func `what is no complete calendar is refused with its line`(text: String, error: BusyFeedError) {
        #expect(throws: error) { try reader.busyTimes(in: Array(text.utf8), window: year) }
    }

    @Test(arguments: [
        ("DTSTART:2026-07-01", "Line 4: DTSTART '2026-07-01' can't be read."),
        ("DTSTART:20260732T000000Z", "Line 4: DTSTART '20260732T000000Z' can't be read."),
        ("DTSTART:20260701T240000Z", "Line 4: DTSTART '20260701T240000Z' can't be read."),
        ("DTSTART:20260701T0700", "Line 4: DTSTART '20260701T0700' can't be read."),
        ("DTSTART:20260701Z", "Line 4: DTSTART '20260701Z' can't be read."),
        ("DTSTART:", "Line 4: DTSTART '' can't be read."), ("DTSTART", "Line 3: DTSTART '' is missing."),
        ("DTSTART;=;x:\u{e4}\u{7}", "Line 4: DTSTART '???' can't be read."), ("X:1", "Line 3: DTSTART '' is missing."),
        ("DTSTART:99991231T235959Z", nil), ("DTSTART:00010101T000000Z", nil),
        ("DTSTART;TZID=\"Europe/Berlin:20260701T090000", "Line 3: DTSTART '' is missing."),
    ])
    func `an event without a start that can be read is left out and told`(line: String, problem: String?) throws {
        let file = calendar(["BEGIN:VEVENT", line, "DTEND:20260701T080000Z", "END:VEVENT"])
        let feed = try reader.busyTimes(in: file, window: year)
        #expect(feed.problems.map(\.description) == [problem].compactMap { $0 })
        // The two extreme starts are fine: one ends in the year asked for, one begins long after it.
        #expect(feed.busy.periods.count == (line.contains("00010101") ? 1 : 0))
    }

    @Test(arguments: [
        ("DTEND:x", "Line 5: DTEND 'x' can't be read."),
        ("DTEND:20260701T065959Z", "Line 3: DTEND '' is before the start."),
        ("DURATION:-PT1H", "Line 3: DTEND '' is before the start."),
        ("DURATION:1H", "Line 5: DURATION '1H' can't be read."),
        ("DURATION:P", "Line 5: DURATION 'P' can't be read."), ("DURATION:PT", "Line 5: DURATION 'PT' can't be read."),
        ("DURATION:PT5", "Line 5: DURATION 'PT5' can't be read."),
        ("DURATION:P1H", "Line 5: DURATION 'P1H' can't be read."),
        ("DURATION:PT9999999999H", "Line 5: DURATION 'PT9999999999H' can't be read."),
        ("EXDATE:20260701T070000Z,bad", "Line 5: EXDATE 'bad' can't be read."),
        ("RDATE:20260701T070000Z/bad", "Line 5: RDATE '20260701T070000Z/bad' can't be read."),
        ("RECURRENCE-ID:soon", "Line 5: RECURRENCE-ID 'soon' can't be read."),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20260701T070000Z", "Line 5: RECURRENCE-ID 'RANGE' is not supported."),
    ])
    func `a part that can't be read is told with its line`(line: String, problem: String) throws {
        let file = calendar(["BEGIN:VEVENT", "DTSTART:20260701T070000Z", line, "END:VEVENT"])
        #expect(try reader.busyTimes(in: file, window: year).problems.map(\.description) == [problem])
    }

    @Test(arguments: ["Mars/Olympus", "../../etc/passwd", "", "Customized Time Zone", "/", "/x/y", "\u{e4}"])
    func `an unknown zone is told, and the time is read in the zone given`(name: String) throws {
        let file = calendar(event: "DTSTART;TZID=\(name):20260701T090000", "DURATION:PT1H")
        let feed = try reader.busyTimes(in: file, window: year)
        #expect(feed.busy.periods == [try period("2026-07-01T07:00:00Z", "2026-07-01T08:00:00Z")])
        let problem = try #require(feed.problems.first)
        #expect(problem.line == 4 && problem.field == "TZID" && problem.reason == .unknownZone)
    }

    @Test func `only so many problems are kept, and all are counted`() throws {
        let lines = (0..<300).flatMap { _ in ["BEGIN:VEVENT", "DTSTART:x", "END:VEVENT"] }
        let feed = try reader.busyTimes(in: calendar(lines), window: year)
        #expect(feed.problems.count == BusyFeed.longestProblemList && feed.problemCount == 300)
    }

    @Test func `what is too large is refused before it costs time`() throws {
        func read(_ limits: BusyFeedReader.Limits, _ lines: [String]) throws {
            _ = try BusyFeedReader(floatingZone: reader.floatingZone, limits: limits).busyTimes(
                in: calendar(lines), window: year)
        }
        let event = ["BEGIN:VEVENT", "DTSTART:20260701T070000Z", "DURATION:PT1H", "END:VEVENT"]
        #expect(throws: BusyFeedError.tooManyBytes(112, limit: 100)) { try read(.init(bytes: 100), event) }
        #expect(throws: BusyFeedError.tooManyEvents(line: 7, limit: 1)) { try read(.init(events: 1), event + event) }
        let daily = ["BEGIN:VEVENT", "DTSTART:00010101T070000Z", "RRULE:FREQ=DAILY;COUNT=900000", "END:VEVENT"]
        #expect(throws: BusyFeedError.tooMuchWork(line: 3, limit: 1000)) { try read(.init(steps: 1000), daily) }
        let empty = [
            "BEGIN:VEVENT", "DTSTART:00010101", "RRULE:FREQ=DAILY;COUNT=9;BYMONTHDAY=31;BYMONTH=2", "END:VEVENT",
        ]
        #expect(throws: BusyFeedError.tooMuchWork(line: 3, limit: 1000)) { try read(.init(steps: 1000), empty) }
        let dates = ["BEGIN:VEVENT", "RDATE:" + String(repeating: "20260701,", count: 1001), "END:VEVENT"]
        #expect(throws: BusyFeedError.tooMuchWork(line: 4, limit: 1000)) { try read(.init(steps: 1000), dates) }
        #expect(throws: BusyFeedError.unbalanced(line: 18, component: "A")) {
            try read(.init(), Array(repeating: "BEGIN:A", count: 40))
        }
        #expect(throws: BusyFeedError.windowTooLong(days: 801, limit: 800)) {
            try reader.busyTimes(in: calendar(event), window: period("2026-01-01T00:00:00Z", "2028-03-11T00:00:01Z"))
        }
    }

    @Test func `a rule without an end from long ago takes few steps`() throws {
        let reader = BusyFeedReader(floatingZone: .gmt, limits: .init(steps: 1500))
        for rule in ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] {
            let file = calendar(event: "DTSTART:00010101T070000Z", "DURATION:PT1H", "RRULE:FREQ=\(rule)")
            #expect(try !reader.busyTimes(in: file, window: year).busy.periods.isEmpty)
        }
    }

    @Test func `no damaged file ends the program`() throws {
        var random = SeededRandom(seed: 31)
        let whole = calendar([
            "BEGIN:VEVENT", "UID:a", "DTSTART;TZID=Europe/Berlin:20260701T090000", "DTEND;VALUE=DATE:20260702",
            "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO,2TU;BYSETPOS=-1;WKST=SU;COUNT=9",
            "EXDATE:20260701,20260702T010203Z",
            "RDATE;VALUE=PERIOD:20260701T000000Z/P1DT2H3M4S", "END:VEVENT", "BEGIN:VEVENT", "UID:a",
            "RECURRENCE-ID:20260701T070000Z", "DTSTART:20260701T070000Z", "DURATION:P2W", "END:VEVENT",
            "BEGIN:VFREEBUSY", "FREEBUSY;FBTYPE=BUSY:20260701T070000Z/PT1H", "END:VFREEBUSY",
        ])
        let likely = Array("0123456789TZ:;,=-+/\"\r\n PYMWDHS".utf8)
        var readable = 0
        for _ in 0..<4000 {
            var file = whole
            for _ in 0..<1 + random.below(6) {
                let at = random.below(file.count)
                switch random.below(4) {
                case 0: file[at] = try #require(likely.randomElement(using: &random))
                case 1: file[at] = UInt8(random.below(256))
                case 2: file.removeSubrange(at..<min(at + 1 + random.below(8), file.count))
                default: file.insert(contentsOf: file[at..<min(at + random.below(40), file.count)], at: at)
                }
            }
            do throws(BusyFeedError) {
                let feed = try reader.busyTimes(in: file, window: year)
                #expect(feed.busy.periods.allSatisfy { year.intersection($0) == $0 })
                readable += 1
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        #expect(readable > 500)
    }
}
