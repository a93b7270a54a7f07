import Access
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Reception
import Records

/// A practice's newsletter: asked for, confirmed, left with one click.
extension OfficePages {
    func addNewsletter(to router: OfficeRouter) {
        router.on(.get, "/newsletter/{practice}", .open) { call in
            let practice = try await reception.newsletterPractice(call.identifier(of: Practice.self, "practice"))
            return try answer(Self.subscribing(practice, [:]), to: call)
        }
        router.on(.post, "/newsletter/{practice}", .open) { call in
            let form = try await Form(open: call)
            let practice = try await reception.newsletterPractice(call.identifier(of: Practice.self, "practice"))
            return try await trying {
                try await limit(call, "newsletter")
                try await reception.subscribe(
                    practice.id, mail: form["mail"],
                    topics: Set(form.fields(beginning: "t_").compactMap { Subscriber.Topic(rawValue: $0.name) }))
                return try answer(
                    Self.sent(
                        "Please look into your mail",
                        "If the address does not get the newsletter yet, a mail is on its way to it. Open the link in it to confirm."
                    ),
                    to: call)
            } orElse: { error in
                try answer(
                    Self.subscribing(practice, ["mail": form["mail"]], error), to: call, status: .unprocessableContent)
            }
        }
        router.on(.get, "/newsletter/confirm", .link) { call in
            try answer(
                try await asking(call.query("t"), "Get the newsletter?", "/newsletter/confirm", "Yes, send it to me"),
                to: call)
        }
        router.on(.post, "/newsletter/confirm", .link) { call in
            let form = try await Form(open: call)
            try await reception.records.prove(try await subscriber(form["t"]).id)
            return try answer(Self.plain("You get the newsletter", "Each one has a link to leave."), to: call)
        }
        // Looking changes nothing: programs that check mail open links, too.
        router.on(.get, "/newsletter/leave", .link) { call in
            try answer(
                try await asking(call.query("t"), "Leave the newsletter?", "/newsletter/leave", "Yes, no more mail"),
                to: call)
        }
        // RFC 8058: a mail program sends this by itself, without cookies, with the token in the address.
        router.on(.post, "/newsletter/leave", .link) { call in
            let sent = (try? await Form(open: call))?["t"] ?? ""
            let token = sent.isEmpty ? call.query("t") : sent
            try await reception.records.unsubscribe(try await subscriber(token).id)
            return try answer(Self.plain("You get no more mail", "It takes effect at once."), to: call)
        }
        router.on(.get, "/newsletters", .owner) { call in try answer(try await composing(call, [:]), to: call) }
        router.on(.post, "/newsletters", .owner) { call in
            let form = try await Form(call)
            let identity = try call.signedIn()
            return try await trying {
                guard let topic = Subscriber.Topic(rawValue: form["topic"]),
                    let id = NewsletterIssue.ID(text: form["key"])
                else { throw RecordsError.invalid(field: "topic", value: "", reason: "must be chosen") }
                let issue = try NewsletterIssue(
                    id: id, practice: identity.account.practice, topic: topic, subject: form["subject"],
                    text: form["text"], created: reception.clock())
                _ = try await office.records.send(issue, by: identity.author)
                return .see("/newsletters")
            } orElse: { error in
                try answer(
                    try await composing(
                        call, ["subject": form["subject"], "text": form["text"], "topic": form["topic"]], error),
                    to: call, status: .unprocessableContent)
            }
        }
    }

    private func subscriber(_ token: String) async throws -> Subscriber {
        guard let subject = reception.subject(.newsletter, of: token),
            let found = try await reception.records.subscriber(Subscriber.ID(subject))
        else { throw RecordsError.notFound }
        return found
    }

    private func asking(
        _ token: String, _ heading: String, _ action: String, _ button: String
    ) async throws -> OfficePage {
        _ = try await subscriber(token)
        var page = OfficePage(
            heading, [.init(form: .init(action: action, hidden: ["t": token], button: button, []))])
        page.isPlain = true
        return page
    }

    private static func plain(_ heading: String, _ text: String) -> OfficePage {
        var page = OfficePage(heading, lead: [text], [])
        page.isPlain = true
        return page
    }

    private static func subscribing(
        _ practice: Practice, _ typed: [String: String], _ error: RecordsError? = nil
    ) -> OfficePage {
        var block = OfficePage.FormBlock(
            action: "/newsletter/\(practice.id)", button: "Ask for it",
            [
                .line(
                    "mail", "Mail", typed["mail"] ?? "", type: "email", longest: 254, autocomplete: "email",
                    required: true)
            ].with(error))
        block.checks = .init(
            "Topics",
            Subscriber.Topic.allCases.map {
                .init(name: "t_\($0.rawValue)", text: PublicWords.topic($0), isOn: $0 == .news)
            })
        var page = OfficePage(
            "Newsletter of \(practice.name)",
            lead: ["A mail now and then. Being on this list says nothing about being a client."], [.init(form: block)])
        page.styles = ["public.css"]
        return page
    }

    private func composing(
        _ call: OfficeRouter.Call, _ typed: [String: String], _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let identity = try call.signedIn()
        let counts = try await office.records.subscriberCounts(for: identity.author)
        let issues = try await office.records.issues(for: identity.author)
        let zone = try await office.records.practice(for: identity.author).timeZone
        let topics = Subscriber.Topic.allCases.map { topic in
            (topic.rawValue, "\(PublicWords.topic(topic)): \(counts[topic] ?? 0) readers")
        }
        let isOpen = try await office.records.hasNewsletter(identity.account.practice)
        return OfficePage(
            "Newsletter",
            lead: [
                "Goes to everybody who asked for the topic and confirmed it. Write nothing about clients.",
                isOpen
                    ? "Where people ask for it: \(base(call))/newsletter/\(identity.account.practice)"
                    : "The page where people ask for it opens as soon as somebody here is listed, or the first one was sent.",
            ],
            [
                .init(
                    form: OfficePage.FormBlock(
                        action: "/newsletters", hidden: ["key": Self.newKey()], button: "Send it",
                        [
                            .select("topic", "Topic", typed["topic"] ?? "news", topics),
                            .line("subject", "Subject", typed["subject"] ?? "", longest: 150, required: true),
                            .text(
                                "text", "Text", typed["text"] ?? "", hint: "Empty lines part paragraphs.",
                                longest: 20_000, rows: 12),
                        ].with(error)
                    ).dangerous("Send this newsletter now? It cannot be called back.")),
                .init(
                    table: .init(
                        "Sent", caption: "Newsletters sent", headers: ["When", "Subject", "Topic", "Readers"],
                        rows: issues.map { issue in
                            [
                                .init(Words.time(issue.created, in: zone)), .init(issue.subject),
                                .init(PublicWords.topic(issue.topic)), .init("\(issue.recipients)"),
                            ]
                        }, empty: "None yet.")),
            ])
    }
}
