import Outcomes
import Testing

/// Diaries written as strings: a digit is pain, `.` no entry.
func diary(_ pain: String, exposures: [(name: String, values: [Double?])] = []) throws -> Diary {
    let first = try #require(Day("2025-01-01"))
    var entries: [Diary.Entry] = []
    for (index, mark) in pain.enumerated() {
        let day = try #require(first.adding(index))
        entries.append(
            Diary.Entry(
                day: day, pain: mark.wholeNumberValue.map(Double.init), values: exposures.map { $0.values[index] }))
    }
    return try Diary(entries: entries, exposureNames: exposures.map(\.name))
}

/// So many days without pain.
func free(_ days: Int) -> String { String(repeating: "0", count: days) }

/// The day at a place of a diary that begins on 2025-01-01.
func day(_ index: Int) -> Day? { Day("2025-01-01")?.adding(index) }
