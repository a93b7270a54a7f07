import Foundation
import Scheduling
import Testing

@Suite struct WallClockTests {
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"),
        ("Europe/Berlin", "2026-03-29 02:00", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"),
        ("America/New_York", "2026-03-08 02:45", "2026-03-08T07:00:00Z", "2026-03-08T07:45:00Z"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:30:00Z", "2026-10-03T15:45:00Z"),
        ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23T22:00:00Z", "2026-04-23T22:00:00Z"),
        // The date line moved past Samoa: no 30 December.
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z"),
    ])
    func `a time that the clock leaves out is known as such`(
        name: String, time: String, next: String, moved: String
    ) throws {
        let clock = WallClock(zone: try zone(name), around: try moment(next))
        #expect(try clock.reading(of: wall(time)) == .missing(next: moment(next), moved: moment(moved)))
        #expect(try clock.moment(of: wall(time)) == moment(moved))
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
        ("Europe/Berlin", "2026-10-25 02:00", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"),
    ])
    func `a time that comes twice has two moments, and the first counts`(
        name: String, time: String, first: String, second: String
    ) throws {
        let clock = WallClock(zone: try zone(name), around: try moment(first))
        #expect(try clock.reading(of: wall(time)) == .twice(moment(first), moment(second)))
        #expect(try clock.moment(of: wall(time)) == moment(first))
    }

    @Test(arguments: [
        ("2026-03-29 01:59", "2026-03-29T00:59:00Z"), ("2026-03-29 03:00", "2026-03-29T01:00:00Z"),
        ("2026-10-25 01:59", "2026-10-24T23:59:00Z"), ("2026-10-25 03:00", "2026-10-25T02:00:00Z"),
    ])
    func `a time beside a change comes once`(time: String, expected: String) throws {
        let clock = WallClock(zone: try zone("Europe/Berlin"), around: try moment(expected))
        #expect(try clock.reading(of: wall(time)) == .once(moment(expected)))
        #expect(try clock.time(at: moment(expected)) == wall(time))
    }

    @Test func `hours over a change are as long as they really are`() throws {
        let berlin = WallClock(
            zone: try zone("Europe/Berlin"), covering: try period("2026-03-01T00:00:00Z", "2026-11-01T00:00:00Z"))
        #expect(
            try berlin.periods(from: wall("2026-03-29 01:00"), until: wall("2026-03-29 04:00")).map(\.seconds)
                .reduce(0, +) == 2 * 3600)
        #expect(
            try berlin.periods(from: wall("2026-10-25 01:00"), until: wall("2026-10-25 04:00")).map(\.seconds)
                .reduce(0, +) == 4 * 3600)
        // The clock shows 02:30 to 03:00 in both passes, with a half hour of 02:00 to 02:30 between them.
        #expect(
            try berlin.periods(from: wall("2026-10-25 02:30"), until: wall("2026-10-25 03:00")) == [
                period("2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z"),
                period("2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"),
            ])
        #expect(try berlin.periods(from: wall("2026-03-29 02:00"), until: wall("2026-03-29 03:00")).isEmpty)
    }

    @Test func `in every zone, what a clock shows leads back to its moment`() throws {
        let year = try period("2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z")
        var random = SeededRandom(seed: 9)
        for name in TimeZone.knownTimeZoneIdentifiers {
            let clock = WallClock(zone: try zone(name), covering: year)
            for _ in 0..<40 {
                let moment = year.start.adding(seconds: random.below(year.seconds))
                let time = clock.time(at: moment)
                #expect(time.description.hasPrefix(time.day.description))
                let offset = clock.zone.secondsFromGMT(for: moment.date)
                #expect(WallClock(zone: .gmt, around: moment).moment(of: time).seconds == moment.seconds + offset)
                switch clock.reading(of: time) {
                case .once(let only): #expect(only == moment)
                case .twice(let first, let second): #expect(moment == first || moment == second)
                case .missing: Issue.record("\(name) leaves out \(time), which it shows at \(moment)")
                }
            }
        }
    }

    @Test func `the ends of the range of moments don't end the program`() throws {
        for text in ["1970-01-01T00:00:00Z", "2199-12-31T23:59:59Z"] {
            let clock = WallClock(zone: try zone("Pacific/Kiritimati"), around: try moment(text))
            _ = clock.time(at: try moment(text))
            for day in ["0001-01-01", "9999-12-31"] {
                let time = try wall(day + " 23:59")
                #expect(Moment.range.contains(clock.moment(of: time).seconds))
            }
        }
    }
}
