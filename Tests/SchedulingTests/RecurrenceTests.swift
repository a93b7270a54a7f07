import Foundation
import Scheduling
import Testing

/// A calendar with these lines inside, each ended as the format asks.
func calendar(_ lines: [String]) -> [UInt8] {
    Array((["BEGIN:VCALENDAR", "VERSION:2.0"] + lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n").utf8)
}

/// A calendar with one event of these lines.
func calendar(event lines: String...) -> [UInt8] { calendar(["BEGIN:VEVENT"] + lines + ["END:VEVENT"]) }

@Suite struct RecurrenceTests {
    private func days(_ start: String, _ rule: String) throws -> [String] {
        let reader = BusyFeedReader(floatingZone: try zone("UTC"))
        let feed = try reader.busyTimes(
            in: calendar(event: "DTSTART:\(start)T090000Z", "DURATION:PT1H", "RRULE:\(rule)"),
            window: period("2026-01-01T00:00:00Z", "2027-12-31T00:00:00Z"))
        #expect(feed.problems.isEmpty)
        #expect(feed.busy.periods.allSatisfy { $0.seconds == 3600 && $0.start.seconds % 86_400 == 9 * 3600 })
        return feed.busy.periods.map { String($0.start.description.prefix(10).dropFirst(2).filter { $0 != "-" }) }
    }

    // The days come from python-dateutil 2.9 and were checked against a calendar.
    @Test(arguments: [
        ("20260105", "FREQ=DAILY;COUNT=5", "260105 260106 260107 260108 260109"),
        ("20251230", "FREQ=DAILY;INTERVAL=10;UNTIL=20260212T090000Z", "260109 260119 260129 260208"),
        (
            "20260102", "FREQ=DAILY;BYMONTH=1;BYDAY=FR,SA;COUNT=8",
            "260102 260103 260109 260110 260116 260117 260123 260124"
        ),
        ("20260105", "FREQ=WEEKLY;COUNT=4", "260105 260112 260119 260126"),
        (
            "20260106", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH;COUNT=6",
            "260106 260108 260120 260122 260203 260205"
        ),
        ("20260104", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "260104 260113 260118 260127"),
        ("20260104", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "260104 260106 260118 260120"),
        ("20260131", "FREQ=MONTHLY;COUNT=5", "260131 260331 260531 260731 260831"),
        ("20260109", "FREQ=MONTHLY;BYDAY=2FR;COUNT=4", "260109 260213 260313 260410"),
        ("20260126", "FREQ=MONTHLY;BYDAY=-1MO,1WE;COUNT=6", "260126 260204 260223 260304 260330 260401"),
        ("20260129", "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=4", "260129 260226 260329 260428"),
        (
            "20260102", "FREQ=MONTHLY;BYMONTHDAY=2,15,31;COUNT=9",
            "260102 260115 260131 260202 260215 260302 260315 260331 260402"
        ),
        ("20260213", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "260213 260313 261113"),
        (
            "20260130", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=5",
            "260130 260227 260331 260430 260529"
        ),
        (
            "20260101", "FREQ=MONTHLY;INTERVAL=3;BYDAY=TU,WE,TH;BYSETPOS=1,-1;COUNT=6",
            "260101 260129 260401 260430 260701 260730"
        ),
        ("20240229", "FREQ=YEARLY;UNTIL=20330101T000000Z", ""),
        ("20200329", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "260329 270328"),
        ("20260101", "FREQ=YEARLY;BYMONTH=1,7;COUNT=4", "260101 260701 270101 270701"),
        ("20250519", "FREQ=YEARLY;BYDAY=20MO;COUNT=3", "260518 270517"),
        (
            "20260331", "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=3,6,9,12;COUNT=5",
            "260331 260630 260930 261231 270331"
        ),
        ("20251231", "FREQ=YEARLY;BYDAY=-1WE;COUNT=3", "261230 271229"),
        ("19980901", "FREQ=YEARLY;INTERVAL=4;BYMONTH=9;BYDAY=TU;BYSETPOS=1", "260901"),
    ])
    func `a rule brings an event back on its days`(start: String, rule: String, expected: String) throws {
        #expect(try days(start, rule).joined(separator: " ") == expected)
    }

    @Test(arguments: [
        "FREQ=WEEKLY;COUNT=3;WKST=MO", "freq=weekly;count=3", "FREQ=WEEKLY;COUNT=+3", "FREQ=WEEKLY;COUNT=3;",
    ])
    func `rules are read without regard to case, and numbers are plain`(rule: String) throws {
        let feed = try BusyFeedReader(floatingZone: zone("UTC")).busyTimes(
            in: calendar(event: "DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:\(rule)"),
            window: period("2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"))
        #expect(feed.busy.periods.count == (rule.contains("+") ? 1 : 3))
        #expect(feed.problems.map(\.reason) == (rule.contains("+") ? [.unreadable] : []))
    }

    @Test(arguments: [
        ("FREQ=HOURLY;COUNT=3", FeedProblem.Reason.unsupported), ("FREQ=YEARLY;BYWEEKNO=20", .unsupported),
        ("FREQ=DAILY;BYHOUR=9", .unsupported), ("FREQ=WEEKLY;BYDAY=1MO", .unsupported),
        ("FREQ=DAILY;BYDAY=-1MO", .unsupported), ("FREQ=WEEKLY;BYMONTHDAY=3", .unsupported),
        ("RSCALE=CHINESE;FREQ=YEARLY", .unsupported), ("FREQ=DAILY;INTERVAL=0", .unreadable),
        ("FREQ=DAILY;COUNT=0", .unreadable), ("FREQ=DAILY;COUNT=3;UNTIL=20260201", .unreadable),
        ("FREQ=DAILY;COUNT=99999999999999999999", .unreadable), ("FREQ=MONTHLY;BYDAY=54MO", .unreadable),
        ("FREQ=MONTHLY;BYDAY=0MO", .unreadable), ("FREQ=MONTHLY;BYDAY=XX", .unreadable), ("COUNT=3", .unreadable),
        ("FREQ=MONTHLY;BYMONTHDAY=32", .unreadable), ("FREQ=YEARLY;BYMONTH=-1", .unreadable), ("", .unreadable),
        ("FREQ=DAILY;FREQ=DAILY", .unreadable), ("FREQ=DAILY;UNTIL=never", .unreadable), ("=;=", .unsupported),
        ("FREQ=MONTHLY;BYDAY=", .unreadable), ("FREQ=MONTHLY;BYDAY", .unreadable),
        ("FREQ=MONTHLY;BYDAY=M", .unreadable),
    ])
    func `a rule that is not understood is told, and the event counts once`(
        rule: String, reason: FeedProblem.Reason
    ) throws {
        let feed = try BusyFeedReader(floatingZone: zone("UTC")).busyTimes(
            in: calendar(event: "DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:\(rule)"),
            window: period("2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"))
        #expect(feed.busy.periods == [try period("2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z")])
        let problem = try #require(feed.problems.first)
        #expect(feed.problemCount == 1)
        #expect(problem.line == 6 && problem.field == "RRULE" && problem.reason == reason)
        #expect(problem.value == rule)
    }
}
