import Directory
import Foundation
import Records

/// The rows that the public search reads; they follow from the others and are made anew with each change.
extension RecordTransaction {
    /// Writes what the search may find of a practitioner: nothing unless listed, with a training that counts and a service that is open.
    func relist(_ id: Practitioner.ID) throws {
        if sql.dialect == .sqlite {
            try sql.run(
                "DELETE FROM listing_box WHERE number IN (SELECT number FROM listing WHERE practitioner = ?)",
                [.text(id.text)])
        }
        try sql.run("DELETE FROM listing WHERE practitioner = ?", [.text(id.text)])
        try refreshSoon(id)
        guard let practitioner = try storedPractitioner(id), practitioner.status == .listed else {
            try sql.run("DELETE FROM open_time WHERE practitioner = ?", [.text(id.text)])
            return
        }
        let training = try training(of: id).filter { $0.counts(at: now) }
        guard !training.isEmpty else { return }
        // Until the last of them ends; the search asks again for the moment.
        let until =
            training.map { $0.end.map { Int($0.timeIntervalSince1970 * 1_000) } ?? PublicListing.never }.max() ?? 0
        var places = Set(try services(of: id).filter(\.isOpen).map(\.place))
        if let base = practitioner.base { places.insert(base) }
        for place in try places.sorted().compactMap(storedPlace) {
            try PublicListing(
                practitioner: practitioner.id.text, place: place, name: practitioner.name,
                languages: practitioner.languages, conditions: practitioner.conditions,
                accessibility: practitioner.accessibility.map(\.rawValue).sorted(),
                trainings: Set(training.map(\.title)).sorted(), zone: practitioner.plan.zone, validUntil: until
            ).insert(into: sql)
        }
        try PublicListing.setNext(of: id.text, after: Int((now.timeIntervalSince1970 * 1_000).rounded(.down)), sql)
    }

    /// Has the free times worked out anew.
    func refreshSoon(_ id: Practitioner.ID) throws {
        try sql.run(
            "INSERT INTO refresh (practitioner, due) VALUES (?, 0) ON CONFLICT (practitioner) DO UPDATE SET due = 0",
            [.text(id.text)])
    }
}

/// The boxes of latitude and longitude that hold every point within a distance.
struct SearchBox {
    let south: Int
    let north: Int
    /// South, north, west, east of each box: one, or two beside the antimeridian.
    let areas: [[Int]]

    /// The radius of the sphere: the mean of the Earth's (IUGG, 6371.0088 km).
    static let earth = 6_371.008_8

    init(around position: ServicePlace.Position, kilometres: Double) {
        let angle = kilometres / Self.earth
        let (latitude, longitude) = position.degrees
        let steps = Int((angle * 180 / .pi * 100_000).rounded(.up)) + 1
        south = max(position.latitude - steps, -9_000_000)
        north = min(position.latitude + steps, 9_000_000)
        let ratio = sin(angle) / max(cos(latitude * .pi / 180), 1e-12)
        guard south > -9_000_000, north < 9_000_000, angle < .pi / 2, ratio < 1 else {
            areas = [[south, north, -18_000_000, 18_000_000]]
            return
        }
        let wide = asin(ratio) * 180 / .pi
        let (west, east) = (longitude - wide, longitude + wide)
        func step(_ degrees: Double, _ rule: FloatingPointRoundingRule) -> Int {
            Int((degrees * 100_000).rounded(rule))
        }
        if west < -180 {
            areas = [
                [south, north, step(west + 360, .down), 18_000_000], [south, north, -18_000_000, step(east, .up)],
            ]
        } else if east > 180 {
            areas = [
                [south, north, step(west, .down), 18_000_000], [south, north, -18_000_000, step(east - 360, .up)],
            ]
        } else {
            areas = [[south, north, step(west, .down), step(east, .up)]]
        }
    }

    /// The distance between two points in kilometres (haversine).
    static func kilometres(_ from: ServicePlace.Position, _ to: ServicePlace.Position) -> Double {
        let (here, there) = (from.degrees, to.degrees)
        let radians = Double.pi / 180
        let rise = sin((there.latitude - here.latitude) * radians / 2)
        let turn = sin((there.longitude - here.longitude) * radians / 2)
        let half = rise * rise + cos(here.latitude * radians) * cos(there.latitude * radians) * turn * turn
        return 2 * earth * asin(min(half.squareRoot(), 1))
    }
}
