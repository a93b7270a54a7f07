package import Directory
import Places
import Records

/// A row that the public search reads: one place of one practitioner.
package struct PublicListing {
    let practitioner: String
    let place: ServicePlace
    let name: String
    let languages: [String]
    let conditions: [String]
    let accessibility: [String]
    let trainings: [String]
    let zone: String
    let validUntil: Int

    /// A moment that never comes, for what does not expire: the year 9987, in milliseconds since 1970.
    package static let never = 253_000_000_000_000

    /// `validUntil`: in milliseconds since 1970.
    package init(
        practitioner: String, place: ServicePlace, name: String, languages: [String], conditions: [String],
        accessibility: [String], trainings: [String], zone: String, validUntil: Int
    ) {
        self.practitioner = practitioner
        self.place = place
        self.name = name
        self.languages = languages
        self.conditions = conditions
        self.accessibility = accessibility
        self.trainings = trainings
        self.zone = zone
        self.validUntil = validUntil
    }

    /// Writes the row.
    package func insert(into sql: any SQLTransaction) throws {
        func spaced(_ words: [String]) -> SQLValue { .text(" \(words.joined(separator: " ")) ") }
        var columns = [
            "practitioner", "place", "kind", "latitude", "longitude", "radius", "name", "town", "country", "languages",
            "conditions", "accessibility", "trainings", "zone", "valid_until",
        ]
        var values: [SQLValue] = [
            .text(practitioner), .text(place.id.text), .text(place.kind.rawValue), .integer(place.position.latitude),
            .integer(place.position.longitude), .integer(place.radiusKilometres), .text(name), .text(place.town),
            .text(place.country), spaced(languages), spaced(conditions), spaced(accessibility),
            .text(trainings.joined(separator: "\n")), .text(zone), .integer(validUntil),
        ]
        let area = try Self.area(of: place)
        switch sql.dialect {
        case .sqlite:
            let number = try number(sql)
            columns.append("number")
            values.append(.integer(number))
            let marks = values.map { _ in "?" }.joined(separator: ", ")
            try sql.run("INSERT INTO listing (\(columns.joined(separator: ", "))) VALUES (\(marks))", values)
            try sql.run(
                "INSERT INTO listing_box VALUES (?, ?, ?, ?, ?)",
                [number, area.south, area.north, area.west, area.east].map(SQLValue.integer))
        case .postgres:
            let marks = values.map { _ in "?" }.joined(separator: ", ")
            columns += ["number", "area"]
            values += [area.south, area.west, area.north, area.east].map(SQLValue.integer)
            try sql.run(
                "INSERT INTO listing (\(columns.joined(separator: ", "))) VALUES (\(marks), nextval('listing_number'),"
                    + " box(point(?::bigint, ?::bigint), point(?::bigint, ?::bigint)))", values)
        }
    }

    /// Keeps the first free time of a practitioner behind a moment, in milliseconds since 1970, beside all places.
    package static func setNext(of practitioner: String, after now: Int, _ sql: any SQLTransaction) throws {
        let next = try sql.row(
            "SELECT start, service FROM open_time WHERE practitioner = ? AND start > ? ORDER BY start, service LIMIT 1",
            [.text(practitioner), .integer(now)])
        try sql.run(
            "UPDATE listing SET next = ?, next_service = ? WHERE practitioner = ?",
            [
                next.map { .integer(try $0.integer("start")) } ?? .null,
                next.map { .text(try $0.text("service")) } ?? .null, .text(practitioner),
            ])
    }

    /// A number for SQLite, whose rows lie in the order of their numbers: who is near in space is near on disk.
    ///
    /// The cell of a grid (interleaved bits of latitude and longitude, some 300 m by 600 m), then a count within it.
    private func number(_ sql: any SQLTransaction) throws -> Int {
        func spread(_ bits: Int) -> Int { (0..<16).reduce(0) { $0 | (bits >> $1 & 1) << (2 * $1) } }
        let rows = (place.position.latitude + 9_000_000) * 65_535 / 18_000_000
        let columns = (place.position.longitude + 18_000_000) * 65_535 / 36_000_000
        let cell = (spread(rows) << 1 | spread(columns)) << 24
        let last = try sql.row(
            "SELECT MAX(number) AS last FROM listing WHERE number >= ? AND number < ?",
            [.integer(cell), .integer(cell + (1 << 24))])?.optionalInteger("last")
        return last.map { $0 + 1 } ?? cell
    }

    /// Where a place is, or reaches to.
    ///
    /// An area across the antimeridian reaches all around: rare, and nobody is missed.
    private static func area(of place: ServicePlace) throws -> StepBox {
        guard place.radiusKilometres > 0 else { return StepBox(place.position) }
        let boxes = try place.position.circle(kilometres: Double(place.radiusKilometres)).boxes.map { StepBox($0) }
        guard let box = boxes.first else { return StepBox(place.position) }
        return boxes.count == 1 ? box : box.allAround
    }
}
