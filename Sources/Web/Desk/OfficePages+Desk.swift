import Access
import Directory
import Foundation
import Hummingbird
import Records
import Scheduling

/// The practitioner's own page, places, services and hours.
extension OfficePages {
    func addDesk(to router: OfficeRouter) {
        router.on(.get, "/desk", .staff) { call in try answer(try await desk(call), to: call) }
        router.on(.post, "/desk/practitioners", .staff) { call in
            let form = try await Form(call)
            let identity = try call.signedIn()
            return try await trying {
                let zone = try await office.records.practice(for: identity.author).timeZone
                let saved = try await office.records.save(
                    Practitioner(
                        practice: identity.account.practice,
                        account: form["account"] == "none" ? nil : identity.account.id, name: form["name"],
                        plan: .closed(zone: zone)),
                    isNew: true, by: identity.author)
                return .see("/desk/practitioners/\(saved.id)")
            } orElse: { error in
                try answer(
                    OfficePage(
                        "This did not work", lead: [Self.words(error)],
                        [.init(text: .init(link: .init(name: "Back", href: "/desk")))]),
                    to: call, status: .unprocessableContent)
            }
        }
        router.on(.get, "/desk/practitioners/{id}", .staff) { call in
            try answer(try await practitioner(call), to: call)
        }
        router.on(.post, "/desk/practitioners/{id}", .staff) { call in
            let form = try await Form(call)
            return try await changing(call, form) { before in
                var after = before
                after = try PractitionerForm(form).applied(to: before)
                return after
            }
        }
        router.on(.post, "/desk/practitioners/{id}/hours", .staff) { call in
            let form = try await Form(call)
            return try await changing(call, form) { before in
                var after = before
                after.plan = try AvailabilityPlan(
                    zone: form["zone"], week: (1...7).map { form["week_\($0)"] },
                    exceptions: form["exceptions"].split(separator: "\n").map {
                        $0.trimmingCharacters(in: .whitespacesAndNewlines)
                    })
                return after
            }
        }
        addPlaces(to: router)
        addServices(to: router)
        addAbsences(to: router)
    }

    /// An error of a field in one sentence.
    static func words(_ error: RecordsError) -> String {
        switch error {
        case .invalid(let field, let value, let reason):
            "\(field.replacing("_", with: " ")) \(value.isEmpty ? "" : "“\(value)” ")\(reason)."
        case .duplicate("account"): "You have a page already."
        case .duplicate(let field): "There is one with this \(field) already."
        default: "It could not be saved."
        }
    }

    /// Saves a change of a practitioner, or shows the page with what was typed and what is wrong.
    private func changing(
        _ call: OfficeRouter.Call, _ form: Form, _ change: (Practitioner) throws -> Practitioner
    ) async throws -> Response {
        let author = try call.signedIn().author
        let id = try call.identifier(of: Practitioner.self)
        let before = try await office.records.practitioner(id, for: author)
        guard BookingRules.manages(author, before) else { throw RecordsError.notFound }
        do {
            var after = try change(before)
            after.version = form.version
            _ = try await office.records.save(after, isNew: false, by: author)
            return .see("/desk/practitioners/\(id)?saved=1")
        } catch let error as RecordsError {
            guard case .invalid = error else { throw error }
            return try answer(
                try await practitioner(call, typed: form, error), to: call, status: .unprocessableContent)
        }
    }

    // MARK: Pages

    private func desk(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let all = try await office.records.practitioners(for: identity.author)
        let own = all.first { $0.account == identity.account.id }
        var blocks: [OfficePage.Block] = [
            .init(
                table: .init(
                    caption: "Practitioners", headers: ["Name", "Page", "Open to the public"],
                    rows: all.map { one in
                        [
                            .init(one.name, href: "/desk/practitioners/\(one.id)"),
                            .init(one.status == .listed ? "listed" : one.status == .hidden ? "hidden" : "draft"),
                            one.status == .listed
                                ? .init("look", href: "/therapists/\(one.id)") : .init("no"),
                        ]
                    },
                    empty:
                        "Nobody yet. Make a page: hours, places and services first, then your training; once somebody has checked it, clients find you."
                ))
        ]
        let mayAdd = identity.account.role == .owner || identity.account.role == .therapist
        if mayAdd, own == nil {
            blocks.append(
                .init(
                    form: .init(
                        "Make your page", action: "/desk/practitioners", button: "Begin",
                        [.line("name", "Name as clients see it", identity.account.name, required: true)])))
        } else if identity.account.role == .owner {
            blocks.append(
                .init(
                    form: .init(
                        "Another practitioner", action: "/desk/practitioners", hidden: ["account": "none"],
                        button: "Add", note: "For somebody without an account of their own; you keep the calendar.",
                        [.line("name", "Name as clients see it", "", required: true)])))
        }
        if identity.account.role == .owner {
            blocks.append(
                .init(text: .init(link: .init(name: "Take practitioners over from a list", href: "/desk/list"))))
        }
        let places = try await office.records.places(for: identity.author)
        blocks.append(
            .init(
                table: .init(
                    "Places", caption: "Places", headers: ["Name", "Kind", "Town"],
                    rows: places.map { place in
                        [
                            .init(place.name, href: "/desk/places/\(place.id)"), .init(Self.kind(place.kind)),
                            .init(place.town),
                        ]
                    }, empty: "No place yet; a service needs one.")))
        if mayAdd {
            blocks.append(.init(text: .init(link: .init(name: "Add a place", href: "/desk/places/new"))))
        }
        if try await office.records.isSteward(identity.author) {
            blocks.append(
                .init(
                    text: .init(
                        title: "Checks", paragraphs: ["Trainings and experiences that wait for you as a steward."],
                        link: .init(name: "To the checks", href: "/checks"))))
        }
        return OfficePage(
            "Pages and hours", lead: ["Who treats here, where, when, and what can be booked."], width: "wide", blocks)
    }

    static func kind(_ kind: ServicePlace.Kind) -> String {
        switch kind {
        case .room: "one room"
        case .site: "an address with several rooms"
        case .area: "the therapist comes to the client"
        }
    }

    func practitioner(
        _ call: OfficeRouter.Call, typed: Form? = nil, _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let identity = try call.signedIn()
        let found = try await office.records.practitioner(call.identifier(of: Practitioner.self), for: identity.author)
        let services = try await office.records.services(of: found.id, for: identity.author)
        let places = try await office.records.places(for: identity.author)
        let isListed = try await office.records.listing(of: found.id) != nil
        let manages = BookingRules.manages(identity.author, found)
        var page = OfficePage(found.name, width: "wide", [])
        page.styles = ["public.css"]
        if call.query("saved") == "1" { page.message = "Saved." }
        if let count = Int(call.query("events")) {
            page.message = count == 1 ? "1 event was taken over." : "\(count) events were taken over."
        }
        page.lead = [
            isListed
                ? "Clients find this page."
                : found.status == .listed
                    ? "Not public yet: it becomes public as soon as a training is verified."
                    : "Not public: set it to listed below when it is ready."
        ]
        page.blocks.append(
            .init(
                table: .init(
                    "Services", caption: "Services", headers: ["Service", "Minutes", "Place", "Bookable"],
                    rows: services.map { service in
                        [
                            .init(service.name, href: "/desk/services/\(service.id)"),
                            .init("\(service.terms.durationMinutes)"),
                            .init(places.first { $0.id == service.place }?.name ?? ""),
                            .init(service.isOpen ? "yes" : "no"),
                        ]
                    }, empty: "No service yet.")))
        guard manages else { return page }
        if !places.isEmpty {
            page.blocks.append(
                .init(
                    text: .init(
                        link: .init(name: "Add a service", href: "/desk/practitioners/\(found.id)/services/new"))))
        } else {
            page.blocks.append(
                .init(
                    text: .init(
                        paragraphs: ["A service needs a place."],
                        link: .init(name: "Add a place", href: "/desk/places/new"))))
        }
        // Each form of the page says which one it is; that of the page itself is the one without a name.
        let part = typed?["part"] ?? ""
        page.blocks.append(
            .init(form: Self.hours(found, part == "hours" ? typed : nil, part == "hours" ? error : nil)))
        page.blocks += try await absenceBlocks(found, identity, typed: typed, error)
        page.blocks.append(
            .init(
                form: PractitionerForm.block(
                    found, part.isEmpty ? typed : nil, places: places, conditions: try conditions.value(),
                    part.isEmpty ? error : nil)))
        page.blocks.append(
            .init(
                text: .init(
                    title: "Training", paragraphs: ["Evidence of training is what makes the page public."],
                    link: .init(name: "Training", href: "/training/\(found.id)"))))
        page.blocks.append(
            .init(
                text: .init(
                    title: "Experiences",
                    link: .init(name: "What clients told", href: "/desk/practitioners/\(found.id)/experiences"))))
        return page
    }

    private static func hours(_ found: Practitioner, _ typed: Form?, _ error: RecordsError?) -> OfficePage.FormBlock {
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        var fields: [OfficePage.Field] = zip(1...7, names).map { number, name in
            .line(
                "week_\(number)", name, typed?["week_\(number)"] ?? found.plan.week[number - 1],
                hint: number == 1 ? "Such as 9:00-12:30, 13:30-18:00; empty when closed." : nil)
        }
        fields.append(
            .text(
                "exceptions", "Other days, one a line",
                typed?["exceptions"] ?? found.plan.exceptions.joined(separator: "\n"),
                hint: "2026-12-24 for a closed day, 2026-12-31 9:00-12:00 for other hours.", longest: 30_000, rows: 4))
        fields.append(.line("zone", "Time zone", typed?["zone"] ?? found.plan.zone, required: true))
        return .init(
            "Hours", action: "/desk/practitioners/\(found.id)/hours",
            hidden: ["version": "\(found.version)", "part": "hours"],
            button: "Save the hours", fields.with(error))
    }
}

/// The form of a practitioner's page.
struct PractitionerForm {
    let form: Form

    init(_ form: Form) { self.form = form }

    func applied(to before: Practitioner) throws -> Practitioner {
        guard let status = Practitioner.Status(rawValue: form["status"]),
            let mode = Practitioner.Mode(rawValue: form["mode"])
        else { throw RecordsError.invalid(field: "status", value: "", reason: "is none of those offered") }
        return try Practitioner(
            id: before.id, practice: before.practice, account: before.account, status: status, mode: mode,
            name: form["name"], about: form["about"],
            languages: form["languages"].split(whereSeparator: { ", ;".contains($0) }).map(String.init),
            conditions: form.fields(beginning: "c_").map(\.name),
            accessibility: Set(form.fields(beginning: "a_").compactMap { Accessibility(rawValue: $0.name) }),
            base: ServicePlace.ID(text: form["base"]), plan: before.plan, version: before.version)
    }

    static func block(
        _ found: Practitioner, _ typed: Form?, places: [ServicePlace], conditions: [TermName],
        _ error: RecordsError?
    ) -> OfficePage.FormBlock {
        func value(_ name: String, _ kept: String) -> String { typed?[name] ?? kept }
        var block = OfficePage.FormBlock(
            "The page that clients see", action: "/desk/practitioners/\(found.id)",
            hidden: ["version": "\(found.version)"], button: "Save the page",
            [
                .line("name", "Name", value("name", found.name), required: true),
                .text(
                    "about", "About you", value("about", found.about),
                    hint: "How you work, in plain words. Nothing about a client.", longest: 3_000),
                .line(
                    "languages", "Languages", value("languages", found.languages.joined(separator: ", ")),
                    hint: "Codes such as de, en, pt-BR."),
                .select(
                    "status", "Public", value("status", found.status.rawValue),
                    [("draft", "not yet"), ("listed", "listed, once a training is verified"), ("hidden", "hidden")]),
                .select(
                    "mode", "Appointments", value("mode", found.mode.rawValue),
                    [
                        ("open", "clients book"), ("request", "clients ask, I accept"),
                        ("view", "by phone or mail only"),
                    ]),
                .select(
                    "base", "Found at", value("base", found.base?.text ?? ""),
                    [("", "the places of the services")] + places.map { ($0.id.text, $0.name) }),
            ].with(error))
        typealias Check = OfficePage.FormBlock.Checks.Check
        func isOn(_ name: String, _ kept: Bool) -> Bool { typed.map { !$0[name].isEmpty } ?? kept }
        let treated: [Check] = conditions.map { one in
            Check(name: "c_\(one.id)", text: one.name, isOn: isOn("c_\(one.id)", found.conditions.contains(one.id)))
        }
        let reachable: [Check] = Accessibility.allCases.map { one in
            let name = "a_\(one.rawValue)"
            return Check(
                name: name, text: PublicWords.accessibility(one), isOn: isOn(name, found.accessibility.contains(one)))
        }
        block.checks = .init("Experience with, and accessibility", treated + reachable)
        return block
    }
}
