import Access
import Directory
import Foundation
import Hummingbird
import Reception
import Records

/// What clients write behind links: the first form, the diary, and what a hold feels like.
extension OfficePages {
    func addWriting(to router: OfficeRouter) {
        router.on(.get, "/intake", .link) { call in
            try await checkIntake(call.query("t"))
            return try answer(intake(call.query("t"), text: ""), to: call)
        }
        router.on(.post, "/intake", .link) { call in
            let form = try await Form(open: call)
            try await checkIntake(form["t"])
            return try await trying {
                let intake = Intake(text: form["text"], drawing: form["drawing"])
                if let subject = reception.subject(.form, of: form["t"]) {
                    try await reception.records.setIntake(intake, of: Appointment.ID(subject))
                } else {
                    try await office.write(intake, token: form["t"])
                }
                return try answer(Self.thanks, to: call)
            } orElse: { error in
                try answer(intake(form["t"], text: form["text"], error), to: call, status: .unprocessableContent)
            }
        }
        router.on(.get, "/diary", .link) { call in
            let sheet = try await office.questions(token: call.query("t"))
            return try answer(diary(call.query("t"), DiaryForm(), sheet), to: call)
        }
        router.on(.post, "/diary", .link) { call in
            let form = try await Form(open: call)
            let fields = DiaryForm(form)
            let sheet = try await office.questions(token: form["t"])
            return try await trying {
                try await office.write(fields.day(), token: form["t"])
                var page = diary(form["t"], DiaryForm(), sheet)
                page.message = "Kept for \(fields.date). Come back tomorrow with the same link."
                return try answer(page, to: call)
            } orElse: { error in
                try answer(diary(form["t"], fields, sheet, error), to: call, status: .unprocessableContent)
            }
        }
        router.on(.get, "/hold", .link) { call in
            guard try await office.ticket(call.query("t"), .hold) != nil else { throw RecordsError.notFound }
            var page = OfficePage(
                "How does it feel?",
                lead: ["Tap while your therapist holds the point. Nothing of your record is shown here."],
                [
                    .init(
                        mount: .init(
                            "taps", ["token": call.query("t")],
                            without: "Tapping needs JavaScript. Say it aloud instead: more, less, good, or stop."))
                ])
            page.modules = ["taps.js"]
            page.styles = ["visit.css"]
            return try answer(page, to: call)
        }
    }

    /// - Throws: ``RecordsError/notFound`` unless the link is one to a client's form, or to that of an appointment.
    private func checkIntake(_ token: String) async throws {
        if reception.subject(.form, of: token) != nil { return }
        guard try await office.ticket(token, .intake) != nil else { throw RecordsError.notFound }
    }

    static let warning =
        "If you have weakness, numbness between the legs, trouble with bladder or bowel, chest pain, fever or a bad injury, do not wait: call a doctor or emergency services."

    private static let thanks = OfficePage(
        "Thank you", lead: ["Your therapist finds this in your record. You can close the page."], [])

    private func intake(_ token: String, text: String, _ error: RecordsError? = nil) -> OfficePage {
        OfficePage(
            "Before your first visit",
            lead: [
                "Tell your therapist where it hurts, since when, and what makes it better or worse.", Self.warning,
            ],
            [
                .init(
                    text: .init(
                        title: "Draw it",
                        paragraphs: [
                            "A drawing says more than words. You can draw on a picture of the body and send it together with your words."
                        ], link: .init(name: "Draw where it hurts", href: "/?intake=\(token)"))),
                .init(
                    form: .init(
                        "Or only write", action: "/intake", hidden: ["t": token], button: "Send",
                        note: "Only your practice can read this. The link works once and shows nothing of your record.",
                        [OfficePage.Field.text("text", "What you want to say", text, longest: 10_000, rows: 10)].with(
                            error))),
            ]
        )
    }

    private func diary(
        _ token: String, _ fields: DiaryForm, _ sheet: QuestionSheet, _ error: RecordsError? = nil
    ) -> OfficePage {
        let numbers = [("", "not told")] + (0...10).map { ("\($0)", DiaryForm.words($0)) }
        var rows: [OfficePage.Field] = [
            .line("day", "Day", fields.date, type: "date", longest: 10, required: true),
            .select(
                "pain", "Worst pain of the day", fields.pain, hint: "0 no pain, 10 the worst you can think of.", numbers
            ),
        ]
        for exposure in Exposure.all {
            rows.append(
                .line(
                    "x_\(exposure.id)", exposure.question, fields.exposures[exposure.id] ?? "", hint: exposure.hint,
                    type: "number", longest: 8))
        }
        rows.append(.text("text", "Anything else", fields.text, longest: 2_000, rows: 3))
        return OfficePage(
            "How was your day?",
            lead: [
                "A minute a day is enough. Leave empty what you do not know; you may write up to a week later.",
                Self.warning,
            ],
            [waiting(sheet, token: token)].compactMap(\.self) + [
                OfficePage.Block(
                    form: .init(
                        action: "/diary", hidden: ["t": token], button: "Keep this day",
                        note:
                            "Only your practice can read this. The link shows nothing of your record but activities that you named and what you answered today; writing a day again replaces it.",
                        rows.with(error)))
            ])
    }
}

/// What a day of the diary asks for; days are compared by these.
struct Exposure {
    let id: String
    let question: String
    let hint: String

    static let all: [Exposure] = [
        .init(id: "desk_hours", question: "Hours at a desk or screen", hint: "0 to 24"),
        .init(id: "sleep_hours", question: "Hours of sleep last night", hint: "0 to 24"),
        .init(id: "stress", question: "Stress", hint: "0 none, 10 the worst"),
        .init(id: "sport_minutes", question: "Sport or exercise, minutes", hint: "0 to 600"),
        .init(id: "load", question: "Lifting or carrying", hint: "0 none, 10 as heavy as you can"),
        .init(id: "driving_hours", question: "Hours of driving", hint: "0 to 24"),
    ]
}

/// The form of a day of the diary as it was typed.
struct DiaryForm {
    var date = ""
    var pain = ""
    var exposures: [String: String] = [:]
    var text = ""

    init() { date = CalendarDay(Date(), in: .gmt).text }

    init(_ form: Form) {
        date = form["day"]
        pain = form["pain"]
        text = form["text"]
        for exposure in Exposure.all { exposures[exposure.id] = form["x_\(exposure.id)"] }
    }

    func day() throws(RecordsError) -> DiaryDay {
        func number(_ text: String, _ field: String) throws(RecordsError) -> Double? {
            let plain = text.trimmingCharacters(in: .whitespaces).replacing(",", with: ".")
            if plain.isEmpty { return nil }
            guard let value = Double(plain), value.isFinite else {
                throw .invalid(field: field, value: String(text.prefix(20)), reason: "is no number")
            }
            return value
        }
        var values: [String: Double] = [:]
        for exposure in Exposure.all {
            let field = "x_\(exposure.id)"
            guard let value = try number(exposures[exposure.id] ?? "", field) else { continue }
            let most: Double = exposure.id.hasSuffix("_hours") ? 24 : exposure.id.hasSuffix("_minutes") ? 1_440 : 10
            guard (0...most).contains(value) else {
                throw .invalid(field: field, value: "\(value)", reason: "is not within 0 and \(Int(most))")
            }
            values[exposure.id] = value
        }
        guard let day = CalendarDay(date.trimmingCharacters(in: .whitespaces)) else {
            throw .invalid(field: "day", value: String(date.prefix(20)), reason: "is no date such as 2026-05-31")
        }
        let pain = try number(pain, "pain")
        guard (0...10).contains(pain ?? 0) else {
            throw .invalid(field: "pain", value: self.pain, reason: "is not within 0 and 10")
        }
        guard pain != nil || !values.isEmpty || !text.isEmpty else {
            throw .invalid(field: "pain", value: "", reason: "or anything else must be told")
        }
        return DiaryDay(day: day.text, pain: pain, exposures: values, text: text)
    }

    static func words(_ pain: Int) -> String {
        switch pain {
        case 0: "0, no pain"
        case 10: "10, the worst"
        default: "\(pain)"
        }
    }
}
