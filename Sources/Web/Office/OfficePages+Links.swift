import Access
import Foundation
import Hummingbird
import Records

/// What stands behind links that work once: joining and a new password.
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
}
