import Foundation
import Scheduling
import Testing

@Suite struct ReminderTests {
    private func night(_ name: String = "Europe/Berlin", _ from: Int = 1260, _ until: Int = 420) throws -> QuietHours {
        try QuietHours(zone: try zone(name), from: from, until: until)
    }

    @Test(arguments: [
        // 05:00 in Berlin goes out at 21:00 of the evening before, 22:30 at 21:00 of the same evening.
        ("2026-06-10T03:00:00Z", "2026-06-09T19:00:00Z"), ("2026-06-10T20:30:00Z", "2026-06-10T19:00:00Z"),
        // 12:00, and the very ends of the night, stay.
        ("2026-06-10T10:00:00Z", "2026-06-10T10:00:00Z"), ("2026-06-10T19:00:00Z", "2026-06-10T19:00:00Z"),
        ("2026-06-10T05:00:00Z", "2026-06-10T05:00:00Z"), ("2026-06-10T04:59:59Z", "2026-06-09T19:00:00Z"),
        // Over both changes of the clock: 21:00 is 20:00 UTC in winter and 19:00 UTC in summer.
        ("2026-03-29T04:00:00Z", "2026-03-28T20:00:00Z"), ("2026-10-25T05:00:00Z", "2026-10-24T19:00:00Z"),
    ])
    func `a message at night goes out on the evening before`(wanted: String, due: String) throws {
        #expect(try night().latest(notAfter: moment(wanted)) == moment(due))
    }

    @Test func `quiet hours within a day need no midnight`() throws {
        let noon = try night("America/New_York", 720, 840)
        #expect(try noon.latest(notAfter: moment("2026-06-10T17:00:00Z")) == moment("2026-06-10T16:00:00Z"))
        #expect(try noon.earliest(notBefore: moment("2026-06-10T17:00:00Z")) == moment("2026-06-10T18:00:00Z"))
        #expect(try !noon.contains(moment("2026-06-10T03:00:00Z")))
    }

    @Test(arguments: [
        ("Europe/Berlin", 1260, 420), ("Europe/Berlin", 150, 360), ("Europe/Berlin", 60, 150),
        ("America/New_York", 90, 120), ("Australia/Lord_Howe", 105, 125), ("Africa/Cairo", 1410, 30),
    ])
    func `moving agrees with looking at each minute around changes of the clock`(
        name: String, from: Int, until: Int
    ) throws {
        let quiet = try night(name, from, until)
        for text in ["2026-03-08", "2026-03-29", "2026-04-05", "2026-04-24", "2026-10-25", "2026-11-01"] {
            let middle = try moment(text + "T01:00:00Z")
            for step in -40...40 {
                let wanted = middle.adding(minutes: step * 17)
                let latest = quiet.latest(notAfter: wanted)
                let earliest = quiet.earliest(notBefore: wanted)
                #expect(!quiet.contains(latest) && !quiet.contains(earliest))
                #expect(latest <= wanted && wanted <= earliest)
                let between = stride(from: latest.seconds + 1, to: earliest.seconds, by: 41).compactMap {
                    Moment(seconds: $0)
                }
                #expect(!quiet.contains(wanted) || between.allSatisfy(quiet.contains))
            }
        }
    }

    @Test func `the reminders of a service are moved, in order and never two at once`() throws {
        let rule = try ReminderRule(minutesBefore: [60, 1440, 120, 60], quietHours: night())
        // 08:00 in Berlin: a day before at 08:00; one and two hours before both become 21:00.
        #expect(
            rule.reminders(before: try moment("2026-06-10T06:00:00Z")) == [
                Reminder(minutesBefore: 1440, due: try moment("2026-06-09T06:00:00Z")),
                Reminder(minutesBefore: 120, due: try moment("2026-06-09T19:00:00Z")),
                Reminder(minutesBefore: 60, due: try moment("2026-06-10T05:00:00Z")),
            ])
        #expect(rule.reminders(before: try moment("2026-06-10T05:30:00Z")).map(\.minutesBefore) == [1440, 60])
    }

    @Test func `a reminder is due from its moment until it is sent`() throws {
        let rule = try ReminderRule(minutesBefore: [1440, 60])
        let start = try moment("2026-06-10T10:00:00Z")
        let booked = try moment("2026-06-01T00:00:00Z")
        func status(_ now: String, _ sent: Set<Int>) throws -> ReminderRule.Status {
            rule.status(before: start, booked: booked, sent: sent, now: try moment(now))
        }
        let before = try status("2026-06-09T09:59:59Z", [])
        #expect(before.due == nil)
        #expect(before.next == (try moment("2026-06-09T10:00:00Z")))
        #expect(try status("2026-06-09T10:00:00Z", []).due?.minutesBefore == 1440)
        let sent = try status("2026-06-09T10:00:00Z", [1440])
        #expect(sent.due == nil)
        #expect(sent.next == (try moment("2026-06-10T09:00:00Z")))
        let last = try status("2026-06-10T09:30:00Z", [1440, 60])
        #expect(last.due == nil && last.next == nil)
    }

    @Test func `after an outage only the last of the overdue reminders goes out`() throws {
        let rule = try ReminderRule(minutesBefore: [2880, 1440, 60])
        let start = try moment("2026-06-10T10:00:00Z")
        let booked = try moment("2026-06-01T00:00:00Z")
        let status = rule.status(before: start, booked: booked, sent: [], now: try moment("2026-06-10T08:00:00Z"))
        #expect(status.due?.minutesBefore == 1440)
        #expect(status.next == (try moment("2026-06-10T09:00:00Z")))
        #expect(rule.status(before: start, booked: booked, sent: [60], now: start.adding(seconds: -1)).due == nil)
        #expect(rule.status(before: start, booked: booked, sent: [], now: start).due == nil)
    }

    @Test func `a booking on short notice gets no reminder of what it has just read`() throws {
        let rule = try ReminderRule(minutesBefore: [1440, 60])
        let start = try moment("2026-06-10T10:00:00Z")
        let booked = try moment("2026-06-09T10:00:00Z")
        let status = rule.status(before: start, booked: booked, sent: [], now: booked.adding(minutes: 5))
        #expect(status.due == nil)
        #expect(status.next == (try moment("2026-06-10T09:00:00Z")))
    }

    @Test func `what became overdue at night waits for the morning, unless that is too late`() throws {
        let rule = try ReminderRule(minutesBefore: [1440], quietHours: night())
        let booked = try moment("2026-06-01T00:00:00Z")
        let now = try moment("2026-06-10T01:00:00Z")
        let status = rule.status(before: try moment("2026-06-10T10:00:00Z"), booked: booked, sent: [], now: now)
        #expect(status.due == nil)
        #expect(status.next == (try moment("2026-06-10T05:00:00Z")))
        let early = rule.status(before: try moment("2026-06-10T04:30:00Z"), booked: booked, sent: [], now: now)
        #expect(early.due == nil && early.next == nil)
    }

    @Test(arguments: [[4], [43_201], [-60], [5, 10, 15, 20, 25, 30, 35, 40, 45]])
    func `reminders out of range are refused`(minutes: [Int]) {
        #expect(throws: SchedulingError.self) { try ReminderRule(minutesBefore: minutes) }
    }
}

@Suite struct AttendanceTests {
    @Test func `calling off counts as early up to the very minute`() throws {
        let rules = try AttendanceRules(freeCancellationMinutes: 1440)
        let start = try moment("2026-06-10T10:00:00Z")
        #expect(rules.cancellation(at: try moment("2026-06-09T10:00:00Z"), of: start) == .cancelledInTime)
        #expect(rules.cancellation(at: try moment("2026-06-09T10:00:01Z"), of: start) == .cancelledLate)
        #expect(rules.missed(from: start) == (try moment("2026-06-10T10:15:00Z")))
    }

    @Test func `more missed appointments than tolerated have a consequence, until they are old`() throws {
        let rules = try AttendanceRules(tolerated: 1, countedDays: 100, consequence: .refusal)
        let now = try moment("2026-06-10T00:00:00Z")
        var history: [(start: Moment, attendance: Attendance)] = [
            (try moment("2026-03-05T00:00:00Z"), .missed), (try moment("2026-04-01T00:00:00Z"), .attended),
            (try moment("2026-02-01T00:00:00Z"), .missed), (try moment("2026-05-01T00:00:00Z"), .cancelledLate),
        ]
        #expect(rules.consequence(of: history, now: now) == nil)
        history.append((try moment("2026-06-01T00:00:00Z"), .missed))
        let found = try #require(rules.consequence(of: history, now: now))
        // 100 days after 5 March only the one of June is left.
        #expect(found.consequence == .refusal)
        #expect(found.until == (try moment("2026-06-13T00:00:00Z")))
        #expect(rules.consequence(of: history, now: found.until) == nil)
        #expect(rules.consequence(of: history, now: found.until.adding(seconds: -1)) != nil)
    }

    @Test func `late calling off counts only where the rules say so`() throws {
        let now = try moment("2026-06-10T00:00:00Z")
        let history: [(start: Moment, attendance: Attendance)] = [(try moment("2026-06-01T00:00:00Z"), .cancelledLate)]
        #expect(try AttendanceRules(tolerated: 0).consequence(of: history, now: now) == nil)
        #expect(
            try AttendanceRules(tolerated: 0, countsLateCancellation: true).consequence(of: history, now: now)?
                .consequence == .approval)
    }
}
