import Directory
import Foundation
import Reception
import Records
import Scheduling
import Storage
import Testing

@Suite struct ClockTests {
    @Test(arguments: Backend.allCases)
    func `each round goes on where the last one stopped, and every reminder goes out once`(
        _ backend: Backend
    ) async throws {
        let house = try await House(backend, reminders: [1_440])
        for (hour, minute) in [(9, 0), (10, 15), (11, 30), (12, 45), (14, 0)] {
            _ = try await house.booked(
                house.moment("2026-09-24", hour, minute), mail: "anna\(hour)@example.org")
        }
        house.wait(until: try house.moment("2026-09-23", 15))
        var round = ClockRound(appointments: 2)
        var counts: [Int] = []
        for _ in 0..<7 {
            #expect(await house.reception.tick(&round).map(\.step) == [])
            counts.append(try await house.letters()["reminder"] ?? 0)
        }
        #expect(counts == [2, 4, 5, 5, 5, 5, 5])
    }

    @Test(arguments: Backend.allCases)
    func `a page that cannot be read is reported, and holds up no other`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let other = try await House.practitioner(of: house.owner, account: .some(nil), name: "Second", house.test)
        _ = try await House.service(of: other, at: house.place, by: house.owner, house.test)
        try await House.verified(other, by: house.owner, steward: house.steward, house.test)
        #expect(await house.reception.tick().map(\.step) == [])
        let (damaged, sound) = (house.practitioner.id.text, other.id.text)
        try await house.test.database.write(.system) { sql in
            try sql.run("UPDATE service SET terms = '{' WHERE practitioner = ?", [.text(damaged)])
            for (due, id) in [(1, damaged), (2, sound)] {
                try sql.run("UPDATE refresh SET due = ? WHERE practitioner = ?", [.integer(due), .text(id)])
            }
        }
        var round = ClockRound(pages: 1)
        #expect(await house.reception.tick(&round).map(\.step) == ["free times"])
        #expect(await house.reception.tick(&round).map(\.step) == [])
        let due = try await house.test.database.read(.system) { sql in
            try sql.rows("SELECT due FROM refresh", []).map { try $0.integer("due") }
        }
        let now = Int(house.test.clock.now.timeIntervalSince1970 * 1_000)
        #expect(due.count == 2 && due.allSatisfy { $0 > now })
        house.test.clock.pass(seconds: 3_601)
        #expect(await house.reception.tick().map(\.step) == ["free times"])
    }

    @Test(arguments: Backend.allCases)
    func `a wait list whose night it is leaves the turn to the next`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let other = try await House.practitioner(of: house.owner, account: .some(nil), name: "Far", house.test)
        var far = try await house.store.practitioner(other.id, for: house.author)
        far.plan = try AvailabilityPlan(
            zone: "America/Los_Angeles", week: Array(repeating: "0:00-24:00", count: 7), exceptions: [])
        _ = try await house.store.save(far, isNew: false, by: house.author)
        let service = try await House.service(of: other, at: house.place, by: house.owner, house.test)
        try await House.verified(other, by: house.owner, steward: house.steward, house.test)
        // 23:00 in Berlin, 14:00 in Los Angeles.
        house.wait(until: try house.moment("2026-09-21", 23))
        for (wanted, mail) in [(house.service.id, "berlin@example.org"), (service.id, "angeles@example.org")] {
            let client = try await house.reception.wait(
                for: wanted, contact: house.contact(mail), wanted: WaitingClient.Wanted())
            try await house.store.setWaiting(client.id, .waiting)
        }
        var round = ClockRound(waitLists: 1)
        var offers: [Int] = []
        for _ in 0..<4 {
            #expect(await house.reception.tick(&round).map(\.step) == [])
            offers.append(try await house.letters()["offer"] ?? 0)
        }
        #expect(offers[1...] == [1, 1, 1])
        house.wait(until: try house.moment("2026-09-22", 8))
        for _ in 0..<4 { #expect(await house.reception.tick(&round).map(\.step) == []) }
        #expect(try await house.letters()["offer"] == 2)
    }
}
