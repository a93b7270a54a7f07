public import Foundation
public import Records
import Vault

extension RecordStore {
    public func questions(ticket: Data) async throws -> QuestionSheet {
        try await work(.system) { work in
            let (link, sheet) = try work.sheet(ticket)
            try work.audit(
                AuditEvent(.linkUsed, object: "client:\(link.client)", detail: "questions \(sheet.questions.count)"),
                practice: link.practice)
            return sheet
        }
    }

    public func answer(_ answers: [MeasuredValue], ticket: Data) async throws {
        try await again {
            try await work(.system) { work in
                let (link, sheet) = try work.sheet(ticket)
                let cipher = try work.cipher(link.practice)
                let today = try work.entries(
                    EntryFilter(kinds: [.measurement], complaint: link.complaint), of: link.client, cipher
                ).filter { !$0.isStruck && $0.ownDay == sheet.day.text && $0.author == nil }
                for answer in answers {
                    guard let question = sheet.question(answer.measure) else {
                        throw RecordsError.invalid(
                            field: answer.measure.rawValue, value: "", reason: "is not asked today")
                    }
                    var value = answer
                    (value.source, value.day, value.phase) = (.clientAtHome, sheet.day.text, .before)
                    (value.target, value.side) = ("", "")
                    if !question.labels.isEmpty { value.labels = question.labels }
                    let body = try EntryBody.measurement(value).checked()
                    let earlier = today.last { entry in
                        if case .measurement(let one) = entry.body { one.measure == answer.measure } else { false }
                    }
                    if earlier?.body == body { continue }
                    let entry = try RecordEntry(
                        id: earlier?.id ?? .init(), version: (earlier?.version ?? 0) + 1, client: link.client,
                        complaint: link.complaint,
                        reason: earlier == nil ? "" : "corrected by the client on the same day", at: work.now,
                        author: nil, body: body)
                    try work.insert(entry, practice: link.practice, cipher)
                }
                try work.audit(
                    AuditEvent(.linkUsed, object: "client:\(link.client)", detail: "answers \(answers.count)"),
                    practice: link.practice)
            }
        }
    }
}

extension RecordTransaction {
    /// Whose diary a link opens.
    fileprivate struct DiaryPlace {
        let practice: Practice.ID
        let client: Client.ID
        let complaint: RecordEntry.ID
    }

    /// What the link's client is asked today, by the calendar of the practice.
    ///
    /// - Throws: ``RecordsError/notFound`` when the link cannot be used.
    fileprivate func sheet(_ ticket: Data) throws -> (DiaryPlace, QuestionSheet) {
        guard let link = try use(ticket: ticket, purpose: .diary), let client = link.client,
            let complaint = link.subject, let practice = link.practice
        else { throw RecordsError.notFound }
        // Held until the end, so that two answers of one day do not become two entries.
        try checkPlace(complaint, .complaint, of: client)
        let name = try sql.row("SELECT time_zone FROM practice WHERE id = ?", [.text(practice.text)])?
            .text("time_zone")
        let zone = name.flatMap { TimeZone(identifier: $0) } ?? .gmt
        let record = ClientRecord(
            try entries(
                EntryFilter(kinds: [.complaint, .visit, .measurement], complaint: complaint), of: client,
                cipher(practice)))
        guard case .complaint(let value)? = record.entry(complaint)?.body else { throw RecordsError.notFound }
        let never = HomeQuestions(psfs: 0, peg: 0, pgic: 0)
        let sheet = QuestionSheet(
            value.isClosed ? never : value.questions ?? HomeQuestions(),
            told: record.questionnaires(of: complaint, in: zone), hasVisit: !record.visits(of: complaint).isEmpty,
            on: CalendarDay(now, in: zone))
        return (DiaryPlace(practice: practice, client: client, complaint: complaint), sheet)
    }
}
