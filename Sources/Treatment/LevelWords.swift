import Outcomes

/// The two levels that a ratio compares, in words that can be said to a client.
struct LevelWords {
    private let levels: ExposureLevels
    private let window: ExposureWindow
    /// The exposure is only there or not, day by day.
    private let isYesOrNo: Bool

    init(_ found: ExposureHypothesis, in diary: Diary) {
        levels = found.levels
        window = found.window
        let values = diary.exposures.first { $0.name == found.exposure }?.values ?? []
        isYesOrNo = values.allSatisfy { $0 == nil || $0 == 0 || $0 == 1 }
    }

    /// After what returns were likelier: `after a day with about 8.5 (typical of the highest quarter of this diary)`.
    var marked: String {
        isYesOrNo
            ? yesOrNo(levels.marked, place)
            : "\(place) with about \(text(levels.marked))\(perDay) (typical of the \(quarter) quarter of this diary)"
    }

    /// What it is compared with: `after one with about 6, the usual`.
    var usual: String {
        isYesOrNo
            ? yesOrNo(levels.usual, days == 1 ? place : "after days")
            : "\(again) with about \(text(levels.usual))\(perDay), the usual"
    }

    /// `6 and 8.5`, or `2 and 7 of 7 days`.
    var range: String {
        guard isYesOrNo, days > 1 else { return "\(text(levels.low)) and \(text(levels.high))" }
        return "\(count(levels.low)) and \(count(levels.high)) of \(days) days"
    }

    private var days: Int {
        switch window {
        case .sameDay, .dayBefore: 1
        case .threeDaysBefore: 3
        case .sevenDaysBefore: 7
        }
    }

    private var place: String {
        switch window {
        case .sameDay: "on a day"
        case .dayBefore: "after a day"
        case .threeDaysBefore: "after three days"
        case .sevenDaysBefore: "after seven days"
        }
    }

    private var again: String {
        switch window {
        case .sameDay: "on one"
        case .dayBefore: "after one"
        case .threeDaysBefore, .sevenDaysBefore: "after days"
        }
    }

    private var quarter: String { levels.risk == .excess ? "highest" : "lowest" }

    private var perDay: String { days == 1 ? "" : " on average" }

    private func yesOrNo(_ level: Double, _ place: String) -> String {
        guard days > 1 else { return "\(place) \(level > 0.5 ? "with" : "without") it" }
        let count = count(level)
        if count == 0 { return "\(place) without it" }
        return count == days ? "\(place) with it on each of them" : "\(place) with it on \(count) of \(days)"
    }

    /// Days of the window with an exposure that is there or not; its mean lies within 0...1.
    private func count(_ level: Double) -> Int { Int((level * Double(days)).rounded()) }

    /// A level rounded to a sensible step (0.1, a quarter, a half, 1, 5, ...): the largest that keeps at least three
    /// steps between the two levels.
    private func text(_ level: Double) -> String {
        let distance = levels.high - levels.low
        guard let step = Self.steps.last(where: { $0 * 3 <= distance }), (level / step).magnitude < 1e12 else {
            return "\(level)"
        }
        let rounded = (level / step).rounded() * step
        let digits = step >= 1 ? 1.0 : 1000
        let shown = (rounded * digits).rounded() / digits
        return shown == shown.rounded() && shown.magnitude < 1e15 ? "\(Int(shown))" : "\(shown)"
    }

    private static let steps: [Double] = [
        0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000,
    ]
}
