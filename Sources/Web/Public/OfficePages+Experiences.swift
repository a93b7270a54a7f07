import Access
import Directory
import Foundation
import Hummingbird
import Reception
import Records

/// What clients tell of a visit: by link, read by stewards, answered from templates.
extension OfficePages {
    func addExperiences(to router: OfficeRouter) {
        router.on(.get, "/experience", .link) { call in
            let (found, token) = (try await experience(call.query("t")), call.query("t"))
            return try answer(try await telling(found, token, ExperienceForm(found.telling)), to: call)
        }
        router.on(.post, "/experience", .link) { call in
            let form = try await Form(open: call)
            let found = try await experience(form["t"])
            let typed = ExperienceForm(form)
            return try await trying {
                try await reception.records.tell(found.id, typed.telling())
                return .see("/experience?t=\(form["t"])")
            } orElse: { error in
                try answer(
                    try telling(found, form["t"], typed, error, name: ""), to: call, status: .unprocessableContent)
            }
        }
        router.on(.post, "/experience/withdraw", .link) { call in
            let form = try await Form(open: call)
            try await reception.records.withdraw(try await experience(form["t"]).id)
            var page = OfficePage(
                "Taken back", lead: ["What you wrote is gone, here and on the public page."], [])
            page.isPlain = true
            return try answer(page, to: call)
        }
        router.on(.get, "/checks/experiences", .staff) { call in
            try await steward(call)
            return try answer(try await moderation(call), to: call)
        }
        router.on(.post, "/checks/experiences/{id}", .staff) { call in
            let form = try await Form(call)
            try await steward(call)
            let id = try call.identifier(of: Experience.self)
            let author = try call.signedIn().author
            return try await trying {
                let publish = form["decision"] == "publish"
                // Some days later, and not a whole number of them: nobody can tell from the day who wrote it.
                let days = Double(Int.random(in: Experience.delayDays)) + Double.random(in: 0..<1)
                let shown = publish ? reception.clock().addingTimeInterval(days * 86_400) : nil
                try await office.records.decide(id, publish: shown, reason: form["reason"], by: author)
                return .see("/checks/experiences")
            } orElse: {
                try failed($0, "/checks/experiences", call)
            }
        }
        router.on(.get, "/desk/practitioners/{id}/experiences", .staff) { call in
            try answer(try await told(call), to: call)
        }
        router.on(.post, "/desk/experiences/{id}/reply", .staff) { call in
            let form = try await Form(call)
            let id = try call.identifier(of: Experience.self)
            try await office.records.reply(
                Experience.Reply(rawValue: form["reply"]), to: id, by: call.signedIn().author)
            return .see("/desk/practitioners/\(form["practitioner"])/experiences")
        }
    }

    private func experience(_ token: String) async throws -> Experience {
        guard let subject = reception.subject(.experience, of: token),
            let found = try await reception.records.experience(Experience.ID(subject))
        else { throw RecordsError.notFound }
        return found
    }

    private func telling(
        _ found: Experience, _ token: String, _ form: ExperienceForm
    ) async throws -> OfficePage {
        let name = try await reception.records.listing(of: found.practitioner)?.practitioner.name ?? ""
        return try telling(found, token, form, nil, name: name)
    }

    private func telling(
        _ found: Experience, _ token: String, _ form: ExperienceForm, _ error: RecordsError?, name: String
    ) throws -> OfficePage {
        var page = OfficePage(
            "How was your appointment\(name.isEmpty ? "" : " with \(name)")?",
            lead: [
                "With your consent others can read it on the public page, after somebody else than your therapist has read it and some days have passed. Please leave out names and anything that shows who you are."
            ], [])
        page.isPlain = true
        page.styles = ["public.css"]
        switch found.status {
        case .submitted: page.message = "Thank you, it is kept. Until somebody has read it you can still change it."
        case .approved:
            page.message = "It is published, or will be within some days."
        case .refused: page.message = "It was not published."
        case .withdrawn: page.message = "You took it back."
        case .invited: break
        }
        if found.status == .invited || found.status == .submitted {
            var block = OfficePage.FormBlock(
                action: "/experience", hidden: ["t": token], button: "Send",
                [
                    .select(
                        "rating", "All in all", form.rating,
                        [
                            ("", "choose"), ("5", "5 – very good"), ("4", "4 – good"), ("3", "3 – so-so"),
                            ("2", "2 – not good"), ("1", "1 – bad"),
                        ]),
                    .text("text", "In your words", form.text, longest: 2_000, rows: 5),
                    .line("shout_out", "Thanks to your therapist, if you like", form.shoutOut, longest: 200),
                    .select(
                        "progress", "How is it now?", form.progress,
                        [("", "I would rather not say")]
                            + Experience.Progress.allCases.map { ($0.rawValue, PublicWords.progress($0)) }),
                    .line(
                        "shown_name", "Name to show", form.name, hint: "Empty: “A client”. A first name is enough.",
                        longest: 40),
                ].with(error))
            block.checks = .init(
                "Consent",
                [
                    .init(
                        name: "may_publish", text: "It may be published. I can take it back at any time.",
                        isOn: form.mayPublish)
                ])
            page.blocks.append(.init(form: block))
        }
        if found.telling != nil {
            page.blocks.append(
                .init(
                    form: OfficePage.FormBlock(
                        action: "/experience/withdraw", hidden: ["t": token], button: "Take it back", []
                    ).dangerous("Take back what you wrote?")))
        }
        return page
    }

    private func moderation(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let waiting = try await office.records.waitingExperiences(for: identity.author)
        var page = OfficePage(
            "Experiences to read",
            lead: [
                "Publish what is about the visit. Do not publish names, health details of others, insults, or advertising."
            ], width: "wide", [])
        if waiting.isEmpty { page.blocks.append(.init(text: .init(paragraphs: ["None waits."]))) }
        for (experience, name) in waiting {
            guard let telling = experience.telling else { continue }
            page.blocks.append(
                .init(
                    facts: .init(
                        "About \(name)",
                        [
                            ("Rating", "\(telling.rating) of 5"), ("Words", telling.text), ("Thanks", telling.shoutOut),
                            ("Progress", telling.progress.map(PublicWords.progress) ?? ""),
                            ("Name shown", telling.name.isEmpty ? "A client" : telling.name),
                        ])))
            let action = "/checks/experiences/\(experience.id)"
            page.blocks.append(
                .init(
                    form: .init(action: action, hidden: ["decision": "publish"], button: "Publish, after some days", [])
                ))
            page.blocks.append(
                .init(
                    form: .init(
                        action: action, hidden: ["decision": "refuse"], button: "Do not publish",
                        [.line("reason", "Why", "", longest: 500, required: true)])))
        }
        return page
    }

    private func told(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let id = try call.identifier(of: Practitioner.self)
        let owner = try await office.records.practitioner(id, for: identity.author)
        let all = try await office.records.experiences(of: id, for: identity.author)
        var page = OfficePage(
            "What clients told of \(owner.name)",
            lead: [
                "An answer comes from a list: a sentence of one's own could give away that somebody was a client."
            ], width: "wide", [])
        if all.isEmpty { page.blocks.append(.init(text: .init(paragraphs: ["Nothing yet."]))) }
        for experience in all {
            guard let telling = experience.telling else { continue }
            page.blocks.append(
                .init(
                    facts: .init(
                        nil,
                        [
                            ("Rating", "\(telling.rating) of 5"), ("Words", telling.text), ("Thanks", telling.shoutOut),
                            (
                                "Public",
                                experience.isShown(at: reception.clock())
                                    ? "yes" : telling.mayPublish ? "not yet, or not" : "no: for you alone"
                            ), ("Your answer", experience.reply?.words ?? ""),
                        ])))
            if experience.status == .approved {
                page.blocks.append(
                    .init(
                        form: .init(
                            action: "/desk/experiences/\(experience.id)/reply",
                            hidden: ["practitioner": id.text], button: "Answer",
                            [
                                .select(
                                    "reply", "Answer", experience.reply?.rawValue ?? "",
                                    [("", "none")] + Experience.Reply.allCases.map { ($0.rawValue, $0.words) })
                            ])))
            }
        }
        return page
    }
}

/// The form of an experience as it was typed.
struct ExperienceForm {
    var rating = ""
    var text = ""
    var shoutOut = ""
    var progress = ""
    var name = ""
    var mayPublish = false

    init(_ telling: Experience.Telling?) {
        guard let telling else { return }
        rating = "\(telling.rating)"
        (text, shoutOut, name) = (telling.text, telling.shoutOut, telling.name)
        progress = telling.progress?.rawValue ?? ""
        mayPublish = telling.mayPublish
    }

    init(_ form: Form) {
        (rating, text, shoutOut) = (form["rating"], form["text"], form["shout_out"])
        (progress, name) = (form["progress"], form["shown_name"])
        mayPublish = !form["may_publish"].isEmpty
    }

    func telling() throws(RecordsError) -> Experience.Telling {
        guard let rating = Int(rating) else { throw .invalid(field: "rating", value: "", reason: "must be chosen") }
        return try Experience.Telling(
            rating: rating, text: text, shoutOut: shoutOut, progress: Experience.Progress(rawValue: progress),
            name: name, mayPublish: mayPublish)
    }
}
