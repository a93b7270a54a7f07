import Directory
import Foundation
import Records
import Scheduling
import Vault

/// Practitioners, places and services as rows.
extension RecordTransaction {
    static let practitionerColumns =
        "id, practice, account, status, mode, name, about, languages, conditions, accessibility, base, plan, version"
    static let placeColumns =
        "id, practice, kind, name, address, town, country, latitude, longitude, radius, note, version"
    static let serviceColumns =
        "id, practice, practitioner, place, name, about, price, terms, reminders, change_minutes, series_most,"
        + " asks_intake, is_open, version"

    func practitioner(_ row: SQLRow) throws -> Practitioner {
        let id = try row.identifier("id", of: Practitioner.self)
        guard let status = Practitioner.Status(rawValue: try row.text("status")),
            let mode = Practitioner.Mode(rawValue: try row.text("mode"))
        else { throw StorageError.damaged("practitioner \(id) has an unknown status") }
        return try Practitioner(
            id: id, practice: row.identifier("practice", of: Practice.self),
            account: row.optionalIdentifier("account", of: Account.self), status: status, mode: mode,
            name: row.text("name"), about: row.text("about"), languages: row.words("languages"),
            conditions: row.words("conditions"),
            accessibility: Set(row.words("accessibility").compactMap(Accessibility.init)),
            base: row.optionalIdentifier("base", of: ServicePlace.self), plan: StoredJSON.read(row.text("plan")),
            version: row.integer("version"))
    }

    func place(_ row: SQLRow) throws -> ServicePlace {
        let id = try row.identifier("id", of: ServicePlace.self)
        guard let kind = ServicePlace.Kind(rawValue: try row.text("kind")),
            let position = ServicePlace.Position(
                latitude: try row.integer("latitude"), longitude: try row.integer("longitude"))
        else { throw StorageError.damaged("place \(id) has an unknown kind or position") }
        return try ServicePlace(
            id: id, practice: row.identifier("practice", of: Practice.self), kind: kind, name: row.text("name"),
            address: row.text("address"), town: row.text("town"), country: row.text("country"), position: position,
            radiusKilometres: row.integer("radius"), note: row.text("note"), version: row.integer("version"))
    }

    func service(_ row: SQLRow) throws -> OfferedService {
        let terms: StoredTerms = try StoredJSON.read(row.text("terms"))
        return try OfferedService(
            id: row.identifier("id", of: OfferedService.self), practice: row.identifier("practice", of: Practice.self),
            practitioner: row.identifier("practitioner", of: Practitioner.self),
            place: row.identifier("place", of: ServicePlace.self), name: row.text("name"), about: row.text("about"),
            price: row.text("price"), terms: terms.terms(), reminders: row.words("reminders").compactMap { Int($0) },
            changeMinutes: row.integer("change_minutes"), seriesMost: row.integer("series_most"),
            asksIntake: row.flag("asks_intake"), isOpen: row.flag("is_open"), version: row.integer("version"))
    }

    func storedPractitioner(_ id: Practitioner.ID) throws -> Practitioner? {
        try sql.row("SELECT \(Self.practitionerColumns) FROM practitioner WHERE id = ?", [.text(id.text)])
            .map(practitioner)
    }

    func storedPlace(_ id: ServicePlace.ID) throws -> ServicePlace? {
        try sql.row("SELECT \(Self.placeColumns) FROM place WHERE id = ?", [.text(id.text)]).map(place)
    }

    func storedService(_ id: OfferedService.ID) throws -> OfferedService? {
        try sql.row("SELECT \(Self.serviceColumns) FROM service WHERE id = ?", [.text(id.text)]).map(service)
    }

    /// The practitioner if the author works in the practice.
    func seen(_ id: Practitioner.ID) throws -> Practitioner {
        guard let found = try storedPractitioner(id), found.practice == author.practice,
            AccessRules.keepsRegister(author)
        else { throw RecordsError.notFound }
        return found
    }

    /// The practitioner if the author may change what belongs to it.
    func managed(_ id: Practitioner.ID) throws -> Practitioner {
        let found = try seen(id)
        guard BookingRules.manages(author, found) else { throw RecordsError.notFound }
        return found
    }
}

extension SQLRow {
    /// Words with blanks between them.
    func words(_ name: String) throws -> [String] { try text(name).split(separator: " ").map(String.init) }

    func period(_ from: String, _ until: String) throws -> Period {
        guard let start = Moment(seconds: try integer(from)), let end = Moment(seconds: try integer(until)),
            let period = Period(start: start, end: end)
        else { throw StorageError.damaged("columns \(from) and \(until) are no period") }
        return period
    }
}

/// Structured text in a column.
enum StoredJSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func read<Value: Decodable>(_ text: String) throws -> Value {
        // A line feed behind it: the decoder traps when its bound on depth is broken at the very end of the data.
        do { return try JSONDecoder().decode(Value.self, from: Data((text + "\n").utf8)) } catch {
            throw StorageError.damaged("a structured column does not read")
        }
    }
}

/// The terms of a service as they are kept.
struct StoredTerms: Codable {
    let minutes: Int
    let before: Int
    let after: Int
    let notice: Int
    let horizon: Int
    let grid: Int
    let confirmation: String

    init(_ terms: ServiceTerms) {
        minutes = terms.durationMinutes
        before = terms.bufferBefore
        after = terms.bufferAfter
        notice = terms.noticeMinutes
        horizon = terms.horizonDays
        grid = terms.gridMinutes
        confirmation = terms.confirmation.rawValue
    }

    func terms() throws -> ServiceTerms {
        guard let confirmation = ServiceTerms.Confirmation(rawValue: confirmation),
            let terms = try? ServiceTerms(
                durationMinutes: minutes, bufferBefore: before, bufferAfter: after, noticeMinutes: notice,
                horizonDays: horizon, gridMinutes: grid, confirmation: confirmation)
        else { throw StorageError.damaged("the terms of a service do not read") }
        return terms
    }
}
