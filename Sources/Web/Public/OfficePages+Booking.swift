import Access
import Directory
import Foundation
import Hummingbird
import Reception
import Records
import Scheduling
import Vault

/// `/book/{service}`: choose a time, say who you are, and that is all.
extension OfficePages {
    func addBooking(to router: OfficeRouter) {
        router.on(.get, "/book/{service}", .open) { call in
            let service = try call.identifier(of: OfferedService.self, "service")
            let from = WallDay(call.query("from"))
            guard let start = Moment(timestamp: call.query("start")) else {
                let times = try await reception.times(of: service, from: from)
                return try answer(Self.choose(times), to: call)
            }
            let times = try await reception.times(of: service, from: nil, days: 1)
            return try answer(Self.details(times, BookingForm(start: start)), to: call)
        }
        router.on(.post, "/book/{service}", .open) { call in try await book(call) }
        router.on(.get, "/book/{service}/wait", .open) { call in
            let service = try call.identifier(of: OfferedService.self, "service")
            let times = try await reception.times(of: service, from: nil, days: 1)
            return try answer(Self.wait(times, WaitForm()), to: call)
        }
        router.on(.post, "/book/{service}/wait", .open) { call in
            let service = try call.identifier(of: OfferedService.self, "service")
            let form = WaitForm(try await Form(open: call))
            let times = try await reception.times(of: service, from: nil, days: 1)
            return try await trying {
                try await limit(call, "wait")
                _ = try await reception.wait(
                    for: service, contact: form.contact(), wanted: form.wanted())
                return try answer(
                    Self.sent(
                        "Please look into your mail",
                        "We have sent you a mail. Open the link in it, and you are on the list; you are told as soon as a time that suits you becomes free."
                    ), to: call)
            } orElse: { error in
                try answer(Self.wait(times, form, error), to: call, status: .unprocessableContent)
            }
        }
    }

    private func book(_ call: OfficeRouter.Call) async throws -> Response {
        let service = try call.identifier(of: OfferedService.self, "service")
        let form = BookingForm(try await Form(open: call))
        do {
            try await limit(call, "book")
            let (request, key) = try form.request(service, knownMail: known(call))
            let booked = try await reception.book(request, key: key)
            guard let first = booked.first else { throw RecordsError.notFound }
            // Who has not proved the address never gets its link, also when the form is sent again after the proof.
            if first.status == .held || !request.isKnown {
                return try answer(
                    Self.sent(
                        "Please confirm by mail",
                        "We have sent you a mail. The time is kept for you for \(BookingRules.proofMinutes) minutes; open the link in the mail to confirm it."
                    ), to: call)
            }
            let token = try reception.link(
                .visit, first.id.uuid, until: first.time.end.date.addingTimeInterval(30 * 86_400))
            return .see("/visit?t=\(token)")
        } catch RecordsError.duplicate("start") {
            // Somebody was faster: the other times, and what was typed is kept in the next form's address of none.
            let times = try await reception.times(
                of: service, from: form.start.flatMap { WallDay(number: $0.seconds / 86_400) })
            var page = Self.choose(times)
            page.message = "This time has just been taken. Please choose another one."
            page.isWarning = true
            return try answer(page, to: call, status: .conflict)
        } catch let error as RecordsError {
            guard case .invalid(let field, _, let reason) = error else { throw error }
            let times = try await reception.times(of: service, from: nil, days: 7)
            if field == "start" {
                var page = Self.choose(times)
                page.message = "This time \(reason). Please choose another one."
                page.isWarning = true
                return try answer(page, to: call, status: .unprocessableContent)
            }
            return try answer(Self.details(times, form, error), to: call, status: .unprocessableContent)
        }
    }

    /// At most 30 in an hour from one address.
    func limit(_ call: OfficeRouter.Call, _ what: String) async throws {
        let name = Fingerprint.of("\(what) \(call.context.address)")
        let counts = try await reception.records.countAttempt([name], within: 3_600)
        if counts.first ?? 0 > 30 { throw RecordsError.tooMany(seconds: 3_600) }
    }

    /// What stands in the cookie of a browser that has proved an address of mail.
    static func knownSubject(_ mail: String) -> UUID {
        var bytes = Array(Fingerprint.of("known \(mail.lowercased())").prefix(16))
        while bytes.count < 16 { bytes.append(0) }
        return NSUUID(uuidBytes: bytes) as UUID
    }

    private func known(_ call: OfficeRouter.Call) -> UUID? {
        reception.subject(.known, of: OfficeCookie.known.value(in: call.request))
    }

    // MARK: Pages

    /// The free times of some days.
    static func choose(
        _ times: Reception.Times, moving: (token: String, appointment: Appointment)? = nil
    ) -> OfficePage {
        let service = times.service
        let base = moving.map { "/visit/move?t=\($0.token)&" } ?? "/book/\(service.id)?"
        let days = times.days.map { day, slots in
            OfficePage.Slots.Day(
                name: PublicWords.day(day), count: slots.count == 1 ? "1 time" : "\(slots.count) times",
                times: slots.map { slot in
                    let clock = PublicWords.clock(slot.start, in: times.zone)
                    return .init(
                        text: clock, label: "\(clock) on \(PublicWords.day(day))",
                        href: "\(base)start=\(slot.start)")
                })
        }
        var block = OfficePage.Slots(
            title: "Free times",
            note: "All times are \(PublicWords.zone(times.zone, at: times.today.noon)).", days: days)
        let asked = times.from
        if asked > times.today, let back = asked.adding(-7) {
            block.earlier = .init(name: "Earlier", href: "\(base)from=\(max(back, times.today))#times")
        }
        if let next = asked.adding(7), next <= times.lastDay {
            block.later = .init(name: "Later", href: "\(base)from=\(next)#times")
        }
        if days.isEmpty {
            block.isEmpty =
                times.next == nil
                ? "There is no free time up to \(PublicWords.day(times.lastDay))."
                : "Nothing is free in these days."
            if let next = times.next {
                let clock = WallClock(zone: times.zone, around: next.start)
                block.later = .init(
                    name: "The next free time: \(PublicWords.short(next.start.date, in: times.zone))",
                    href: "\(base)from=\(clock.time(at: next.start).day)#times")
            }
        }
        var page = OfficePage(
            moving == nil ? "\(service.name) with \(times.listing.practitioner.name)" : "Choose another time",
            lead: [
                "\(service.terms.durationMinutes) minutes"
                    + (service.price.isEmpty ? "" : ", \(service.price)") + ". "
                    + OfficePages.place(times.place)
            ], width: "public", [.init(slots: block)])
        page.styles = ["public.css"]
        if moving == nil {
            page.blocks.append(
                .init(
                    text: .init(
                        title: "Nothing suits?",
                        paragraphs: ["You can be told when another time becomes free."],
                        link: .init(name: "Wait for a time", href: "/book/\(service.id)/wait"))))
        }
        return page
    }

    static func details(
        _ times: Reception.Times, _ form: BookingForm, _ error: RecordsError? = nil
    ) -> OfficePage {
        let service = times.service
        guard let start = form.start else { return choose(times) }
        var fields: [OfficePage.Field] = [
            .line("name", "Your name", form.name, autocomplete: "name", required: true),
            .line(
                "mail", "Mail", form.mail, hint: "For the confirmation and for changing the appointment; nothing else.",
                type: "email", longest: 254, autocomplete: "email", required: true),
            .line("phone", "Phone, if you like", form.phone, type: "tel", longest: 40, autocomplete: "tel"),
        ]
        if times.place.kind == .area { fields.append(Self.visited(form.address)) }
        if service.seriesMost > 1 {
            fields += [
                .select(
                    "count", "How many appointments", "\(form.count)",
                    (1...service.seriesMost).map { ("\($0)", $0 == 1 ? "one" : "\($0)") }),
                .select(
                    "weeks", "Every", "\(form.weeks)",
                    [("1", "week"), ("2", "2 weeks"), ("3", "3 weeks"), ("4", "4 weeks")]),
            ]
        }
        let asks = times.listing.practitioner.mode == .request || service.terms.confirmation == .approval
        var block = OfficePage.FormBlock(
            action: "/book/\(service.id)", hidden: ["start": "\(start)", "key": form.key],
            button: asks ? "Ask for this time" : "Book this time",
            note: asks ? "The practice accepts it first; until then the time is kept for you." : nil,
            cancel: "/book/\(service.id)", fields.with(error))
        block.checks = .init(
            "Reminders", [.init(name: "reminders", text: "Remind me by mail", isOn: form.wantsReminders)])
        var page = OfficePage(
            AppointmentDetails.words(start.date, in: times.zone),
            lead: [
                "\(service.name) with \(times.listing.practitioner.name), \(service.terms.durationMinutes) minutes"
                    + (service.price.isEmpty ? "" : ", \(service.price)") + ". " + OfficePages.place(times.place),
                "No account is needed. Please write nothing about your health here: there is a form for it that only your therapist reads.",
            ], width: "narrow", [.init(form: block)])
        page.styles = ["public.css"]
        return page
    }

    /// Where the therapist comes to, for services that are no one place.
    private static func visited(_ typed: String) -> OfficePage.Field {
        OfficePage.Field(
            name: "address", label: "Where the therapist comes to", value: typed,
            hint: "Street, number and town, and how to get in. Only the practice reads it.", longest: 300,
            required: true, autocomplete: "street-address", rows: 3, isText: true)
    }

    static func sent(_ heading: String, _ text: String) -> OfficePage {
        OfficePage(
            heading, lead: [text],
            [
                .init(
                    text: .init(paragraphs: [
                        "No mail after some minutes? Look among the unwanted mail, and check the address you typed."
                    ]))
            ])
    }

    private static func wait(
        _ times: Reception.Times, _ form: WaitForm, _ error: RecordsError? = nil
    ) -> OfficePage {
        var fields: [OfficePage.Field] = [
            .line("name", "Your name", form.name, autocomplete: "name", required: true),
            .line("mail", "Mail", form.mail, type: "email", longest: 254, autocomplete: "email", required: true),
            .line("phone", "Phone, if you like", form.phone, type: "tel", longest: 40, autocomplete: "tel"),
        ]
        if times.place.kind == .area { fields.append(Self.visited(form.address)) }
        fields += [
            .line("from", "Not before", form.from, type: "time", longest: 5),
            .line("until", "Over by", form.until, type: "time", longest: 5),
            .line("first_day", "First day, if any", form.firstDay, type: "date", longest: 10),
            .line("last_day", "Last day, if any", form.lastDay, type: "date", longest: 10),
        ]
        var block = OfficePage.FormBlock(
            action: "/book/\(times.service.id)/wait", button: "Tell me when a time is free",
            cancel: "/book/\(times.service.id)", fields.with(error))
        block.checks = .init(
            "Days that suit; none ticked means any",
            zip(1...7, ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]).map {
                .init(name: "d_\($0)", text: $1, isOn: form.weekdays.contains($0))
            })
        var page = OfficePage(
            "Wait for a time with \(times.listing.practitioner.name)",
            lead: [
                "When a time becomes free that suits you, it is kept for you for two hours, and you get a mail. Who has waited longest is asked first."
            ], [.init(form: block)])
        page.styles = ["public.css"]
        return page
    }
}

extension WallDay {
    /// The middle of the day in UTC, for telling a zone's offset.
    var noon: Date { Date(timeIntervalSince1970: Double(number) * 86_400 + 43_200) }
}

/// The form of a booking as it was typed.
struct BookingForm {
    var start: Moment?
    var name = ""
    var mail = ""
    var phone = ""
    var address = ""
    var count = 1
    var weeks = 1
    var wantsReminders = true
    var key = OfficePages.newKey()

    init(start: Moment) { self.start = start }

    init(_ form: Form) {
        start = Moment(timestamp: form["start"])
        (name, mail, phone, address) = (form["name"], form["mail"], form["phone"], form["address"])
        count = Int(form["count"]) ?? 1
        weeks = Int(form["weeks"]) ?? 1
        wantsReminders = !form["reminders"].isEmpty
        key = form["key"]
    }

    /// The request and its key: the same form sent twice books once.
    func request(
        _ service: OfferedService.ID, knownMail: UUID?
    ) throws -> (BookingRequest, IdempotencyKey) {
        guard let start else { throw RecordsError.invalid(field: "start", value: "", reason: "is missing") }
        let contact = try BookingContact(
            name: name, mail: mail, phone: phone, address: address, wantsReminders: wantsReminders)
        let fields = [
            service.text, "\(start)", contact.name, contact.mail, contact.phone, contact.address, "\(count)",
            "\(weeks)", "\(wantsReminders)",
        ]
        let key = try IdempotencyKey(name: key, request: Fingerprint.of(fields.joined(separator: "\n")))
        let isKnown = knownMail == OfficePages.knownSubject(contact.mail)
        return (
            BookingRequest(
                service: service, start: start, contact: contact, count: count, everyWeeks: weeks, isKnown: isKnown),
            key
        )
    }
}

/// The form of the wait list as it was typed.
struct WaitForm {
    var name = ""
    var mail = ""
    var phone = ""
    var address = ""
    var from = ""
    var until = ""
    var firstDay = ""
    var lastDay = ""
    var weekdays: Set<Int> = []

    init() {}

    init(_ form: Form) {
        (name, mail, phone, address) = (form["name"], form["mail"], form["phone"], form["address"])
        (from, until) = (form["from"], form["until"])
        (firstDay, lastDay) = (form["first_day"], form["last_day"])
        weekdays = Set((1...7).filter { !form["d_\($0)"].isEmpty })
    }

    func contact() throws(RecordsError) -> BookingContact {
        try BookingContact(name: name, mail: mail, phone: phone, address: address)
    }

    func wanted() throws(RecordsError) -> WaitingClient.Wanted {
        try WaitingClient.Wanted(
            weekdays: weekdays.sorted(), from: Self.minute(from, "from") ?? 0,
            until: Self.minute(until, "until") ?? 1_440, firstDay: firstDay, lastDay: lastDay)
    }

    private static func minute(_ text: String, _ field: String) throws(RecordsError) -> Int? {
        if text.isEmpty { return nil }
        let parts = text.split(separator: ":")
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
            (0...59).contains(minute), hour * 60 + minute <= 1_440
        else { throw .invalid(field: field, value: String(text.prefix(10)), reason: "is no time such as 9:00") }
        return hour * 60 + minute
    }
}
