import Directory
import Foundation
import Reception
import Records
import Scheduling
import Storage
import Testing

@Suite struct WaitListTests {
    /// A house whose only open hour is one on a Thursday, and it is taken.
    private struct Full {
        let house: House
        let visit: Appointment
        var id: Practitioner.ID { house.practitioner.id }

        init(_ backend: Backend) async throws {
            house = try await House(backend)
            var practitioner = try await house.store.practitioner(house.practitioner.id, for: house.author)
            practitioner.plan = try AvailabilityPlan(
                zone: "Europe/Berlin", week: Array(repeating: "", count: 7), exceptions: ["2026-09-24 9:00-10:00"])
            _ = try await house.store.save(practitioner, isNew: false, by: house.author)
            visit = try await house.booked(house.moment("2026-09-24", 9))
        }

        /// Waits, and proves the address.
        func wait(_ mail: String, wanted: WaitingClient.Wanted? = nil) async throws -> WaitingClient {
            let client = try await house.reception.wait(
                for: house.service.id, contact: house.contact(mail), wanted: wanted ?? WaitingClient.Wanted())
            try await house.reception.confirmWait(
                token: house.reception.link(
                    .wait, client.id.uuid, until: house.test.clock.now.addingTimeInterval(86_400)))
            // Who came first is told by the second.
            house.test.clock.pass(seconds: 60)
            return client
        }

        func tick() async throws {
            let faults = await house.reception.tick()
            #expect(faults.map(\.step) == [])
        }

        /// Offers that stand, as appointments that are held.
        func offers() async throws -> [Appointment] {
            let ids = try await house.test.database.read(.system) { sql in
                try sql.rows("SELECT id FROM appointment WHERE status = 'held'", []).map { try $0.text("id") }
            }
            return try await ids.asyncMap { try await house.stored(#require(Appointment.ID(text: $0))) }
        }

        func cancel() async throws { _ = try await house.reception.change(visit.id, to: .cancelled, by: house.author) }
    }

    @Test(arguments: Backend.allCases)
    func `a time that becomes free is offered to one after the other, who waited longest first`(_ backend: Backend)
        async throws
    {
        let full = try await Full(backend)
        let first = try await full.wait("first@example.org")
        let second = try await full.wait("second@example.org")
        _ = try await full.house.reception.wait(
            for: full.house.service.id, contact: full.house.contact("unproved@example.org"),
            wanted: WaitingClient.Wanted())
        try await full.tick()
        #expect(try await full.offers().isEmpty)
        try await full.cancel()
        try await full.tick()
        try await full.tick()
        let offer = try #require(await full.offers().first)
        #expect(try await full.offers().count == 1 && offer.contact.mail == "first@example.org")
        #expect(try await full.house.store.offered(offer.id)?.id == first.id)
        // Nobody else can have it meanwhile.
        await #expect(throws: RecordsError.duplicate(field: "start")) { try await full.house.booked(offer.time.start) }
        let end = try #require(offer.holdEnds.flatMap { Moment($0) })
        full.house.wait(until: end)
        try await full.tick()
        let next = try #require(await full.offers().first)
        #expect(try await full.offers().count == 1 && next.contact.mail == "second@example.org")
        #expect(try await full.house.stored(offer.id).status == .lapsed)
        let taken = try await full.house.reception.confirm(token: full.house.token(next))
        #expect(taken.status == .booked)
        #expect(try await full.house.store.waitingClient(second.id)?.status == .served)
        #expect(try await full.house.store.waitingClient(first.id)?.status == .waiting)
        try await full.tick()
        #expect(try await full.offers().isEmpty)
        #expect(try await full.house.letters()["offer"] == 2)
        #expect(try await full.house.store.waiting(of: full.id, for: full.house.author).map(\.id) == [first.id])
    }

    @Test(arguments: Backend.allCases)
    func `who declines is passed over, and who wants other days is not asked`(_ backend: Backend) async throws {
        let full = try await Full(backend)
        _ = try await full.wait("monday@example.org", wanted: WaitingClient.Wanted(weekdays: [1]))
        _ = try await full.wait("evening@example.org", wanted: WaitingClient.Wanted(from: 900))
        _ = try await full.wait("later@example.org", wanted: WaitingClient.Wanted(firstDay: "2026-10-01"))
        _ = try await full.wait("first@example.org", wanted: WaitingClient.Wanted(weekdays: [4], from: 480, until: 660))
        let left = try await full.wait("left@example.org")
        try await full.house.reception.leaveWait(
            token: full.house.reception.link(
                .wait, left.id.uuid, until: full.house.test.clock.now.addingTimeInterval(60)))
        _ = try await full.wait("second@example.org")
        try await full.cancel()
        try await full.tick()
        let offer = try #require(await full.offers().first)
        #expect(offer.contact.mail == "first@example.org")
        _ = try await full.house.reception.cancel(token: full.house.token(offer))
        try await full.tick()
        #expect(try await full.offers().map(\.contact.mail) == ["second@example.org"])
        _ = try await full.house.reception.cancel(token: full.house.token(#require(await full.offers().first)))
        try await full.tick()
        #expect(try await full.offers().isEmpty)
        #expect(try await full.house.booked(offer.time.start, mail: "c@example.org").status == .booked)
    }

    @Test(arguments: Backend.allCases)
    func `at night nobody is offered anything; in the morning somebody is`(_ backend: Backend) async throws {
        let full = try await Full(backend)
        _ = try await full.wait("first@example.org")
        full.house.wait(until: try full.house.moment("2026-09-22", 22))
        try await full.cancel()
        for hour in [22, 23, 24, 30] {
            full.house.wait(until: try full.house.moment("2026-09-22", hour))
            try await full.tick()
            #expect(try await full.offers().isEmpty)
        }
        full.house.wait(until: try full.house.moment("2026-09-23", 7))
        try await full.tick()
        #expect(try await full.offers().count == 1)
    }

    @Test(arguments: Backend.allCases)
    func `two instances at once make one offer to each and one of each time`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let second = House.reception(house.test, try await house.test.anotherStore())
        let receptions = [house.reception, second]
        for round in 0..<6 {
            let client = try await house.reception.wait(
                for: house.service.id, contact: house.contact("w\(round)@example.org"), wanted: WaitingClient.Wanted())
            try await house.store.setWaiting(client.id, .waiting)
            _ = try await together(4) { await receptions[$0 % 2].tick() }
            house.test.clock.pass(seconds: 30)
        }
        _ = try await together(4) { await receptions[$0 % 2].tick() }
        let offers = try await house.test.database.read(.system) { sql in
            try sql.rows("SELECT waiting, starts FROM offer WHERE answer = 'none'", []).map {
                (try $0.text("waiting"), try $0.integer("starts"))
            }
        }
        #expect(offers.count == 6 && Set(offers.map(\.0)).count == 6 && Set(offers.map(\.1)).count == 6)
        #expect(try await house.letters()["offer"] == 6)
        #expect(try await RaceTests.overlaps(house.test.database) == 0)
    }

    @Test(arguments: Backend.allCases)
    func `a time that lapses while somebody else books goes to whoever waits`(_ backend: Backend) async throws {
        let full = try await Full(backend)
        try await full.cancel()
        let held = try #require(await full.house.ask(full.visit.time.start, mail: "b@example.org").first)
        _ = try await full.wait("first@example.org")
        try await full.tick()
        #expect(try await full.offers().map(\.id) == [held.id])
        full.house.test.clock.pass(seconds: 1_800)
        // Somebody asks for a time that is no time: the one held before lapses on the way, or at the next tick.
        _ = try? await full.house.ask(full.visit.time.start.adding(minutes: 5), mail: "c@example.org")
        try await full.tick()
        #expect(try await full.offers().map(\.contact.mail) == ["first@example.org"])
    }
}
