public import Foundation

/// What a client is asked at home about a complaint, and how often.
public struct HomeQuestions: Codable, Hashable, Sendable {
    /// Days from one answer to the next; 0 for never.
    public var psfs: Int
    public var peg: Int
    public var pgic: Int
    /// A day on which all that is not "never" was asked for once more, `2026-05-31`.
    public var askedOn: String?

    /// Weekly, as the PEG asks about a week, and every four weeks for the global impression; a choice of this program, no
    /// published rhythm (level `unverified`).
    public init(psfs: Int = 7, peg: Int = 7, pgic: Int = 28, askedOn: String? = nil) {
        self.psfs = psfs
        self.peg = peg
        self.pgic = pgic
        self.askedOn = askedOn
    }

    /// Days from one answer to the next; `nil` for what is never asked at home.
    public func days(of measure: MeasuredValue.Measure) -> Int? {
        let days =
            switch measure {
            case .psfs: psfs
            case .peg: peg
            case .pgic: pgic
            case .pain, .pressureThreshold, .range: 0
            }
        return days > 0 ? days : nil
    }

    func checked() throws(RecordsError) -> HomeQuestions {
        for (name, days) in [("psfs", psfs), ("peg", peg), ("pgic", pgic)] {
            try Check.number(Double(days), name, 0...366)
        }
        var copy = self
        if let askedOn { copy.askedOn = try Check.day(askedOn, "askedOn") }
        return copy
    }
}

/// The questions of one day: what is due, by which words, and what was answered on this day already.
public struct QuestionSheet: Sendable {
    public struct Question: Sendable {
        public let measure: MeasuredValue.Measure
        /// The client's own activities as they were named the first time; empty when they are to be named now.
        public let labels: [String]
        /// What was answered on this day; it can be corrected until the day is over.
        public let answer: MeasuredValue?
    }

    public let day: CalendarDay
    /// In the order in which they are asked; empty when nothing is due.
    public let questions: [Question]

    /// Works out what is asked on a day.
    ///
    /// The global impression compares with the time before the treatment: it waits for a visit, and for an answer of a
    /// week ago or more; asked for by the therapist, for one of an earlier day.
    /// `told`: The complaint's questionnaires that count, each with its day, in any order.
    /// - Complexity: O(n log n).
    public init(
        _ asked: HomeQuestions, told: [(day: CalendarDay, value: MeasuredValue)], hasVisit: Bool, on day: CalendarDay
    ) {
        self.day = day
        let told = told.sorted { $0.day < $1.day }
        let hasEarlier = told.contains { $0.day < day }
        let hasWaited = told.contains { day.number - $0.day.number >= 7 }
        questions = MeasuredValue.atHome.compactMap { measure in
            guard let rhythm = asked.days(of: measure) else { return nil }
            let own = told.filter { $0.value.measure == measure && $0.day <= day }
            let answer = own.last { $0.day == day && $0.value.source != nil }?.value
            let last = own.last { $0.day < day || $0.value.source == nil }?.day
            let isAsked = asked.askedOn.map { date in (last?.text ?? "") < date && date <= day.text } ?? false
            if measure == .pgic, !hasVisit || !(hasWaited || isAsked && hasEarlier) { return nil }
            let isDue = isAsked || last.map { day.number - $0.number >= rhythm } ?? true
            guard isDue || answer != nil else { return nil }
            let first = own.first { $0.day < day || $0.value.source == nil }?.value
            return Question(measure: measure, labels: measure == .psfs ? first?.labels ?? [] : [], answer: answer)
        }
    }

    public func question(_ measure: MeasuredValue.Measure) -> Question? { questions.first { $0.measure == measure } }
}

extension ClientRecord {
    /// Questionnaires of a complaint that count, each with its day, in the order of days: from home and from visits.
    ///
    /// `zone`: In which the days of visits are told.
    public func questionnaires(
        of complaint: RecordEntry.ID, in zone: TimeZone
    ) -> [(day: CalendarDay, value: MeasuredValue)] {
        current.compactMap { entry in
            guard entry.complaint == complaint, case .measurement(let value) = entry.body,
                MeasuredValue.atHome.contains(value.measure)
            else { return nil }
            let first = history(of: entry.id).first?.at ?? entry.at
            return (value.day.flatMap { CalendarDay($0) } ?? CalendarDay(first, in: zone), value)
        }.sorted { $0.day < $1.day }
    }
}
