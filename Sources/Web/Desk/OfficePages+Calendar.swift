import Access
import Directory
import Foundation
import Hummingbird
import Reception
import Records
import Scheduling
import Vault

/// The practice's calendar: who comes, when, and what became of it.
extension OfficePages {
    func addCalendar(to router: OfficeRouter) {
        router.on(.get, "/calendar", .staff) { call in try answer(try await calendar(call), to: call) }
        router.on(.get, "/calendar/new", .staff) { call in
            let form = NewVisitForm(
                client: call.query("client"), service: call.query("service"),
                start: Moment(timestamp: call.query("start")))
            return try answer(try await newVisit(call, form), to: call)
        }
        router.on(.post, "/calendar", .staff) { call in
            let form = NewVisitForm(try await Form(call))
            let author = try call.signedIn().author
            do {
                let booked = try await book(form, author)
                return .see("/calendar/\(booked.id)")
            } catch let error as RecordsError {
                switch error {
                case .invalid, .duplicate:
                    return try answer(try await newVisit(call, form, error), to: call, status: .unprocessableContent)
                default: throw error
                }
            }
        }
        router.on(.get, "/calendar/{id}", .staff) { call in try answer(try await visit(call), to: call) }
        router.on(.post, "/calendar/{id}", .staff) { call in
            let form = try await Form(call)
            let id = try call.identifier(of: Appointment.self)
            let author = try call.signedIn().author
            guard let status = Appointment.Status(rawValue: form["status"]) else { throw HTTPError(.badRequest) }
            return try await trying {
                _ = try await reception.change(id, to: status, by: author)
                return .see(form["back"] == "today" ? "/today" : "/calendar/\(id)")
            } orElse: {
                try failed($0, "/calendar/\(id)", call)
            }
        }
        router.on(.post, "/calendar/{id}/move", .staff) { call in
            let form = try await Form(call)
            let id = try call.identifier(of: Appointment.self)
            let author = try call.signedIn().author
            return try await trying {
                let found = try await reception.records.appointment(id, for: author)
                let zone = try await zone(of: found, author)
                guard let start = NewVisitForm.moment(form["day"], form["time"], zone) else {
                    throw RecordsError.invalid(field: "day", value: form["day"], reason: "and time are no moment")
                }
                _ = try await reception.move(id, to: start, by: author)
                return .see("/calendar/\(id)")
            } orElse: { error in
                try failed(
                    error == .duplicate(field: "start")
                        ? .invalid(field: "This time", value: "", reason: "is taken") : error, "/calendar/\(id)", call)
            }
        }
        router.on(.post, "/calendar/{id}/client", .staff) { call in
            let form = try await Form(call)
            let id = try call.identifier(of: Appointment.self)
            let identity = try call.signedIn()
            return try await trying {
                let found = try await reception.records.appointment(id, for: identity.author)
                let client: Client.ID
                if form["client"] == "new" {
                    client = try await newClient(of: found, identity)
                } else {
                    guard let chosen = Client.ID(text: form["client"]) else {
                        throw RecordsError.invalid(field: "client", value: "", reason: "must be chosen")
                    }
                    client = chosen
                }
                try await reception.records.tie(id, to: client, by: identity.author)
                return .see("/calendar/\(id)")
            } orElse: {
                try failed($0, "/calendar/\(id)", call)
            }
        }
    }

    private func zone(of appointment: Appointment, _ author: Author) async throws -> TimeZone {
        let found = try await office.records.practitioner(appointment.practitioner, for: author)
        return TimeZone(identifier: found.plan.zone) ?? .gmt
    }

    /// A new client of the register from what was typed when booking.
    private func newClient(of appointment: Appointment, _ identity: Identity) async throws -> Client.ID {
        let owner = try await office.records.practitioner(appointment.practitioner, for: identity.author)
        let contact = appointment.contact
        let client = try Client(
            practice: appointment.practice, therapist: owner.account ?? identity.account.id, name: contact.name,
            mail: reception.isMade(contact) ? "" : contact.mail, phone: contact.phone, created: reception.clock())
        // The appointment names the request: pressing twice makes one client.
        let key = try IdempotencyKey(
            name: "client-of-\(appointment.id)", request: Fingerprint.of("\(contact.name)\n\(contact.mail)"))
        return try await office.records.add(client, key: key, by: identity.author).id
    }

    // MARK: Pages

    private func calendar(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let all = try await office.records.practitioners(for: identity.author)
            .filter { BookingRules.keepsCalendar(identity.author, $0) }
        let chosen = all.first { $0.id.text == call.query("of") }
        let zone = try await practiceZone(identity, chosen ?? all.first)
        guard let now = Moment(reception.clock()) else { throw RecordsError.notFound }
        let today = WallClock(zone: zone, around: now).time(at: now).day
        let first = WallDay(call.query("from")) ?? today
        guard let week = first.adding(7), let period = Reception.days(from: first, until: week, zone: zone) else {
            throw RecordsError.notFound
        }
        let found = try await office.records.appointments(in: period, of: chosen?.id, for: identity.author)
            .filter { $0.status != .lapsed }
        var page = OfficePage(
            "Calendar", lead: ["From \(PublicWords.day(first)), times in \(PublicWords.zone(zone, at: first.noon))."],
            width: "wide", [])
        page.styles = ["public.css"]
        guard !all.isEmpty else {
            page.blocks = [
                .init(
                    text: .init(
                        paragraphs: ["Nobody can be booked yet."], link: .init(name: "Pages and hours", href: "/desk")))
            ]
            return page
        }
        if all.count > 1 {
            var search = OfficePage.FormBlock(
                action: "/calendar", method: "get", hidden: [:], button: "Show",
                [
                    .select(
                        "of", "Whose", chosen?.id.text ?? "", [("", "everybody")] + all.map { ($0.id.text, $0.name) }),
                    .line("from", "From", "\(first)", type: "date", longest: 10),
                ])
            search.layout = "find"
            page.blocks.append(.init(form: search))
        }
        let clock = WallClock(zone: zone, covering: period)
        let byDay = Dictionary(grouping: found) { clock.time(at: $0.time.start).day }
        let names = Dictionary(all.map { ($0.id, $0.name) }) { first, _ in first }
        for day in byDay.keys.sorted() {
            page.blocks.append(
                .init(
                    table: .init(
                        PublicWords.day(day), caption: PublicWords.day(day),
                        headers: ["Time", "Client", "With", "State"],
                        rows: (byDay[day] ?? []).map { one in
                            [
                                .init(
                                    "\(PublicWords.clock(one.time.start, in: zone))–\(PublicWords.clock(one.time.end, in: zone))"
                                ),
                                .init(one.contact.name, href: "/calendar/\(one.id)"),
                                .init(names[one.practitioner] ?? ""), .init(PublicWords.status(one.status)),
                            ]
                        })))
        }
        if found.isEmpty { page.blocks.append(.init(text: .init(paragraphs: ["No appointment in these seven days."]))) }
        let of = chosen.map { "&of=\($0.id)" } ?? ""
        let back = first.adding(-7).map { OfficePage.Link(name: "A week earlier", href: "/calendar?from=\($0)\(of)") }
        for link in [back, .init(name: "A week later", href: "/calendar?from=\(week)\(of)")].compactMap({ $0 }) {
            page.blocks.append(.init(text: .init(link: link)))
        }
        page.blocks.append(.init(text: .init(link: .init(name: "Book for a client", href: "/calendar/new"))))
        for one in all {
            let waiting = try await office.records.waiting(of: one.id, for: identity.author)
            guard !waiting.isEmpty else { continue }
            page.blocks.append(
                .init(
                    table: .init(
                        "Waiting for \(one.name)", caption: "Wait list", headers: ["Client", "Since"],
                        rows: waiting.map { [.init($0.contact.name), .init(PublicWords.short($0.since, in: zone))] })))
        }
        return page
    }

    private func practiceZone(_ identity: Identity, _ practitioner: Practitioner?) async throws -> TimeZone {
        if let practitioner { return TimeZone(identifier: practitioner.plan.zone) ?? .gmt }
        return TimeZone(identifier: try await office.records.practice(for: identity.author).timeZone) ?? .gmt
    }

    private func visit(_ call: OfficeRouter.Call) async throws -> OfficePage {
        let identity = try call.signedIn()
        let found = try await reception.records.appointment(
            call.identifier(of: Appointment.self), for: identity.author)
        guard let details = try await AppointmentDetails(found, reception) else { throw RecordsError.notFound }
        let clock = WallClock(zone: details.zone, around: found.time.start)
        let start = clock.time(at: found.time.start)
        let written = try await reception.records.hasIntake(found.id, for: identity.author)
        var page = OfficePage(
            found.contact.name, lead: [details.when],
            [
                .init(
                    facts: .init(
                        nil,
                        [
                            ("State", PublicWords.status(found.status)), ("With", details.practitioner.name),
                            ("What", details.service.name), ("Where", details.location),
                            ("Mail", reception.isMade(found.contact) ? "" : found.contact.mail),
                            ("Phone", found.contact.phone), ("Address", found.contact.address),
                            ("Form before the visit", written ? "filled in; it moves into the record once tied" : ""),
                        ]))
            ])
        page.styles = ["public.css"]
        page.blocks.append(.init(choices: .init("What happens", Self.steps(found))))
        if let client = found.client {
            page.blocks.append(
                .init(text: .init(title: "Record", link: .init(name: "Open the record", href: "/clients/\(client)"))))
        } else {
            page.blocks.append(.init(form: try await tying(found, identity)))
        }
        if found.status.isAhead {
            page.blocks.append(
                .init(
                    form: .init(
                        "Move it", action: "/calendar/\(found.id)/move", button: "Move",
                        note: "Also outside of the opening hours. The client is told.",
                        [
                            .line("day", "Day", "\(start.day)", type: "date", longest: 10, required: true),
                            .line(
                                "time", "Time", PublicWords.clock(found.time.start, in: details.zone), type: "time",
                                longest: 5, required: true),
                        ])))
        }
        if found.status == .arrived || found.status == .completed {
            let later = found.time.start.adding(minutes: 7 * 1_440)
            page.blocks.append(
                .init(
                    text: .init(
                        title: "Next visit",
                        link: .init(
                            name: "Book the next visit",
                            href:
                                "/calendar/new?service=\(found.service)&client=\(found.client?.text ?? "")&start=\(later)"
                        ))))
        }
        return page
    }

    private static func steps(_ found: Appointment) -> [OfficePage.Choices.Choice] {
        let words: [(Appointment.Status, String)] = [
            (
                .booked,
                found.status == .pending ? "Accept" : found.status == .held ? "Confirm for the client" : "Not here yet"
            ), (.declined, "Decline"),
            (.arrived, found.status == .completed ? "Not over yet" : "Client is here"), (.completed, "Took place"),
            (.missed, "Did not come"), (.cancelled, "Cancel"),
        ]
        return words.filter { found.status.next.contains($0.0) }.map {
            .init(name: "status", value: $0.0.rawValue, text: $0.1, action: "/calendar/\(found.id)")
        }
    }

    /// Clients of a like name first, then a new one.
    private func tying(_ found: Appointment, _ identity: Identity) async throws -> OfficePage.FormBlock {
        let same = try await office.records.clients(matching: found.contact.name, for: identity.author)
        let near =
            same.isEmpty
            ? try await office.records.clients(
                matching: found.contact.name.split(separator: " ").last.map(String.init) ?? "", for: identity.author)
            : same
        let options = near.prefix(50).map { ($0.id.text, $0.born.isEmpty ? $0.name : "\($0.name), born \($0.born)") }
        return .init(
            "Record", action: "/calendar/\(found.id)/client", button: "Tie it to this record",
            note: "What the client wrote and drew before the visit moves into the record.",
            [.select("client", "Client", options.first?.0 ?? "new", options + [("new", "a new client with this name")])]
        )
    }

    private func newVisit(
        _ call: OfficeRouter.Call, _ form: NewVisitForm, _ error: RecordsError? = nil
    ) async throws -> OfficePage {
        let identity = try call.signedIn()
        var services: [(String, String)] = []
        var zone = TimeZone.gmt
        let areas = Set(
            try await office.records.places(for: identity.author).filter { $0.kind == .area }.map(\.id))
        var comes = false
        for one in try await office.records.practitioners(for: identity.author)
        where BookingRules.keepsCalendar(identity.author, one) {
            zone = TimeZone(identifier: one.plan.zone) ?? zone
            let offered = try await office.records.services(of: one.id, for: identity.author)
            services += offered.map { ($0.id.text, "\($0.name), \(one.name)") }
            comes = comes || offered.contains { areas.contains($0.place) }
        }
        let clients = try await office.records.clients(matching: "", for: identity.author).prefix(500)
        var day = form.day
        var time = form.time
        if let start = form.start {
            day = "\(WallClock(zone: zone, around: start).time(at: start).day)"
            time = PublicWords.clock(start, in: zone)
        }
        guard !services.isEmpty else {
            return OfficePage(
                "Book for a client",
                [
                    .init(
                        text: .init(
                            paragraphs: ["There is no service yet."],
                            link: .init(name: "Pages and hours", href: "/desk")))
                ])
        }
        var shown = error
        if error == .duplicate(field: "start") { shown = .invalid(field: "time", value: "", reason: "is taken") }
        var fields: [OfficePage.Field] = [
            .select("service", "What", form.service, services),
            .select("client", "Client", form.client, [("", "choose")] + clients.map { ($0.id.text, $0.name) }),
            .line("day", "Day", day, type: "date", longest: 10, required: true),
            .line("time", "Time", time, type: "time", longest: 5, required: true),
        ]
        if comes {
            fields.append(
                .text(
                    "address", "Where you go to", form.address,
                    hint: "Only when you come to the client; it is never in a mail.", longest: 300, rows: 2))
        }
        return OfficePage(
            "Book for a client",
            [
                .init(
                    form: .init(
                        action: "/calendar", hidden: ["key": form.key], button: "Book",
                        note: "Also outside of the opening hours. Who has an address of mail is told.",
                        cancel: "/calendar", fields.with(shown)))
            ])
    }

    private func book(_ form: NewVisitForm, _ author: Author) async throws -> Appointment {
        guard let id = Client.ID(text: form.client) else {
            throw RecordsError.invalid(field: "client", value: "", reason: "must be chosen")
        }
        let client = try await office.records.client(id, for: author)
        for one in try await office.records.practitioners(for: author) {
            guard
                let service = try await office.records.services(of: one.id, for: author)
                    .first(where: { $0.id.text == form.service })
            else { continue }
            guard let start = NewVisitForm.moment(form.day, form.time, TimeZone(identifier: one.plan.zone) ?? .gmt)
            else { throw RecordsError.invalid(field: "day", value: form.day, reason: "and time are no moment") }
            let place = try await office.records.places(for: author).first { $0.id == service.place }
            guard let place else { throw RecordsError.notFound }
            let contact = try BookingContact(
                name: client.name, mail: client.mail.isEmpty ? Reception.noMail : client.mail, phone: client.phone,
                address: form.address
            ).visiting(place)
            let fields = [form.service, form.client, "\(start)", contact.address]
            let key = try IdempotencyKey(
                name: form.key, request: Fingerprint.of(fields.joined(separator: "\n")))
            return try await reception.book(
                service, start: start, contact: contact, client: client.id, key: key, by: author)
        }
        throw RecordsError.invalid(field: "service", value: "", reason: "must be chosen")
    }

    /// Who comes today, for the first page of the day.
    func comingToday(_ identity: Identity) async throws -> OfficePage.Block? {
        let zone = try await practiceZone(identity, nil)
        guard let now = Moment(reception.clock()) else { return nil }
        let today = WallClock(zone: zone, around: now).time(at: now).day
        guard let tomorrow = today.adding(1), let period = Reception.days(from: today, until: tomorrow, zone: zone)
        else { return nil }
        let all = try await office.records.practitioners(for: identity.author)
        guard !all.isEmpty else { return nil }
        let found = try await office.records.appointments(in: period, of: nil, for: identity.author)
            .filter { $0.status.holdsTime || $0.status == .missed }
        return .init(
            table: .init(
                "Who comes today", caption: "Appointments of today", headers: ["Time", "Client", "State", "Record"],
                rows: found.map { one in
                    [
                        .init(PublicWords.clock(one.time.start, in: zone)),
                        .init(one.contact.name, href: "/calendar/\(one.id)"), .init(PublicWords.status(one.status)),
                        one.client.map { .init("open", href: "/clients/\($0)") } ?? .init(""),
                    ]
                }, empty: "Nobody has an appointment today."))
    }
}

/// The form by which the practice books.
struct NewVisitForm {
    var client = ""
    var service = ""
    var day = ""
    var time = ""
    var address = ""
    var start: Moment?
    var key = OfficePages.newKey()

    init(client: String, service: String, start: Moment?) {
        (self.client, self.service, self.start) = (client, service, start)
    }

    init(_ form: Form) {
        (client, service, day, time) = (form["client"], form["service"], form["day"], form["time"])
        address = form["address"]
        key = form["key"]
    }

    /// The moment of a day and a time on the wall of a zone.
    static func moment(_ day: String, _ time: String, _ zone: TimeZone) -> Moment? {
        let parts = time.split(separator: ":")
        guard let day = WallDay(day), parts.count >= 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            let wall = WallTime(day: day, hour: hour, minute: minute), let middle = Moment(seconds: day.number * 86_400)
        else { return nil }
        return WallClock(zone: zone, around: middle).moment(of: wall)
    }
}
