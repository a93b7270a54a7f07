import Outcomes

/// What to do next, in words for a therapist and the client.
extension RecurrenceReport {
    /// One change to try with the levels that are compared, or what is missing for one and what can be done meanwhile.
    public var advice: String {
        if let next = analysis.tryNext { return proposal(next) }
        switch analysis.withheld {
        case .tooFewReturns(let found, let needed): return tooFew(found: found, needed: needed)
        case .nothingJudged:
            return """
                No exposure can be judged: \(reasons). Needed is at least one thing that differs from day to day and \
                is written down on more than half of the days. \(Self.meanwhile)
                """
        case .diaryTooShort:
            return "The diary is too short to tell anything from chance. \(Self.meanwhile)"
        case .notBeyondChance(let p):
            return """
                Nothing stands out from chance: among \(count(analysis.hypotheses.count, "exposure")) the best would \
                look this good in \(Int((p * 100).rounded())) of 100 diaries without any effect. Each further return \
                makes the answer sharper. \(Self.meanwhile)
                """
        case .notToBeChanged(let exposure, let risk):
            return """
                \(sentence(name(exposure))) stands out, but the other way round than expected: returns were \
                \(risk == .lack ? "rarer" : "likelier") after more of it. That is no reason for \
                \(risk == .lack ? "more" : "less") of it; ask what goes along with it. \(Self.meanwhile)
                """
        case nil: return ""
        }
    }

    /// What can be done before anything can be named.
    static let meanwhile = """
        Meanwhile: go on with the diary, also on days without pain; treat the points and examine them again; go through \
        the list of what may keep them alive. A change may be tried on clinical judgement: enter the day on which it \
        begins, and the time before and after will be compared.
        """

    private func proposal(_ next: ExposureHypothesis) -> String {
        let levels = LevelWords(next, in: diary)
        let isExcess = next.risk == .excess
        let ratio = isExcess ? next.ratio : 1 / next.ratio
        let low = isExcess ? next.interval.lowerBound : 1 / next.interval.upperBound
        let high = isExcess ? next.interval.upperBound : 1 / next.interval.lowerBound
        var parts = [
            "One change to try: \(isExcess ? "less" : "more") of this: \(name(next.exposure)).",
            "Returns were \(number(ratio)) times as likely \(levels.marked) as \(levels.usual)"
                + " (95 % interval \(number(low)) to \(number(high)) times, from \(count(next.returns, "return"))).",
        ]
        if next.window.orderIsUnknown { parts.append("On one and the same day it is not known which came first.") }
        parts.append(trialWords)
        return parts.joined(separator: " ")
    }

    /// How the change is judged.
    private var trialWords: String {
        let trial = ChangeTrial(
            of: diary, history: history, changedOn: diary.day(at: diary.dayCount - 1), settlingDays: 1)
        let days = trial.daysNeededAfter.map {
            " About \($0) days on which a return is possible, all without one, would show a difference."
        }
        return "Change this alone, enter the day on which it begins, and compare before and after.\(days ?? "")"
    }

    private func tooFew(found: Int, needed: Int) -> String {
        let rule = history.rule
        let total = analysis.returns
        let missing =
            total >= needed
            ? "Nothing can be named yet: the best has been written down before \(found) of \(total) returns only, \(needed) are needed."
            : "Nothing can be named yet: at least \(needed) returns are needed; \(found) so far."
        let definition = """
            A return is pain of \(number(rule.importantChange)) or more of 10 after at least \(rule.painFreeDays) days \
            in a row without pain; \(count(analysis.daysAtRisk, "day")) of this diary came after such a month.
            """
        return "\(missing) \(definition) \(Self.meanwhile)"
    }

    private var reasons: String {
        let told = analysis.unjudged.map { "\(name($0.exposure)) (\(words($0.reason)))" }
        return told.isEmpty ? "none is written down" : told.joined(separator: ", ")
    }

    private func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
