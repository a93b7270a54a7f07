import Access
import Foundation
import Hummingbird
import Records

/// The own account: password, second factor, sessions.
extension OfficePages {
    func addAccount(to router: OfficeRouter) {
        router.on(.get, "/account", .signedIn) { call in try answer(try await account(call), to: call) }
        router.on(.post, "/account/password", .signedIn) { call in
            let form = try await Form(call)
            let identity = try call.signedIn()
            do {
                try await office.changePassword(
                    current: form["current"], new: form["password"], session: identity.session, author: identity.author,
                    caller: caller(call)
                )
                return try answer(
                    try await account(call, message: "The password is changed; all other sessions are ended."), to: call
                )
            } catch let error as RecordsError where error.isOfField {
                return try answer(try await account(call, password: error), to: call, status: .unprocessableContent)
            }
        }
        router.on(.get, "/account/second-factor", .signedIn) { call in
            let account = try call.signedIn().account
            guard !account.hasSecondFactor, let offer = office.offeredFactor(for: account) else {
                throw RecordsError.notFound
            }
            return try answer(factor(offer), to: call)
        }
        router.on(.post, "/account/second-factor", .signedIn) { call in
            let form = try await Form(call)
            let identity = try call.signedIn()
            guard !identity.account.hasSecondFactor,
                let offer = office.offeredFactor(form["secret"], for: identity.account)
            else {
                throw RecordsError.notFound
            }
            return try await trying {
                let codes = try await office.setFactor(
                    offer, code: form["code"].filter { !$0.isWhitespace }, session: identity.session,
                    author: identity.author
                )
                return try answer(
                    OfficePage(
                        "Recovery codes",
                        lead: [
                            "The second factor is set. If you lose your phone, each of these codes lets you in once.",
                            "They are shown only now. Print them and keep them where you keep your passport.",
                        ],
                        [
                            .init(codes: .init(codes)),
                            .init(text: .init(link: .init(name: "I have them", href: "/account"))),
                        ]),
                    to: call
                )
            } orElse: { error in
                try answer(factor(offer, error), to: call, status: .unprocessableContent)
            }
        }
        router.on(.post, "/account/second-factor/remove", .signedIn) { call in
            let form = try await Form(call)
            let identity = try call.signedIn()
            do {
                try await office.removeFactor(
                    current: form["current"], session: identity.session, author: identity.author)
                return .see("/account")
            } catch let error as RecordsError where error.isOfField {
                return try answer(try await account(call, factor: error), to: call, status: .unprocessableContent)
            }
        }
        router.on(.post, "/account/sessions/{id}/end", .signedIn) { call in
            let form = try await Form(call)
            let identity = try call.signedIn()
            try await office.records.end(call.identifier(of: Session.self), by: identity.author)
            let back = form["back"]
            let isMember = back.hasPrefix("/team/") && Account.ID(text: String(back.dropFirst(6))) != nil
            return .see(isMember ? back : "/account")
        }
        router.on(.post, "/account/sessions/end-others", .signedIn) { call in
            _ = try await Form(call)
            let identity = try call.signedIn()
            try await office.records.endOthers(than: identity.session.id, by: identity.author)
            return .see("/account")
        }
    }

    private func account(
        _ call: OfficeRouter.Call, password: RecordsError? = nil, factor: RecordsError? = nil, message: String? = nil
    ) async throws -> OfficePage {
        let identity = try call.signedIn()
        let records = office.records
        let zone = try await records.practice(for: identity.author).timeZone
        let own = try await records.account(identity.account.id, for: identity.author)
        let sessions = try await records.sessions(of: own.id, for: identity.author)
        let rows = sessions.map { session -> [OfficePage.Table.Cell] in
            let isThis = session.id == identity.session.id
            let action = OfficePage.Table.Action(
                path: "/account/sessions/\(session.id)/end", button: "End", subject: session.device,
                csrf: identity.formToken
            )
            return [
                .init(session.device + (isThis ? " (this one)" : "")), .init(Words.time(session.created, in: zone)),
                .init(Words.time(session.seen, in: zone)), .init("", action: isThis ? nil : action),
            ]
        }
        var blocks: [OfficePage.Block] = [
            .init(
                facts: .init(nil, [("Name", own.name), ("Address of mail", own.mail), ("Role", Words.role(own.role))]))
        ]
        if own.hasSecondFactor {
            blocks.append(
                .init(
                    form: OfficePage.FormBlock(
                        "Second factor: set", action: "/account/second-factor/remove",
                        button: "Remove the second factor",
                        note: "Signing in asks for a code from your app.",
                        [OfficePage.Field.password("current", "Your password", isNew: false)].with(factor)
                    ).dangerous("Remove the second factor? Your password alone will open the record.")))
        } else {
            blocks.append(
                .init(
                    text: .init(
                        title: "Second factor: not set",
                        paragraphs: [
                            "With a code from an app on your phone, a stolen password alone opens nothing. It takes a minute."
                        ],
                        link: .init(name: "Set it up", href: "/account/second-factor"))))
        }
        var current = OfficePage.Field.password("current", "Present password", isNew: false)
        var new = OfficePage.Field.password(
            "password", "New password", isNew: true,
            hint: own.hasSecondFactor ? "8 characters or more, because you have a second factor." : Words.passwordHint)
        if case .invalid(let field, _, let reason) = password {
            if field == "current" {
                current.error = reason
            } else {
                new.error = reason.hasSuffix(".") ? String(reason.dropLast()) : reason
            }
        }
        blocks.append(
            .init(form: .init("Password", action: "/account/password", button: "Change the password", [current, new])))
        blocks.append(
            .init(
                table: .init(
                    "Where you are signed in", caption: "Sessions", headers: ["Browser", "Since", "Last seen", ""],
                    rows: rows)))
        if sessions.count > 1 {
            blocks.append(.init(form: .init(action: "/account/sessions/end-others", button: "End all others", [])))
        }
        return OfficePage("Account", message: message, blocks)
    }

    private func factor(_ offer: Office.OfferedFactor, _ error: RecordsError? = nil) -> OfficePage {
        let groups = stride(from: 0, to: offer.text.count, by: 4).map { offer.text.dropFirst($0).prefix(4) }.joined(
            separator: " ")
        return OfficePage(
            "Set up the second factor",
            lead: [
                "Open an authenticator app on your phone, scan the picture, then type the six digits that it shows."
            ],
            [
                .init(
                    picture: .init(
                        svg: QRCode.svg(offer.uri, label: "QR code for your authenticator app") ?? "",
                        caption: "Cannot scan? Type this into the app:", code: groups)),
                .init(
                    form: .init(
                        action: "/account/second-factor", hidden: ["secret": offer.text], button: "Set it",
                        cancel: "/account",
                        [OfficePage.Field.code("code", "Code")].with(error))),
            ]
        )
    }
}

extension RecordsError {
    /// Whether a form can show it beside a field.
    var isOfField: Bool {
        switch self {
        case .invalid, .duplicate: true
        default: false
        }
    }
}
