import Access
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Reception
import Records
import Scheduling

/// What a link in a mail opens: one appointment, a place on the wait list; never a record.
extension OfficePages {
    func addVisits(to router: OfficeRouter) {
        router.on(.get, "/visit", .link) { call in
            let found = try await reception.appointment(token: call.query("t"))
            return try answer(try await visit(found, call.query("t")), to: call)
        }
        // Looking at a link changes nothing: programs that check mail open links, too.
        router.on(.post, "/visit/confirm", .link) { call in
            let form = try await Form(open: call)
            let found = try await reception.confirm(token: form["t"])
            var response = Response.see("/visit?t=\(form["t"])")
            let year = reception.clock().addingTimeInterval(365 * 86_400)
            let known = try reception.link(.known, Self.knownSubject(found.contact.mail), until: year)
            response.set(.known, known, seconds: 365 * 86_400)
            return response
        }
        router.on(.post, "/visit/cancel", .link) { call in
            let form = try await Form(open: call)
            return try await trying {
                _ = try await reception.cancel(token: form["t"])
                return .see("/visit?t=\(form["t"])")
            } orElse: {
                try refused($0, call)
            }
        }
        router.on(.get, "/visit/move", .link) { call in
            let token = call.query("t")
            let found = try await reception.appointment(token: token)
            return try await trying {
                _ = try await reception.changeable(found)
                guard let start = Moment(timestamp: call.query("start")) else {
                    let times = try await reception.times(
                        of: found.service, from: WallDay(call.query("from")), but: found)
                    return try answer(Self.choose(times, moving: (token, found)), to: call)
                }
                return try answer(try await moving(found, to: start, token), to: call)
            } orElse: {
                try refused($0, call)
            }
        }
        router.on(.post, "/visit/move", .link) { call in
            let form = try await Form(open: call)
            guard let start = Moment(timestamp: form["start"]) else { throw HTTPError(.badRequest) }
            return try await trying {
                _ = try await reception.move(token: form["t"], to: start)
                return .see("/visit?t=\(form["t"])")
            } orElse: { error in
                guard error == .duplicate(field: "start") else { return try refused(error, call) }
                return .see("/visit/move?t=\(form["t"])&taken=1")
            }
        }
        router.on(.post, "/visit/reminders", .link) { call in
            let form = try await Form(open: call)
            try await reception.setReminders(form["reminders"] == "on", token: form["t"])
            return .see("/visit?t=\(form["t"])")
        }
        router.on(.get, "/visit.ics", .link) { call in
            let token = call.query("t")
            let found = try await reception.appointment(token: token)
            guard let details = try await AppointmentDetails(found, reception) else { throw RecordsError.notFound }
            let text = try details.calendar(
                host: configuration.calendarHost(call), organizer: "noreply@\(configuration.calendarHost(call))",
                page: "\(base(call))/visit?t=\(token)", asMail: false)
            return Self.calendar(text, name: "appointment.ics")
        }
        router.on(.get, "/wait", .link) { call in
            let found = try await reception.waiting(token: call.query("t"))
            return try answer(try await waiting(found, call.query("t")), to: call)
        }
        router.on(.post, "/wait/confirm", .link) { call in
            let form = try await Form(open: call)
            try await reception.confirmWait(token: form["t"])
            return .see("/wait?t=\(form["t"])")
        }
        router.on(.post, "/wait/leave", .link) { call in
            let form = try await Form(open: call)
            try await reception.leaveWait(token: form["t"])
            return .see("/wait?t=\(form["t"])")
        }
    }

    static func calendar(_ text: String, name: String) -> Response {
        var headers: HTTPFields = [.contentType: "text/calendar; charset=utf-8", .cacheControl: "no-store"]
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private func refused(_ error: RecordsError, _ call: OfficeRouter.Call) throws -> Response {
        guard case .invalid(_, _, let reason) = error else { throw error }
        var page = OfficePage(
            "This did not work", lead: ["The appointment \(reason)."], [])
        page.isPlain = true
        return try answer(page, to: call, status: .unprocessableContent)
    }

    /// One button that changes something.
    private static func button(
        _ title: String?, _ action: String, _ token: String, _ button: String, hidden: [String: String] = [:],
        note: String? = nil, danger: String? = nil, isMain: Bool = true
    ) -> OfficePage.Block {
        var form = OfficePage.FormBlock(
            title, action: action, hidden: ["t": token].merging(hidden) { $1 }, button: button, note: note, [])
        if !isMain { form.buttonClass = "plain" }
        return .init(form: danger.map { form.dangerous($0) } ?? form)
    }

    private func visit(_ found: Appointment, _ token: String) async throws -> OfficePage {
        guard let details = try await AppointmentDetails(found, reception) else { throw RecordsError.notFound }
        let waiting = try await reception.records.offered(found.id)
        var page = OfficePage(
            details.when, lead: [], width: "narrow",
            [
                .init(
                    facts: .init(
                        nil,
                        [
                            ("Status", PublicWords.status(found.status)),
                            ("With", details.practitioner.name), ("What", details.service.name),
                            ("Where", details.location), ("How to get in", details.place.note),
                            ("Length", "\(details.service.terms.durationMinutes) minutes"),
                            ("Times are", PublicWords.zone(details.zone, at: found.time.start.date)),
                        ]))
            ])
        page.isPlain = true
        page.styles = ["public.css"]
        let isChangeable = (try? await reception.changeable(found)) != nil
        switch found.status {
        case .held:
            let end = found.holdEnds.map { AppointmentDetails.words($0, in: details.zone) } ?? ""
            page.lead = [
                waiting == nil
                    ? "Please confirm this appointment. The time is kept for you until \(end)."
                    : "This time has become free and is kept for you until \(end)."
            ]
            page.blocks.append(
                Self.button(nil, "/visit/confirm", token, waiting == nil ? "Confirm" : "Take this time"))
            page.blocks.append(
                Self.button(
                    nil, "/visit/cancel", token, waiting == nil ? "Let it go" : "No, thank you",
                    danger: "Give this time back?"))
        case .pending, .booked:
            page.lead = [
                found.status == .pending
                    ? "Your request has arrived. You get a mail once it is accepted." : "Your appointment is booked."
            ]
            page.blocks.append(
                .init(text: .init(link: .init(name: "Put it into my calendar", href: "/visit.ics?t=\(token)"))))
            if details.service.asksIntake {
                let form = try reception.link(.form, found.id.uuid, until: found.time.end.date)
                page.blocks.append(
                    .init(
                        text: .init(
                            title: "Before you come",
                            paragraphs: ["Tell your therapist where it hurts, in words and on a drawing."],
                            link: .init(name: "Fill in the form", href: "/intake?t=\(form)"))))
            }
            if isChangeable {
                page.blocks.append(
                    .init(
                        text: .init(
                            title: "Something came up?",
                            link: .init(name: "Move it", href: "/visit/move?t=\(token)"))))
                page.blocks.append(
                    Self.button(
                        nil, "/visit/cancel", token, "Cancel the appointment", danger: "Cancel this appointment?"))
            } else {
                page.blocks.append(
                    .init(
                        text: .init(paragraphs: [
                            "It can no longer be moved or cancelled here; please call the practice."
                        ])))
            }
            let isOn = found.contact.wantsReminders
            page.blocks.append(
                Self.button(
                    nil, "/visit/reminders", token, isOn ? "Send no reminders" : "Remind me by mail",
                    hidden: ["reminders": isOn ? "off" : "on"], isMain: false))
        case .cancelled, .declined, .lapsed:
            page.blocks.append(
                .init(text: .init(link: .init(name: "Find another time", href: "/book/\(found.service)"))))
        case .arrived, .completed, .missed: break
        }
        return page
    }

    private func moving(_ found: Appointment, to start: Moment, _ token: String) async throws -> OfficePage {
        guard let details = try await AppointmentDetails(found, reception) else { throw RecordsError.notFound }
        var page = OfficePage(
            "Move it to \(AppointmentDetails.words(start.date, in: details.zone))?", lead: ["Now: \(details.when)."],
            [
                Self.button(nil, "/visit/move", token, "Yes, move it", hidden: ["start": "\(start)"]),
                .init(text: .init(link: .init(name: "Choose another time", href: "/visit/move?t=\(token)"))),
            ])
        page.isPlain = true
        return page
    }

    private func waiting(_ found: WaitingClient, _ token: String) async throws -> OfficePage {
        let name = try await reception.records.listing(of: found.practitioner)?.practitioner.name ?? "the practice"
        var page = OfficePage("Waiting for a time with \(name)", [])
        page.isPlain = true
        switch found.status {
        case .unproved:
            page.lead = ["Please confirm that you want to be told when a time becomes free."]
            page.blocks = [Self.button(nil, "/wait/confirm", token, "Yes, tell me")]
        case .waiting:
            page.lead = ["You are on the list. You get a mail when a time that suits you becomes free."]
        case .served: page.lead = ["You have taken a time; you do not wait any more."]
        case .left: page.lead = ["You do not wait any more."]
        }
        if found.status == .waiting || found.status == .unproved {
            page.blocks.append(
                Self.button(nil, "/wait/leave", token, "Leave the list", danger: "Leave the wait list?"))
        }
        return page
    }
}

extension ServerConfiguration {
    /// The host in identifiers of calendars: that of the public address, so that they stay the same.
    func calendarHost(_ call: OfficeRouter.Call) -> String { Stationery.calendarHost(of: base(call)) }
}
