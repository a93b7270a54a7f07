public import Clinic
public import Foundation
import Outcomes
public import Records

/// What a client's questionnaires say over time: each answer, and how the newest stands against the first.
public struct QuestionnaireCourse: Sendable {
    /// One answer.
    public struct Answer: Hashable, Sendable {
        public let day: CalendarDay
        public let value: MeasuredValue
        /// `at home` or `at a visit`.
        public var place: String { value.source == nil ? "at a visit" : "at home" }
    }

    /// The answers to one questionnaire in the order of days; at least one.
    public struct Series: Sendable {
        public let measure: MeasuredValue.Measure
        public let questionnaire: Questionnaire
        public let answers: [Answer]

        /// The newest against the first that asked for the same; `nil` with fewer than two, and for the global impression,
        /// which is a change already.
        public var change: MeasuredPair? {
            guard measure != .pgic, let last = answers.last,
                let first = answers.first(where: { $0.value.labels == last.value.labels }), first != last
            else { return nil }
            return MeasuredPair(before: first.value, after: last.value)
        }

        /// The first of the answers that ``change`` compares.
        public var first: Answer? {
            answers.last.flatMap { last in answers.first { $0.value.labels == last.value.labels } }
        }

        /// The newest answer in words, with what it means against the first.
        ///
        /// `2026-05-01 to 2026-05-29, at home: 6 → 3 of 10; a real change for the better, and large enough to matter`.
        public var standing: String {
            guard let last = answers.last else { return "" }
            let figure = ChartWords.number(last.value.figure)
            if measure == .pgic {
                let impression = GlobalImpression(rawValue: Int(last.value.figure.rounded()))
                let words = impression.flatMap { questionnaire.steps["\($0.rawValue)"] } ?? figure
                let weight =
                    impression.map { one in
                        one.isImportant ? ", an important change" : one.isBetter == nil ? "" : ", a minimal change"
                    } ?? ""
                return "\(last.day.text), \(last.place): \(words)\(weight)"
            }
            guard let change, let first else { return "\(last.day.text), \(last.place): \(figure) of 10" }
            let from = ChartWords.number(first.value.figure)
            return
                "\(first.day.text) to \(last.day.text), \(last.place): \(from) → \(figure) of 10; \(change.verdict)"
        }

        /// The same with the name of what was asked.
        public var sentence: String {
            measure == .pgic
                ? "\(questionnaire.title) (PGIC), \(standing)" : "\(ChartWords.name(measure)), \(standing)"
        }

        /// What the judgement rests on, and the questionnaire itself, one line each.
        public var sources: [String] {
            let impression = GlobalImpression.source
            let judged =
                measure == .pgic
                ? [
                    "important from \"much better\" or \"much worse\" on: \(impression.text) \(impression.identifier) [\(impression.verification.rawValue)]"
                ] : change?.sources ?? []
            return judged + ["\(questionnaire.source). \(questionnaire.permission)."]
        }
    }

    /// Pain, own activities, overall change: those that were answered.
    public let series: [Series]

    /// Puts a complaint's answers together; what is struck out is not among them.
    ///
    /// `zone`: In which the days of visits are told. `last`: Later answers are left out.
    /// - Complexity: O(n log n).
    public init(
        of complaint: RecordEntry.ID, in record: ClientRecord, zone: TimeZone, until last: CalendarDay? = nil
    ) {
        let told = record.questionnaires(of: complaint, in: zone).filter { last == nil || $0.day <= last ?? $0.day }
        series = Questionnaire.all.compactMap { questionnaire in
            guard let measure = MeasuredValue.Measure(rawValue: questionnaire.id) else { return nil }
            // Asked again at the end of a visit, activities say how that visit went and not how the weeks went.
            let answers = told.filter {
                $0.value.measure == measure && ($0.value.phase == .before || measure == .pgic)
            }
            .map { Answer(day: $0.day, value: $0.value) }
            return answers.isEmpty ? nil : Series(measure: measure, questionnaire: questionnaire, answers: answers)
        }
    }

    /// `day,measure,place,mean,values,labels`, one line an answer.
    public var csv: String {
        func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
        let lines = series.flatMap { one in
            one.answers.map { answer in
                let values = answer.value.values.map(ChartWords.number).joined(separator: ";")
                return [
                    answer.day.text, one.measure.rawValue, answer.place, ChartWords.number(answer.value.figure), values,
                    quoted(answer.value.labels.joined(separator: "; ")),
                ].joined(separator: ",")
            }
        }
        return (["day,measure,place,mean,values,labels"] + lines).joined(separator: "\n") + "\n"
    }
}
