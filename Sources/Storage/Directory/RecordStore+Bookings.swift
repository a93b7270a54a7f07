public import Directory
public import Foundation
public import Records
public import Scheduling
import Vault

extension RecordStore: BookingRepository {
    public func busyTimes(of practitioner: Practitioner.ID, in period: Period) async throws -> [BusyTime] {
        try await look { work in try work.busyTimes(of: practitioner, in: period) }
    }

    public func busyTimes(of service: OfferedService, in period: Period) async throws -> [BusyTime] {
        try await look { work in try work.busyTimes(of: service, in: period) }
    }

    public func book(
        _ appointments: [Appointment], key: IdempotencyKey, booker: Booker, author: Author, mail: [OutgoingLetter]
    ) async throws -> [Appointment] {
        guard let first = appointments.first, appointments.count <= 52 else {
            throw RecordsError.invalid(field: "count", value: "\(appointments.count)", reason: "is not within 1 and 52")
        }
        return try await across(author) { work in
            let holder = author.account?.text ?? "public:\(first.service)"
            let isNew = try work.sql.run(
                """
                INSERT INTO idempotency (practice, account, name, request, object, created) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (account, name) DO NOTHING
                """,
                [
                    .text(first.practice.text), .text(holder), .text(key.name), .blob(key.request),
                    .text(first.id.text), .date(work.now),
                ])
            guard isNew == 1 else {
                let row = try work.sql.row(
                    "SELECT request, object FROM idempotency WHERE account = ? AND name = ?",
                    [.text(holder), .text(key.name)])
                guard let row, try row.blob("request") == key.request,
                    let kept = try work.storedAppointment(row.identifier("object", of: Appointment.self))
                else { throw RecordsError.keyReused }
                return try kept.series.map(work.series) ?? [kept]
            }
            try work.holdCalendar(of: first.practitioner, in: first.place)
            try work.lapse(of: first.practitioner, in: first.place)
            for appointment in appointments { try work.checkBookable(appointment, booker: booker, first: first) }
            for appointment in appointments { try work.insert(appointment) }
            try work.enqueue(mail)
            try work.noteChange(of: first.practitioner, in: first.place, isFreed: false)
            try work.audit(
                AuditEvent(
                    .appointmentBooked, object: "appointment:\(first.id)",
                    detail: "\(first.status.rawValue) \(appointments.count)"), practice: first.practice)
            return try appointments.compactMap { try work.storedAppointment($0.id) }
        }
    }

    public func appointment(_ id: Appointment.ID) async throws -> Appointment? {
        try await look { work in try work.storedAppointment(id) }
    }

    public func change(
        _ id: Appointment.ID, to status: Appointment.Status, ending: Appointment.Ending?,
        mail: @escaping @Sendable ([Appointment]) -> [OutgoingLetter]
    ) async throws -> [Appointment] {
        try await work(.system) { work in
            guard let found = try work.storedAppointment(id) else { throw RecordsError.notFound }
            let all = try found.status == .held ? found.series.map(work.series) ?? [found] : [found]
            return try work.change(all, to: status, ending: ending, mail: mail)
        }
    }

    public func change(
        _ id: Appointment.ID, to status: Appointment.Status, by author: Author,
        mail: @escaping @Sendable ([Appointment]) -> [OutgoingLetter]
    ) async throws -> [Appointment] {
        try await work(author) { work in
            let found = try work.keptAppointment(id)
            let ending: Appointment.Ending? = status == .cancelled || status == .declined ? .practice : nil
            return try work.change([found], to: status, ending: ending, mail: mail)
        }
    }

    public func move(
        _ id: Appointment.ID, to start: Moment, booker: Booker, author: Author?,
        mail: @escaping @Sendable (Appointment) -> [OutgoingLetter]
    ) async throws -> Appointment {
        try await work(author ?? .system) { work in
            let found = try author == nil ? work.storedAppointment(id) : work.keptAppointment(id)
            guard var moved = found, moved.status.isAhead, moved.status != .held,
                let service = try work.storedService(moved.service),
                let time = Period(start: start, minutes: service.terms.durationMinutes)
            else { throw RecordsError.notFound }
            try work.holdCalendar(of: moved.practitioner, in: moved.place)
            try work.lapse(of: moved.practitioner, in: moved.place)
            moved.time = time
            moved.blocked = service.terms.blocked(by: time)
            try work.checkBookable(moved, booker: booker, first: moved, own: moved.id)
            try work.taking {
                let changed = try work.sql.run(
                    """
                    UPDATE appointment SET starts = ?, ends = ?, blocked_from = ?, blocked_until = ?,
                      sequence = sequence + 1, version = version + 1 WHERE id = ? AND version = ?
                    """,
                    [
                        .integer(time.start.seconds), .integer(time.end.seconds), .integer(moved.blocked.start.seconds),
                        .integer(moved.blocked.end.seconds), .text(id.text), .integer(moved.version),
                    ])
                guard changed == 1 else { throw RecordsError.stale(current: moved.version + 1) }
            }
            moved.sequence += 1
            moved.version += 1
            try work.noteChange(of: moved.practitioner, in: moved.place, isFreed: true)
            try work.enqueue(mail(moved))
            try work.audit(
                AuditEvent(.appointmentChanged, object: "appointment:\(id)", detail: "moved \(moved.sequence)"),
                practice: moved.practice)
            return moved
        }
    }

    public func appointments(
        in period: Period, of practitioner: Practitioner.ID?, for author: Author
    ) async throws -> [Appointment] {
        try await work(author) { work in
            guard let practice = author.practice, AccessRules.keepsRegister(author) else { throw RecordsError.notFound }
            if let practitioner, try !BookingRules.keepsCalendar(author, work.seen(practitioner)) {
                throw RecordsError.notFound
            }
            var sql =
                "SELECT \(RecordTransaction.appointmentColumns) FROM appointment a WHERE practice = ?"
                + " AND starts < ? AND ends > ? AND starts > ?"
            var arguments: [SQLValue] = [
                .text(practice.text), .integer(period.end.seconds), .integer(period.start.seconds),
                .integer(period.start.seconds - 90_000),
            ]
            if let practitioner {
                sql += " AND practitioner = ?"
                arguments.append(.text(practitioner.text))
            } else if author.role == .therapist {
                // The rule of `BookingRules` in the question itself.
                sql += " AND practitioner IN (SELECT id FROM practitioner WHERE account = ?)"
                arguments.append(.text(author.account?.text ?? ""))
            }
            let found = try work.sql.rows(sql + " ORDER BY starts, id LIMIT 3000", arguments).map(work.appointment)
            try work.audit(AuditEvent(.appointmentsRead, detail: "\(found.count)"))
            return found
        }
    }

    public func appointment(_ id: Appointment.ID, for author: Author) async throws -> Appointment {
        try await work(author) { work in
            let found = try work.keptAppointment(id)
            try work.audit(AuditEvent(.appointmentsRead, object: "appointment:\(id)"))
            return found
        }
    }

    public func setReminders(_ isOn: Bool, of id: Appointment.ID) async throws {
        try await work(.system) { work in
            guard let found = try work.storedAppointment(id) else { throw RecordsError.notFound }
            var contact = found.contact
            contact.wantsReminders = isOn
            try work.sql.run(
                "UPDATE appointment SET contact = ? WHERE id = ?",
                [work.sealed(contact, "appointment", id.text, found.practice), .text(id.text)])
            try work.audit(
                AuditEvent(.appointmentChanged, object: "appointment:\(id)", detail: "reminders"),
                practice: found.practice)
        }
    }

    public func setIntake(_ intake: Intake, of id: Appointment.ID) async throws {
        let body = try EntryBody.intake(intake).checked()
        try await work(.system) { work in
            guard let found = try work.storedAppointment(id), found.status.isAhead || found.status == .arrived else {
                throw RecordsError.notFound
            }
            if let client = found.client {
                try work.insert(
                    RecordEntry(client: client, at: work.now, author: nil, body: body), practice: found.practice,
                    work.cipher(found.practice))
            } else {
                let sealed = try work.cipher(found.practice).seal(
                    bytes: body.json(), context: "appointment.intake:\(id)")
                try work.sql.run("UPDATE appointment SET intake = ? WHERE id = ?", [.blob(sealed), .text(id.text)])
            }
            try work.audit(
                AuditEvent(.linkUsed, object: "appointment:\(id)", detail: "intake"), practice: found.practice)
        }
    }

    public func hasIntake(_ id: Appointment.ID, for author: Author) async throws -> Bool {
        try await look(author) { work in
            _ = try work.keptAppointment(id)
            return try work.sql.row(
                "SELECT id FROM appointment WHERE id = ? AND intake IS NOT NULL", [.text(id.text)]) != nil
        }
    }

    public func tie(_ id: Appointment.ID, to client: Client.ID, by author: Author) async throws {
        try await work(author) { work in
            let found = try work.keptAppointment(id)
            // What the client wrote goes into the record: not through a broken glass.
            let client = try work.visible(client, to: .editContact)
            try work.sql.run(
                "UPDATE appointment SET client = ?, version = version + 1 WHERE id = ?",
                [.text(client.id.text), .text(found.id.text)])
            let cipher = try work.cipher(found.practice)
            let written = try work.sql.row("SELECT intake FROM appointment WHERE id = ?", [.text(id.text)])
            if let sealed = try written?.optionalBlob("intake") {
                let json = try cipher.bytes(sealed, context: "appointment.intake:\(id)")
                try work.insert(
                    RecordEntry(
                        client: client.id, at: work.now, author: nil, body: EntryBody(.intake, json: json)),
                    practice: found.practice, cipher)
                try work.sql.run("UPDATE appointment SET intake = NULL WHERE id = ?", [.text(id.text)])
            }
            try work.audit(
                AuditEvent(.appointmentChanged, object: "appointment:\(id)", detail: "tied to client:\(client.id)"))
        }
    }

    public func history(
        of mail: String, in practice: Practice.ID
    ) async throws -> [(start: Moment, attendance: Attendance)] {
        try await look { work in
            guard try work.keys.hasKey("", "index", work.sql) else { return [] }
            let index = try work.keys.mailIndex(mail, work.sql, now: work.now)
            return try work.sql.rows(
                "SELECT a.status AS status, a.starts AS starts, a.ending AS ending, a.ended AS ended,"
                    + " s.change_minutes AS change_minutes FROM appointment a JOIN service s ON s.id = a.service"
                    + " WHERE a.practice = ? AND a.mail_index = ? AND a.status IN ('completed', 'missed', 'cancelled')"
                    + " ORDER BY a.starts DESC LIMIT 200", [.text(practice.text), .blob(index)]
            ).compactMap { row in
                guard let start = Moment(seconds: try row.integer("starts")) else { return nil }
                switch try row.text("status") {
                case "completed": return (start, .attended)
                case "missed": return (start, .missed)
                default:
                    guard try row.optionalText("ending") == "client", let ended = try row.optionalDate("ended") else {
                        return nil
                    }
                    let last = Double(start.seconds - (try row.integer("change_minutes")) * 60)
                    return (start, ended.timeIntervalSince1970 <= last ? .cancelledInTime : .cancelledLate)
                }
            }
        }
    }

    public func lapse(now: Date) async throws -> [Appointment] {
        let over = try await look { work in
            try work.sql.rows(
                "SELECT \(RecordTransaction.appointmentColumns) FROM appointment WHERE status = 'held' AND hold_ends <= ?"
                    + " ORDER BY hold_ends LIMIT 200", [.date(now)]
            ).map(work.appointment)
        }
        for appointment in over {
            try await work(.system) { work in
                try work.holdCalendar(of: appointment.practitioner, in: appointment.place)
                try work.lapse(appointment.id, of: appointment.practitioner, in: appointment.place)
            }
        }
        return over
    }

    public func upcoming(
        now: Date, within minutes: Int, after last: Appointment?, limit: Int
    ) async throws -> [Appointment] {
        try await look { work in
            let from = Int(now.timeIntervalSince1970)
            let mark = max(last?.time.start.seconds ?? from, from)
            return try work.sql.rows(
                "SELECT \(RecordTransaction.appointmentColumns) FROM appointment WHERE status = 'booked' AND starts > ?"
                    + " AND starts <= ? AND starts >= ? AND (starts > ? OR id > ?) ORDER BY starts, id LIMIT ?",
                [
                    .integer(from), .integer(from + minutes * 60), .integer(mark), .integer(mark),
                    .text(last?.id.text ?? ""), .integer(limit),
                ]
            ).map(work.appointment)
        }
    }

    public func unasked(since moment: Date, limit: Int) async throws -> [Appointment] {
        try await look { work in
            try work.sql.rows(
                "SELECT \(RecordTransaction.appointmentColumns) FROM appointment WHERE status = 'completed' AND asked = 0"
                    + " AND starts > ? ORDER BY starts LIMIT ?",
                [.integer(Int(moment.timeIntervalSince1970)), .integer(limit)]
            ).map(work.appointment)
        }
    }
}

extension RecordTransaction {
    /// An appointment of a practitioner whose calendar the author keeps.
    func keptAppointment(_ id: Appointment.ID) throws -> Appointment {
        guard let found = try storedAppointment(id), found.practice == author.practice,
            let practitioner = try storedPractitioner(found.practitioner),
            BookingRules.keepsCalendar(author, practitioner)
        else { throw RecordsError.notFound }
        return found
    }

    /// Checks the rules of the service against what is busy now; the schema guards the rest.
    fileprivate func checkBookable(
        _ appointment: Appointment, booker: Booker, first: Appointment, own: Appointment.ID? = nil
    ) throws {
        guard let practitioner = try storedPractitioner(appointment.practitioner),
            let service = try storedService(appointment.service), service.practitioner == practitioner.id,
            service.place == appointment.place || own != nil, practitioner.practice == appointment.practice,
            appointment.practitioner == first.practitioner,
            appointment.blocked == service.terms.blocked(by: appointment.time),
            let now = Moment(self.now)
        else { throw RecordsError.notFound }
        switch booker {
        case .client:
            guard service.isOpen, practitioner.mode != .view, try listing(practitioner.id) != nil else {
                throw RecordsError.notFound
            }
        case .practice:
            guard BookingRules.keepsCalendar(author, practitioner) else { throw RecordsError.notFound }
            if own == nil, let client = appointment.client { _ = try visible(client, to: .list) }
        }
        let near = appointment.blocked.widened(minutesBefore: 1_440, minutesAfter: 1_440)
        let finder = try BookingRules.finder(
            practitioner, service, busy: busyTimes(of: service, in: near, but: own))
        // Notice and horizon count for the first of a series: whoever takes a series books beyond the horizon on purpose.
        let asked =
            appointment.id == first.id ? now : appointment.time.start.adding(minutes: -service.terms.noticeMinutes)
        try BookingRules.check(finder, start: appointment.time.start, now: asked, booker: booker)
    }

    fileprivate func change(
        _ all: [Appointment], to status: Appointment.Status, ending: Appointment.Ending?,
        mail: ([Appointment]) -> [OutgoingLetter]
    ) throws -> [Appointment] {
        var changed: [Appointment] = []
        if let first = all.first { try holdCalendar(of: first.practitioner, in: first.place) }
        for before in all where before.status != status {
            guard before.status.next.contains(status) else {
                throw RecordsError.invalid(
                    field: "status", value: before.status.rawValue, reason: "cannot become \(status.rawValue)")
            }
            if before.status == .held, status != .lapsed, let end = before.holdEnds, end <= now {
                throw RecordsError.invalid(
                    field: "status", value: "held", reason: "was kept until a moment that is past")
            }
            var after = before
            after.status = status
            after.ending = ending
            // Calendars follow what the client was told of: not what was only held.
            let isTold = before.status != .held && (status == .cancelled || status == .declined)
            if isTold { after.sequence += 1 }
            after.version += 1
            try taking {
                let count = try sql.run(
                    """
                    UPDATE appointment SET status = ?, ending = ?, ended = ?, hold_ends = ?, sequence = ?,
                      version = version + 1 WHERE id = ? AND version = ?
                    """,
                    [
                        .text(status.rawValue), .optional(ending?.rawValue), .optional(ending == nil ? nil : now),
                        .optional(status == .held ? before.holdEnds : nil), .integer(after.sequence),
                        .text(before.id.text), .integer(before.version),
                    ])
                guard count == 1 else { throw RecordsError.stale(current: before.version + 1) }
            }
            try noteChange(
                of: before.practitioner, in: before.place, isFreed: before.status.holdsTime && !status.holdsTime)
            try sql.run(
                "UPDATE offer SET answer = ? WHERE appointment = ? AND answer = 'none'",
                [.text(status.holdsTime ? "accepted" : "declined"), .text(before.id.text)])
            changed.append(after)
        }
        guard let first = changed.first else { return all }
        try enqueue(mail(changed))
        try audit(
            AuditEvent(
                .appointmentChanged, object: "appointment:\(first.id)", detail: "\(status.rawValue) \(changed.count)"),
            practice: first.practice)
        return changed
    }
}
