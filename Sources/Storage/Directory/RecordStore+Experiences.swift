public import Directory
public import Foundation
public import Records
import Vault

extension RecordStore: ExperienceRepository {
    public func invite(
        after appointment: Appointment.ID, now: Date, mail: OutgoingLetter?
    ) async throws -> Experience? {
        try await work(.system) { work in
            let marked = try work.sql.run(
                "UPDATE appointment SET asked = 1 WHERE id = ? AND asked = 0 AND status = 'completed'",
                [.text(appointment.text)])
            guard marked == 1, let visit = try work.storedAppointment(appointment), let mail,
                !visit.contact.mail.isEmpty
            else { return nil }
            let index = try work.keys.mailIndex(visit.contact.mail, work.sql, now: work.now)
            // One for a service within a year; the calendar year is the schema's own guard.
            let recent = try work.sql.row(
                "SELECT id FROM experience WHERE service = ? AND mail_index = ? AND created > ? LIMIT 1",
                [.text(visit.service.text), .blob(index), .date(now.addingTimeInterval(-365 * 86_400))])
            guard recent == nil else { return nil }
            let id = Experience.ID(mail.subject)
            let year = CalendarDay(now, in: .gmt).text.prefix(4)
            let added = try work.sql.run(
                """
                INSERT INTO experience (id, practice, practitioner, service, appointment, mail_index, year, status, telling,
                  may_publish, created) VALUES (?, ?, ?, ?, ?, ?, ?, 'invited', NULL, 0, ?)
                ON CONFLICT DO NOTHING
                """,
                [
                    .text(id.text), .text(visit.practice.text), .text(visit.practitioner.text),
                    .text(visit.service.text), .text(visit.id.text), .blob(index), .integer(Int(year) ?? 0),
                    .date(now),
                ])
            guard added == 1 else { return nil }
            try work.enqueue([mail])
            return try work.storedExperience(id)
        }
    }

    public func experience(_ id: Experience.ID) async throws -> Experience? {
        try await look { work in try work.storedExperience(id) }
    }

    public func tell(_ id: Experience.ID, _ telling: Experience.Telling) async throws {
        try await work(.system) { work in
            guard let found = try work.storedExperience(id), [.invited, .submitted].contains(found.status) else {
                throw RecordsError.notFound
            }
            let sealed = try work.cipher(found.practice).seal(
                StoredJSON.text(telling), context: "experience.telling:\(id)")
            try work.sql.run(
                "UPDATE experience SET status = 'submitted', telling = ?, may_publish = ? WHERE id = ?",
                [.blob(sealed), .integer(telling.mayPublish ? 1 : 0), .text(id.text)])
            try work.audit(
                AuditEvent(.experienceDecided, object: "experience:\(id)", detail: "told"), practice: found.practice)
        }
    }

    public func withdraw(_ id: Experience.ID) async throws {
        try await work(.system) { work in
            guard let found = try work.storedExperience(id), found.telling != nil else { throw RecordsError.notFound }
            try work.sql.run(
                "UPDATE experience SET status = 'withdrawn', telling = NULL, may_publish = 0, reply = NULL WHERE id = ?",
                [.text(id.text)])
            try work.audit(
                AuditEvent(.experienceDecided, object: "experience:\(id)", detail: "withdrawn"),
                practice: found.practice)
        }
    }

    public func waitingExperiences(
        for author: Author
    ) async throws -> [(experience: Experience, practitioner: String)] {
        try await across(author) { work in
            guard try work.isSteward() else { throw RecordsError.notFound }
            let found = try work.experiences("status = 'submitted' AND may_publish = 1", [])
            let named = try found.compactMap { experience -> (Experience, String)? in
                guard let practitioner = try work.storedPractitioner(experience.practitioner),
                    !isAbout(author, practitioner)
                else { return nil }
                return (experience, practitioner.name)
            }
            try work.audit(AuditEvent(.appointmentsRead, detail: "experiences \(named.count)"))
            return named
        }
    }

    public func decide(
        _ id: Experience.ID, publish shownFrom: Date?, reason: String, by author: Author
    ) async throws {
        let reason = try Text.block(reason, field: "reason", longest: 500)
        if shownFrom == nil, reason.isEmpty {
            throw RecordsError.invalid(field: "reason", value: "", reason: "is needed to refuse")
        }
        try await across(author) { work in
            guard try work.isSteward(), let found = try work.storedExperience(id),
                [.submitted, .approved].contains(found.status), found.telling?.mayPublish == true,
                let practitioner = try work.storedPractitioner(found.practitioner),
                // Nobody decides on words about themselves.
                !isAbout(author, practitioner)
            else { throw RecordsError.notFound }
            try work.sql.run(
                "UPDATE experience SET status = ?, shown_from = ?, decided_by = ?, decided_at = ?, reason = ? WHERE id = ?",
                [
                    .text(shownFrom == nil ? "refused" : "approved"), .optional(shownFrom),
                    .optional(author.account?.text), .date(work.now), .text(reason), .text(id.text),
                ])
            try work.audit(
                AuditEvent(
                    .experienceDecided, object: "experience:\(id)", detail: shownFrom == nil ? "refused" : "approved"),
                practice: found.practice)
        }
    }

    public func experiences(
        of practitioner: Practitioner.ID, for author: Author
    ) async throws -> [Experience] {
        try await work(author) { work in
            let found = try work.managed(practitioner)
            let all = try work.experiences("practitioner = ? AND telling IS NOT NULL", [.text(found.id.text)])
            try work.audit(AuditEvent(.appointmentsRead, detail: "experiences \(all.count)"))
            return all
        }
    }

    public func reply(_ reply: Experience.Reply?, to id: Experience.ID, by author: Author) async throws {
        try await work(author) { work in
            guard let found = try work.storedExperience(id), found.status == .approved else {
                throw RecordsError.notFound
            }
            _ = try work.managed(found.practitioner)
            try work.sql.run(
                "UPDATE experience SET reply = ? WHERE id = ?", [.optional(reply?.rawValue), .text(id.text)])
            try work.audit(AuditEvent(.experienceDecided, object: "experience:\(id)", detail: "answered"))
        }
    }
}

/// Whether words about a practitioner are words about the author: the own, or those of somebody whose page the owner keeps.
private func isAbout(_ author: Author, _ practitioner: Practitioner) -> Bool {
    practitioner.account.map { $0 == author.account }
        ?? (practitioner.practice == author.practice && author.role == .owner)
}

extension RecordStore: NewsletterRepository {
    public func hasNewsletter(_ practice: Practice.ID) async throws -> Bool {
        try await look { work in
            let sent = try work.sql.row(
                "SELECT id FROM newsletter WHERE practice = ? LIMIT 1", [.text(practice.text)])
            if sent != nil { return true }
            return try work.sql.row(
                "SELECT l.practitioner AS id FROM listing l JOIN practitioner p ON p.id = l.practitioner"
                    + " WHERE p.practice = ? AND l.valid_until > ? LIMIT 1", [.text(practice.text), .date(work.now)])
                != nil
        }
    }

    public func subscribe(_ subscriber: Subscriber, mail: OutgoingLetter) async throws {
        try await work(.system) { work in
            guard
                try work.sql.row("SELECT id FROM practice WHERE id = ?", [.text(subscriber.practice.text)]) != nil
            else { throw RecordsError.notFound }
            let index = try work.keys.mailIndex(subscriber.mail, work.sql, now: work.now)
            let topics = subscriber.topics.map(\.rawValue).sorted().joined(separator: " ")
            let known = try work.sql.row(
                "SELECT id, status FROM subscriber WHERE practice = ? AND mail_index = ?",
                [.text(subscriber.practice.text), .blob(index)])
            var letter = mail
            if let known {
                // A proof comes before anything changes for somebody who gets it already.
                if try known.text("status") == "active" { return }
                let id = try known.identifier("id", of: Subscriber.self)
                try work.sql.run(
                    "UPDATE subscriber SET topics = ?, status = 'unproved', since = ? WHERE id = ?",
                    [.text(topics), .date(work.now), .text(id.text)])
                letter = OutgoingLetter(
                    event: mail.event, kind: mail.kind, practice: mail.practice, subject: id.uuid,
                    recipient: mail.recipient, due: mail.due, detail: mail.detail)
            } else {
                let sealed = try work.cipher(subscriber.practice).seal(
                    subscriber.mail, context: "subscriber.mail:\(subscriber.id)")
                try work.sql.run(
                    "INSERT INTO subscriber (id, practice, mail, mail_index, topics, status, since) VALUES (?, ?, ?, ?, ?, 'unproved', ?)",
                    [
                        .text(subscriber.id.text), .text(subscriber.practice.text), .blob(sealed), .blob(index),
                        .text(topics), .date(work.now),
                    ])
            }
            try work.enqueue([letter])
        }
    }

    public func subscriber(_ id: Subscriber.ID) async throws -> Subscriber? {
        try await look { work in
            try work.sql.row(
                "SELECT id, practice, mail, topics, status, since FROM subscriber WHERE id = ?", [.text(id.text)]
            ).map(work.subscriber)
        }
    }

    public func prove(_ id: Subscriber.ID) async throws {
        try await setSubscriber(id, "active", from: ["unproved", "active"])
    }

    public func unsubscribe(_ id: Subscriber.ID) async throws {
        try await setSubscriber(id, "left", from: ["unproved", "active", "left"])
    }

    private func setSubscriber(_ id: Subscriber.ID, _ status: String, from: [String]) async throws {
        try await work(.system) { work in
            let marks = from.map { _ in "?" }.joined(separator: ", ")
            let count = try work.sql.run(
                "UPDATE subscriber SET status = ? WHERE id = ? AND status IN (\(marks))",
                [.text(status), .text(id.text)] + from.map(SQLValue.text))
            guard count == 1 else { throw RecordsError.notFound }
        }
    }

    public func subscriberCounts(for author: Author) async throws -> [Subscriber.Topic: Int] {
        try await look(author) { work in
            let practice = try work.ownedPractice()
            var counts: [Subscriber.Topic: Int] = [:]
            for row in try work.sql.rows(
                "SELECT topics FROM subscriber WHERE practice = ? AND status = 'active'", [.text(practice.text)])
            {
                for topic in try row.words("topics").compactMap(Subscriber.Topic.init) {
                    counts[topic, default: 0] += 1
                }
            }
            return counts
        }
    }

    public func send(_ issue: NewsletterIssue, by author: Author) async throws -> NewsletterIssue {
        try await work(author) { work in
            guard try work.ownedPractice() == issue.practice else { throw RecordsError.notFound }
            let subscribers = try work.sql.rows(
                "SELECT id, practice, mail, topics, status, since FROM subscriber WHERE practice = ? AND status = 'active'",
                [.text(issue.practice.text)]
            ).map(work.subscriber).filter { $0.topics.contains(issue.topic) }
            let sent = try NewsletterIssue(
                id: issue.id, practice: issue.practice, topic: issue.topic, subject: issue.subject, text: issue.text,
                created: work.now, recipients: subscribers.count)
            do {
                try work.sql.run(
                    "INSERT INTO newsletter (id, practice, topic, subject, text, created, recipients) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [
                        .text(sent.id.text), .text(sent.practice.text), .text(sent.topic.rawValue), .text(sent.subject),
                        .text(sent.text), .date(work.now), .integer(sent.recipients),
                    ])
            } catch StorageError.unique { throw RecordsError.duplicate(field: "subject") }
            try work.enqueue(
                subscribers.map { subscriber in
                    OutgoingLetter(
                        event: "newsletter:\(issue.id)", kind: .newsletter, practice: issue.practice,
                        subject: subscriber.id.uuid, recipient: subscriber.mail, due: work.now, detail: issue.id.text)
                })
            try work.audit(
                AuditEvent(.newsletterSent, object: "newsletter:\(issue.id)", detail: "\(subscribers.count)"))
            return sent
        }
    }

    public func issue(_ id: NewsletterIssue.ID) async throws -> NewsletterIssue? {
        try await look { work in
            try work.sql.row("SELECT * FROM newsletter WHERE id = ?", [.text(id.text)]).map(work.issue)
        }
    }

    public func issues(for author: Author) async throws -> [NewsletterIssue] {
        try await look(author) { work in
            let practice = try work.ownedPractice()
            return try work.sql.rows(
                "SELECT * FROM newsletter WHERE practice = ? ORDER BY created DESC, id LIMIT 200",
                [.text(practice.text)]
            ).map(work.issue)
        }
    }
}

extension RecordTransaction {
    fileprivate static let experienceColumns =
        "id, practice, practitioner, service, appointment, status, telling, shown_from, reply, created, decided_by,"
        + " decided_at, reason"

    fileprivate func experience(_ row: SQLRow) throws -> Experience {
        let id = try row.identifier("id", of: Experience.self)
        let practice = try row.identifier("practice", of: Practice.self)
        guard let status = Experience.Status(rawValue: try row.text("status")) else {
            throw StorageError.damaged("experience \(id) has an unknown status")
        }
        let telling: Experience.Telling? = try row.optionalBlob("telling").map {
            try StoredJSON.read(cipher(practice).open($0, context: "experience.telling:\(id)"))
        }
        let decided = try row.optionalIdentifier("decided_by", of: Account.self).map { by in
            try Experience.Decision(
                by: by, at: row.date("decided_at"), reason: row.optionalText("reason") ?? "")
        }
        return try Experience(
            id: id, practice: practice, practitioner: row.identifier("practitioner", of: Practitioner.self),
            service: row.identifier("service", of: OfferedService.self),
            appointment: row.identifier("appointment", of: Appointment.self), status: status, telling: telling,
            shownFrom: row.optionalDate("shown_from"),
            reply: row.optionalText("reply").flatMap(Experience.Reply.init), created: row.date("created"),
            decided: decided)
    }

    fileprivate func experiences(_ condition: String, _ arguments: [SQLValue]) throws -> [Experience] {
        try sql.rows(
            "SELECT \(Self.experienceColumns) FROM experience WHERE \(condition) ORDER BY created DESC, id LIMIT 500",
            arguments
        ).map(experience)
    }

    fileprivate func storedExperience(_ id: Experience.ID) throws -> Experience? {
        try experiences("id = ?", [.text(id.text)]).first
    }

    /// What the public may read of a practitioner now.
    func shownExperiences(of practitioner: Practitioner.ID) throws -> [Experience] {
        try experiences(
            "practitioner = ? AND status = 'approved' AND may_publish = 1 AND shown_from <= ?",
            [.text(practitioner.text), .date(now)])
    }

    fileprivate func subscriber(_ row: SQLRow) throws -> Subscriber {
        let id = try row.identifier("id", of: Subscriber.self)
        let practice = try row.identifier("practice", of: Practice.self)
        guard let status = Subscriber.Status(rawValue: try row.text("status")) else {
            throw StorageError.damaged("subscriber \(id) has an unknown status")
        }
        return try Subscriber(
            id: id, practice: practice,
            mail: cipher(practice).open(row.blob("mail"), context: "subscriber.mail:\(id)"),
            topics: Set(row.words("topics").compactMap(Subscriber.Topic.init)), status: status,
            since: row.date("since"))
    }

    fileprivate func issue(_ row: SQLRow) throws -> NewsletterIssue {
        guard let topic = Subscriber.Topic(rawValue: try row.text("topic")) else {
            throw StorageError.damaged("a newsletter has an unknown topic")
        }
        return try NewsletterIssue(
            id: row.identifier("id", of: NewsletterIssue.self), practice: row.identifier("practice", of: Practice.self),
            topic: topic, subject: row.text("subject"), text: row.text("text"), created: row.date("created"),
            recipients: row.integer("recipients"))
    }

    /// Takes everything that names a client out of appointments, mail and experiences.
    func eraseBookings(of client: Client.ID, practice: Practice.ID) throws {
        let gone = try BookingContact(name: "Erased client", mail: "erased@invalid.example", wantsReminders: false)
        let rows = try sql.rows(
            "SELECT id, practitioner, place FROM appointment WHERE client = ?", [.text(client.text)])
        for row in rows {
            let id = try row.text("id")
            try sql.run(
                "UPDATE appointment SET contact = ?, mail_index = ?, client = NULL, intake = NULL, asked = 1 WHERE id = ?",
                [sealed(gone, "appointment", id, practice), .blob(Data()), .text(id)])
            try sql.run(
                "UPDATE appointment SET status = 'cancelled', ending = 'practice', ended = ?, version = version + 1"
                    + " WHERE id = ? AND status IN ('held', 'pending', 'booked')", [.date(now), .text(id)])
            try sql.run(
                "UPDATE experience SET status = 'withdrawn', telling = NULL, may_publish = 0, mail_index = ? WHERE appointment = ?",
                [.blob(Data(id.utf8)), .text(id)])
            try sql.run("DELETE FROM letter WHERE subject = ?", [.text(id)])
            try sql.run(
                "DELETE FROM letter WHERE subject IN (SELECT id FROM experience WHERE appointment = ?)", [.text(id)])
            try noteChange(
                of: row.identifier("practitioner", of: Practitioner.self),
                in: row.identifier("place", of: ServicePlace.self), isFreed: true)
        }
    }
}
