import Foundation
import Scheduling
import Testing

@Suite struct SlotFinderTests {
    private let now: Moment

    init() throws { now = try moment("2026-03-01T00:00:00Z") }

    private func finder(
        _ rules: [WeeklyRule], _ zoneName: String = "UTC", exceptions: [DayException] = [],
        busy: [BusyTime] = [], minutes: Int = 60, before: Int = 0, after: Int = 0, notice: Int = 0, horizon: Int = 365,
        grid: Int = 60
    ) throws -> SlotFinder {
        SlotFinder(
            opening: try OpeningHours(zone: try zone(zoneName), rules: rules, exceptions: exceptions),
            service: try ServiceTerms(
                durationMinutes: minutes, bufferBefore: before, bufferAfter: after, noticeMinutes: notice,
                horizonDays: horizon, gridMinutes: grid),
            busy: busy)
    }

    @Test func `when the clock goes forward, the hour left out is not offered`() throws {
        let finder = try finder(daily(0, 360), "Europe/Berlin")
        let slots = try finder.slots(in: period("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), now: now)
        // 0, 1, 3, 4 and 5 o'clock; 2 o'clock doesn't exist.
        #expect(times(slots) == ["23:00", "00:00", "01:00", "02:00", "03:00"])
    }

    @Test func `when the clock goes back, the hour that comes twice is offered once`() throws {
        let finder = try finder(daily(0, 360), "Europe/Berlin")
        let slots = try finder.slots(in: period("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), now: now)
        // 0, 1, the first 2, 3, 4 and 5 o'clock; the second 2 o'clock would be 01:00 UTC.
        #expect(times(slots) == ["22:00", "23:00", "00:00", "02:00", "03:00", "04:00"])
    }

    @Test func `New York changes on other days`() throws {
        let finder = try finder(daily(0, 240), "America/New_York", grid: 30)
        let spring = try finder.slots(in: period("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"), now: now)
        #expect(times(spring) == ["05:00", "05:30", "06:00", "06:30", "07:00"])
        let autumn = try finder.slots(in: period("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"), now: now)
        // 0:00, 0:30, 1:00, 1:30, 2:00, 2:30 and 3:00; the last two thirds of an hour come after the second 1 o'clock.
        #expect(times(autumn) == ["04:00", "04:30", "05:00", "05:30", "07:00", "07:30", "08:00"])
    }

    @Test func `a slot keeps its buffers and those of the booking beside it`() throws {
        let booking = BusyTime(
            .booking, try period("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"), bufferBefore: 10, bufferAfter: 20)
        // Blocked from 9:50 to 11:20; a slot of 30 minutes blocks 5 minutes before and 10 after itself.
        let finder = try finder(
            daily(540, 780), busy: [booking], minutes: 30, before: 5, after: 10, grid: 5)
        let slots = try finder.slots(in: period("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"), now: now)
        #expect(times(slots).prefix(4) == ["09:00", "09:05", "09:10", "11:25"])
        #expect(times(slots).last == "12:30")
    }

    @Test func `buffers may lie outside of the opening hours`() throws {
        let finder = try finder(daily(540, 600), before: 30, after: 30)
        let slots = try finder.slots(in: period("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"), now: now)
        #expect(times(slots) == ["09:00"])
    }

    @Test func `hours of two days that touch at midnight are one`() throws {
        let rules = try [
            WeeklyRule(weekday: .monday, hours: OpenHours(from: 1320, until: 1440)),
            try WeeklyRule(weekday: .tuesday, hours: OpenHours(from: 0, until: 60)),
        ]
        let finder = try finder(rules, minutes: 90, grid: 30)
        let slots = try finder.slots(in: period("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"), now: now)
        #expect(times(slots) == ["22:00", "22:30", "23:00", "23:30"])
    }

    @Test func `the grid begins with each block of hours`() throws {
        let rules = try [
            WeeklyRule(weekday: .monday, hours: OpenHours(from: 550, until: 640)),
            try WeeklyRule(weekday: .monday, hours: OpenHours(from: 600, until: 700)),
            try WeeklyRule(weekday: .monday, hours: OpenHours(from: 805, until: 835)),
        ]
        let finder = try finder(rules, minutes: 30, grid: 45)
        let slots = try finder.slots(in: period("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"), now: now)
        #expect(times(slots) == ["09:10", "09:55", "10:40", "13:25"])
    }

    @Test func `a day off is closed, and a day with other hours follows them`() throws {
        let exceptions = [
            DayException(day: try day("2026-03-02")),
            DayException(day: try day("2026-03-03"), hours: [try OpenHours(from: 720, until: 840)]),
            DayException(day: try day("2026-03-04"), hours: [try OpenHours(from: 720, until: 840)]),
            DayException(day: try day("2026-03-04")),
        ]
        let finder = try finder(daily(540, 600), exceptions: exceptions)
        let slots = try finder.slots(in: period("2026-03-02T00:00:00Z", "2026-03-06T00:00:00Z"), now: now)
        #expect(
            slots.map(\.start.description) == [
                "2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z", "2026-03-05T09:00:00Z",
            ])
    }

    @Test func `a rule for every other week counts from its first week`() throws {
        let rule = try WeeklyRule(
            weekday: .monday, hours: OpenHours(from: 540, until: 600), validFrom: day("2026-03-04"),
            validUntil: day("2026-04-13"), everyWeeks: 2)
        // The week of 4 March is the first; its Monday is before the first day.
        let applies = try (0..<60).compactMap { try day("2026-03-01").adding($0) }.filter(rule.applies).map(
            \.description)
        #expect(applies == ["2026-03-16", "2026-03-30", "2026-04-13"])
    }

    @Test func `notice and horizon bound what can be booked`() throws {
        let finder = try finder(daily(540, 720), "Europe/Berlin", notice: 90, horizon: 1)
        let now = try moment("2026-03-28T08:00:00Z")  // 9 o'clock in Berlin, the day before the change
        let slots = try finder.slots(in: period("2026-03-27T00:00:00Z", "2026-04-02T00:00:00Z"), now: now)
        #expect(
            slots.map(\.start.description) == [
                "2026-03-28T10:00:00Z", "2026-03-29T07:00:00Z", "2026-03-29T08:00:00Z", "2026-03-29T09:00:00Z",
            ])
        #expect(finder.nextSlot(notBefore: now, now: now) == slots.first)
        #expect(finder.nextSlot(notBefore: try moment("2026-03-29T09:00:01Z"), now: now) == nil)
    }

    @Test func `the next slot is found at the far end of the horizon, and only there`() throws {
        let only = DayException(day: try day("2027-02-27"), hours: [try OpenHours(from: 540, until: 600)])
        let now = try moment("2026-03-01T12:00:00Z")
        let found = try finder([], exceptions: [only], horizon: 363).nextSlot(notBefore: now, now: now)
        #expect(found == (try period("2027-02-27T09:00:00Z", "2027-02-27T10:00:00Z")))
        #expect(try finder([], exceptions: [only], horizon: 362).nextSlot(notBefore: now, now: now) == nil)
    }

    @Test func `a question over too many days is refused`() throws {
        let finder = try finder(daily(540, 600))
        #expect(throws: SchedulingError.tooManyDays(asked: 121, limit: 120)) {
            try finder.slots(in: period("2026-03-01T00:00:00Z", "2026-06-29T00:00:01Z"), now: now)
        }
        #expect(try finder.slots(in: period("2026-03-01T00:00:00Z", "2026-06-29T00:00:00Z"), now: now).count == 120)
    }

    @Test func `each refusal names its rule`() throws {
        let hold = BusyTime(.hold, try period("2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z"))
        let finder = try finder(daily(540, 720), busy: [hold], notice: 60, horizon: 30, grid: 30)
        let now = try moment("2026-03-02T09:00:00Z")
        let cases: [(String, SlotRefusal?)] = [
            ("2026-03-02T09:30:00Z", .tooSoon(earliest: try moment("2026-03-02T10:00:00Z"))),
            ("2026-04-02T09:00:00Z", .tooFar(lastDay: try day("2026-04-01"))),
            ("2026-03-04T11:30:00Z", .closed), ("2026-03-04T09:10:00Z", .offGrid),
            ("2026-03-03T09:30:00Z", .busy(.hold, hold.blocked)), ("2026-03-03T09:00:00Z", nil),
        ]
        for (start, refusal) in cases {
            #expect(finder.refusal(of: try moment(start), now: now) == refusal)
        }
        #expect(finder.refusal(of: try moment("2026-03-04T03:10:00Z"), now: now, booker: .practice) == nil)
        #expect(
            finder.refusal(of: try moment("2026-03-03T10:30:00Z"), now: now, booker: .practice)
                == .busy(.hold, hold.blocked))
    }

    @Test func `a number out of range is refused with its field`() throws {
        #expect(throws: SchedulingError.invalid(field: "gridMinutes", value: "0", reason: "is outside 5 to 1440")) {
            try ServiceTerms(durationMinutes: 60, gridMinutes: 0)
        }
        #expect(throws: SchedulingError.invalid(field: "until", value: "600", reason: "is not after 600")) {
            try OpenHours(from: 600, until: 600)
        }
        #expect(throws: SchedulingError.invalid(field: "everyWeeks", value: "2", reason: "needs a first day")) {
            try WeeklyRule(weekday: .monday, hours: OpenHours(from: 0, until: 60), everyWeeks: 2)
        }
        #expect(
            SchedulingError.invalid(field: "until", value: "7", reason: "is not after 9").description
                == "until '7' is not after 9.")
    }

    @Test func `a clock set back over midnight gives no crash and no slot twice`() throws {
        // In St. John's 00:01 of 29 October 2006 became 23:01 of the day before, at 02:31 UTC.
        let finder = try finder(daily(0, 1440), "America/St_Johns", minutes: 30, grid: 30)
        let now = try moment("2006-10-01T00:00:00Z")
        let around = try finder.slots(in: period("2006-10-29T01:00:00Z", "2006-10-29T05:00:00Z"), now: now)
        #expect(times(around) == ["01:00", "01:30", "02:00", "02:30", "04:00", "04:30"])
        #expect(try finder.slots(in: period("2006-10-29T02:30:30Z", "2006-10-29T03:00:00Z"), now: now).isEmpty)
        #expect(
            try times(finder.slots(in: period("2006-10-29T02:29:00Z", "2006-10-29T02:32:00Z"), now: now)) == ["02:30"])
        #expect(finder.refusal(of: try moment("2006-10-29T02:30:00Z"), now: now) == nil)
    }

    @Test func `the end of the calendar gives no slots and no crash`() throws {
        let finder = try finder(daily(0, 1440), "Pacific/Apia", horizon: 730)
        let end = try period("2199-12-01T00:00:00Z", "2199-12-31T23:59:59Z")
        let slots = try finder.slots(in: end, now: end.start)
        #expect(slots.allSatisfy { $0.seconds == 3600 })
        #expect(finder.nextSlot(notBefore: end.end, now: end.end) == nil)
        #expect(finder.refusal(of: end.end, now: end.end, booker: .practice) == .closed)
        let begin = try period("1970-01-01T00:00:00Z", "1970-01-03T00:00:00Z")
        #expect(try !finder.slots(in: begin, now: begin.start).isEmpty)
    }
}
