import Foundation
import Scheduling
import Testing

@Suite struct TimeTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("2000-03-01", 11_017), ("2026-11-26", 20_783), ("1969-12-31", -1), ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896),
    ])
    func `a date is its number of days since 1970`(text: String, number: Int) throws {
        #expect(try day(text).number == number)
        #expect(WallDay(number: number)?.description == text)
    }

    @Test(arguments: ["2025-02-29", "2025-13-01", "2025-1-01", "", "٢٠٢٥-٠١-٠١", "0000-01-01", "2025-01-01 "])
    func `what is no date is refused`(text: String) {
        #expect(WallDay(text) == nil)
    }

    @Test func `weekdays are those of ISO 8601`() throws {
        #expect(try day("2026-11-26").weekday == .thursday)
        #expect(try day("1969-12-28").weekday == .sunday)
        #expect(try day("1970-01-05").weekday == .monday)
    }

    @Test(arguments: [
        ("2026-03-29T01:00:00Z", 1_774_746_000), ("2026-03-29T03:00:00+02:00", 1_774_746_000),
        ("2026-03-28T20:00:00.250-05:00", 1_774_746_000), ("1970-01-01T00:00:00Z", 0),
        ("2199-12-31T23:59:59Z", 7_258_118_399),
    ])
    func `a timestamp is a moment`(text: String, seconds: Int) throws {
        #expect(try moment(text).seconds == seconds)
    }

    @Test(arguments: [
        "2026-03-29T01:00:00", "2026-03-29 01:00:00Z", "2026-02-29T01:00:00Z", "2026-03-29T24:00:00Z",
        "2026-03-29T01:00:00.Z", "2026-03-29T01:00:00+2:00", "1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z",
        "2026-03-29T01:00:00+99:00", "", "２026-03-29T01:00:00Z", "2026-03-29T01:00:00Zjunk",
    ])
    func `what is no timestamp is refused`(text: String) {
        #expect(Moment(timestamp: text) == nil)
    }

    @Test func `a date far outside is refused, not a crash`() {
        for seconds in [Double.nan, .infinity, -.infinity, 1e300, -1, 7_258_118_400] {
            #expect(Moment(Date(timeIntervalSince1970: seconds)) == nil)
        }
        #expect(Moment(Date(timeIntervalSince1970: 7_258_118_399.9))?.seconds == 7_258_118_399)
    }

    @Test func `sums stop at the ends of the range`() throws {
        let now = try moment("2026-01-01T00:00:00Z")
        for amount in [Int.max, .min, .max / 60, .min / 60] {
            #expect(Moment.range.contains(now.adding(minutes: amount).seconds))
            #expect(Moment.range.contains(now.adding(seconds: amount).seconds))
        }
        #expect(now.adding(minutes: .max).description == "2199-12-31T23:59:59Z")
    }

    @Test func `a period is never empty`() throws {
        let now = try moment("2026-01-01T00:00:00Z")
        #expect(Period(start: now, end: now) == nil)
        #expect(Period(start: now, minutes: -5) == nil)
        #expect(Period(start: now, minutes: 5)?.seconds == 300)
    }

    @Test func `a set of periods is the union, in order, with neighbours joined`() throws {
        let set = PeriodSet([
            try period("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"),
            try period("2026-01-01T08:00:00Z", "2026-01-01T09:00:00Z"),
            try period("2026-01-01T09:00:00Z", "2026-01-01T09:30:00Z"),
            try period("2026-01-01T10:15:00Z", "2026-01-01T10:20:00Z"),
        ])
        #expect(
            set.periods == [
                try period("2026-01-01T08:00:00Z", "2026-01-01T09:30:00Z"),
                try period("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"),
            ])
        #expect(set.overlaps(try period("2026-01-01T09:29:59Z", "2026-01-01T10:00:00Z")))
        #expect(!set.overlaps(try period("2026-01-01T09:30:00Z", "2026-01-01T10:00:00Z")))
        #expect(set.covers(try period("2026-01-01T08:30:00Z", "2026-01-01T09:30:00Z")))
        #expect(!set.covers(try period("2026-01-01T09:00:00Z", "2026-01-01T10:30:00Z")))
    }

    @Test func `questions to a set agree with looking at each minute`() throws {
        var random = SeededRandom(seed: 5)
        let start = try moment("2026-01-01T00:00:00Z")
        for _ in 0..<200 {
            let periods = (0..<random.below(8)).compactMap { _ in
                Period(start: start.adding(minutes: random.below(60)), minutes: 1 + random.below(15))
            }
            let set = PeriodSet(periods)
            let asked = try #require(
                Period(start: start.adding(minutes: random.below(60)), minutes: 1 + random.below(10)))
            let minutes = stride(from: asked.start.seconds, to: asked.end.seconds, by: 60).compactMap {
                Moment(seconds: $0)
            }
            let hits = minutes.filter { minute in periods.contains { $0.contains(minute) } }
            #expect(set.overlaps(asked) == !hits.isEmpty)
            #expect(set.covers(asked) == (hits.count == minutes.count))
        }
    }
}
