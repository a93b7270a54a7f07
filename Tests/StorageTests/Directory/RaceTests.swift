import Directory
import Foundation
import Reception
import Records
import Scheduling
import Storage
import Testing
import Vault

/// Many book the same few times at once.
@Suite(.serialized) struct RaceTests {
    static let writers = 8
    /// Tries of each writer; the full size with `TAUTBAND_RACE_TRIES=1200`.
    static let tries = ProcessInfo.processInfo.environment["TAUTBAND_RACE_TRIES"].flatMap { Int($0) } ?? 100

    /// Pairs of appointments that hold time of the same person or room at once.
    static func overlaps(_ database: any Database) async throws -> Int {
        try await database.read(.system) { sql in
            try sql.rows(
                """
                SELECT COUNT(*) AS count FROM appointment a JOIN appointment b ON a.id < b.id
                  AND (a.practitioner = b.practitioner OR a.room = b.room)
                  AND a.blocked_from < b.blocked_until AND b.blocked_from < a.blocked_until
                  WHERE a.status IN ('held', 'pending', 'booked', 'arrived', 'completed')
                  AND b.status IN ('held', 'pending', 'booked', 'arrived', 'completed')
                """, []
            ).first?.integer("count") ?? -1
        }
    }

    struct Tally: Sendable {
        var booked = 0
        var moved = 0
        var cancelled = 0
        var taken = 0
        var stale = 0
        var unexplained: [String] = []

        static func + (left: Tally, right: Tally) -> Tally {
            Tally(
                booked: left.booked + right.booked, moved: left.moved + right.moved,
                cancelled: left.cancelled + right.cancelled, taken: left.taken + right.taken,
                stale: left.stale + right.stale, unexplained: left.unexplained + right.unexplained)
        }
    }

    /// One writer: books, moves and cancels what it booked, on times that all of them want.
    private static func write(
        _ number: Int, _ house: House, _ reception: Reception, _ services: [OfferedService], _ starts: [Moment]
    ) async throws -> Tally {
        var random = SeededRandom(seed: UInt64(number))
        var tally = Tally()
        var own: [Appointment] = []
        for _ in 0..<tries {
            let start = starts[Int.random(in: 0..<starts.count, using: &random)]
            let service = services[Int.random(in: 0..<services.count, using: &random)]
            do {
                switch own.isEmpty ? 0 : Int.random(in: 0..<10, using: &random) {
                case 0..<6:
                    let request = BookingRequest(
                        service: service.id, start: start, contact: try house.contact("w\(number)@example.org"),
                        isKnown: true)
                    own += try await reception.book(request, key: house.test.key())
                    tally.booked += 1
                case 6, 7:
                    let visit = own[Int.random(in: 0..<own.count, using: &random)]
                    _ = try await reception.move(token: house.token(visit), to: start)
                    tally.moved += 1
                default:
                    let visit = own.remove(at: Int.random(in: 0..<own.count, using: &random))
                    _ = try await reception.cancel(token: house.token(visit))
                    tally.cancelled += 1
                }
            } catch RecordsError.duplicate(field: "start") {
                tally.taken += 1
            } catch RecordsError.stale {
                tally.stale += 1
            } catch {
                tally.unexplained.append("\(error)")
            }
        }
        return tally
    }

    enum Kind: String, CaseIterable, Sendable { case oneStore, storeEach }

    @Test(arguments: Backend.allCases, Kind.allCases)
    func `eight writers at once never book the same time twice, and each refusal is explained`(
        _ backend: Backend, _ kind: Kind
    ) async throws {
        let terms = try ServiceTerms(
            durationMinutes: 60, bufferAfter: 15, noticeMinutes: 0, horizonDays: 60, gridMinutes: 15)
        let house = try await House(backend, terms: terms)
        // A second practitioner in the same room.
        let other = try await House.practitioner(of: house.owner, account: .some(nil), name: "Second", house.test)
        let service = try await House.service(of: other, at: house.place, terms: terms, by: house.owner, house.test)
        try await House.verified(other, by: house.owner, steward: house.steward, house.test)
        let starts = try ["2026-09-24", "2026-09-25", "2026-09-28"].flatMap { day in
            try (0..<28).map { try house.moment(day, 9 + $0 / 4, $0 % 4 * 15) }
        }
        let stores = try await (0..<Self.writers).asyncMap { _ in
            kind == .oneStore ? house.store : try await house.test.anotherStore()
        }
        let tallies = try await together(Self.writers) { number in
            try await Self.write(
                number, house, House.reception(house.test, stores[number]), [house.service, service], starts)
        }
        let total = tallies.reduce(Tally(), +)
        #expect(total.unexplained == [])
        #expect(try await Self.overlaps(house.test.database) == 0)
        #expect(total.booked > 0 && total.moved > 0 && total.cancelled > 0 && total.taken > 0)
        let kept = try await house.test.database.read(.system) { sql in
            try sql.rows("SELECT COUNT(*) AS count FROM appointment WHERE status = 'booked'", []).first?.integer(
                "count")
        }
        #expect(kept == total.booked - total.cancelled)
        #expect(try await house.store.verifyAudit().fault == nil)
        if ProcessInfo.processInfo.environment["TAUTBAND_RACE_TRIES"] != nil {
            print(
                "race \(backend) \(kind): booked \(total.booked), moved \(total.moved), cancelled \(total.cancelled),"
                    + " taken \(total.taken), stale \(total.stale), unexplained \(total.unexplained.count)")
        }
    }
}

extension TestStore {
    /// A store of its own on the same data: connections, locks and memory are not shared, as with a second instance.
    func anotherStore() async throws -> RecordStore {
        let clock = clock
        return RecordStore(
            database: try anotherDatabase(), keyFile: try KeyFile(path: keyFile.path), clock: { clock.now })
    }
}

extension Sequence {
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
