import Access
import Foundation
import Hummingbird
import Records

/// Setting up, signing in and out, the second factor.
extension OfficePages {
    func addEntrance(to router: OfficeRouter) {
        router.on(.get, "/setup", .link) { call in
            guard try await office.ticket(call.query("t"), .setup) != nil else { throw RecordsError.notFound }
            return try answer(setup(call.query("t")), to: call)
        }
        router.on(.post, "/setup", .link) { call in
            let form = try await Form(open: call)
            return try await trying {
                let issued = try await office.setUp(
                    token: form["t"], practice: form["practice_name"], timeZone: form["time_zone"], name: form["name"],
                    mail: form["mail"], password: form["password"], agent: agent(call)
                )
                return signedIn(issued, next: "/team")
            } orElse: { error in
                try answer(setup(form["t"], form, error), to: call, status: .unprocessableContent)
            }
        }
        router.on(.get, "/sign-in", .open) { call in
            if let identity = call.identity {
                return .see(identity.account.role == .client ? "/my-record" : "/clients")
            }
            return try answer(signIn(next: call.query("next")), to: call)
        }
        router.on(.post, "/sign-in", .open) { call in
            let form = try await Form(open: call)
            let outcome = try await office.signIn(mail: form["mail"], password: form["password"], caller: caller(call))
            switch outcome {
            case .signedIn(let issued): return signedIn(issued, next: form["next"])
            case .needsCode(let step):
                var response = try answer(secondFactor(next: form["next"]), to: call)
                response.set(.step, step, seconds: office.policy.codeStep)
                return response
            case .wrong:
                return try answer(
                    signIn(next: form["next"], mail: form["mail"], isWrong: true), to: call,
                    status: .unprocessableContent
                )
            }
        }
        router.on(.post, "/sign-in/code", .open) { call in
            let form = try await Form(open: call)
            let shown: Office.Shown =
                form["recovery"].isEmpty ? .code(form["code"].filter { !$0.isWhitespace }) : .recovery(form["recovery"])
            let issued = try await office.signIn(
                step: OfficeCookie.step.value(in: call.request), shown: shown, caller: caller(call)
            )
            guard let issued else {
                return try answer(
                    secondFactor(next: form["next"], isWrong: true), to: call, status: .unprocessableContent)
            }
            return signedIn(issued, next: form["next"])
        }
        router.on(.post, "/sign-out", .signedIn) { call in
            _ = try await Form(call)
            let identity = try call.signedIn()
            try await office.records.end(identity.session.id, by: identity.author)
            var response = Response.see("/sign-in")
            response.remove(.session)
            return response
        }
    }

    /// Sets the cookies and goes on; only paths of our own are followed.
    func signedIn(_ issued: Office.Issued, next: String) -> Response {
        // Browsers drop tabs and take a backslash for a slash: nothing but plain visible characters is followed.
        let isOwn =
            next.hasPrefix("/") && !next.hasPrefix("//") && next.utf8.count < 200
            && next.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != 0x5c }
        let first = issued.account.role == .client ? "/my-record" : "/clients"
        var response = Response.see(isOwn ? next : first)
        response.set(.session, issued.token, seconds: Int(office.policy.absolute))
        response.set(.device, issued.device, seconds: 90 * 24 * 3600)
        response.remove(.step)
        return response
    }

    func agent(_ call: OfficeRouter.Call) -> String { String((call.request.headers[.userAgent] ?? "").prefix(300)) }

    func caller(_ call: OfficeRouter.Call) -> Office.Caller {
        Office.Caller(
            address: call.context.address, agent: agent(call), device: OfficeCookie.device.value(in: call.request)
        )
    }

    // MARK: Pages

    private func setup(_ token: String, _ form: Form? = nil, _ error: RecordsError? = nil) -> OfficePage {
        OfficePage(
            "Set up your practice",
            lead: [
                "This makes your practice and your own account as its owner. The link works once.",
                "Afterwards you invite your team and add clients. Set a second factor soon: the page Account shows how.",
            ],
            [
                .init(
                    form: .init(
                        action: "/setup", hidden: ["t": token], button: "Set up",
                        [
                            .line(
                                "practice_name", "Name of the practice", form?["practice_name"] ?? "",
                                autocomplete: "organization", required: true),
                            .select("time_zone", "Time zone", form?["time_zone"] ?? "Europe/Berlin", Self.timeZones),
                            .line("name", "Your name", form?["name"] ?? "", autocomplete: "name", required: true),
                            .line(
                                "mail", "Your address of mail", form?["mail"] ?? "", hint: "You sign in with it.",
                                type: "email", longest: 254, autocomplete: "username", required: true),
                            .password("password", "Password", isNew: true, hint: Words.passwordHint),
                        ].with(error)))
            ]
        )
    }

    static let timeZones: [(String, String)] = TimeZone.knownTimeZoneIdentifiers
        .filter { $0.contains("/") || $0 == "UTC" }.sorted()
        .map { ($0, $0.replacing("_", with: " ")) }

    private func signIn(next: String, mail: String = "", isWrong: Bool = false) -> OfficePage {
        var password = OfficePage.Field.password("password", "Password", isNew: false)
        if isWrong { password.error = "or address is not right" }
        return OfficePage(
            "Sign in",
            [
                .init(
                    form: .init(
                        action: "/sign-in", hidden: ["next": next], button: "Sign in",
                        [
                            .line(
                                "mail", "Address of mail", mail, type: "email", longest: 254, autocomplete: "username",
                                required: true),
                            password,
                        ])),
                .init(
                    text: .init(paragraphs: [
                        "Password forgotten? The owner of your practice can make you a link for a new one."
                    ])),
            ]
        )
    }

    private func secondFactor(next: String, isWrong: Bool = false) -> OfficePage {
        var code = OfficePage.Field.code("code", "Code", hint: "The six digits that your authenticator app shows now.")
        if isWrong { code.error = "is not right, was used already, or the sign-in took too long" }
        return OfficePage(
            "Second factor",
            [
                .init(form: .init(action: "/sign-in/code", hidden: ["next": next], button: "Go on", [code])),
                .init(
                    form: .init(
                        "No phone at hand?", action: "/sign-in/code", hidden: ["next": next],
                        button: "Use a recovery code",
                        [
                            .line(
                                "recovery", "Recovery code",
                                hint: "One of the ten codes that you printed. Each works once.", longest: 64)
                        ])),
                .init(text: .init(link: .init(name: "Begin again", href: "/sign-in"))),
            ]
        )
    }
}
