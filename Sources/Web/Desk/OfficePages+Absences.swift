import Access
import Directory
import Foundation
import Hummingbird
import Reception
import Records
import Scheduling
import Vault

/// Time off, the private calendar feed, and calendars elsewhere.
extension OfficePages {
    func addAbsences(to router: OfficeRouter) {
        router.on(.post, "/desk/practitioners/{id}/absences", .staff) { call in
            try await typing(call) { form, found, author in
                let period = try Self.absence(form, zone: found.plan.zone)
                try await office.records.add(Absence(time: period), to: found.id, by: author)
                return "saved=1"
            }
        }
        router.on(.post, "/desk/practitioners/{id}/absences/{absence}/remove", .staff) { call in
            _ = try await Form(call)
            let id = try call.identifier(of: Practitioner.self)
            try await office.records.remove(
                call.identifier(of: Absence.self, "absence"), of: id, by: call.signedIn().author)
            return .see("/desk/practitioners/\(id)?saved=1")
        }
        router.on(.post, "/desk/practitioners/{id}/feed", .staff) { call in
            let form = try await Form(call)
            let author = try call.signedIn().author
            let id = try call.identifier(of: Practitioner.self)
            guard form["end"].isEmpty else {
                try await office.records.setFeed(nil, of: id, by: author)
                return .see("/desk/practitioners/\(id)?saved=1")
            }
            let token = Token()
            try await office.records.setFeed(token.hash, of: id, by: author)
            let page = OfficePage(
                "Your calendar elsewhere",
                lead: [
                    "Subscribe to this address in your calendar program. It shows names and times, nothing else. Whoever has the address sees them: keep it to yourself; a new address ends this one."
                ],
                [
                    .init(
                        shared: .init(
                            label: "Address of the calendar", value: "\(base(call))/feeds/\(token.text).ics",
                            note: "Shown once.")),
                    .init(text: .init(link: .init(name: "Back", href: "/desk/practitioners/\(id)"))),
                ])
            return try answer(page, to: call)
        }
        router.on(.post, "/desk/practitioners/{id}/calendar", .staff) { call in
            try await typing(call) { form, found, author in
                let address = form["address"].trimmingCharacters(in: .whitespaces)
                if !address.isEmpty {
                    guard let parts = URLComponents(string: address), parts.scheme == "https",
                        parts.host?.isEmpty == false, parts.user == nil, address.utf8.count <= 1_000
                    else {
                        throw RecordsError.invalid(
                            field: "address", value: String(address.prefix(60)),
                            reason: "is no address that begins with https://")
                    }
                }
                try await office.records.setBusySource(address.isEmpty ? nil : address, of: found.id, by: author)
                return "saved=1"
            }
        }
        router.on(.post, "/desk/practitioners/{id}/calendar-file", .staff) { call in
            try await typing(call) { form, found, _ in
                "events=\(try await reception.takeOver(Array(form["file"].utf8), of: found))"
            }
        }
    }

    /// Does what one form of a practitioner's page asks for; when a field is wrong, the page comes back as it was typed.
    ///
    /// Who asks is looked at before what was asked for. `work` returns the question behind the page's address.
    private func typing(
        _ call: OfficeRouter.Call, _ work: (Form, Practitioner, Author) async throws -> String
    ) async throws -> Response {
        let form = try await Form(call)
        let author = try call.signedIn().author
        let found = try await office.records.practitioner(call.identifier(of: Practitioner.self), for: author)
        guard BookingRules.manages(author, found) else { throw RecordsError.notFound }
        return try await trying {
            .see("/desk/practitioners/\(found.id)?\(try await work(form, found, author))")
        } orElse: { error in
            try answer(
                try await practitioner(call, typed: form, error), to: call, status: .unprocessableContent)
        }
    }

    /// A page that says what is wrong and leads back.
    func failed(_ error: RecordsError, _ back: String, _ call: OfficeRouter.Call) throws -> Response {
        try answer(
            OfficePage(
                "This did not work", lead: [Self.words(error).prefix(1).uppercased() + Self.words(error).dropFirst()],
                [.init(text: .init(link: .init(name: "Back", href: back)))]),
            to: call, status: .unprocessableContent)
    }

    private static func absence(_ form: Form, zone: String) throws -> Period {
        guard let zone = TimeZone(identifier: zone), let from = WallDay(form["from"]) else {
            throw RecordsError.invalid(field: "from", value: String(form["from"].prefix(20)), reason: "is no date")
        }
        guard let until = form["until"].isEmpty ? from : WallDay(form["until"]), until >= from,
            until.days(since: from) <= 400
        else {
            throw RecordsError.invalid(
                field: "until", value: String(form["until"].prefix(20)),
                reason: "is no date from the first day on, within 400 days")
        }
        func minute(_ name: String, _ standard: Int) throws -> Int {
            let parts = form[name].split(separator: ":")
            if form[name].isEmpty { return standard }
            guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour),
                (0...59).contains(minute)
            else { throw RecordsError.invalid(field: name, value: String(form[name].prefix(10)), reason: "is no time") }
            return hour * 60 + minute
        }
        guard let start = WallTime(day: from, minute: try minute("from_time", 0)),
            let end = WallTime(day: until, minute: try minute("until_time", 1_440)),
            let middle = Moment(seconds: from.number * 86_400), let late = Moment(seconds: until.number * 86_400),
            let period = Period(
                start: WallClock(zone: zone, around: middle).moment(of: start),
                end: WallClock(zone: zone, around: late).moment(of: end))
        else { throw RecordsError.invalid(field: "until", value: form["until"], reason: "is not after the start") }
        return period
    }

    func absenceBlocks(
        _ found: Practitioner, _ identity: Identity, typed: Form? = nil, _ error: RecordsError? = nil
    ) async throws -> [OfficePage.Block] {
        func value(_ part: String, _ name: String, _ kept: String = "") -> String {
            typed.flatMap { $0["part"] == part ? $0[name] : nil } ?? kept
        }
        func wrong(_ part: String) -> RecordsError? { typed?["part"] == part ? error : nil }
        let all = try await office.records.absences(of: found.id, for: identity.author)
        let zone = TimeZone(identifier: found.plan.zone) ?? .gmt
        let own = all.filter { !$0.isImported }
        var blocks: [OfficePage.Block] = [
            .init(
                table: .init(
                    "Time off", caption: "Time off", headers: ["From", "Until", ""],
                    rows: own.map { one in
                        [
                            .init(PublicWords.short(one.time.start.date, in: zone)),
                            .init(PublicWords.short(one.time.end.date, in: zone)),
                            .init(
                                "",
                                action: .init(
                                    path: "/desk/practitioners/\(found.id)/absences/\(one.id)/remove", button: "Remove",
                                    subject: PublicWords.short(one.time.start.date, in: zone),
                                    csrf: identity.formToken)),
                        ]
                    }, empty: "None planned."))
        ]
        blocks.append(
            .init(
                form: .init(
                    action: "/desk/practitioners/\(found.id)/absences", hidden: ["part": "absence"],
                    button: "Add time off",
                    [
                        .line(
                            "from", "First day", value("absence", "from"), type: "date", longest: 10, required: true),
                        .line(
                            "from_time", "From, if not the whole day", value("absence", "from_time"), type: "time",
                            longest: 5),
                        .line(
                            "until", "Last day, if another", value("absence", "until"), type: "date", longest: 10),
                        .line(
                            "until_time", "Until, if not the whole day", value("absence", "until_time"),
                            type: "time", longest: 5),
                    ].with(wrong("absence")))))
        let source = try await office.records.busySource(of: found.id, for: identity.author)
        let hasFeed = try await office.records.hasFeed(found.id, for: identity.author)
        let state = source.map { source in
            source.fetched.map { fetched in
                let when = Words.time(fetched, in: found.plan.zone)
                return source.problem.isEmpty
                    ? "Read on \(when): \(source.events) events."
                    : "Could not be read on \(when): \(source.problem). The times read before still count."
            } ?? "Not read yet; it is read every quarter of an hour."
        }
        blocks.append(
            .init(
                form: .init(
                    "A calendar elsewhere", action: "/desk/practitioners/\(found.id)/calendar",
                    hidden: ["part": "calendar"], button: "Save",
                    note:
                        "Its busy times cannot be booked here. Paste the private address in iCal format that your calendar gives you.",
                    [
                        .line(
                            "address", "Address", value("calendar", "address", source?.address ?? ""),
                            hint: state ?? "Begins with https://; empty for none.",
                            type: "url", longest: 1_000)
                    ].with(wrong("calendar")))))
        blocks.append(
            .init(
                form: .init(
                    "Busy times from a file", action: "/desk/practitioners/\(found.id)/calendar-file",
                    hidden: ["part": "file"], button: "Take over",
                    note: "Open the .ics file as text and paste it. It replaces the times taken over before.",
                    [
                        .text("file", "The file's text", value("file", "file"), longest: 500_000, rows: 3)
                    ].with(wrong("file")))))
        blocks.append(
            .init(
                form: .init(
                    "Your appointments in another calendar", action: "/desk/practitioners/\(found.id)/feed",
                    button: hasFeed ? "Make a new address" : "Make an address",
                    note: hasFeed ? "There is an address; a new one ends it." : "A private address to subscribe to.",
                    [])))
        if hasFeed {
            blocks.append(
                .init(
                    form: OfficePage.FormBlock(
                        action: "/desk/practitioners/\(found.id)/feed", hidden: ["end": "yes"],
                        button: "End the address", []
                    ).dangerous("End the address of your calendar?")))
        }
        return blocks
    }
}
