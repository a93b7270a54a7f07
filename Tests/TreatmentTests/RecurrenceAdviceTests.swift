import Foundation
import Outcomes
import Testing
import Treatment

@Suite struct RecurrenceAdviceTests {
    /// Sixteen returns; on the day before 13 of them the exposure is `marked`, else it goes from 4 to 7.
    private func report(_ name: String, marked: Double, names: [String: String] = [:]) throws -> RecurrenceReport {
        var random = SeededRandom(seed: 9)
        var pain = [5.0, 5]
        for _ in 0..<16 { pain += Array(repeating: 0, count: 34 + random.below(14)) + [4] }
        var values = pain.map { _ in Double(8 + random.below(7)) / 2 }
        for index in values.indices where random.chance(0.12) { values[index] = marked }
        var returns = 0
        for index in pain.indices where pain[index] == 4 {
            returns += 1
            values[index - 1] = returns <= 13 ? marked : 5
        }
        let entries = try pain.indices.map { index in
            Diary.Entry(
                day: try #require(Day("2024-01-01")?.adding(index)), pain: pain[index], values: [values[index]])
        }
        return try RecurrenceReport(of: Diary(entries: entries, exposureNames: [name]), names: names)
    }

    private func json(_ report: RecurrenceReport) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
    }

    @Test func `too much is compared between a usual day and a typical day of the highest quarter`() throws {
        let report = try report("driving_hours", marked: 9, names: ["driving_hours": "hours of driving"])
        let advice = report.advice
        #expect(advice.hasPrefix("One change to try: less of this: hours of driving. Returns were "))
        #expect(
            advice.contains(
                "after a day with about 9 (typical of the highest quarter of this diary) as after one with about 6,"))
        #expect(advice.contains("95 % interval"))
        #expect(advice.contains("from 16 returns"))
        #expect(advice.contains("Change this alone"))
        let document = try json(report)
        #expect(document["try_next"] as? String == "driving_hours")
        #expect(document["try_how"] as? String == "less")
        let exposure = try #require((document["exposures"] as? [[String: Any]])?.first)
        for key in ["id", "ratio", "low", "high", "probability_harmful"] { #expect(exposure[key] != nil) }
        #expect((exposure["ratio"] as? Double ?? 0) > 1)
        #expect((exposure["ratio_per_unit"] as? Double ?? 0) > 1)
        #expect((exposure["from"] as? Double ?? 9) < (exposure["to"] as? Double ?? 0))
    }

    @Test func `too little is said as too little, and more of it is proposed`() throws {
        let report = try report("sleep_hours", marked: 2)
        #expect(report.advice.hasPrefix("One change to try: more of this: sleep hours. Returns were "))
        #expect(report.advice.contains("after a day with about 2 (typical of the lowest quarter of this diary)"))
        let document = try json(report)
        #expect(document["try_next"] as? String == "sleep_hours")
        #expect(document["try_how"] as? String == "more")
        let exposure = try #require((document["exposures"] as? [[String: Any]])?.first)
        #expect((exposure["ratio"] as? Double ?? 9) < 1)
        #expect((exposure["ratio_per_unit"] as? Double ?? 9) < 1)
        #expect(exposure["risk"] as? String == "lack")
    }

    @Test func `less of what is wholesome and more of what is feared is never proposed`() throws {
        for (name, marked) in [("sleep_hours", 9.0), ("desk_hours", 1)] {
            let report = try report(name, marked: marked)
            #expect(report.analysis.tryNext == nil)
            #expect(report.advice.contains("the other way round than expected"))
            #expect(try json(report)["try_next"] is NSNull)
            #expect(try json(report)["try_how"] is NSNull)
        }
    }

    @Test(arguments: [0, 1, 4])
    func `before there are enough returns the words say what is missing and what can be done`(returns: Int) throws {
        var pain = [4.0, 4]
        for _ in 0..<returns { pain += Array(repeating: 0, count: 40) + [4] }
        pain += Array(repeating: 0, count: 20)
        let entries = try pain.indices.map { index in
            Diary.Entry(
                day: try #require(Day("2026-01-01")?.adding(index)), pain: pain[index], values: [Double(index % 5)])
        }
        let report = try RecurrenceReport(of: Diary(entries: entries, exposureNames: ["desk_hours"]))
        #expect(report.history.returns.count == returns)
        #expect(report.advice.hasPrefix("Nothing can be named yet: at least 5 returns are needed; \(returns) so far."))
        #expect(report.advice.contains("30 days in a row without pain"))
        #expect(report.advice.contains("Meanwhile: go on with the diary"))
        #expect(report.analysis.tryNext == nil)
    }

    @Test func `without anything that varies the words say what to write down`() throws {
        var pain = [4.0]
        for _ in 0..<6 { pain += Array(repeating: 0, count: 33) + [4] }
        let entries = try pain.indices.map { index in
            Diary.Entry(day: try #require(Day("2026-01-01")?.adding(index)), pain: pain[index], values: [3])
        }
        let report = try RecurrenceReport(of: Diary(entries: entries, exposureNames: ["desk_hours"]))
        #expect(report.advice.contains("desk hours (the same on every day)"))
        #expect(report.advice.contains("Meanwhile"))
    }

    @Test func `an exposure that is there or not is said as with and without`() throws {
        var random = SeededRandom(seed: 4)
        var pain = [5.0]
        for _ in 0..<14 { pain += Array(repeating: 0, count: 34 + random.below(14)) + [4] }
        var values = pain.map { _ in random.chance(0.2) ? 1.0 : 0 }
        for index in pain.indices.dropFirst() where pain[index] == 4 { values[index - 1] = 1 }
        let entries = try pain.indices.map { index in
            Diary.Entry(
                day: try #require(Day("2024-01-01")?.adding(index)), pain: pain[index], values: [values[index]])
        }
        let report = try RecurrenceReport(of: Diary(entries: entries, exposureNames: ["stiff_shoes"]))
        #expect(report.advice.contains("after a day with it as after a day without it"))
    }
}
