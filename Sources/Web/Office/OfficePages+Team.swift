import Access
import Foundation
import Hummingbird
import Records

/// The team: invite, change, disable; and what colleagues opened in an emergency.
extension OfficePages {
    func addTeam(to router: OfficeRouter) {
        router.on(.get, "/team", .staff) { call in try answer(try await team(call), to: call) }
        router.on(.post, "/team/invite", .owner) { call in
            let form = try await Form(call)
            let author = try call.signedIn().author
            do {
                guard let role = Role(rawValue: form["role"]), role.isStaff else {
                    throw RecordsError.invalid(field: "role", value: "", reason: "is none of the three")
                }
                let link = try await office.invite(mail: form["mail"], name: form["name"], role: role, by: author)
                return try answer(
                    shared(
                        "Invitation for \(link.ticket.name)", "\(base(call))/join?t=\(link.token)", link.ticket,
                        back: "/team",
                        note: "Hand it on in a way that only \(link.ticket.name) reads."), to: call)
            } catch let error as RecordsError where error.isOfField {
                return try answer(try await team(call, form, error), to: call, status: .unprocessableContent)
            }
        }
        router.on(.post, "/team/invitations/{id}/revoke", .owner) { call in
            _ = try await Form(call)
            try await office.records.revoke(call.identifier(of: Ticket.self), by: call.signedIn().author)
            return .see("/team")
        }
        router.on(.get, "/team/{id}", .owner) { call in
            let account = try await office.records.account(
                call.identifier(of: Account.self), for: call.signedIn().author)
            return try answer(try await member(account, call), to: call)
        }
        router.on(.post, "/team/{id}", .owner) { call in
            let form = try await Form(call)
            let author = try call.signedIn().author
            let before = try await office.records.account(call.identifier(of: Account.self), for: author)
            do {
                guard let role = Role(rawValue: form["role"]), let status = Account.Status(rawValue: form["status"])
                else {
                    throw RecordsError.invalid(field: "role", value: "", reason: "is none of the three")
                }
                let after = try Account(
                    id: before.id, practice: before.practice, role: role, status: status, name: form["name"],
                    mail: before.mail, hasSecondFactor: before.hasSecondFactor, client: before.client,
                    created: before.created, version: form.version
                )
                _ = try await office.records.change(after, by: author)
                return .see("/team")
            } catch let error as RecordsError where error.isOfField {
                return try answer(try await member(before, call, form, error), to: call, status: .unprocessableContent)
            } catch RecordsError.stale {
                var page = try await member(before, call, form)
                page.message = Words.stale
                page.isWarning = true
                return try answer(page, to: call, status: .preconditionFailed)
            }
        }
        router.on(.post, "/team/{id}/password-link", .owner) { call in
            _ = try await Form(call)
            let author = try call.signedIn().author
            let account = try await office.records.account(call.identifier(of: Account.self), for: author)
            let link = try await office.passwordLink(for: account, by: author)
            return try answer(
                shared(
                    "New password for \(account.name)", "\(base(call))/password?t=\(link.token)", link.ticket,
                    back: "/team/\(account.id)", note: "Make sure that it is really \(account.name) who asks."),
                to: call)
        }
        router.on(.post, "/glass/{id}/noted", .owner) { call in
            _ = try await Form(call)
            try await office.records.noteGlass(call.identifier(of: BrokenGlass.self), by: call.signedIn().author)
            return .see("/team")
        }
    }

    /// A link to hand on.
    func shared(_ heading: String, _ link: String, _ ticket: Ticket, back: String, note: String) -> OfficePage {
        let days = ticket.expires.timeIntervalSince(ticket.created) / 86_400
        let time = days >= 1 ? "\(Int(days.rounded())) days" : "\(Int((days * 24).rounded())) hour"
        var blocks: [OfficePage.Block] = [
            .init(
                shared: .init(
                    label: "Link", value: link,
                    note:
                        "\(ticket.purpose.isLasting ? "It works for" : "It works once, within") \(time), and is shown only now. \(note)"
                ))
        ]
        if let code = QRCode.svg(link, label: "QR code of the link") {
            blocks.append(
                .init(picture: .init(svg: code, caption: "To be scanned with the other person's phone.", code: "")))
        }
        blocks.append(.init(text: .init(link: .init(name: "Done", href: back))))
        return OfficePage(heading, blocks)
    }

    private static let roles = [Role.therapist, .assistant, .owner].map { ($0.rawValue, Words.role($0)) }

    private func team(_ call: OfficeRouter.Call, _ form: Form? = nil, _ error: RecordsError? = nil) async throws
        -> OfficePage
    {
        let identity = try call.signedIn()
        let isOwner = identity.account.role == .owner
        let records = office.records
        let members = try await records.team(for: identity.author)
        var blocks: [OfficePage.Block] = []
        if isOwner {
            let glass = try await records.brokenGlass(for: identity.author)
            if !glass.isEmpty {
                let zone = try await records.practice(for: identity.author).timeZone
                let names = Dictionary(uniqueKeysWithValues: members.map { ($0.id, $0.name) })
                blocks.append(
                    .init(
                        table: .init(
                            "Opened in an emergency", caption: "Records opened in an emergency",
                            headers: ["Who", "When", "Why", "Record", ""],
                            rows: glass.map { one in
                                let who = names[one.account] ?? "a former member"
                                return [
                                    .init(who), .init(Words.time(one.created, in: zone)), .init(one.reason),
                                    .init("Open", href: "/clients/\(one.client)"),
                                    .init(
                                        "",
                                        action: .init(
                                            path: "/glass/\(one.id)/noted", button: "I have seen it", subject: who,
                                            csrf: identity.formToken)),
                                ]
                            })))
            }
        }
        blocks.append(
            .init(
                table: .init(
                    caption: "Members of the team",
                    headers: ["Name", "Role", "Address of mail", "Second factor", "Status"],
                    rows: members.map { member in
                        [
                            .init(member.name, href: isOwner ? "/team/\(member.id)" : nil),
                            .init(Words.role(member.role)),
                            .init(member.mail), .init(member.hasSecondFactor ? "set" : "not set"),
                            .init(member.status == .active ? "active" : "disabled"),
                        ]
                    })))
        if isOwner {
            let open = try await records.invitations(for: identity.author)
            if !open.isEmpty {
                blocks.append(
                    .init(
                        table: .init(
                            "Open invitations", caption: "Open invitations",
                            headers: ["Name", "Role", "Address of mail", ""],
                            rows: open.map { ticket in
                                [
                                    .init(ticket.name), .init(ticket.role.map(Words.role) ?? ""), .init(ticket.mail),
                                    .init(
                                        "",
                                        action: .init(
                                            path: "/team/invitations/\(ticket.id)/revoke", button: "Take back",
                                            subject: ticket.name, csrf: identity.formToken)),
                                ]
                            })))
            }
            blocks.append(
                .init(
                    form: .init(
                        "Invite someone", action: "/team/invite", button: "Make an invitation",
                        note:
                            "Therapists see their own clients. Assistants keep the register and never see clinical text. Owners see everything.",
                        [
                            .line("name", "Name", form?["name"] ?? "", required: true),
                            .line(
                                "mail", "Address of mail", form?["mail"] ?? "", type: "email", longest: 254,
                                required: true),
                            .select("role", "Role", form?["role"] ?? "therapist", Self.roles),
                        ].with(error))))
        }
        return OfficePage("Team", width: "wide", blocks)
    }

    private func member(
        _ account: Account, _ call: OfficeRouter.Call, _ form: Form? = nil, _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let identity = try call.signedIn()
        let zone = try await office.records.practice(for: identity.author).timeZone
        let sessions = try await office.records.sessions(of: account.id, for: identity.author)
        let roles = account.role == .client ? [("client", "Client")] : Self.roles
        return OfficePage(
            account.name, lead: [account.mail],
            [
                .init(
                    form: OfficePage.FormBlock(
                        action: "/team/\(account.id)", hidden: ["version": "\(account.version)"], button: "Save",
                        note: "A new role or status ends all sessions at once.", cancel: "/team",
                        [
                            .line("name", "Name", form?["name"] ?? account.name, required: true),
                            .select("role", "Role", form?["role"] ?? account.role.rawValue, roles),
                            .select(
                                "status", "Status", form?["status"] ?? account.status.rawValue,
                                [("active", "Active"), ("disabled", "Disabled: cannot sign in")]),
                        ].with(error)
                    ).asking(
                        account.status == .active
                            ? "Disable \(account.name)? All their sessions end at once, and they cannot sign in." : nil,
                        when: "status=disabled")),
                .init(
                    form: .init(
                        "Password forgotten", action: "/team/\(account.id)/password-link",
                        button: "Make a link for a new password",
                        note: "The link works once, within an hour. The second factor stays.", [])),
                .init(
                    table: .init(
                        "Where they are signed in", caption: "Sessions", headers: ["Browser", "Last seen", ""],
                        rows: sessions.map { session in
                            [
                                .init(session.device), .init(Words.time(session.seen, in: zone)),
                                .init(
                                    "",
                                    action: .init(
                                        path: "/account/sessions/\(session.id)/end", button: "End",
                                        subject: session.device,
                                        csrf: identity.formToken, back: "/team/\(account.id)")),
                            ]
                        }, empty: "Signed in nowhere.")),
            ]
        )
    }
}
