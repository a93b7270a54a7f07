import Access
import Clinic
import Foundation
import Hummingbird
import Records
import Treatment

/// What is asked at home, and what was answered, on the page of a complaint.
extension OfficePages {
    func addHomeAnswers(to router: OfficeRouter) {
        router.on(.post, "/clients/{id}/complaints/{complaint}/questions", .staff) { call in
            let form = try await Form(call)
            let (author, client) = (try call.signedIn().author, try call.identifier(of: Client.self))
            let id = try call.identifier(of: RecordEntry.self, "complaint")
            let record = ClientRecord(
                try await office.records.entries(EntryFilter(kinds: [.complaint]), of: client, for: author))
            guard let entry = record.entry(id), case .complaint(var value) = entry.body else {
                throw RecordsError.notFound
            }
            let zone = TimeZone(identifier: try await office.records.practice(for: author).timeZone) ?? .gmt
            func days(_ name: String) throws(RecordsError) -> Int {
                guard let days = Int(form[name]), Self.rhythms.contains(where: { $0.0 == days }) else {
                    throw .invalid(field: name, value: String(form[name].prefix(20)), reason: "is none of the choices")
                }
                return days
            }
            value.questions = HomeQuestions(
                psfs: try days("psfs"), peg: try days("peg"), pgic: try days("pgic"),
                askedOn: form["now"] == "yes" ? CalendarDay(Date(), in: zone).text : value.questions?.askedOn)
            let next = try RecordEntry(
                id: id, version: form.version + 1, client: client, at: Date(), author: author.account,
                body: try EntryBody.complaint(value).checked())
            _ = try await office.records.add([next], to: client, by: author)
            return .see("/clients/\(client)/complaints/\(id)")
        }
    }

    /// Days between answers that can be chosen.
    private static let rhythms = [(7, "every week"), (14, "every two weeks"), (28, "every four weeks"), (0, "never")]

    /// The form in which the therapist asks.
    func asking(_ complaint: Complaint, version: Int, path: String) -> OfficePage.Block {
        let asked = complaint.questions ?? HomeQuestions()
        func choice(_ name: String, _ label: String, _ days: Int) -> OfficePage.Field {
            .select(name, label, "\(days)", Self.rhythms.map { ("\($0.0)", $0.1) })
        }
        return .init(
            form: .init(
                "Questions at home", action: "\(path)/questions", hidden: ["version": "\(version)"], button: "Save",
                note:
                    "The client answers them with the link of the diary when they are due, on the whole page a minute or two. The overall change is asked from the second time on."
                    + (asked.askedOn.map { " Asked for by you on \($0)." } ?? ""),
                [
                    choice("peg", "Pain, enjoyment, activity (PEG)", asked.peg),
                    choice("psfs", "Own activities (PSFS)", asked.psfs),
                    choice("pgic", "Overall change (PGIC)", asked.pgic),
                    .select(
                        "now", "Once more now", "no",
                        [("no", "when they are due"), ("yes", "ask all of them the next time the client looks")]),
                ]))
    }

    /// What the client answered, with what the change means and its sources; nothing before the first answer.
    func answered(_ course: QuestionnaireCourse) -> [OfficePage.Block] {
        guard !course.series.isEmpty else { return [] }
        let rows = course.series.map { series -> [OfficePage.Table.Cell] in
            let values = series.answers.suffix(8).map { ChartWords.number($0.value.figure) }.joined(separator: ", ")
            return [
                .init(series.questionnaire.title), .init(series.standing),
                .init(series.answers.count > 8 ? "… \(values)" : values),
                .init(series.measure == .psfs ? series.answers.last?.value.labels.joined(separator: "; ") ?? "" : ""),
            ]
        }
        return [
            .init(
                table: .init(
                    "What the client answers",
                    caption: "Questionnaires from home and from visits; answers oldest first",
                    headers: ["Questions", "Change", "Answers", "About"],
                    rows: rows)),
            .init(
                text: .init(
                    title: "Where its questions and steps come from",
                    paragraphs: Array(Set(course.series.flatMap(\.sources))).sorted())),
        ]
    }
}
