import Outcomes
import Testing

@Suite struct DayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("2000-03-01", 11_017), ("2026-11-26", 20_783), ("1969-12-31", -1), ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896),
    ])
    func `a date is its number of days since 1970`(text: String, number: Int) throws {
        let day = try #require(Day(text))
        #expect(day.number == number)
        #expect(Day(number: number)?.description == text)
    }

    @Test(arguments: [
        "2025-02-29", "1900-02-29", "2025-13-01", "2025-00-10", "2025-01-00", "2025-1-01", "25-01-01", "2025-01-01 ",
        "2025/01/01", "", "٢٠٢٥-٠١-٠١", "-001-01-01", "0000-01-01", "+025-01-01",
    ])
    func `what is no date is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `writing and reading gives the same day back`() throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2000 {
            let day = try #require(Day(number: random.below(3_652_059) - 719_162))
            #expect(Day(day.description) == day)
            let next = day.adding(1)
            #expect(next.map { $0.days(since: day) } ?? 1 == 1)
        }
    }

    @Test func `a day outside the calendar is nil, not a crash`() {
        #expect(Day.epoch.adding(.max) == nil)
        #expect(Day(number: .min) == nil)
        #expect(Day("9999-12-31")?.adding(1) == nil)
    }

    @Test func `the weekday counts from Monday`() {
        #expect(Day("2026-11-26")?.weekday == 3)
        #expect(Day("1969-12-29")?.weekday == 0)
        #expect(Day("0001-01-01")?.weekday == 0)
    }
}
