import Directory
import Foundation
import Records
import Scheduling
import Vault

/// Appointments as rows.
extension RecordTransaction {
    static let appointmentColumns =
        "id, practice, practitioner, service, place, status, starts, ends, blocked_from, blocked_until, contact, client,"
        + " series, hold_ends, created, ending, sequence, version"

    func appointment(_ row: SQLRow) throws -> Appointment {
        let id = try row.identifier("id", of: Appointment.self)
        let practice = try row.identifier("practice", of: Practice.self)
        guard let status = Appointment.Status(rawValue: try row.text("status")) else {
            throw StorageError.damaged("appointment \(id) has an unknown status")
        }
        return try Appointment(
            id: id, practice: practice, practitioner: row.identifier("practitioner", of: Practitioner.self),
            service: row.identifier("service", of: OfferedService.self),
            place: row.identifier("place", of: ServicePlace.self), status: status, time: row.period("starts", "ends"),
            blocked: row.period("blocked_from", "blocked_until"),
            contact: contact(row, "appointment", id.text, practice),
            client: row.optionalIdentifier("client", of: Client.self),
            series: row.optionalIdentifier("series", of: AppointmentSeries.self),
            holdEnds: row.optionalDate("hold_ends"), created: row.date("created"),
            ending: row.optionalText("ending").flatMap(Appointment.Ending.init), sequence: row.integer("sequence"),
            version: row.integer("version"))
    }

    func contact(_ row: SQLRow, _ table: String, _ id: String, _ practice: Practice.ID) throws -> BookingContact {
        try StoredJSON.read(cipher(practice).open(row.blob("contact"), context: "\(table).contact:\(id)"))
    }

    func sealed(_ contact: BookingContact, _ table: String, _ id: String, _ practice: Practice.ID) throws -> SQLValue {
        .blob(try cipher(practice).seal(StoredJSON.text(contact), context: "\(table).contact:\(id)"))
    }

    func storedAppointment(_ id: Appointment.ID) throws -> Appointment? {
        try sql.row("SELECT \(Self.appointmentColumns) FROM appointment WHERE id = ?", [.text(id.text)])
            .map(appointment)
    }

    func series(_ id: Identifier<AppointmentSeries>) throws -> [Appointment] {
        try sql.rows(
            "SELECT \(Self.appointmentColumns) FROM appointment WHERE series = ? ORDER BY starts", [.text(id.text)]
        ).map(appointment)
    }

    func insert(_ appointment: Appointment) throws {
        guard let place = try storedPlace(appointment.place) else { throw RecordsError.notFound }
        let room = place.kind == .room ? place.id.text : nil
        try taking {
            try sql.run(
                """
                INSERT INTO appointment (id, practice, practitioner, service, place, room, status, starts, ends,
                  blocked_from, blocked_until, contact, mail_index, client, series, hold_ends, created, ending, sequence,
                  asked, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, 0, 1)
                """,
                [
                    .text(appointment.id.text), .text(appointment.practice.text), .text(appointment.practitioner.text),
                    .text(appointment.service.text), .text(appointment.place.text), .optional(room),
                    .text(appointment.status.rawValue), .integer(appointment.time.start.seconds),
                    .integer(appointment.time.end.seconds), .integer(appointment.blocked.start.seconds),
                    .integer(appointment.blocked.end.seconds),
                    sealed(appointment.contact, "appointment", appointment.id.text, appointment.practice),
                    .blob(keys.mailIndex(appointment.contact.mail, sql, now: now)),
                    .optional(appointment.client?.text), .optional(appointment.series?.text),
                    .optional(appointment.holdEnds), .date(now),
                ])
        }
    }

    /// Says that a time is taken where the schema refused an overlap.
    func taking(_ body: () throws -> Void) throws {
        do { try body() } catch StorageError.constraint(let rule) where rule.contains("appointment_overlap") {
            throw RecordsError.duplicate(field: "start")
        }
    }

    /// Lets in one change of a calendar, or of a room's, after the other; before anything of it is looked at.
    ///
    /// Two that meet within PostgreSQL's exclusion constraint wait for each other until one is given up, a second
    /// each time; SQLite has one writer anyway.
    func holdCalendar(of practitioner: Practitioner.ID, in place: ServicePlace.ID) throws {
        guard sql.dialect == .postgres else { return }
        let isRoom = try storedPlace(place)?.kind == .room
        for id in ([practitioner.text] + (isRoom ? [place.text] : [])).sorted() {
            _ = try sql.row("SELECT pg_advisory_xact_lock(hashtextextended(?, 7231)) IS NULL AS held", [.text(id)])
        }
    }

    /// Ends what was held too long with a practitioner or in a room, so that it is in nobody's way.
    func lapse(of practitioner: Practitioner.ID, in place: ServicePlace.ID) throws {
        let over = try sql.rows(
            "SELECT id, practitioner, place FROM appointment WHERE (practitioner = ? OR room = ?) AND status = 'held'"
                + " AND hold_ends <= ?", [.text(practitioner.text), .text(place.text), .date(now)])
        for row in over {
            try lapse(
                row.identifier("id", of: Appointment.self), of: row.identifier("practitioner", of: Practitioner.self),
                in: row.identifier("place", of: ServicePlace.self))
        }
    }

    /// Ends one that was held too long; whoever waits gets the time.
    func lapse(_ id: Appointment.ID, of practitioner: Practitioner.ID, in place: ServicePlace.ID) throws {
        let changed = try sql.run(
            "UPDATE appointment SET status = 'lapsed', ending = 'program', ended = ?, version = version + 1"
                + " WHERE id = ? AND status = 'held'", [.date(now), .text(id.text)])
        guard changed == 1 else { return }
        try sql.run(
            "UPDATE offer SET answer = 'declined' WHERE appointment = ? AND answer = 'none'", [.text(id.text)])
        try noteChange(of: practitioner, in: place, isFreed: true)
    }

    /// Notes that the free times of a practitioner, and of those who share the room, are others now.
    func noteChange(of practitioner: Practitioner.ID, in place: ServicePlace.ID, isFreed: Bool) throws {
        var concerned: Set<Practitioner.ID> = [practitioner]
        if try storedPlace(place)?.kind == .room {
            for row in try sql.rows("SELECT DISTINCT practitioner FROM service WHERE place = ?", [.text(place.text)]) {
                concerned.insert(try row.identifier("practitioner", of: Practitioner.self))
            }
        }
        for id in concerned.sorted() {
            try refreshSoon(id)
            if isFreed { try noteFreed(id) }
        }
    }

    /// What a service cannot be booked in: the practitioner's times, and others' times in a room.
    func busyTimes(
        of service: OfferedService, in period: Period, but own: Appointment.ID? = nil
    ) throws -> [BusyTime] {
        let others = try sql.rows(
            "SELECT id, status, blocked_from, blocked_until, hold_ends FROM appointment WHERE room = ?"
                + " AND practitioner <> ? AND blocked_from > ? AND blocked_from < ? AND status IN \(Migration.holding)",
            [
                .text(service.place.text), .text(service.practitioner.text), .integer(period.start.seconds - 150_000),
                .integer(period.end.seconds),
            ]
        ).compactMap { try busyTime($0, but: own) }
        return try busyTimes(of: service.practitioner, in: period, but: own) + others
    }

    private func busyTime(_ row: SQLRow, but own: Appointment.ID?) throws -> BusyTime? {
        guard try row.text("id") != own?.text else { return nil }
        let isHeld = try row.text("status") == "held"
        if isHeld, let end = try row.optionalDate("hold_ends"), end <= now { return nil }
        return BusyTime(isHeld ? .hold : .booking, try row.period("blocked_from", "blocked_until"))
    }

    /// What cannot be booked with a practitioner, without one appointment.
    func busyTimes(
        of practitioner: Practitioner.ID, in period: Period, but own: Appointment.ID? = nil
    ) throws -> [BusyTime] {
        let bounds: [SQLValue] = [.integer(period.start.seconds - 150_000), .integer(period.end.seconds)]
        let appointments = try sql.rows(
            "SELECT id, status, blocked_from, blocked_until, hold_ends FROM appointment WHERE practitioner = ?"
                + " AND blocked_from > ? AND blocked_from < ? AND status IN \(Migration.holding)",
            [.text(practitioner.text)] + bounds
        ).compactMap { try busyTime($0, but: own) }
        let absences = try sql.rows(
            "SELECT starts, ends FROM absence WHERE practitioner = ? AND ends > ? AND starts < ?",
            [.text(practitioner.text), .integer(period.start.seconds), .integer(period.end.seconds)]
        ).map { BusyTime(.imported, try $0.period("starts", "ends")) }
        return appointments + absences
    }

    /// Notes that a time may have become free.
    func noteFreed(_ practitioner: Practitioner.ID) throws {
        try sql.run(
            "INSERT INTO freed (practitioner, since) VALUES (?, ?) ON CONFLICT (practitioner) DO NOTHING",
            [.text(practitioner.text), .date(now)])
    }
}
