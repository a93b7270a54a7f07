import Access
import Clinic
import Foundation
import Hummingbird
import Records

/// Questionnaires that the client answers at home, behind the link of the diary.
extension OfficePages {
    func addQuestions(to router: OfficeRouter) {
        router.on(.get, "/diary/questions", .link) { call in
            let token = call.query("t")
            let sheet = try await office.questions(token: token)
            return try answer(questions(token, QuestionForm(sheet), sheet), to: call)
        }
        router.on(.post, "/diary/questions", .link) { call in
            let form = try await Form(open: call)
            let token = form["t"]
            let sheet = try await office.questions(token: token)
            let fields = QuestionForm(form)
            return try await trying {
                try await office.answer(fields.answers(sheet), token: token)
                let kept = try await office.questions(token: token)
                var page = questions(token, QuestionForm(kept), kept)
                page.message = "Kept. You can change it until the day is over."
                return try answer(page, to: call)
            } orElse: { error in
                try answer(questions(token, fields, sheet, error), to: call, status: .unprocessableContent)
            }
        }
    }

    /// What the page of the diary says about questions that wait or were answered today; `nil` when there are none.
    func waiting(_ sheet: QuestionSheet, token: String) -> OfficePage.Block? {
        let open = sheet.questions.filter { $0.answer == nil }
        guard !sheet.questions.isEmpty else { return nil }
        let names = open.compactMap { Questionnaire.named($0.measure.rawValue)?.title }
        return .init(
            text: .init(
                title: open.isEmpty ? "Questions answered today" : "Some questions more today",
                paragraphs: [
                    open.isEmpty
                        ? "Thank you. You can change your answers until the day is over."
                        : "A minute or two, not every day: \(names.joined(separator: "; "))."
                ],
                link: .init(
                    name: open.isEmpty ? "Look at my answers" : "Answer them", href: "/diary/questions?t=\(token)")))
    }

    private func questions(
        _ token: String, _ form: QuestionForm, _ sheet: QuestionSheet, _ error: RecordsError? = nil
    ) -> OfficePage {
        let back = OfficePage.Block(
            text: .init(link: .init(name: "To the diary", href: "/diary?t=\(token)")))
        guard !sheet.questions.isEmpty else {
            return OfficePage("Questions", lead: ["Nothing is asked today. Thank you; come back another day."], [back])
        }
        return OfficePage(
            "How have you been?",
            lead: [
                "Leave out what you do not want to answer. Your therapist sees whether things change.",
                Self.warning,
            ],
            [
                .init(
                    form: .init(
                        action: "/diary/questions", hidden: ["t": token], button: "Keep my answers",
                        note:
                            "Only your practice can read this. The link shows nothing of your record but the activities that you named and what you answered today.",
                        sheet.questions.flatMap { form.fields($0) }.with(error))),
                back,
            ])
    }
}

/// The questions of a day as they were answered, or typed.
struct QuestionForm {
    /// By the names of the fields.
    private var typed: [String: String] = [:]
    /// So many activities can be named.
    private static let activities = 3

    /// What was answered on this day already.
    init(_ sheet: QuestionSheet) {
        for question in sheet.questions {
            guard let answer = question.answer else { continue }
            let name = question.measure.rawValue
            for (index, value) in answer.values.enumerated() { typed["\(name)_\(index)"] = "\(Int(value.rounded()))" }
            guard question.measure == .psfs else { continue }
            for (index, label) in answer.labels.enumerated() { typed["activity_\(index)"] = label }
        }
    }

    init(_ form: Form) {
        for measure in MeasuredValue.atHome {
            for index in 0..<5 { typed["\(measure.rawValue)_\(index)"] = form["\(measure.rawValue)_\(index)"] }
        }
        for index in 0..<Self.activities { typed["activity_\(index)"] = form["activity_\(index)"] }
    }

    private func said(_ name: String) -> String {
        (typed[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    // MARK: Shown

    func fields(_ question: QuestionSheet.Question) -> [OfficePage.Field] {
        guard let asked = Questionnaire.named(question.measure.rawValue) else { return [] }
        func scale(_ index: Int, _ label: String) -> OfficePage.Field {
            let name = "\(asked.id)_\(index)"
            let ends = asked.steps.isEmpty ? "\(asked.from) \(asked.low), \(asked.to) \(asked.high)." : nil
            let options = (asked.from...asked.to).map { number in
                ("\(number)", asked.steps["\(number)"].map { "\(number) \($0)" } ?? "\(number)")
            }
            return .scale(name, label, said(name), hint: ends, options, isWorded: !asked.steps.isEmpty)
        }
        var fields: [OfficePage.Field] = [.part(asked.title, asked.lead, source: asked.source)]
        if question.measure != .psfs {
            fields += asked.items.enumerated().map { scale($0.offset, $0.element.question) }
        } else if question.labels.isEmpty {
            for index in 0..<Self.activities {
                fields.append(
                    .line(
                        "activity_\(index)", index == 0 ? "An activity that is hard because of the pain" : "One more",
                        said("activity_\(index)"),
                        hint: index == 0 ? "For example: hang up washing. You will be asked about it again." : nil))
                fields.append(scale(index, "How well could you do activity \(index + 1) today?"))
            }
        } else {
            fields += question.labels.enumerated().map { scale($0.offset, $0.element) }
        }
        return fields
    }

    // MARK: Read

    /// What was answered: a questionnaire as a whole, or not at all.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` naming the field.
    func answers(_ sheet: QuestionSheet) throws(RecordsError) -> [MeasuredValue] {
        var answers: [MeasuredValue] = []
        for question in sheet.questions {
            let answer = try question.measure == .psfs ? activities(question) : whole(question)
            if let answer { answers.append(answer) }
        }
        guard !answers.isEmpty else {
            let first = sheet.questions.first.map { "\($0.measure.rawValue)_0" } ?? ""
            throw .invalid(field: first, value: "", reason: "Nothing is answered yet")
        }
        return answers
    }

    private func whole(_ question: QuestionSheet.Question) throws(RecordsError) -> MeasuredValue? {
        guard let asked = Questionnaire.named(question.measure.rawValue) else { return nil }
        var values: [Double?] = []
        for (index, item) in asked.items.enumerated() {
            values.append(try number("\(asked.id)_\(index)", item.label, asked))
        }
        let told = values.compactMap { $0 }
        guard !told.isEmpty else { return nil }
        if let missing = values.firstIndex(of: nil) {
            throw .invalid(
                field: "\(asked.id)_\(missing)", value: "",
                reason: "\(asked.title): “\(asked.items[missing].label)” is not answered; all of them are needed")
        }
        return MeasuredValue(
            measure: question.measure, phase: .before, values: told,
            labels: question.measure == .peg ? asked.items.map(\.label) : [])
    }

    private func activities(_ question: QuestionSheet.Question) throws(RecordsError) -> MeasuredValue? {
        guard let asked = Questionnaire.named(question.measure.rawValue) else { return nil }
        let isNamed = !question.labels.isEmpty
        let count = isNamed ? question.labels.count : Self.activities
        var told: [(label: String, value: Double)] = []
        for index in 0..<count {
            let name = "\(asked.id)_\(index)"
            let label = isNamed ? question.labels[index] : said("activity_\(index)")
            let value = try number(name, label.isEmpty ? "activity \(index + 1)" : label, asked)
            switch (label.isEmpty, value) {
            case (true, nil): continue
            case (true, _):
                throw .invalid(
                    field: "activity_\(index)", value: "", reason: "Activity \(index + 1) has a number and no name")
            case (false, let value?): told.append((label, value))
            case (false, nil):
                if isNamed, told.isEmpty, (index..<count).allSatisfy({ said("\(asked.id)_\($0)").isEmpty }) {
                    return nil
                }
                throw .invalid(
                    field: name, value: "", reason: "\(asked.title): “\(label)” is not answered; all of them are needed"
                )
            }
        }
        guard !told.isEmpty else { return nil }
        return MeasuredValue(
            measure: .psfs, phase: .before, values: told.map(\.value), labels: told.map(\.label))
    }

    private func number(
        _ field: String, _ label: String, _ asked: Questionnaire
    ) throws(RecordsError) -> Double? {
        let text = said(field)
        if text.isEmpty { return nil }
        guard let value = Int(text), (asked.from...asked.to).contains(value) else {
            throw .invalid(
                field: field, value: String(text.prefix(20)),
                reason: "\(asked.title): “\(label)” is not a whole number from \(asked.from) to \(asked.to)")
        }
        return Double(value)
    }
}
