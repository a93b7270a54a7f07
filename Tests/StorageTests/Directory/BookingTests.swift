import Directory
import Foundation
import Reception
import Records
import Scheduling
import Storage
import Testing
import Vault

@Suite struct BookingTests {
    /// Expects that the time is refused by a rule, naming the field.
    static func expectInvalid(
        _ field: String, _ comment: Comment? = nil, _ body: () async throws -> Void
    ) async {
        await #expect(comment) { try await body() } throws: {
            guard case .invalid(let found, _, _)? = $0 as? RecordsError else { return false }
            return found == field
        }
    }

    @Test(arguments: Backend.allCases)
    func `the rules of the service hold, and the refusal names the start`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let refused: [(Comment, Moment)] = [
            ("in the past", try house.moment("2026-09-21", 10)), ("too soon", try house.moment("2026-09-21", 15, 45)),
            ("beyond the horizon", try house.moment("2026-11-24", 9)), ("closed", try house.moment("2026-09-26", 10)),
            ("over the end", try house.moment("2026-09-22", 16, 30)),
            ("off grid", try house.moment("2026-09-22", 9, 5)),
        ]
        for (comment, start) in refused {
            await Self.expectInvalid("start", comment) { try await house.ask(start, isKnown: true) }
        }
        #expect(try await house.busy() == [])
        let visit = try await house.booked(house.moment("2026-09-22", 9))
        #expect(visit.status == .booked)
        let taken = [(9, 0), (9, 30), (10, 0)]
        for (hour, minute) in taken {
            await #expect(throws: RecordsError.duplicate(field: "start")) {
                try await house.booked(house.moment("2026-09-22", hour, minute))
            }
        }
        // The buffer of 15 minutes behind the hour is kept free as well.
        #expect(try await house.booked(house.moment("2026-09-22", 10, 15)).status == .booked)
    }

    @Test(arguments: Backend.allCases)
    func `a buffer before counts against the visit before it`(_ backend: Backend) async throws {
        let terms = try ServiceTerms(durationMinutes: 30, bufferBefore: 30, gridMinutes: 30)
        let house = try await House(backend, terms: terms)
        _ = try await house.booked(house.moment("2026-09-22", 10))
        for start in [(9, 30), (10, 30)] {
            await #expect(throws: RecordsError.duplicate(field: "start")) {
                try await house.booked(house.moment("2026-09-22", start.0, start.1))
            }
        }
        _ = try await house.booked(house.moment("2026-09-22", 9))
        _ = try await house.booked(house.moment("2026-09-22", 11))
    }

    @Test(arguments: Backend.allCases)
    func `a room is one, whoever works in it; at a site both work`(_ backend: Backend) async throws {
        for kind in [ServicePlace.Kind.room, .site] {
            let house = try await House(backend, kind: kind)
            let other = try await House.practitioner(of: house.owner, account: .some(nil), name: "Second", house.test)
            let service = try await House.service(of: other, at: house.place, by: house.owner, house.test)
            try await House.verified(other, by: house.owner, steward: house.steward, house.test)
            _ = await house.reception.tick()
            let start = try house.moment("2026-09-22", 9)
            let first = try await house.booked(start)
            let day = try #require(WallDay("2026-09-22"))
            let times = try await house.reception.times(of: service.id, from: day, days: 1).days.flatMap(\.slots)
            if kind == .site {
                #expect(times.first?.start == start)
                #expect(try await house.booked(start, of: service).status == .booked)
                continue
            }
            #expect(times.first?.start == (try house.moment("2026-09-22", 10, 15)))
            #expect(
                try await house.store.outdated(limit: 9, now: house.test.clock.now).map(\.practitioner.id).contains(
                    other.id))
            await #expect(throws: RecordsError.duplicate(field: "start")) { try await house.booked(start, of: service) }
            _ = try await house.reception.change(first.id, to: .cancelled, by: house.author)
            #expect(try await house.booked(start, of: service).status == .booked)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a time is held for the proof of an address, then booked or free again`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let start = try house.moment("2026-09-22", 9)
        let held = try #require(await house.ask(start).first)
        #expect(held.status == .held)
        #expect(held.holdEnds == house.test.clock.now.addingTimeInterval(1_800))
        await #expect(throws: RecordsError.duplicate(field: "start")) {
            try await house.ask(start, mail: "b@example.org")
        }
        let confirmed = try await house.reception.confirm(token: house.token(held))
        #expect(confirmed.status == .booked && confirmed.id == held.id)
        #expect(try await house.reception.confirm(token: house.token(held)).status == .booked)
        let second = try #require(await house.ask(house.moment("2026-09-22", 11)).first)
        house.test.clock.pass(seconds: 1_800)
        await Self.expectInvalid("status") { _ = try await house.reception.confirm(token: house.token(second)) }
        // Free for others before the clock has run.
        let third = try #require(await house.ask(house.moment("2026-09-22", 11), mail: "c@example.org").first)
        #expect(try await house.stored(second.id).status == .lapsed)
        await #expect(throws: RecordsError.notFound) {
            try await house.reception.confirm(token: house.token(second))
        }
        house.test.clock.pass(seconds: 1_800)
        _ = await house.reception.tick()
        let lapsed = try await house.stored(third.id)
        #expect(lapsed.status == .lapsed && lapsed.ending == .program)
        #expect(try await house.busy().count == 1)
    }

    @Test(arguments: Backend.allCases)
    func `what waits for the therapist holds its time`(_ backend: Backend) async throws {
        let house = try await House(backend, mode: .request)
        let start = try house.moment("2026-09-22", 9)
        let asked = try await house.booked(start)
        #expect(asked.status == .pending)
        await #expect(throws: RecordsError.duplicate(field: "start")) {
            try await house.booked(start, mail: "b@example.org")
        }
        #expect(try await house.reception.change(asked.id, to: .booked, by: house.author).status == .booked)
        let other = try await house.booked(house.moment("2026-09-22", 11))
        _ = try await house.reception.change(other.id, to: .declined, by: house.author)
        #expect(try await house.booked(house.moment("2026-09-22", 11), mail: "b@example.org").status == .pending)
        #expect(try await house.letters() == ["asked": 3, "booked": 1, "declined": 1, "notice": 3])
    }

    @Test(arguments: Backend.allCases)
    func `a series is booked whole or not at all`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let start = try house.moment("2026-09-22", 9)
        let visits = try await house.ask(start, count: 3)
        #expect(
            visits.map(\.time.start) == [
                start, try house.moment("2026-09-29", 9), try house.moment("2026-10-06", 9),
            ])
        #expect(Set(visits.map(\.series)).count == 1 && visits.allSatisfy { $0.series != nil && $0.status == .held })
        _ = try await house.reception.confirm(token: house.token(visits[0]))
        for visit in visits { #expect(try await house.stored(visit.id).status == .booked) }
        // Each has a letter with a link and a calendar of its own.
        #expect(try await house.letters() == ["proof": 1, "booked": 3, "notice": 1])
        let before = try await house.busy()
        await #expect(throws: RecordsError.duplicate(field: "start")) {
            try await house.ask(
                house.moment("2026-09-15", 9).adding(seconds: 14 * 86_400), mail: "b@example.org", count: 2)
        }
        // The first two weeks are free, the third is not.
        await #expect(throws: RecordsError.duplicate(field: "start")) {
            try await house.ask(house.moment("2026-09-23", 9).adding(seconds: -86_400), mail: "b@example.org", count: 3)
        }
        #expect(try await house.busy() == before)
        await Self.expectInvalid("count") { try await house.ask(house.moment("2026-09-23", 9), count: 5) }
    }

    @Test(arguments: Backend.allCases)
    func `an appointment moves to a free time, also one that overlaps its own`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let visit = try await house.booked(house.moment("2026-09-24", 9))
        let other = try await house.booked(house.moment("2026-09-24", 11), mail: "b@example.org")
        let token = try house.token(visit)
        let moved = try await house.reception.move(token: token, to: house.moment("2026-09-24", 9, 30))
        #expect(moved.sequence == 1 && moved.version == visit.version + 1)
        #expect(try await house.stored(visit.id).time.start == house.moment("2026-09-24", 9, 30))
        await #expect(throws: RecordsError.duplicate(field: "start")) {
            try await house.reception.move(token: token, to: house.moment("2026-09-24", 10, 15))
        }
        await Self.expectInvalid("start") {
            _ = try await house.reception.move(token: token, to: house.moment("2026-09-26", 10))
        }
        #expect(try await house.stored(visit.id).time.start == house.moment("2026-09-24", 9, 30))
        // The practice may move it out of the hours, never onto another.
        let late = try await house.reception.move(visit.id, to: house.moment("2026-09-26", 20, 7), by: house.author)
        #expect(late.sequence == 2)
        await #expect(throws: RecordsError.duplicate(field: "start")) {
            try await house.reception.move(visit.id, to: other.time.start, by: house.author)
        }
        _ = try await house.booked(house.moment("2026-09-24", 9), mail: "c@example.org")
        #expect(try await house.letters()["moved"] == 2)
    }

    @Test(arguments: Backend.allCases)
    func `a client cancels in time, and once`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let visit = try await house.booked(house.moment("2026-09-24", 9))
        let soon = try await house.booked(house.moment("2026-09-22", 9))
        let token = try house.token(visit)
        let gone = try await house.reception.cancel(token: token)
        #expect(gone.status == .cancelled && gone.ending == .client && gone.sequence == 1)
        #expect(try await house.reception.cancel(token: token).version == gone.version)
        #expect(try await house.letters()["cancelled"] == 1)
        // Within a day of the start only the practice cancels.
        await Self.expectInvalid("visit") { _ = try await house.reception.cancel(token: house.token(soon)) }
        await Self.expectInvalid("visit") {
            _ = try await house.reception.move(token: house.token(soon), to: house.moment("2026-09-25", 9))
        }
        #expect(try await house.reception.change(soon.id, to: .cancelled, by: house.author).ending == .practice)
        await #expect(throws: RecordsError.notFound) { try await house.reception.cancel(token: token + "x") }
        let held = try #require(await house.ask(house.moment("2026-09-24", 9)).first)
        #expect(try await house.reception.cancel(token: house.token(held)).status == .lapsed)
    }

    @Test(arguments: Backend.allCases)
    func `a status follows only from those it can follow from`(_ backend: Backend) async throws {
        let house = try await House(backend)
        var hour = 0
        /// A fresh appointment in a status.
        func visit(_ status: Appointment.Status) async throws -> Appointment.ID {
            let day = ["2026-09-22", "2026-09-23", "2026-09-24", "2026-09-25", "2026-09-28", "2026-09-29"]
            hour += 1
            let start = try house.moment(day[hour / 5 % 6], 9 + hour % 5).adding(minutes: hour % 5 * 15)
                .adding(seconds: hour / 30 * 7 * 86_400)
            let id: Appointment.ID
            switch status {
            case .held, .lapsed: id = try #require(await house.ask(start).first).id
            default:
                id = try await house.booked(start).id
            }
            if status == .held || status == .booked { return id }
            if status == .pending || status == .declined {
                try await house.test.database.write(.system) {
                    _ = try $0.run("UPDATE appointment SET status = 'pending' WHERE id = ?", [.text(id.text)])
                }
                if status == .pending { return id }
            }
            _ = try await house.store.change(id, to: status, ending: nil) { _ in [] }
            return id
        }
        for before in Appointment.Status.allCases {
            for after in Appointment.Status.allCases where after != before {
                let id = try await visit(before)
                if before.next.contains(after) {
                    let changed = try await house.store.change(id, to: after, ending: nil) { _ in [] }
                    #expect(changed.map(\.status) == [after], "\(before) to \(after)")
                } else {
                    await Self.expectInvalid("status", "\(before) to \(after)") {
                        _ = try await house.store.change(id, to: after, ending: nil) { _ in [] }
                    }
                    #expect(try await house.stored(id).status == before)
                }
                try await house.test.database.write(.system) {
                    _ = try $0.run("UPDATE appointment SET status = 'cancelled' WHERE id = ?", [.text(id.text)])
                }
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `the same key with the same request books once; with another it is refused`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let start = try house.moment("2026-09-22", 9)
        let key = try house.test.key("anna at nine")
        let first = try await house.ask(start, key: key)
        let again = try await house.ask(start, key: key)
        #expect(first == again)
        #expect(try await house.letters() == ["proof": 1])
        let other = try IdempotencyKey(name: key.name, request: Fingerprint.of("berta at eleven"))
        await #expect(throws: RecordsError.keyReused) {
            try await house.ask(house.moment("2026-09-22", 11), mail: "b@example.org", key: other)
        }
        let series = try house.test.key("series")
        let three = try await house.ask(house.moment("2026-09-24", 9), count: 3, key: series)
        #expect(try await house.ask(house.moment("2026-09-24", 9), count: 3, key: series) == three)
    }
}
