import Access
import Directory
import Foundation
import Hummingbird
import Records
import Scheduling

/// What can be booked, and how.
extension OfficePages {
    func addServices(to router: OfficeRouter) {
        router.on(.get, "/desk/practitioners/{id}/services/new", .staff) { call in
            let author = try call.signedIn().author
            let owner = try await office.records.practitioner(call.identifier(of: Practitioner.self), for: author)
            guard BookingRules.manages(author, owner) else { throw RecordsError.notFound }
            return try answer(try await servicePage(call, owner.id, nil, ServiceForm()), to: call)
        }
        router.on(.post, "/desk/practitioners/{id}/services", .staff) { call in
            let form = ServiceForm(try await Form(call))
            let owner = try call.identifier(of: Practitioner.self)
            return try await saveService(call, owner, nil, form, version: 1)
        }
        router.on(.get, "/desk/services/{id}", .staff) { call in
            let service = try await service(call)
            return try answer(
                try await servicePage(call, service.practitioner, service, ServiceForm(service)), to: call)
        }
        router.on(.post, "/desk/services/{id}", .staff) { call in
            let sent = try await Form(call)
            let service = try await service(call)
            return try await saveService(
                call, service.practitioner, service, ServiceForm(sent), version: sent.version)
        }
    }

    private func service(_ call: OfficeRouter.Call) async throws -> OfferedService {
        let author = try call.signedIn().author
        let id = try call.identifier(of: OfferedService.self)
        for owner in try await office.records.practitioners(for: author) {
            let services = try await office.records.services(of: owner.id, for: author)
            if let found = services.first(where: { $0.id == id }) { return found }
        }
        throw RecordsError.notFound
    }

    private func saveService(
        _ call: OfficeRouter.Call, _ owner: Practitioner.ID, _ before: OfferedService?, _ form: ServiceForm,
        version: Int
    ) async throws -> Response {
        let identity = try call.signedIn()
        do {
            let saved = try form.service(
                before, practice: identity.account.practice, practitioner: owner, version: version)
            _ = try await office.records.save(saved, isNew: before == nil, by: identity.author)
            return .see("/desk/practitioners/\(owner)?saved=1")
        } catch let error as RecordsError {
            guard case .invalid = error else { throw error }
            return try answer(
                try await servicePage(call, owner, before, form, error), to: call, status: .unprocessableContent)
        }
    }

    private func servicePage(
        _ call: OfficeRouter.Call, _ owner: Practitioner.ID, _ before: OfferedService?, _ form: ServiceForm,
        _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let places = try await office.records.places(for: call.signedIn().author)
        func number(_ name: String, _ label: String, hint: String? = nil) -> OfficePage.Field {
            .line(name, label, form.values[name] ?? "", hint: hint, type: "number", longest: 6)
        }
        var block = OfficePage.FormBlock(
            action: before.map { "/desk/services/\($0.id)" } ?? "/desk/practitioners/\(owner)/services",
            hidden: ["version": "\(before?.version ?? 1)"], button: "Save",
            cancel: "/desk/practitioners/\(owner)",
            [
                .line(
                    "service_name", "Name", form.values["service_name"] ?? "", hint: "As clients read it.",
                    required: true),
                .text("service_about", "What it is", form.values["service_about"] ?? "", longest: 1_000, rows: 2),
                .select("place", "Where", form.values["place"] ?? "", places.map { ($0.id.text, $0.name) }),
                number("minutes", "Length in minutes"),
                number("before", "Minutes kept free before"), number("after", "Minutes kept free after"),
                .line("price", "Price", form.values["price"] ?? "", hint: "In words: 70 EUR.", longest: 60),
                number("grid", "Times are offered every … minutes"),
                number("notice", "Shortest notice, in hours"), number("horizon", "Bookable for … days ahead"),
                .select(
                    "confirmation", "A booking is", form.values["confirmation"] ?? "instant",
                    [("instant", "fixed at once"), ("approval", "fixed once I accept it")]),
                .line(
                    "reminders", "Reminders, hours before", form.values["reminders"] ?? "",
                    hint: "Such as 48, 2. Never at night."),
                number("change", "Clients may move or cancel until … hours before"),
                number("series", "Most appointments booked at once", hint: "1 for one at a time."),
            ].with(error))
        block.checks = .init(
            "Whether it is offered, and what clients fill in",
            [
                .init(
                    name: "asks_intake", text: "Ask for the form and pain drawing with the confirmation",
                    isOn: form.asksIntake),
                .init(name: "is_open", text: "Can be booked", isOn: form.isOpen),
            ])
        var page = OfficePage(before?.name ?? "New service", [.init(form: block)])
        page.styles = ["public.css"]
        return page
    }
}

/// The form of a service as it was typed.
struct ServiceForm {
    var values: [String: String] = [
        "minutes": "60", "before": "0", "after": "15", "grid": "30", "notice": "12", "horizon": "60",
        "reminders": "24", "change": "24", "series": "1", "confirmation": "instant",
    ]
    var asksIntake = true
    var isOpen = true

    private static let names = [
        "service_name", "service_about", "place", "minutes", "before", "after", "price", "grid", "notice", "horizon",
        "confirmation", "reminders", "change", "series",
    ]

    init() {}

    init(_ form: Form) {
        for name in Self.names { values[name] = form[name] }
        asksIntake = !form["asks_intake"].isEmpty
        isOpen = !form["is_open"].isEmpty
    }

    init(_ service: OfferedService) {
        let terms = service.terms
        func hours(_ minutes: Int) -> String { Words.number(Double(minutes) / 60) }
        values = [
            "service_name": service.name, "service_about": service.about, "place": service.place.text,
            "minutes": "\(terms.durationMinutes)", "before": "\(terms.bufferBefore)", "after": "\(terms.bufferAfter)",
            "price": service.price, "grid": "\(terms.gridMinutes)", "notice": hours(terms.noticeMinutes),
            "horizon": "\(terms.horizonDays)", "confirmation": terms.confirmation.rawValue,
            "reminders": service.reminders.map(hours).joined(separator: ", "), "change": hours(service.changeMinutes),
            "series": "\(service.seriesMost)",
        ]
        asksIntake = service.asksIntake
        isOpen = service.isOpen
    }

    func service(
        _ before: OfferedService?, practice: Practice.ID, practitioner: Practitioner.ID, version: Int
    ) throws -> OfferedService {
        guard let place = ServicePlace.ID(text: values["place"] ?? "") else {
            throw RecordsError.invalid(field: "place", value: "", reason: "must be chosen")
        }
        let terms: ServiceTerms
        do {
            terms = try ServiceTerms(
                durationMinutes: whole("minutes"), bufferBefore: whole("before"), bufferAfter: whole("after"),
                noticeMinutes: minutes("notice"), horizonDays: whole("horizon"), gridMinutes: whole("grid"),
                confirmation: ServiceTerms.Confirmation(rawValue: values["confirmation"] ?? "") ?? .instant)
        } catch let error as SchedulingError {
            guard case .invalid(let field, let value, let reason) = error else { throw RecordsError(error) }
            let names = [
                "durationMinutes": "minutes", "bufferBefore": "before", "bufferAfter": "after",
                "noticeMinutes": "notice", "horizonDays": "horizon", "gridMinutes": "grid",
            ]
            throw RecordsError.invalid(field: names[field] ?? field, value: value, reason: reason)
        }
        let reminders = try (values["reminders"] ?? "").split(separator: ",").map {
            try Self.minutes(String($0), "reminders")
        }
        return try OfferedService(
            id: before?.id ?? OfferedService.ID(), practice: practice, practitioner: practitioner, place: place,
            name: values["service_name"] ?? "", about: values["service_about"] ?? "", price: values["price"] ?? "",
            terms: terms, reminders: reminders, changeMinutes: minutes("change"), seriesMost: whole("series"),
            asksIntake: asksIntake, isOpen: isOpen, version: version)
    }

    private func whole(_ name: String) throws(RecordsError) -> Int {
        let text = (values[name] ?? "").trimmingCharacters(in: .whitespaces)
        guard let number = Int(text), (0...1_000_000).contains(number) else {
            throw .invalid(field: name, value: String(text.prefix(20)), reason: "is no whole number")
        }
        return number
    }

    private func minutes(_ name: String) throws(RecordsError) -> Int { try Self.minutes(values[name] ?? "", name) }

    /// Hours as typed, in minutes.
    private static func minutes(_ text: String, _ field: String) throws(RecordsError) -> Int {
        let plain = text.trimmingCharacters(in: .whitespaces).replacing(",", with: ".")
        guard let hours = Double(plain), (0...10_000).contains(hours) else {
            throw .invalid(field: field, value: String(plain.prefix(20)), reason: "is no number of hours")
        }
        return Int((hours * 60).rounded())
    }
}
