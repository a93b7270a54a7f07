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
