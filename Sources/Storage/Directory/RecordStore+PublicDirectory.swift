public import Directory
public import Foundation
import Places
public import Records

extension RecordStore: PublicDirectory {
    public func listing(of practitioner: Practitioner.ID) async throws -> Listing? {
        try await look { work in try work.listing(practitioner) }
    }

    public func listing(with service: OfferedService.ID) async throws -> Listing? {
        try await look { work in
            guard let service = try work.storedService(service), service.isOpen else { return nil }
            return try work.listing(service.practitioner)
        }
    }

    public func listings(after last: Practitioner.ID?, limit: Int) async throws -> [Listing] {
        try await look { work in
            try work.sql.rows(
                "SELECT DISTINCT practitioner FROM listing WHERE practitioner > ? AND valid_until > ?"
                    + " ORDER BY practitioner LIMIT ?",
                [.text(last?.text ?? ""), .date(work.now), .integer(min(max(limit, 1), 1_000))]
            ).compactMap { try work.listing($0.identifier("practitioner", of: Practitioner.self)) }
        }
    }

    public func search(_ question: DirectoryQuestion) async throws -> [DirectoryHit] {
        try await look { work in try DirectorySearch(question, work).hits() }
    }

    public func outdated(limit: Int, now: Date) async throws -> [Listing] {
        let due = try await look { work -> [Practitioner.ID] in
            // Those that were never looked at first: after a restore it is everybody.
            let new = try work.sql.rows(
                "SELECT p.id AS id FROM practitioner p WHERE p.status = 'listed'"
                    + " AND NOT EXISTS (SELECT 1 FROM refresh r WHERE r.practitioner = p.id) ORDER BY p.id LIMIT ?",
                [.integer(limit)])
            let old = try work.sql.rows(
                "SELECT practitioner AS id FROM refresh WHERE due <= ? ORDER BY due LIMIT ?",
                [.date(now), .integer(limit)])
            return try (new + old).prefix(limit).map { try $0.identifier("id", of: Practitioner.self) }
        }
        var found: [Listing] = []
        for id in due {
            do {
                let listing = try await work(.system) { work in try work.relisted(id, now: now) }
                if let listing { found.append(listing) }
            } catch {
                // Put off, so that one that cannot be read is not the first of every round.
                try await putOff(id, until: now.addingTimeInterval(3_600))
                throw error
            }
        }
        return found
    }

    public func putOff(_ practitioner: Practitioner.ID, until moment: Date) async throws {
        try await work(.system) { work in try work.setRefresh(practitioner, due: moment) }
    }

    public func setOpenTimes(_ times: [OpenTime], of practitioner: Practitioner.ID, again: Date) async throws {
        try await work(.system) { work in
            try work.sql.run("DELETE FROM open_time WHERE practitioner = ?", [.text(practitioner.text)])
            let times = Set(times).sorted { ($0.start, $0.service) < ($1.start, $1.service) }.prefix(400)
            for time in times {
                try work.sql.run(
                    "INSERT INTO open_time (practitioner, start, service) VALUES (?, ?, ?)",
                    [.text(practitioner.text), .date(time.start), .text(time.service.text)])
            }
            let now = Int((work.now.timeIntervalSince1970 * 1_000).rounded(.down))
            try PublicListing.setNext(of: practitioner.text, after: now, work.sql)
            try work.setRefresh(practitioner, due: again)
        }
    }
}

extension RecordTransaction {
    /// Makes anew what the search reads of somebody, as a training may have run out; `nil` when nothing is public.
    fileprivate func relisted(_ id: Practitioner.ID, now: Date) throws -> Listing? {
        try relist(id)
        let listing = try listing(id)
        if listing == nil {
            try sql.run("DELETE FROM open_time WHERE practitioner = ?", [.text(id.text)])
            try setRefresh(id, due: now.addingTimeInterval(86_400))
        }
        return listing
    }

    fileprivate func setRefresh(_ id: Practitioner.ID, due: Date) throws {
        try sql.run(
            "INSERT INTO refresh (practitioner, due) VALUES (?, ?)"
                + " ON CONFLICT (practitioner) DO UPDATE SET due = EXCLUDED.due", [.text(id.text), .date(due)])
    }

    /// What the public sees; `nil` unless listed and with a training that counts now.
    func listing(_ id: Practitioner.ID) throws -> Listing? {
        guard let practitioner = try storedPractitioner(id), practitioner.status == .listed else { return nil }
        let training = try training(of: id).filter { $0.counts(at: now) }
        guard !training.isEmpty else { return nil }
        let services = try services(of: id).filter(\.isOpen)
        let name = try sql.row(
            "SELECT name FROM practice WHERE id = ?", [.text(practitioner.practice.text)])?.text("name")
        return Listing(
            practitioner: practitioner, practiceName: name ?? "",
            places: try Set(services.map(\.place) + [practitioner.base].compactMap(\.self)).sorted().compactMap(
                storedPlace), services: services,
            training: training, experiences: try shownExperiences(of: id))
    }
}

/// One search: first who is near, by numbers alone, then the rows of those that are shown.
private struct DirectorySearch {
    let question: DirectoryQuestion
    let work: RecordTransaction

    private struct Near {
        let number: Int
        let kilometres: Double
        let next: Int
    }

    init(_ question: DirectoryQuestion, _ work: RecordTransaction) {
        (self.question, self.work) = (question, work)
    }

    /// Looks in growing rings while the nearest come first: where there are many, the first ring is enough.
    ///
    /// - Complexity: O(m) in the number of places within the distance that is looked at.
    func hits() throws -> [DirectoryHit] {
        let farthest = Double(question.radiusKilometres)
        var radius = question.soonestFirst ? farthest : min(2, farthest)
        while true {
            let found = try near(within: radius)
            let isLast = radius >= farthest
            // Only those within the ring are surely the nearest: who travels is found from farther away.
            let sure = isLast ? found : found.filter { $0.kilometres <= radius }
            if isLast || sure.count >= question.limit {
                let hits = try rows(of: sure)
                if isLast || hits.count == question.limit { return hits }
            }
            // As if they were spread evenly: the next ring should hold enough.
            let growth = found.isEmpty ? 6 : (2 * Double(question.limit) / Double(found.count)).squareRoot()
            radius = min(radius * min(max(growth, 1.5), 6), farthest)
        }
    }

    private func rows(of near: [Near]) throws -> [DirectoryHit] {
        let sorted = near.sorted {
            question.soonestFirst
                ? ($0.next, $0.kilometres, $0.number) < ($1.next, $1.kilometres, $1.number)
                : ($0.kilometres, $0.number) < ($1.kilometres, $1.number)
        }
        var hits: [DirectoryHit] = []
        var seen: Set<Practitioner.ID> = []
        for one in sorted {
            guard hits.count < question.limit else { break }
            guard let row = try work.sql.row("SELECT * FROM listing WHERE number = ?", [.integer(one.number)]) else {
                continue
            }
            let practitioner = try row.identifier("practitioner", of: Practitioner.self)
            // Someone with two places shows the nearer one.
            guard seen.insert(practitioner).inserted else { continue }
            hits.append(try hit(row, one))
        }
        return hits
    }

    private func near(within kilometres: Double) throws -> [Near] {
        var found: [Near] = []
        let circle = try question.position.circle(kilometres: kilometres)
        for box in circle.boxes {
            let (sql, arguments) = statement(StepBox(box))
            for row in try work.sql.rows(sql, arguments) {
                guard
                    let position = ServicePlace.Position(
                        latitude: try row.integer("latitude"), longitude: try row.integer("longitude"))
                else { continue }
                let distance = try circle.center.distance(to: position.point()).kilometres
                // Who travels is near when the point lies within the area.
                guard distance <= max(kilometres, Double(try row.integer("radius"))) else { continue }
                found.append(
                    Near(
                        number: try row.integer("number"), kilometres: distance,
                        next: try row.optionalInteger("next") ?? Int.max))
            }
        }
        return found
    }

    /// The first free time: as it is kept, or the one behind it when that has passed.
    private static let next = """
        CASE WHEN l.next > ? THEN l.next WHEN l.next IS NOT NULL THEN
        (SELECT MIN(o.start) FROM open_time o WHERE o.practitioner = l.practitioner AND o.start > ?) END
        """

    private func statement(_ area: StepBox) -> (String, [SQLValue]) {
        let now = SQLValue.date(question.now)
        var columns = "l.number AS number, l.latitude AS latitude, l.longitude AS longitude, l.radius AS radius"
        var arguments: [SQLValue] = []
        if question.soonestFirst {
            columns += ", \(Self.next) AS next"
            arguments += [now, now]
        }
        var sql: String
        switch work.sql.dialect {
        case .sqlite:
            sql =
                "SELECT \(columns) FROM listing_box b JOIN listing l ON l.number = b.number WHERE"
                + " b.max_latitude >= ? AND b.min_latitude <= ? AND b.max_longitude >= ? AND b.min_longitude <= ?"
            arguments += [area.south, area.north, area.west, area.east].map(SQLValue.integer)
        case .postgres:
            sql =
                "SELECT \(columns) FROM listing l WHERE"
                + " l.area && box(point(?::bigint, ?::bigint), point(?::bigint, ?::bigint))"
            arguments += [area.south, area.west, area.north, area.east].map(SQLValue.integer)
        }
        sql += " AND l.valid_until > ?"
        arguments.append(now)
        let words =
            [("conditions", question.condition), ("languages", question.language)]
            .compactMap { column, word in word.map { (column, $0) } }
            + question.accessibility.map { ("accessibility", $0.rawValue) }.sorted { $0.1 < $1.1 }
        for (column, word) in words {
            sql +=
                work.sql.dialect == .sqlite
                ? " AND instr(l.\(column), ?) > 0" : " AND position(? in l.\(column)) > 0"
            arguments.append(.text(" \(word) "))
        }
        if let before = question.freeBefore {
            sql += " AND \(Self.next) < ?"
            arguments += [now, now, .date(before)]
        }
        return (sql, arguments)
    }

    private func hit(_ row: SQLRow, _ near: Near) throws -> DirectoryHit {
        let practitioner = try row.identifier("practitioner", of: Practitioner.self)
        let place = try row.identifier("place", of: ServicePlace.self)
        let radius = try row.integer("radius")
        // As it is kept, or the one behind it when that has passed.
        var first = row
        var isFree = try row.optionalInteger("next").map { Double($0) > question.now.timeIntervalSince1970 * 1_000 }
        if isFree == false {
            let later = try work.sql.row(
                "SELECT start AS next, service AS next_service FROM open_time WHERE practitioner = ? AND start > ?"
                    + " ORDER BY start, service LIMIT 1", [.text(practitioner.text), .date(question.now)])
            isFree = later != nil
            first = later ?? row
        }
        let next =
            try isFree == true
            ? OpenTime(
                service: first.identifier("next_service", of: OfferedService.self), start: first.date("next")) : nil
        return DirectoryHit(
            practitioner: practitioner, name: try row.text("name"), place: place,
            placeKind: ServicePlace.Kind(rawValue: try row.text("kind")) ?? .site, town: try row.text("town"),
            country: try row.text("country"), kilometres: near.kilometres,
            comesThere: radius > 0 && near.kilometres <= Double(radius), languages: try row.words("languages"),
            conditions: try row.words("conditions"),
            accessibility: Set(try row.words("accessibility").compactMap(Accessibility.init)), next: next,
            zone: try row.text("zone"),
            trainings: try row.text("trainings").split(separator: "\n").map(String.init))
    }
}
