public import Figures
public import Foundation
public import Outcomes

/// What a diary says about returns and what precedes them, for people and for programs.
public struct RecurrenceReport: Sendable {
    public let diary: Diary
    public let history: RecurrenceHistory
    public let analysis: ExposureAnalysis
    /// Names of exposures in words; the identifier itself where there is none.
    private let names: [String: String]

    /// Reads the history out of a diary and weighs its exposures.
    ///
    /// - Throws: `ExposureAnalysisError` when the diary is too large.
    public init(of diary: Diary, names: [String: String] = [:]) throws(ExposureAnalysisError) {
        self.diary = diary
        self.names = names
        history = RecurrenceHistory(of: diary)
        analysis = try ExposureAnalysis(of: diary, history: history)
    }

    /// The exposure in words.
    public func name(_ exposure: String) -> String {
        names[exposure] ?? exposure.replacing("_", with: " ")
    }

    // MARK: JSON

    private struct Document: Encodable {
        struct Episode: Encodable {
            let start: String
            let end: String
            let days: Int
            let peak: Double
            let beginning: String
            let ending: String
            let relapses: [String]
        }
        struct Flare: Encodable {
            let start: String
            let end: String
            let base: Double
            let peak: Double
        }
        struct Exposure: Encodable {
            let id: String
            let ratio: Double
            let low: Double
            let high: Double
            let probabilityHarmful: Double
            let window: String
            let returns: Int
            let missing: Double
            let from: Double
            let to: Double
        }
        struct Unjudged: Encodable {
            let id: String
            let reason: String
        }
        struct Source: Encodable {
            let text: String
            let identifier: String
            let verification: String
        }
        let episodes: [Episode]
        let flares: [Flare]
        let returns: Int
        let daysAtRisk: Int
        let exposures: [Exposure]
        let notJudged: [Unjudged]
        let tryNext: String?
        let why: String
        let familyP: Double?
        let statement: String
        let sources: [Source]

        func encode(to encoder: any Encoder) throws {
            var all = encoder.container(keyedBy: Key.self)
            try all.encode(episodes, forKey: .episodes)
            try all.encode(flares, forKey: .flares)
            try all.encode(returns, forKey: .returns)
            try all.encode(daysAtRisk, forKey: .daysAtRisk)
            try all.encode(exposures, forKey: .exposures)
            try all.encode(notJudged, forKey: .notJudged)
            // Present also when it is null: "nothing" is an answer.
            try all.encode(tryNext, forKey: .tryNext)
            try all.encode(why, forKey: .why)
            try all.encode(familyP, forKey: .familyP)
            try all.encode(statement, forKey: .statement)
            try all.encode(sources, forKey: .sources)
        }

        private enum Key: String, CodingKey {
            case episodes, flares, returns, daysAtRisk, exposures, notJudged, tryNext, why, familyP, statement, sources
        }
    }

    /// What stands beside every figure.
    public static let statement =
        "What goes before a return in this diary. It is a hypothesis to try, one change at a time, and no proof of a cause."

    /// The analysis as JSON, keys in snake case.
    public func json() throws -> Data {
        let document = Document(
            episodes: history.episodes.map { episode in
                Document.Episode(
                    start: "\(episode.start)", end: "\(episode.end)", days: episode.days, peak: episode.peak,
                    beginning: episode.beginning.rawValue, ending: episode.ending.rawValue,
                    relapses: episode.relapses.map(\.description))
            },
            flares: history.flares.map { flare in
                Document.Flare(start: "\(flare.start)", end: "\(flare.end)", base: flare.base, peak: flare.peak)
            }, returns: history.returns.count, daysAtRisk: history.daysAtRisk.count,
            exposures: analysis.hypotheses.map { found in
                Document.Exposure(
                    id: found.exposure, ratio: found.ratio, low: found.interval.lowerBound,
                    high: found.interval.upperBound, probabilityHarmful: found.probabilityHarmful,
                    window: found.window.rawValue, returns: found.returns, missing: found.missingShare,
                    from: found.contrast.low, to: found.contrast.high)
            }, notJudged: analysis.unjudged.map { Document.Unjudged(id: $0.exposure, reason: $0.reason.rawValue) },
            tryNext: analysis.tryNext?.exposure, why: advice, familyP: analysis.test?.pValue,
            statement: Self.statement,
            sources: RecurrenceRule.sources.map { source in
                Document.Source(
                    text: source.text, identifier: source.identifier, verification: source.verification.rawValue)
            }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(document)
    }

    // MARK: Words

    /// What to do next, or why nothing is named.
    public var advice: String {
        if let next = analysis.tryNext {
            return
                "Try one change: \(name(next.exposure)). Returns were \(number(next.ratio)) times as likely at \(number(next.contrast.high)) as at \(number(next.contrast.low)) (\(number(next.interval.lowerBound)) to \(number(next.interval.upperBound)); \(words(next.window)))."
        }
        return switch analysis.withheld {
        case .tooFewReturns(let found, let needed):
            "Nothing to name yet: \(count(found, "return")) in this diary, at least \(needed) are needed before one is compared with chance."
        case .nothingJudged: "No exposure can be judged: none varies, or too much is missing."
        case .diaryTooShort: "The diary is too short to tell anything from chance."
        case .notHarmful: "No exposure goes with more returns."
        case .notBeyondChance(let p):
            "Nothing stands out from chance: among so many exposures the best would look this good in \(Int((p * 100).rounded())) of 100 diaries without any effect."
        case nil: ""
        }
    }

    /// When an exposure counts.
    public func words(_ window: ExposureWindow) -> String {
        switch window {
        case .sameDay: "on the same day; which came first is not known"
        case .dayBefore: "on the day before"
        case .threeDaysBefore: "over the three days before"
        case .sevenDaysBefore: "over the seven days before"
        }
    }

    private func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

    private func number(_ value: Double) -> String {
        guard value.isFinite else { return "∞" }
        let digits = abs(value) >= 10 ? 1.0 : 10.0
        let rounded = (value * digits).rounded() / digits
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    /// The analysis as text for a terminal.
    public func text() -> String {
        var lines = [
            "\(diary.firstDay) to \(diary.day(at: diary.dayCount - 1)), \(count(diary.dayCount, "day"))",
            "\(count(history.episodes.count, "episode")), \(count(history.returns.count, "return")), \(count(history.flares.count, "flare")), \(count(history.daysAtRisk.count, "day")) at risk",
            "",
        ]
        for episode in history.episodes {
            lines.append(
                "  \(episode.start) to \(episode.end)  \(episode.days) d, at most \(number(episode.peak))  \(words(episode))"
            )
        }
        lines += ["", "What goes before a return (ratio of its chance, with 95 % interval)"]
        for found in analysis.hypotheses {
            let interval = "\(number(found.interval.lowerBound)) to \(number(found.interval.upperBound))"
            lines.append(
                "  \(name(found.exposure)): \(number(found.ratio)) (\(interval)), harmful with \(Int((found.probabilityHarmful * 100).rounded())) %, \(words(found.window)), \(count(found.returns, "return"))"
            )
        }
        for one in analysis.unjudged { lines.append("  \(name(one.exposure)): not judged (\(words(one.reason)))") }
        lines += ["", advice, "", Self.statement, "", "The rule for returns:"]
        for source in RecurrenceRule.sources {
            lines.append("  \(source.text) \(source.identifier) [\(source.verification.rawValue)]")
        }
        return lines.joined(separator: "\n")
    }

    /// How an episode began.
    public func words(_ episode: PainEpisode) -> String {
        let beginning =
            switch episode.beginning {
            case .first: "first in the diary"
            case .afterMonthFree: "return after a month or more without pain"
            case .uncertain: "not known whether a month without pain came before"
            }
        return episode.relapses.isEmpty ? beginning : "\(beginning), \(count(episode.relapses.count, "relapse"))"
    }

    /// Why an exposure is not judged.
    public func words(_ reason: UnjudgedExposure.Reason) -> String {
        switch reason {
        case .constant: "the same on every day"
        case .mostlyMissing: "missing on more than half of the days"
        case .tooFewReturns: "fewer than two returns have it before them"
        }
    }

    // MARK: Picture

    /// The time line of the diary; treatments, movements and changes may be added to it.
    public func timeLine(title: String) -> TimeLine {
        var line = TimeLine(title: title, zero: "\(diary.firstDay)", days: 0...max(diary.dayCount - 1, 0))
        line.pain = readings(diary.pain)
        line.threshold = history.rule.importantChange
        func place(_ day: Day) -> Int { day.days(since: diary.firstDay) }
        line.painFree = history.spells.filter { $0.days >= history.rule.relapseAfterDays }
            .map { place($0.start)...place($0.end) }
        line.events =
            history.returns.map { TimeLine.Event(kind: .return, day: place($0)) }
            + history.episodes.flatMap(\.relapses).map { TimeLine.Event(kind: .relapse, day: place($0)) }
            + history.flares.map { TimeLine.Event(kind: .flare, day: place($0.start)) }
        line.exposures = diary.exposures.map { exposure in
            TimeLine.Exposure(
                name: name(exposure.name), readings: readings(exposure.values),
                isUnderTest: exposure.name == analysis.tryNext?.exposure)
        }
        return line
    }

    private func readings(_ values: [Double?]) -> [TimeLine.Reading] {
        values.enumerated().compactMap { index, value in value.map { TimeLine.Reading(day: index, value: $0) } }
    }
}
