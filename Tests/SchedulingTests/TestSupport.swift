import Foundation
import Scheduling
import Testing

/// The moment of a timestamp, such as `2026-03-29T01:00:00Z`.
func moment(_ text: String) throws -> Moment { try #require(Moment(timestamp: text)) }

/// The period between two timestamps.
func period(_ start: String, _ end: String) throws -> Period {
    try #require(Period(start: moment(start), end: moment(end)))
}

/// The zone of a name.
func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

/// The day of `yyyy-MM-dd`.
func day(_ text: String) throws -> WallDay { try #require(WallDay(text)) }

/// The time of a wall written as `2026-03-29 02:30`.
func wall(_ text: String) throws -> WallTime {
    let day = try day(String(text.prefix(10)))
    let hour = try #require(Int(text.dropFirst(11).prefix(2)))
    let minute = try #require(Int(text.suffix(2)))
    return try #require(WallTime(day: day, hour: hour, minute: minute))
}

/// Rules for the same hours on each day of the week, in minutes since midnight.
func daily(_ from: Int, _ until: Int) throws -> [WeeklyRule] {
    let hours = try OpenHours(from: from, until: until)
    return try Weekday.allCases.map { try WeeklyRule(weekday: $0, hours: hours) }
}

/// The starts of slots as timestamps without date and seconds, `23:00`.
func times(_ slots: [Period]) -> [String] {
    slots.map { String($0.start.description.dropFirst(11).prefix(5)) }
}

/// A small deterministic random generator (SplitMix64); the same seed gives the same numbers everywhere.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &self) }
}
