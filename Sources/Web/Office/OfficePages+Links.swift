import Access
import Foundation
import Hummingbird
import Records

/// What stands behind links that work once: joining, a new password, what a client writes.
extension OfficePages {
    func addLinks(to router: OfficeRouter) {
        router.on(.get, "/join", .link) { call in
            guard let ticket = try await office.ticket(call.query("t"), .invitation) else {
                throw RecordsError.notFound
            }
            return try answer(join(call.query("t"), ticket, name: ticket.name), to: call)
        }
        router.on(.post, "/join", .link) { call in
            let form = try await Form(open: call)
            guard let ticket = try await office.ticket(form["t"], .invitation) else { throw RecordsError.notFound }
            return try await trying {
                let issued = try await office.join(
                    token: form["t"], name: form["name"], password: form["password"], agent: agent(call)
                )
                return signedIn(issued, next: "")
            } orElse: { error in
                try answer(join(form["t"], ticket, name: form["name"], error), to: call, status: .unprocessableContent)
            }
        }
        router.on(.get, "/password", .link) { call in
            guard try await office.ticket(call.query("t"), .password) != nil else { throw RecordsError.notFound }
            return try answer(newPassword(call.query("t")), to: call)
        }
        router.on(.post, "/password", .link) { call in
            let form = try await Form(open: call)
            return try await trying {
                try await office.resetPassword(token: form["t"], password: form["password"])
                var response = Response.see("/sign-in")
                response.remove(.session)
                return response
            } orElse: { error in
                try answer(newPassword(form["t"], error), to: call, status: .unprocessableContent)
            }
        }
        for kind in ClientEntry.Kind.allCases {
            let purpose: Ticket.Purpose = kind == .intake ? .intake : .diary
            router.on(.get, "/\(kind.rawValue)", .link) { call in
                guard try await office.ticket(call.query("t"), purpose) != nil else { throw RecordsError.notFound }
                return try answer(entry(kind, call.query("t"), text: ""), to: call)
            }
            router.on(.post, "/\(kind.rawValue)", .link) { call in
                let form = try await Form(open: call)
                return try await trying {
                    try await office.write(form["text"], token: form["t"], kind: kind)
                    return try answer(
                        OfficePage(
                            "Thank you", lead: ["Your therapist finds this in your record. You can close the page."], []
                        ),
                        to: call
                    )
                } orElse: { error in
                    try answer(
                        entry(kind, form["t"], text: form["text"], error), to: call, status: .unprocessableContent)
                }
            }
        }
    }

    private func join(_ token: String, _ ticket: Ticket, name: String, _ error: RecordsError? = nil) -> OfficePage {
        OfficePage(
            "Welcome",
            lead: [
                ticket.role == .client
                    ? "With this account you can read your own record."
                    : "You are invited as \(ticket.role.map(Words.role)?.lowercased() ?? "member"). You will sign in with \(ticket.mail)."
            ],
            [
                .init(
                    form: .init(
                        action: "/join", hidden: ["t": token], button: "Make my account",
                        [
                            .line("name", "Your name", name, autocomplete: "name", required: true),
                            .password("password", "Password", isNew: true, hint: Words.passwordHint),
                        ].with(error)))
            ]
        )
    }

    private func newPassword(_ token: String, _ error: RecordsError? = nil) -> OfficePage {
        OfficePage(
            "Choose a new password", lead: ["Everywhere else you will be signed out. Your second factor stays."],
            [
                .init(
                    form: .init(
                        action: "/password", hidden: ["t": token], button: "Save",
                        [
                            OfficePage.Field.password(
                                "password", "New password", isNew: true,
                                hint: Words.passwordHint + " With a second factor, 8 are enough.")
                        ].with(error)))
            ]
        )
    }

    private func entry(_ kind: ClientEntry.Kind, _ token: String, text: String, _ error: RecordsError? = nil)
        -> OfficePage
    {
        let isIntake = kind == .intake
        return OfficePage(
            isIntake ? "Before your first visit" : "How have you been?",
            lead: [
                isIntake
                    ? "Tell your therapist where it hurts, since when, and what makes it better or worse."
                    : "A few words on pain, sleep and what you did. Your therapist reads it before the next visit.",
                "If you have weakness, numbness between the legs, trouble with bladder or bowel, chest pain, fever or a bad injury, do not wait: call a doctor or emergency services.",
            ],
            [
                .init(
                    form: .init(
                        action: "/\(kind.rawValue)", hidden: ["t": token], button: "Send",
                        note: "Only your practice can read this. The link works once and shows nothing of your record.",
                        [OfficePage.Field.text("text", "What you want to say", text, longest: 10_000, rows: 10)].with(
                            error)))
            ]
        )
    }
}
