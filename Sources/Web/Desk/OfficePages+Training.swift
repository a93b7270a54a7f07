import Access
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Reception
import Records

/// Evidence of training: handing it in, and the stewards' queue.
extension OfficePages {
    func addTraining(to router: OfficeRouter) {
        router.on(.get, "/training", .staff) { call in
            let identity = try call.signedIn()
            let own = try await office.records.practitioners(for: identity.author)
                .first { $0.account == identity.account.id }
            return .see(own.map { "/training/\($0.id)" } ?? "/desk")
        }
        router.on(.get, "/training/{id}", .staff) { call in try answer(try await training(call), to: call) }
        router.on(.post, "/training/{id}", .staff) { call in try await submit(call) }
        router.on(.get, "/training/documents/{training}", .staff) { call in
            let id = try call.identifier(of: TrainingRecord.self, "training")
            let (kind, bytes) = try await office.records.document(of: id, for: call.signedIn().author)
            // Never shown inline: what is inside was made by somebody else.
            var headers: HTTPFields = [.contentType: "application/octet-stream", .cacheControl: "no-store"]
            headers[.contentDisposition] = "attachment; filename=\"training-\(id).\(kind.rawValue)\""
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        router.on(.get, "/checks", .staff) { call in
            try await steward(call)
            return try answer(try await checks(call), to: call)
        }
        router.on(.post, "/checks/{training}", .staff) { call in
            let form = try await Form(call)
            try await steward(call)
            let author = try call.signedIn().author
            let id = try call.identifier(of: TrainingRecord.self, "training")
            let now = reception.clock()
            return try await trying {
                switch form["decision"] {
                case "verify":
                    guard let method = TrainingRecord.Method(rawValue: form["method"]) else {
                        throw RecordsError.invalid(field: "method", value: "", reason: "must be chosen")
                    }
                    try await office.records.decide(id, method: method, note: form["note"], by: author) { found in
                        [Reception.letter(about: found, "verified", now: now)].compactMap { $0 }
                    }
                case "refuse":
                    try await office.records.decide(id, method: nil, note: form["note"], by: author) { found in
                        [Reception.letter(about: found, "refused", now: now)].compactMap { $0 }
                    }
                case "revoke":
                    try await office.records.proposeRevocation(of: id, reason: form["note"], by: author)
                case "confirm", "drop":
                    try await office.records.answerRevocation(
                        of: id, confirm: form["decision"] == "confirm", by: author)
                default: throw HTTPError(.badRequest)
                }
                return .see("/checks")
            } orElse: {
                try failed($0, "/checks", call)
            }
        }
    }

    /// - Throws: ``RecordsError/notFound`` for anybody who is no steward.
    func steward(_ call: OfficeRouter.Call) async throws {
        guard try await office.records.isSteward(call.signedIn().author) else { throw RecordsError.notFound }
    }

    private func submit(_ call: OfficeRouter.Call) async throws -> Response {
        let identity = try call.signedIn()
        let id = try call.identifier(of: Practitioner.self)
        let form = try await MultipartForm(call, largestFile: DocumentKind.largest)
        guard identity.isOwn(form["csrf"]) else {
            throw HTTPError(.forbidden, message: "this form is out of date; load the page again")
        }
        let owner = try await office.records.practitioner(id, for: identity.author)
        do {
            let document = form.file("document")
            let hours = form["hours"].trimmingCharacters(in: .whitespaces)
            guard let count = hours.isEmpty ? 0 : Int(hours) else {
                throw RecordsError.invalid(
                    field: "hours", value: String(hours.prefix(20)), reason: "is no whole number")
            }
            let record = try TrainingRecord(
                practice: owner.practice, practitioner: owner.id, issuer: form["issuer"], title: form["title"],
                number: form["number"], hours: count, issued: form["issued"],
                expires: form["expires"].isEmpty ? nil : form["expires"], document: document.map(DocumentKind.of),
                submitted: reception.clock())
            try await office.records.submit(record, document: document, by: identity.author)
            return .see("/training/\(id)?sent=1")
        } catch let error as RecordsError {
            guard case .invalid = error else { throw error }
            return try answer(try await training(call, typed: form, error), to: call, status: .unprocessableContent)
        }
    }

    private func training(
        _ call: OfficeRouter.Call, typed: MultipartForm? = nil, _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let identity = try call.signedIn()
        let owner = try await office.records.practitioner(call.identifier(of: Practitioner.self), for: identity.author)
        let all = try await office.records.training(of: owner.id, for: identity.author)
        let now = reception.clock()
        let manages = BookingRules.manages(identity.author, owner)
        // Colleagues see what counts; why something does not, and the document, is between the others.
        let isSteward = try await office.records.isSteward(identity.author)
        let reads = manages || isSteward
        var page = OfficePage(
            "Training of \(owner.name)",
            lead: [
                "Clients see only trainings that somebody else has checked, with who checked it, how and when. One that has run out disappears by itself; you get a mail 30 days before."
            ], width: "wide",
            [
                .init(
                    table: .init(
                        caption: "Trainings", headers: ["Training", "Issued", "State", "Document"],
                        rows: all.map { record in
                            [
                                .init("\(record.title), \(record.issuer)"),
                                .init(record.issued + (record.expires.map { " until \($0)" } ?? "")),
                                .init(Self.state(record, now, withReasons: reads)),
                                record.document == nil
                                    ? .init("none")
                                    : reads
                                        ? .init("download", href: "/training/documents/\(record.id)")
                                        : .init("handed in"),
                            ]
                        }, empty: "Nothing handed in yet."))
            ])
        if call.query("sent") == "1" { page.message = "Handed in. You get a mail when it has been checked." }
        guard manages else { return page }
        func value(_ name: String) -> String { typed?[name] ?? "" }
        var block = OfficePage.FormBlock(
            "Hand in evidence", action: "/training/\(owner.id)", button: "Hand in",
            [
                .line(
                    "title", "Training", value("title"),
                    hint: "As the certificate says: Certified Neuromuscular Therapist.", longest: 160, required: true),
                .line("issuer", "Issued by", value("issuer"), longest: 160, required: true),
                .line("number", "Number of the certificate", value("number"), longest: 60),
                .line("hours", "Hours of training", value("hours"), type: "number", longest: 5),
                .line("issued", "Issued on", value("issued"), type: "date", longest: 10, required: true),
                .line("expires", "Valid until, if it ends", value("expires"), type: "date", longest: 10),
                .line(
                    "document", "The certificate", "",
                    hint: "PDF, PNG or JPEG, at most 5 MB. Only you and those who check it can open it.",
                    type: "file", longest: 200),
            ].with(error))
        block.sendsFile = true
        page.blocks.append(.init(form: block))
        return page
    }

    private static func state(_ record: TrainingRecord, _ now: Date, withReasons: Bool) -> String {
        switch record.status {
        case .submitted: return "waits to be checked"
        case .refused: return withReasons ? "not accepted: \(record.check?.note ?? "")" : "not accepted"
        case .revoked: return withReasons ? "revoked: \(record.revocation?.reason ?? "")" : "revoked"
        case .verified:
            guard record.counts(at: now) else { return "ran out" }
            return "verified by \(record.check?.name ?? ""), \(PublicWords.method(record.check?.method))"
        }
    }

    private func checks(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let all = try await office.records.cases(for: identity.author)
        var page = OfficePage(
            "Checks",
            lead: [
                "Trainings that wait to be checked, and those that count. Nobody decides on the own training; a revocation takes two."
            ], width: "wide", [])
        let experiences = try await office.records.waitingExperiences(for: identity.author)
        page.blocks.append(
            .init(
                text: .init(
                    title: "Experiences",
                    paragraphs: [experiences.isEmpty ? "None waits." : "\(experiences.count) wait to be read."],
                    link: .init(name: "Read experiences", href: "/checks/experiences"))))
        let waiting = all.filter { $0.record.status == .submitted }
        if waiting.isEmpty { page.blocks.append(.init(text: .init(title: "Waiting", paragraphs: ["Nothing waits."]))) }
        for found in waiting { page.blocks += Self.blocks(found, identity) }
        let proposed = all.filter { $0.record.revocation != nil }
        for found in proposed { page.blocks += Self.blocks(found, identity) }
        let counting = all.filter { $0.record.status == .verified && $0.record.revocation == nil }
        page.blocks.append(
            .init(
                table: .init(
                    "Verified", caption: "Verified trainings", headers: ["Practitioner", "Training", "Valid until"],
                    rows: counting.map { found in
                        [
                            .init("\(found.practitioner), \(found.practice)"),
                            .init("\(found.record.title), \(found.record.issuer)"),
                            .init(found.record.expires ?? "no end"),
                        ]
                    }, empty: "None yet.")))
        for found in counting where found.account != identity.account.id {
            page.blocks.append(
                .init(
                    form: OfficePage.FormBlock(
                        "Propose to revoke: \(found.practitioner), \(found.record.title)",
                        action: "/checks/\(found.record.id)", hidden: ["decision": "revoke"], button: "Propose",
                        [.line("note", "Why", "", longest: 1_000, required: true)]
                    ).dangerous()))
        }
        return page
    }

    private static func blocks(_ found: TrainingCase, _ identity: Identity) -> [OfficePage.Block] {
        let record = found.record
        var blocks: [OfficePage.Block] = [
            .init(
                facts: .init(
                    "\(found.practitioner), \(found.practice)",
                    [
                        ("Training", record.title), ("Issued by", record.issuer), ("Number", record.number),
                        ("Hours", record.hours > 0 ? "\(record.hours)" : ""), ("Issued on", record.issued),
                        ("Valid until", record.expires ?? "no end"),
                        ("Handed in", CalendarDay(record.submitted, in: .gmt).text),
                        ("To be revoked because", record.revocation?.reason ?? ""),
                    ]))
        ]
        if record.document != nil {
            blocks.append(
                .init(text: .init(link: .init(name: "Download the document", href: "/training/documents/\(record.id)")))
            )
        }
        guard found.account != identity.account.id else {
            blocks.append(.init(text: .init(paragraphs: ["This is your own: somebody else decides."])))
            return blocks
        }
        let action = "/checks/\(record.id)"
        if let revocation = record.revocation {
            if revocation.proposed != identity.account.id {
                blocks.append(
                    .init(
                        form: OfficePage.FormBlock(
                            action: action, hidden: ["decision": "confirm"], button: "Revoke it", []
                        ).dangerous("Revoke this training? The page may stop being public.")))
            }
            blocks.append(
                .init(
                    form: .init(action: action, hidden: ["decision": "drop"], button: "Drop the proposal", [])))
            return blocks
        }
        blocks.append(
            .init(
                form: .init(
                    action: action, hidden: ["decision": "verify"], button: "Verify",
                    [
                        .select(
                            "method", "How it was checked", "",
                            [("", "choose")]
                                + TrainingRecord.Method.allCases.map { ($0.rawValue, PublicWords.method($0)) }),
                        .line("note", "Note", "", hint: "Not shown in public.", longest: 1_000),
                    ])))
        blocks.append(
            .init(
                form: .init(
                    action: action, hidden: ["decision": "refuse"], button: "Do not accept",
                    [.line("note", "Why, for the practitioner", "", longest: 1_000, required: true)])))
        return blocks
    }
}
