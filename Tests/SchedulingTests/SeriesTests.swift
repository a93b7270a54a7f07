import Foundation
import Scheduling
import Testing

@Suite struct SeriesTests {
    private func finder(_ rules: [WeeklyRule], busy: [BusyTime] = [], horizon: Int = 30) throws -> SlotFinder {
        SlotFinder(
            opening: try OpeningHours(zone: try zone("Europe/Berlin"), rules: rules),
            service: try ServiceTerms(durationMinutes: 60, horizonDays: horizon, gridMinutes: 30), busy: busy)
    }

    @Test func `a series keeps the time on the wall over a change of the clock`() throws {
        let now = try moment("2026-03-10T00:00:00Z")
        let plan = try finder(daily(540, 1020)).plan(
            AppointmentSeries(count: 4, everyWeeks: 1), from: moment("2026-03-16T09:00:00Z"), now: now)
        #expect(
            plan.appointments.map(\.start.description) == [
                "2026-03-16T09:00:00Z", "2026-03-23T09:00:00Z", "2026-03-30T08:00:00Z", "2026-04-06T08:00:00Z",
            ])
        #expect(plan.appointments.allSatisfy { $0.seconds == 3600 })
        #expect(plan.conflict == nil)
    }

    @Test func `the first conflict is named, and the whole series is still told`() throws {
        let now = try moment("2026-03-10T00:00:00Z")
        let booking = BusyTime(
            .booking, try period("2026-03-30T08:30:00Z", "2026-03-30T09:30:00Z"), bufferBefore: 0, bufferAfter: 15)
        let later = BusyTime(.imported, try period("2026-04-13T08:00:00Z", "2026-04-13T09:00:00Z"))
        let plan = try finder(daily(540, 1020), busy: [later, booking]).plan(
            AppointmentSeries(count: 3, everyWeeks: 2), from: moment("2026-03-16T09:00:00Z"), now: now)
        #expect(plan.appointments.count == 3)
        let conflict = try #require(plan.conflict)
        #expect(conflict.number == 2)
        #expect(conflict.appointment == (try period("2026-03-30T08:00:00Z", "2026-03-30T09:00:00Z")))
        #expect(conflict.refusal == .busy(.booking, booking.blocked))
    }

    @Test func `only the first appointment has to lie before the horizon`() throws {
        let now = try moment("2026-03-10T00:00:00Z")
        let series = try AppointmentSeries(count: 10, everyWeeks: 2)
        let finder = try finder(daily(540, 1020), horizon: 7)
        #expect(finder.plan(series, from: try moment("2026-03-16T09:00:00Z"), now: now).conflict == nil)
        #expect(
            finder.plan(series, from: try moment("2026-03-18T09:00:00Z"), now: now).conflict?.refusal
                == .tooFar(lastDay: try day("2026-03-17")))
    }

    @Test func `a time that the clock leaves out moves by the gap`() throws {
        let now = try moment("2026-03-10T00:00:00Z")
        let plan = try finder(daily(0, 1440)).plan(
            AppointmentSeries(count: 3, everyWeeks: 1), from: moment("2026-03-22T01:30:00Z"), now: now)
        // 02:30 on the wall; on 29 March 03:30 instead.
        #expect(
            plan.appointments.map(\.start.description) == [
                "2026-03-22T01:30:00Z", "2026-03-29T01:30:00Z", "2026-04-05T00:30:00Z",
            ])
        #expect(plan.conflict == nil)
    }

    @Test func `a time that comes twice is taken once, at its first pass`() throws {
        let now = try moment("2026-10-10T00:00:00Z")
        let plan = try finder(daily(0, 1440)).plan(
            AppointmentSeries(count: 2, everyWeeks: 1), from: moment("2026-10-18T00:30:00Z"), now: now)
        #expect(plan.appointments.map(\.start.description) == ["2026-10-18T00:30:00Z", "2026-10-25T00:30:00Z"])
    }

    @Test(arguments: [(1, 1), (53, 1), (2, 0), (2, 27), (52, 3)])
    func `a series out of range is refused`(count: Int, everyWeeks: Int) {
        #expect(throws: SchedulingError.self) { try AppointmentSeries(count: count, everyWeeks: everyWeeks) }
    }
}
