public import Outcomes

/// The report in words.
extension RecurrenceReport {
    /// When an exposure counts.
    public func words(_ window: ExposureWindow) -> String {
        switch window {
        case .sameDay: "on the same day; which came first is not known"
        case .dayBefore: "on the day before"
        case .threeDaysBefore: "over the three days before"
        case .sevenDaysBefore: "over the seven days before"
        }
    }

    /// The levels that a ratio compares: `6 and 8.5`, the usual one among them.
    public func levels(_ found: ExposureHypothesis) -> String { LevelWords(found, in: diary).range }

    func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

    func number(_ value: Double) -> String {
        guard value.isFinite else { return "∞" }
        let digits = abs(value) >= 10 ? 1.0 : abs(value) >= 1 ? 10 : 100
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
        lines += [
            "",
            "What goes before a return (its chance at the higher level divided by that at the lower, with 95 % interval;\nbelow 1 it protects)",
        ]
        for found in analysis.hypotheses {
            let interval = "\(number(found.interval.lowerBound)) to \(number(found.interval.upperBound))"
            lines.append(
                "  \(name(found.exposure)): \(number(found.ratio)) (\(interval)) between \(levels(found)), harmful with \(Int((found.probabilityHarmful * 100).rounded())) %, \(words(found.window)), \(count(found.returns, "return"))"
            )
        }
        for one in analysis.unjudged { lines.append("  \(name(one.exposure)): not judged (\(words(one.reason)))") }
        lines += ["", advice, "", Self.statement, "", "The rule for returns:"]
        for source in RecurrenceRule.sources {
            lines.append("  \(source.text) \(source.identifier) [\(source.verification.rawValue)]")
        }
        lines += ["", "Which way an exposure may be changed:"]
        for source in ExposureNature.sources {
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
}
