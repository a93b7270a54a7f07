import Clinic
import Foundation
import Records
import Testing
import Treatment

@Suite struct QuestionnaireTests {
    let complaint = RecordEntry.ID()
    let visit = RecordEntry.ID()
    let start = Date(timeIntervalSince1970: 1_790_000_000)

    func home(_ measure: MeasuredValue.Measure, _ day: String, _ values: [Double], _ labels: [String] = []) throws
        -> RecordEntry
    {
        try RecordEntry(
            client: .init(), complaint: complaint, at: start, author: nil,
            body: .measurement(
                MeasuredValue(
                    measure: measure, phase: .before, values: values, labels: labels, source: .clientAtHome, day: day)))
    }

    func record() throws -> ClientRecord {
        let opened = try RecordEntry(
            id: complaint, client: .init(), at: start, author: nil, body: .complaint(Complaint(title: "Shoulder")))
        let seen = try RecordEntry(
            id: visit, client: .init(), complaint: complaint, at: start, author: nil,
            body: .visit(Visit(started: start, zone: "Europe/Berlin")))
        return ClientRecord([
            opened, seen, try home(.peg, "2026-09-01", [6, 7, 5]), try home(.peg, "2026-09-08", [5, 5, 5]),
            try home(.peg, "2026-09-15", [3, 3, 3]), try home(.psfs, "2026-09-01", [3, 3], ["a", "b"]),
            try home(.psfs, "2026-09-15", [5, 5], ["a", "b"]), try home(.pgic, "2026-09-15", [2]),
            try home(.peg, "2027-01-01", [9, 9, 9]),
        ])
    }

    @Test func `the newest answer is judged against the first by the published steps, each with its source`() throws {
        let last = try #require(CalendarDay("2026-09-20"))
        let course = QuestionnaireCourse(of: complaint, in: try record(), zone: .gmt, until: last)
        #expect(course.series.map(\.measure) == [.peg, .psfs, .pgic])
        let sentences = course.series.map(\.sentence)
        // 6 to 3: beyond 2.8 (error) and 1 (noticed). 3 to 5: beyond 1.1, below 2.3.
        #expect(
            sentences[0].contains(
                "2026-09-01 to 2026-09-15, at home: 6 → 3 of 10; a real change for the better, and large enough to matter"
            ))
        #expect(sentences[1].contains("3 → 5 of 10; a real change for the better, but smaller than what matters"))
        #expect(sentences[2].contains("much better, an important change"))
        #expect(course.series[0].sources.contains { $0.contains("10.1016/j.jpain.2023.07.028") })
        #expect(course.series[0].sources.contains { $0.contains("Krebs") })
        #expect(course.series[2].sources.contains { $0.contains("10.1016/j.jpain.2007.09.005") })
        #expect(course.csv.split(separator: "\n").count == 7)
    }

    @Test func `activities that differ are not compared`() throws {
        let record = ClientRecord([
            try home(.psfs, "2026-09-01", [3], ["a"]), try home(.psfs, "2026-09-15", [8], ["b"]),
        ])
        let series = try #require(QuestionnaireCourse(of: complaint, in: record, zone: .gmt).series.first)
        #expect(series.change == nil && series.sentence.contains("8 of 10"))
    }

    @Test func `the note takes up what was answered at home until the visit`() throws {
        let draft = SessionDraft(of: visit, in: try record(), product: try SessionDraftTests.product.get())
        #expect(draft.subjective.contains("6 → 3 of 10; a real change for the better"))
        #expect(draft.subjective.contains("Overall change (PGIC), 2026-09-15, at home: much better"))
        #expect(!draft.subjective.contains("9 of 10"))
    }

    @Test func `every questionnaire names its source, its terms and a word for each end`() {
        #expect(Questionnaire.all.map(\.id).sorted() == MeasuredValue.atHome.map(\.rawValue).sorted())
        for one in Questionnaire.all {
            #expect(!one.source.isEmpty && !one.permission.isEmpty && !one.low.isEmpty && !one.high.isEmpty)
        }
        #expect(Questionnaire.named("pgic")?.steps.count == 7)
    }

    @Test(arguments: [("1970-01-01", 0), ("2000-03-01", 11_017), ("1969-12-31", -1), ("2024-02-29", 19_782)])
    func `a day of the calendar has a number`(_ text: String, _ number: Int) throws {
        #expect(try #require(CalendarDay(text)).number == number)
    }

    @Test(arguments: [
        (6, []), (7, ["peg"]), (27, ["peg"]), (28, ["peg", "pgic"]),
    ])
    func `a question is due again after its days`(_ days: Int, _ due: [String]) throws {
        let first = try #require(CalendarDay("2026-01-01"))
        let all = (1...31).compactMap { CalendarDay("2026-01-\($0 < 10 ? "0" : "")\($0)") }
        let today = try #require(all.first { $0.number == first.number + days })
        let told: [(day: CalendarDay, value: MeasuredValue)] = [
            (first, .init(measure: .peg, phase: .before, values: [1, 1, 1], source: .clientAtHome, day: first.text)),
            (first, .init(measure: .pgic, phase: .before, values: [4], source: .clientAtHome, day: first.text)),
        ]
        let sheet = QuestionSheet(HomeQuestions(psfs: 0), told: told, hasVisit: true, on: today)
        #expect(sheet.questions.map(\.measure.rawValue) == due)
    }

    @Test func `the overall change waits for a visit and for an earlier answer`() throws {
        let (first, today) = (try #require(CalendarDay("2026-01-01")), try #require(CalendarDay("2026-01-08")))
        let told: [(day: CalendarDay, value: MeasuredValue)] = [
            (first, .init(measure: .peg, phase: .before, values: [1, 1, 1]))
        ]
        func asks(_ told: [(day: CalendarDay, value: MeasuredValue)], _ hasVisit: Bool) -> Bool {
            QuestionSheet(HomeQuestions(), told: told, hasVisit: hasVisit, on: today).question(.pgic) != nil
        }
        #expect(asks(told, true) && !asks(told, false) && !asks([], true))
        let fresh = [(day: try #require(CalendarDay("2026-01-07")), value: told[0].value)]
        #expect(!asks(fresh, true))
        let asked = QuestionSheet(
            HomeQuestions(askedOn: today.text), told: fresh, hasVisit: true, on: today)
        #expect(asked.question(.pgic) != nil)
    }

    @Test(arguments: [
        #"{"measure":"pain","phase":"before","target":"x","side":"","values":[1],"labels":[],"source":"client_at_home","day":"2026-01-01"}"#,
        #"{"measure":"peg","phase":"before","target":"","side":"","values":[1,1,1],"labels":[],"source":"client_at_home"}"#,
        #"{"measure":"peg","phase":"before","target":"","side":"","values":[1,1,1],"labels":[],"day":"2026-01-01"}"#,
        #"{"measure":"peg","phase":"before","target":"","side":"","values":[1,1,1],"labels":[],"source":"elsewhere"}"#,
    ])
    func `what was told at home is a questionnaire with its day`(_ json: String) {
        #expect(throws: RecordsError.self) { try EntryBody(.measurement, json: Data(json.utf8)) }
    }
}
