public import Directory
import Foundation
import Records
import Scheduling

/// Busy times from calendars elsewhere.
extension Reception {
    /// Days ahead for which they are taken over.
    static let importedDays = 400

    /// Takes over the busy times of a calendar file; it replaces those taken over before.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` with the field `file`.
    /// - Returns: The number of events.
    public func takeOver(_ file: [UInt8], of practitioner: Practitioner) async throws -> Int {
        let (periods, events) = try busyTimes(in: file, zone: practitioner.plan.zone)
        try await records.setImported(.success(periods), events: events, of: practitioner.id, now: clock())
        return events
    }

    private func busyTimes(in file: [UInt8], zone: String) throws -> ([Period], Int) {
        let now = try now()
        guard
            let window = Period(
                start: now.adding(seconds: -86_400), end: now.adding(seconds: Self.importedDays * 86_400))
        else { return ([], 0) }
        let reader = BusyFeedReader(floatingZone: TimeZone(identifier: zone) ?? .gmt)
        do {
            let feed = try reader.busyTimes(in: file, window: window)
            return (feed.busy.periods, feed.eventCount)
        } catch {
            throw RecordsError.invalid(field: "file", value: "", reason: "is no calendar that can be read: \(error)")
        }
    }

    /// Reads the calendars that were not read for a quarter of an hour.
    ///
    /// `fetch`: Gets the bytes behind an address; it must never reach into this machine's own network.
    public func readCalendars(fetch: @Sendable (String) async -> Result<[UInt8], ImportProblem>) async throws {
        let before = clock().addingTimeInterval(-900)
        for source in try await records.busySources(notFetchedSince: before, limit: 20) {
            let outcome = await fetch(source.address)
            switch outcome {
            case .failure(let problem):
                try await records.setImported(.failure(problem), events: 0, of: source.practitioner, now: clock())
            case .success(let bytes):
                do {
                    let (periods, events) = try busyTimes(in: bytes, zone: source.zone)
                    try await records.setImported(
                        .success(periods), events: events, of: source.practitioner, now: clock())
                } catch RecordsError.invalid(_, _, let reason) {
                    try await records.setImported(
                        .failure(ImportProblem(reason)), events: 0, of: source.practitioner, now: clock())
                }
            }
        }
    }
}
