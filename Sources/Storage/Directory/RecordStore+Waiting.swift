public import Directory
public import Foundation
public import Records
public import Scheduling
import Vault

/// Absences, calendars elsewhere, and the wait list.
extension RecordStore {
    public func absences(of practitioner: Practitioner.ID, for author: Author) async throws -> [Absence] {
        try await look(author) { work in
            let found = try work.seen(practitioner)
            guard BookingRules.keepsCalendar(author, found) else { throw RecordsError.notFound }
            return try work.sql.rows(
                "SELECT id, starts, ends, imported FROM absence WHERE practitioner = ? AND ends > ? ORDER BY starts LIMIT 5000",
                [.text(practitioner.text), .integer(Int(work.now.timeIntervalSince1970) - 86_400)]
            ).map { row in
                try Absence(
                    id: row.identifier("id", of: Absence.self), time: row.period("starts", "ends"),
                    isImported: row.flag("imported"))
            }
        }
    }

    public func add(_ absence: Absence, to practitioner: Practitioner.ID, by author: Author) async throws {
        try await work(author) { work in
            let found = try work.managed(practitioner)
            try work.insert(absence, of: found.id, practice: found.practice)
            try work.refreshSoon(found.id)
            try work.audit(AuditEvent(.practitionerChanged, object: "practitioner:\(found.id)", detail: "absence"))
        }
    }

    public func remove(_ absence: Absence.ID, of practitioner: Practitioner.ID, by author: Author) async throws {
        try await work(author) { work in
            let found = try work.managed(practitioner)
            let count = try work.sql.run(
                "DELETE FROM absence WHERE id = ? AND practitioner = ?", [.text(absence.text), .text(found.id.text)])
            guard count == 1 else { throw RecordsError.notFound }
            try work.refreshSoon(found.id)
            try work.noteFreed(found.id)
            try work.audit(
                AuditEvent(.practitionerChanged, object: "practitioner:\(found.id)", detail: "absence removed"))
        }
    }

    public func setFeed(_ token: Data?, of practitioner: Practitioner.ID, by author: Author) async throws {
        try await work(author) { work in
            let found = try work.managed(practitioner)
            try work.sql.run("DELETE FROM feed WHERE practitioner = ?", [.text(found.id.text)])
            if let token {
                try work.sql.run(
                    "INSERT INTO feed (practitioner, practice, token, created) VALUES (?, ?, ?, ?)",
                    [.text(found.id.text), .text(found.practice.text), .blob(token), .date(work.now)])
            }
            try work.audit(
                AuditEvent(
                    .linkMade, object: "practitioner:\(found.id)", detail: token == nil ? "feed ended" : "feed"))
        }
    }

    public func hasFeed(_ practitioner: Practitioner.ID, for author: Author) async throws -> Bool {
        try await look(author) { work in
            let found = try work.managed(practitioner)
            return try work.sql.row("SELECT created FROM feed WHERE practitioner = ?", [.text(found.id.text)]) != nil
        }
    }

    public func feed(
        token: Data, in period: Period
    ) async throws -> (practitioner: Practitioner, appointments: [Appointment])? {
        try await look { work in
            guard
                let row = try work.sql.row("SELECT practitioner FROM feed WHERE token = ?", [.blob(token)]),
                let found = try work.storedPractitioner(row.identifier("practitioner", of: Practitioner.self))
            else { return nil }
            let appointments = try work.sql.rows(
                "SELECT \(RecordTransaction.appointmentColumns) FROM appointment WHERE practitioner = ? AND starts < ?"
                    + " AND ends > ? AND status NOT IN ('held', 'lapsed') ORDER BY starts, id LIMIT 20000",
                [.text(found.id.text), .integer(period.end.seconds), .integer(period.start.seconds)]
            ).map(work.appointment)
            return (found, appointments)
        }
    }

    public func busySource(of practitioner: Practitioner.ID, for author: Author) async throws -> BusySource? {
        try await look(author) { work in
            let found = try work.managed(practitioner)
            guard
                let row = try work.sql.row(
                    "SELECT address, fetched, problem, events FROM busy_source WHERE id = ?", [.text(found.id.text)])
            else { return nil }
            return try BusySource(
                address: work.cipher(found.practice).open(
                    row.blob("address"), context: "busy_source.address:\(found.id)"),
                fetched: row.optionalDate("fetched"), problem: row.text("problem"), events: row.integer("events"))
        }
    }

    public func setBusySource(_ address: String?, of practitioner: Practitioner.ID, by author: Author) async throws {
        try await work(author) { work in
            let found = try work.managed(practitioner)
            try work.sql.run("DELETE FROM busy_source WHERE id = ?", [.text(found.id.text)])
            try work.sql.run(
                "DELETE FROM absence WHERE practitioner = ? AND imported = 1", [.text(found.id.text)])
            if let address {
                let sealed = try work.cipher(found.practice).seal(
                    address, context: "busy_source.address:\(found.id)")
                try work.sql.run(
                    "INSERT INTO busy_source (id, practice, address, fetched, problem, events) VALUES (?, ?, ?, NULL, '', 0)",
                    [.text(found.id.text), .text(found.practice.text), .blob(sealed)])
            }
            try work.refreshSoon(found.id)
            try work.audit(
                AuditEvent(
                    .practitionerChanged, object: "practitioner:\(found.id)",
                    detail: address == nil ? "calendar removed" : "calendar set"))
        }
    }

    public func busySources(
        notFetchedSince moment: Date, limit: Int
    ) async throws -> [(practitioner: Practitioner.ID, zone: String, address: String)] {
        try await look { work in
            try work.sql.rows(
                "SELECT id, practice, address FROM busy_source WHERE fetched IS NULL OR fetched <= ? ORDER BY fetched, id LIMIT ?",
                [.date(moment), .integer(limit)]
            ).compactMap { row in
                let id = try row.identifier("id", of: Practitioner.self)
                guard let found = try work.storedPractitioner(id) else { return nil }
                let address = try work.cipher(found.practice).open(
                    row.blob("address"), context: "busy_source.address:\(id)")
                return (id, found.plan.zone, address)
            }
        }
    }

    public func setImported(
        _ result: Result<[Period], ImportProblem>, events: Int, of practitioner: Practitioner.ID, now: Date
    ) async throws {
        try await work(.system) { work in
            guard let found = try work.storedPractitioner(practitioner) else { throw RecordsError.notFound }
            var problem = ""
            switch result {
            case .failure(let fault): problem = fault.reason
            case .success(let periods):
                try work.sql.run(
                    "DELETE FROM absence WHERE practitioner = ? AND imported = 1", [.text(found.id.text)])
                for period in periods.prefix(10_000) {
                    try work.insert(Absence(time: period, isImported: true), of: found.id, practice: found.practice)
                }
                try work.refreshSoon(found.id)
            }
            try work.sql.run(
                "UPDATE busy_source SET fetched = ?, problem = ?, events = CASE WHEN ? = '' THEN ? ELSE events END WHERE id = ?",
                [.date(now), .text(problem), .text(problem), .integer(events), .text(found.id.text)])
        }
    }

    // MARK: Waiting

    public func wait(_ client: WaitingClient, mail: [OutgoingLetter]) async throws {
        try await work(.system) { work in
            guard let service = try work.storedService(client.service), service.isOpen,
                service.practitioner == client.practitioner, try work.listing(client.practitioner) != nil
            else { throw RecordsError.notFound }
            try work.sql.run(
                "INSERT INTO waiting (id, practice, practitioner, service, contact, wanted, since, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .text(client.id.text), .text(client.practice.text), .text(client.practitioner.text),
                    .text(client.service.text),
                    work.sealed(client.contact, "waiting", client.id.text, client.practice),
                    .text(StoredJSON.text(client.wanted)), .date(client.since), .text(client.status.rawValue),
                ])
            try work.enqueue(mail)
            try work.audit(
                AuditEvent(.appointmentBooked, object: "waiting:\(client.id)", detail: "waits"),
                practice: client.practice)
        }
    }

    public func waitingClient(_ id: WaitingClient.ID) async throws -> WaitingClient? {
        try await look { work in try work.storedWaiting(id) }
    }

    public func setWaiting(_ id: WaitingClient.ID, _ status: WaitingClient.Status) async throws {
        try await work(.system) { work in
            guard let found = try work.storedWaiting(id) else { throw RecordsError.notFound }
            try work.sql.run(
                "UPDATE waiting SET status = ? WHERE id = ?", [.text(status.rawValue), .text(id.text)])
            if status == .waiting { try work.noteFreed(found.practitioner) }
            try work.audit(
                AuditEvent(.appointmentChanged, object: "waiting:\(id)", detail: status.rawValue),
                practice: found.practice)
        }
    }

    public func waiting(of practitioner: Practitioner.ID, for author: Author) async throws -> [WaitingClient] {
        try await work(author) { work in
            let found = try work.seen(practitioner)
            guard BookingRules.keepsCalendar(author, found) else { throw RecordsError.notFound }
            let list = try work.waiting("practitioner = ? AND status = 'waiting'", [.text(practitioner.text)])
            try work.audit(AuditEvent(.appointmentsRead, detail: "wait list \(list.count)"))
            return list
        }
    }

    public func waitList(
        of practitioner: Practitioner.ID
    ) async throws -> (entries: [WaitingClient], offers: [WaitListOffer<WaitingClient.ID>]) {
        try await look { work in
            let entries = try work.waiting("practitioner = ? AND status = 'waiting'", [.text(practitioner.text)])
            let offers = try work.sql.rows(
                "SELECT waiting, starts, ends, expires, answer FROM offer WHERE practitioner = ? AND starts > ?",
                [.text(practitioner.text), .integer(Int(work.now.timeIntervalSince1970))]
            ).compactMap { row -> WaitListOffer<WaitingClient.ID>? in
                guard let expires = Moment(seconds: try row.integer("expires")),
                    let answer = WaitListOffer<WaitingClient.ID>.Answer(rawValue: try row.text("answer"))
                else { return nil }
                return WaitListOffer(
                    entry: try row.identifier("waiting", of: WaitingClient.self),
                    slot: try row.period("starts", "ends"), expires: expires, answer: answer)
            }
            return (entries, offers)
        }
    }

    public func offer(_ appointment: Appointment, to client: WaitingClient.ID, mail: [OutgoingLetter]) async throws {
        try await work(.system) { work in
            guard appointment.status == .held, let end = appointment.holdEnds,
                let waiting = try work.storedWaiting(client), waiting.status == .waiting
            else { throw RecordsError.notFound }
            try work.holdCalendar(of: appointment.practitioner, in: appointment.place)
            // One offer at a time: another instance may have made one meanwhile.
            let lock = work.sql.dialect == .postgres ? " FOR UPDATE" : ""
            _ = try work.sql.row("SELECT id FROM waiting WHERE id = ?\(lock)", [.text(client.text)])
            let open = try work.sql.row(
                "SELECT appointment FROM offer WHERE waiting = ? AND answer = 'none' AND expires > ?",
                [.text(client.text), .integer(Int(work.now.timeIntervalSince1970))])
            guard open == nil else { throw RecordsError.duplicate(field: "offer") }
            try work.lapse(of: appointment.practitioner, in: appointment.place)
            try work.insert(appointment)
            try work.sql.run(
                "INSERT INTO offer (appointment, practice, practitioner, waiting, starts, ends, expires, answer) VALUES (?, ?, ?, ?, ?, ?, ?, 'none')",
                [
                    .text(appointment.id.text), .text(appointment.practice.text), .text(appointment.practitioner.text),
                    .text(client.text), .integer(appointment.time.start.seconds),
                    .integer(appointment.time.end.seconds), .integer(Int(end.timeIntervalSince1970)),
                ])
            try work.enqueue(mail)
            try work.noteChange(of: appointment.practitioner, in: appointment.place, isFreed: false)
            try work.audit(
                AuditEvent(.appointmentBooked, object: "appointment:\(appointment.id)", detail: "offered"),
                practice: appointment.practice)
        }
    }

    public func offered(_ appointment: Appointment.ID) async throws -> WaitingClient? {
        try await look { work in
            try work.sql.row("SELECT waiting FROM offer WHERE appointment = ?", [.text(appointment.text)])
                .flatMap { try work.storedWaiting($0.identifier("waiting", of: WaitingClient.self)) }
        }
    }

    public func waitListsToServe(after last: Practitioner.ID?, limit: Int) async throws -> [Practitioner.ID] {
        try await look { work in
            try work.sql.rows(
                "SELECT practitioner FROM freed WHERE practitioner > ? ORDER BY practitioner LIMIT ?",
                [.text(last?.text ?? ""), .integer(limit)]
            ).map { try $0.identifier("practitioner", of: Practitioner.self) }
        }
    }

    public func served(_ practitioner: Practitioner.ID) async throws {
        try await work(.system) { work in
            _ = try work.sql.run("DELETE FROM freed WHERE practitioner = ?", [.text(practitioner.text)])
        }
    }
}

extension RecordTransaction {
    fileprivate func insert(_ absence: Absence, of practitioner: Practitioner.ID, practice: Practice.ID) throws {
        try sql.run(
            "INSERT INTO absence (id, practice, practitioner, starts, ends, imported) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .text(absence.id.text), .text(practice.text), .text(practitioner.text),
                .integer(absence.time.start.seconds), .integer(absence.time.end.seconds),
                .integer(absence.isImported ? 1 : 0),
            ])
    }

    fileprivate func waiting(_ condition: String, _ arguments: [SQLValue]) throws -> [WaitingClient] {
        try sql.rows(
            "SELECT id, practice, practitioner, service, contact, wanted, since, status FROM waiting WHERE \(condition)"
                + " ORDER BY since, id LIMIT 1000", arguments
        ).map { row in
            let id = try row.identifier("id", of: WaitingClient.self)
            let practice = try row.identifier("practice", of: Practice.self)
            guard let status = WaitingClient.Status(rawValue: try row.text("status")) else {
                throw StorageError.damaged("waiting client \(id) has an unknown status")
            }
            return try WaitingClient(
                id: id, practice: practice, practitioner: row.identifier("practitioner", of: Practitioner.self),
                service: row.identifier("service", of: OfferedService.self),
                contact: contact(row, "waiting", id.text, practice), wanted: StoredJSON.read(row.text("wanted")),
                since: row.date("since"), status: status)
        }
    }

    fileprivate func storedWaiting(_ id: WaitingClient.ID) throws -> WaitingClient? {
        try waiting("id = ?", [.text(id.text)]).first
    }
}
