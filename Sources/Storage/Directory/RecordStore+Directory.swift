public import Directory
import Foundation
public import Records
import Vault

extension RecordStore: DirectoryRepository {
    public func practitioners(for author: Author) async throws -> [Practitioner] {
        try await look(author) { work in
            guard let practice = author.practice, AccessRules.keepsRegister(author) else { throw RecordsError.notFound }
            return try work.sql.rows(
                "SELECT \(RecordTransaction.practitionerColumns) FROM practitioner WHERE practice = ? ORDER BY name, id"
                    + " LIMIT 5000", [.text(practice.text)]
            ).map(work.practitioner)
        }
    }

    public func practitioner(_ id: Practitioner.ID, for author: Author) async throws -> Practitioner {
        try await look(author) { work in try work.seen(id) }
    }

    public func save(_ practitioner: Practitioner, isNew: Bool, by author: Author) async throws -> Practitioner {
        try await work(author) { work in
            guard BookingRules.manages(author, practitioner) else { throw RecordsError.notFound }
            if let account = practitioner.account {
                let found = try work.sql.row(
                    "SELECT id FROM account WHERE id = ? AND practice = ? AND role IN ('owner', 'therapist')",
                    [.text(account.text), .text(practitioner.practice.text)])
                guard found != nil else {
                    throw RecordsError.invalid(
                        field: "account", value: account.text, reason: "is nobody who treats in this practice")
                }
            }
            if let base = practitioner.base, try work.storedPlace(base)?.practice != practitioner.practice {
                throw RecordsError.invalid(field: "place", value: "", reason: "is none of this practice")
            }
            var saved = practitioner
            if isNew {
                try work.insert(practitioner)
                saved.version = 1
            } else {
                let before = try work.managed(practitioner.id)
                guard before.account == practitioner.account else { throw RecordsError.notFound }
                guard before.version == practitioner.version else { throw RecordsError.stale(current: before.version) }
                let changed = try work.sql.run(
                    """
                    UPDATE practitioner SET status = ?, mode = ?, name = ?, about = ?, languages = ?, conditions = ?,
                      accessibility = ?, base = ?, plan = ?, version = version + 1 WHERE id = ? AND version = ?
                    """,
                    RecordTransaction.fields(practitioner) + [
                        .text(practitioner.id.text), .integer(practitioner.version),
                    ])
                guard changed == 1 else { throw RecordsError.stale(current: before.version + 1) }
                saved.version += 1
            }
            try work.relist(saved.id)
            try work.audit(
                AuditEvent(.practitionerChanged, object: "practitioner:\(saved.id)", detail: "\(saved.version)"))
            return saved
        }
    }

    public func places(for author: Author) async throws -> [ServicePlace] {
        try await look(author) { work in
            guard let practice = author.practice, AccessRules.keepsRegister(author) else { throw RecordsError.notFound }
            return try work.sql.rows(
                "SELECT \(RecordTransaction.placeColumns) FROM place WHERE practice = ? ORDER BY name, id LIMIT 2000",
                [.text(practice.text)]
            ).map(work.place)
        }
    }

    public func save(_ place: ServicePlace, isNew: Bool, by author: Author) async throws -> ServicePlace {
        try await work(author) { work in
            guard author.practice == place.practice, author.role == .owner || author.role == .therapist else {
                throw RecordsError.notFound
            }
            var saved = place
            if isNew {
                try work.insert(place)
                saved.version = 1
            } else {
                guard let before = try work.storedPlace(place.id), before.practice == place.practice,
                    before.kind == place.kind
                else { throw RecordsError.notFound }
                guard before.version == place.version else { throw RecordsError.stale(current: before.version) }
                try work.sql.run(
                    """
                    UPDATE place SET name = ?, address = ?, town = ?, country = ?, latitude = ?, longitude = ?, radius = ?,
                      note = ?, version = version + 1 WHERE id = ? AND version = ?
                    """,
                    RecordTransaction.fields(place) + [.text(place.id.text), .integer(place.version)])
                saved.version += 1
            }
            let users = try work.sql.rows(
                "SELECT practitioner FROM service WHERE place = ? UNION SELECT id FROM practitioner WHERE base = ?",
                [.text(place.id.text), .text(place.id.text)])
            for row in users { try work.relist(row.identifier("practitioner", of: Practitioner.self)) }
            try work.audit(AuditEvent(.practitionerChanged, object: "place:\(place.id)", detail: "\(saved.version)"))
            return saved
        }
    }

    public func services(of practitioner: Practitioner.ID, for author: Author) async throws -> [OfferedService] {
        try await look(author) { work in
            _ = try work.seen(practitioner)
            return try work.services(of: practitioner)
        }
    }

    public func publicPractice(_ id: Practice.ID) async throws -> Practice {
        try await look { work in
            guard
                let row = try work.sql.row(
                    "SELECT id, name, time_zone, address, version FROM practice WHERE id = ?", [.text(id.text)])
            else { throw RecordsError.notFound }
            return try Practice(
                id: id, name: row.text("name"), timeZone: row.text("time_zone"), address: row.text("address"),
                version: row.integer("version"))
        }
    }

    public func save(_ service: OfferedService, isNew: Bool, by author: Author) async throws -> OfferedService {
        try await work(author) { work in
            let practitioner = try work.managed(service.practitioner)
            guard let place = try work.storedPlace(service.place), place.practice == practitioner.practice,
                service.practice == practitioner.practice
            else {
                throw RecordsError.invalid(field: "place", value: "", reason: "is none of this practice")
            }
            var saved = service
            if isNew {
                try work.insert(service)
                saved.version = 1
            } else {
                guard let before = try work.storedService(service.id), before.practitioner == service.practitioner
                else { throw RecordsError.notFound }
                guard before.version == service.version else { throw RecordsError.stale(current: before.version) }
                try work.sql.run(
                    """
                    UPDATE service SET place = ?, name = ?, about = ?, price = ?, terms = ?, reminders = ?,
                      change_minutes = ?, series_most = ?, asks_intake = ?, is_open = ?, version = version + 1
                      WHERE id = ? AND version = ?
                    """,
                    try RecordTransaction.fields(service) + [.text(service.id.text), .integer(service.version)])
                saved.version += 1
            }
            try work.relist(service.practitioner)
            try work.audit(
                AuditEvent(.practitionerChanged, object: "service:\(service.id)", detail: "\(saved.version)"))
            return saved
        }
    }
}

extension RecordTransaction {
    func services(of practitioner: Practitioner.ID) throws -> [OfferedService] {
        try sql.rows(
            "SELECT \(Self.serviceColumns) FROM service WHERE practitioner = ? ORDER BY name, id LIMIT 200",
            [.text(practitioner.text)]
        ).map(service)
    }

    fileprivate static func fields(_ practitioner: Practitioner) throws -> [SQLValue] {
        [
            .text(practitioner.status.rawValue), .text(practitioner.mode.rawValue), .text(practitioner.name),
            .text(practitioner.about), .text(practitioner.languages.joined(separator: " ")),
            .text(practitioner.conditions.joined(separator: " ")),
            .text(practitioner.accessibility.map(\.rawValue).sorted().joined(separator: " ")),
            .optional(practitioner.base?.text), .text(try StoredJSON.text(practitioner.plan)),
        ]
    }

    fileprivate static func fields(_ place: ServicePlace) -> [SQLValue] {
        [
            .text(place.name), .text(place.address), .text(place.town), .text(place.country),
            .integer(place.position.latitude), .integer(place.position.longitude), .integer(place.radiusKilometres),
            .text(place.note),
        ]
    }

    fileprivate static func fields(_ service: OfferedService) throws -> [SQLValue] {
        [
            .text(service.place.text), .text(service.name), .text(service.about), .text(service.price),
            .text(try StoredJSON.text(StoredTerms(service.terms))),
            .text(service.reminders.map(String.init).joined(separator: " ")), .integer(service.changeMinutes),
            .integer(service.seriesMost), .integer(service.asksIntake ? 1 : 0), .integer(service.isOpen ? 1 : 0),
        ]
    }

    func insert(_ practitioner: Practitioner) throws {
        do {
            try sql.run(
                """
                INSERT INTO practitioner (id, practice, account, status, mode, name, about, languages, conditions,
                  accessibility, base, plan, created, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
                """,
                [
                    .text(practitioner.id.text), .text(practitioner.practice.text),
                    .optional(practitioner.account?.text),
                ] + Self.fields(practitioner) + [.date(now)])
        } catch StorageError.unique(let rule) {
            throw RecordsError.duplicate(field: rule.contains("account") ? "account" : "identifier")
        }
    }

    func insert(_ place: ServicePlace) throws {
        try sql.run(
            """
            INSERT INTO place (id, practice, kind, name, address, town, country, latitude, longitude, radius, note, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            [.text(place.id.text), .text(place.practice.text), .text(place.kind.rawValue)] + Self.fields(place))
    }

    func insert(_ service: OfferedService) throws {
        try sql.run(
            """
            INSERT INTO service (id, practice, practitioner, place, name, about, price, terms, reminders, change_minutes,
              series_most, asks_intake, is_open, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            [.text(service.id.text), .text(service.practice.text), .text(service.practitioner.text)]
                + Self.fields(service))
    }
}
