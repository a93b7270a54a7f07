import Access
import Crypto
import Foundation
import Hummingbird
import Records

/// The register of clients and what a client sees of the own record.
extension OfficePages {
    func addClients(to router: OfficeRouter) {
        router.on(.get, "/clients", .staff) { call in try answer(try await list(call), to: call) }
        router.on(.get, "/clients/new", .staff) { call in
            try answer(try await editor(call, nil, ClientFields(therapist: call.signedIn().account.id.text)), to: call)
        }
        router.on(.post, "/clients", .staff) { call in
            let form = try await Form(call)
            let identity = try call.signedIn()
            let fields = ClientFields(form)
            do {
                let client = try fields.client(practice: identity.account.practice)
                let request = Data(SHA256.hash(data: Data(fields.all.joined(separator: "\u{1f}").utf8)))
                let saved = try await office.records.add(
                    client, key: IdempotencyKey(name: form["key"], request: request), by: identity.author
                )
                return .see("/clients/\(saved.id)")
            } catch let error as RecordsError where error.isOfField {
                return try answer(
                    try await editor(call, nil, fields, key: form["key"], error), to: call,
                    status: .unprocessableContent)
            }
        }
        router.on(.get, "/clients/glass", .staff) { call in try answer(glass(client: call.query("client")), to: call) }
        router.on(.post, "/clients/glass", .staff) { call in
            let form = try await Form(call)
            let identity = try call.signedIn()
            return try await trying {
                guard let id = Client.ID(text: form["client"].trimmingCharacters(in: .whitespaces)) else {
                    throw RecordsError.invalid(field: "client", value: "", reason: "is no client number")
                }
                let reason = try Text.block(form["reason"], field: "reason", longest: 500)
                guard reason.count >= 15 else {
                    throw RecordsError.invalid(
                        field: "reason", value: "", reason: "needs a sentence, so that the owner understands it")
                }
                try await office.records.breakGlass(
                    id, reason: reason, until: Date().addingTimeInterval(office.policy.glass), by: identity.author
                )
                return .see("/clients/\(id)")
            } orElse: { error in
                try answer(
                    glass(client: form["client"], reason: form["reason"], error), to: call,
                    status: .unprocessableContent)
            }
        }
        router.on(.get, "/clients/{id}", .staff) { call in
            try answer(try await view(call.identifier(of: Client.self), call), to: call)
        }
        router.on(.get, "/clients/{id}/edit", .staff) { call in
            let client = try await office.records.client(call.identifier(of: Client.self), for: call.signedIn().author)
            return try answer(try await editor(call, client, ClientFields(client)), to: call)
        }
        router.on(.post, "/clients/{id}", .staff) { call in
            let form = try await Form(call)
            let author = try call.signedIn().author
            let before = try await office.records.client(call.identifier(of: Client.self), for: author)
            let fields = ClientFields(form)
            do {
                _ = try await office.records.change(try fields.changed(before, version: form.version), by: author)
                return .see("/clients/\(before.id)")
            } catch let error as RecordsError where error.isOfField {
                return try answer(
                    try await editor(call, before, fields, error), to: call, status: .unprocessableContent)
            } catch RecordsError.stale {
                // What was typed is kept; saving again is a decision with the new state in view.
                var page = try await editor(call, before, fields)
                page.message = Words.stale
                page.isWarning = true
                page.blocks.append(.init(facts: .init("As it is saved now", facts(before))))
                if let note = before.note, !note.isEmpty {
                    page.blocks.append(.init(text: .init(title: "Notes as they are saved now", pre: note)))
                }
                return try answer(page, to: call, status: .preconditionFailed)
            }
        }
        router.on(.post, "/clients/{id}/link", .staff) { call in
            _ = try await Form(call)
            let id = try call.identifier(of: Client.self)
            let link = try await office.intakeLink(client: id, by: call.signedIn().author)
            return try answer(
                shared(
                    "Link to the first form", "\(base(call))/intake?t=\(link.token)", link.ticket,
                    back: "/clients/\(id)",
                    note: "It lets the client write and draw, and shows nothing of the record."), to: call)
        }
        router.on(.post, "/clients/{id}/invite", .owner) { call in
            _ = try await Form(call)
            let author = try call.signedIn().author
            let client = try await office.records.client(call.identifier(of: Client.self), for: author)
            let link = try await office.invite(
                mail: client.mail, name: client.name, role: .client, client: client.id, by: author)
            return try answer(
                shared(
                    "Invitation for \(client.name)", "\(base(call))/join?t=\(link.token)", link.ticket,
                    back: "/clients/\(client.id)", note: "With the account the client reads the own record."), to: call)
        }
        router.on(.get, "/my-record", .signedIn) { call in
            let identity = try call.signedIn()
            guard let id = identity.account.client else { throw RecordsError.notFound }
            let client = try await office.records.client(id, for: identity.author)
            return try answer(
                OfficePage(
                    "My record",
                    [
                        .init(facts: .init(nil, facts(client))),
                        .init(text: .init(title: "Notes of your therapist", pre: client.note ?? "")),
                    ]),
                to: call)
        }
    }

    // MARK: Pages

    private func facts(_ client: Client) -> [(String, String)] {
        [
            ("Name", client.name), ("Born", client.born), ("Address of mail", client.mail), ("Phone", client.phone),
            ("Status", client.status == .active ? "" : "archived"),
        ]
    }

    private func list(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let query = call.query("q")
        let found = try await office.records.clients(matching: query, for: identity.author)
        let names = try await therapists(identity)
        let rows = found.prefix(200).map { client -> [OfficePage.Table.Cell] in
            [
                .init(client.name, href: "/clients/\(client.id)"), .init(client.born),
                .init(names.first { $0.0 == client.therapist.text }?.1 ?? ""),
                .init(client.status == .active ? "active" : "archived"),
            ]
        }
        let empty =
            query.isEmpty
            ? "No clients yet. Add the first one; nobody but you, the owner and, for contact data, the assistants will see it."
            : "Nobody fits. Type the beginning of a first or last name."
        var search = OfficePage.FormBlock(
            action: "/clients", method: "get", button: "Search",
            [.line("q", "Find by name", query, hint: "The beginnings of names, in any order.", type: "search")])
        search.role = "search"
        var blocks: [OfficePage.Block] = [
            .init(form: search),
            .init(
                table: .init(
                    caption: "Clients", headers: ["Name", "Born", "Therapist", "Status"], rows: Array(rows),
                    empty: empty, live: true)),
            .init(text: .init(link: .init(name: "Add a client", href: "/clients/new"))),
        ]
        if identity.account.role == .therapist {
            blocks.append(
                .init(
                    text: .init(
                        title: "Emergency",
                        paragraphs: [
                            "You see your own clients. In an emergency you can open another client's record for an hour; it is recorded and the owner is told."
                        ],
                        link: .init(name: "Open a record in an emergency", href: "/clients/glass"))))
        }
        return OfficePage("Clients", width: "wide", blocks)
    }

    /// Who treats, for choosing and for names.
    private func therapists(_ identity: Identity) async throws -> [(String, String)] {
        try await office.records.team(for: identity.author)
            .filter { [.owner, .therapist].contains($0.role) && $0.status == .active }.map { ($0.id.text, $0.name) }
    }

    private func editor(
        _ call: OfficeRouter.Call, _ client: Client?, _ fields: ClientFields, key: String? = nil,
        _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let identity = try call.signedIn()
        let people = try await therapists(identity)
        let seesNote = identity.account.role != .assistant
        var rows: [OfficePage.Field] = [
            .line("name", "Name", fields.name, required: true),
            .line("born", "Date of birth", fields.born, type: "date", longest: 10),
            .line("mail", "Address of mail", fields.mail, type: "email", longest: 254),
            .line("phone", "Phone", fields.phone, type: "tel", longest: 40),
        ]
        if client == nil || identity.account.role != .assistant {
            let all = people.contains { $0.0 == fields.therapist } ? people : people + [(fields.therapist, "as before")]
            rows.append(
                .select(
                    "therapist", "Therapist", fields.therapist,
                    client == nil && identity.account.role == .assistant ? people : all))
        }
        if client != nil {
            rows.append(.select("status", "Status", fields.status, [("active", "Active"), ("archived", "Archived")]))
        }
        if seesNote {
            rows.append(
                .text(
                    "note", "Notes", fields.note, hint: "Clinical text; assistants never see it.", longest: 20_000,
                    rows: 10))
        }
        let hidden =
            client.map { ["version": "\($0.version)"] } ?? ["key": key ?? UUID().uuidString.lowercased()]
        return OfficePage(
            client.map { "Change \($0.name)" } ?? "New client",
            [
                .init(
                    form: .init(
                        action: client.map { "/clients/\($0.id)" } ?? "/clients", hidden: hidden, button: "Save",
                        cancel: client.map { "/clients/\($0.id)" } ?? "/clients", rows.with(error)))
            ]
        )
    }

    private func view(_ id: Client.ID, _ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let client = try await office.records.client(id, for: identity.author)
        let zone = try await office.records.practice(for: identity.author).timeZone
        let names = try await therapists(identity)
        let therapist = names.first { $0.0 == client.therapist.text }?.1 ?? ""
        let isOwn = AccessRules.allows(identity.author, .editContact, client)
        var blocks: [OfficePage.Block] = [
            .init(facts: .init(nil, facts(client) + [("Therapist", therapist), ("Client number", client.id.text)]))
        ]
        if isOwn { blocks.append(.init(text: .init(link: .init(name: "Change", href: "/clients/\(id)/edit")))) }
        if let note = client.note {
            blocks.append(
                .init(text: .init(title: "Notes", paragraphs: note.isEmpty ? ["Nothing is noted yet."] : [], pre: note))
            )
            blocks += try await recordBlocks(client, identity, zone: zone)
        } else {
            blocks.append(.init(text: .init(paragraphs: ["Clinical text is not shown to assistants."])))
        }
        if isOwn {
            blocks.append(
                .init(
                    form: .init(
                        "Let the client write before the first visit", action: "/clients/\(id)/link",
                        button: "Make a link",
                        note: "A form with a drawing. The link works once and never shows the record.", [])))
        }
        if identity.account.role == .owner, !client.mail.isEmpty {
            blocks.append(
                .init(
                    form: .init(
                        "Let the client read", action: "/clients/\(id)/invite", button: "Make an invitation",
                        note: "An account for \(client.mail), with which the client reads the own record.", [])))
        }
        return OfficePage(client.name, blocks)
    }

    private func glass(client: String, reason: String = "", _ error: RecordsError? = nil) -> OfficePage {
        OfficePage(
            "Open a record in an emergency",
            lead: [
                "For one hour you can read the record. It is written down, and the owner is told who, when and why."
            ],
            [
                .init(
                    form: OfficePage.FormBlock(
                        action: "/clients/glass", button: "Open the record", cancel: "/clients",
                        [
                            .line(
                                "client", "Client number", client,
                                hint: "36 characters; the assistant or the owner sees it on the client's page.",
                                longest: 40, required: true),
                            .text("reason", "Reason", reason, longest: 500),
                        ].with(error)
                    ).dangerous())
            ]
        )
    }
}

/// What the form of a client holds.
struct ClientFields {
    var name = ""
    var born = ""
    var mail = ""
    var phone = ""
    var therapist = ""
    var status = "active"
    var note = ""
    var all: [String] { [name, born, mail, phone, therapist, note] }

    init(therapist: String) { self.therapist = therapist }

    init(_ form: Form) {
        name = form["name"]
        born = form["born"]
        mail = form["mail"]
        phone = form["phone"]
        therapist = form["therapist"]
        status = form["status"].isEmpty ? "active" : form["status"]
        note = form["note"]
    }

    init(_ client: Client) {
        name = client.name
        born = client.born
        mail = client.mail
        phone = client.phone
        therapist = client.therapist.text
        status = client.status.rawValue
        note = client.note ?? ""
    }

    func client(practice: Practice.ID) throws(RecordsError) -> Client {
        try Client(
            practice: practice, therapist: try account(), name: name, born: born, mail: mail, phone: phone, note: note,
            created: Date()
        )
    }

    /// The client with the form's values; a therapist or note that the form does not hold stays.
    func changed(_ before: Client, version: Int) throws(RecordsError) -> Client {
        guard let status = Client.Status(rawValue: status) else {
            throw .invalid(field: "status", value: "", reason: "is neither active nor archived")
        }
        return try Client(
            id: before.id, practice: before.practice, therapist: therapist.isEmpty ? before.therapist : try account(),
            status: status, name: name, born: born, mail: mail, phone: phone, note: before.note == nil ? nil : note,
            created: before.created, version: version
        )
    }

    private func account() throws(RecordsError) -> Account.ID {
        guard let id = Account.ID(text: therapist) else {
            throw .invalid(field: "therapist", value: "", reason: "is nobody of the team")
        }
        return id
    }
}
