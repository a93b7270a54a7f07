import Directory
import Foundation
import Reception
import Records
import Scheduling
import Storage
import Testing

@Suite struct ExperienceTests {
    /// Experiences of the house as a row of the store each.
    static func experiences(_ house: House) async throws -> [Experience] {
        let ids = try await house.test.database.read(.system) { sql in
            try sql.rows("SELECT id FROM experience ORDER BY created, id", []).map { try $0.text("id") }
        }
        return try await ids.asyncMap { id in
            let key = try #require(Experience.ID(text: id))
            return try #require(await house.store.experience(key))
        }
    }

    /// A visit that took place, a day and more ago.
    private static func visited(_ house: House, _ day: String, mail: String = "anna@example.org") async throws {
        let visit = try await house.booked(house.moment(day, 9), mail: mail)
        house.wait(until: try house.moment(day, 10))
        _ = try await house.reception.change(visit.id, to: .completed, by: house.author)
    }

    private static func shown(_ house: House) async throws -> [String] {
        try await house.store.listing(of: house.practitioner.id)?.experiences.compactMap { $0.telling?.text } ?? []
    }

    @Test(arguments: Backend.allCases)
    func `a client is asked once, a day after a completed visit, for a service and a year`(_ backend: Backend)
        async throws
    {
        let house = try await House(backend)
        try await Self.visited(house, "2026-09-22")
        let missed = try await house.booked(house.moment("2026-09-22", 13), mail: "b@example.org")
        house.wait(until: try house.moment("2026-09-22", 14))
        _ = try await house.reception.change(missed.id, to: .missed, by: house.author)
        house.wait(until: try house.moment("2026-09-23", 9, 59))
        _ = await house.reception.tick()
        #expect(try await Self.experiences(house).isEmpty)
        house.wait(until: try house.moment("2026-09-23", 10))
        let reception = house.reception
        _ = try await together(2) { _ in await reception.tick() }
        _ = await house.reception.tick()
        #expect(try await Self.experiences(house).count == 1)
        #expect(try await house.letters()["experience"] == 1)
        try await Self.visited(house, "2026-09-24")
        try await Self.visited(house, "2026-09-25", mail: "c@example.org")
        house.wait(until: try house.moment("2026-09-28", 9))
        _ = await house.reception.tick()
        #expect(try await Self.experiences(house).count == 2)
        #expect(try await house.letters()["experience"] == 2)
    }

    @Test(arguments: Backend.allCases)
    func `words are shown with consent, after the decision and the delay, until they are taken back`(_ backend: Backend)
        async throws
    {
        let house = try await House(backend)
        try await Self.visited(house, "2026-09-22")
        house.wait(until: try house.moment("2026-09-24", 9))
        _ = await house.reception.tick()
        let id = try #require(await Self.experiences(house).first).id
        let from = house.test.clock.now.addingTimeInterval(4 * 86_400)
        // Without consent only the practitioner reads them.
        try await house.store.tell(id, .init(rating: 4, text: "For you alone.", mayPublish: false))
        #expect(try await house.store.waitingExperiences(for: house.judge).isEmpty)
        await #expect(throws: RecordsError.notFound) {
            try await house.store.decide(id, publish: from, reason: "", by: house.judge)
        }
        #expect(try await house.store.experiences(of: house.practitioner.id, for: house.author).count == 1)
        try await house.store.tell(id, .init(rating: 5, text: "Better.", shoutOut: "Thank you!", mayPublish: true))
        #expect(try await house.store.waitingExperiences(for: house.judge).map(\.practitioner) == ["Thea Rapist"])
        try await house.store.setSteward(mail: house.owner.mail, true)
        for author in [house.author, Author(try await house.test.member(.assistant, "d@example.org", of: house.owner))]
        {
            await #expect(throws: RecordsError.notFound) {
                try await house.store.decide(id, publish: from, reason: "", by: author)
            }
        }
        await #expect(throws: RecordsError.notFound) {
            try await house.store.reply(.thanks, to: id, by: house.author)
        }
        await #expect(throws: RecordsError.self) {
            try await house.store.decide(id, publish: nil, reason: " ", by: house.judge)
        }
        #expect(try await Self.shown(house) == [])
        try await house.store.decide(id, publish: from, reason: "", by: house.judge)
        #expect(try await Self.shown(house) == [])
        await #expect(throws: RecordsError.notFound) {
            try await house.store.tell(id, .init(rating: 1, text: "Changed.", mayPublish: true))
        }
        house.test.clock.pass(seconds: 4 * 86_400 - 1)
        #expect(try await Self.shown(house) == [])
        house.test.clock.pass(seconds: 1)
        #expect(try await Self.shown(house) == ["Better."])
        await #expect(throws: RecordsError.notFound) { try await house.store.reply(.glad, to: id, by: house.judge) }
        try await house.store.reply(.glad, to: id, by: house.author)
        #expect(try await house.store.listing(of: house.practitioner.id)?.experiences.first?.reply == .glad)
        let raw = try await house.test.database.read(.system) { sql in
            try sql.row("SELECT telling FROM experience", [])?.blob("telling")
        }
        #expect(try #require(raw).range(of: Data("Better".utf8)) == nil)
        try await house.store.withdraw(id)
        #expect(try await Self.shown(house) == [])
        #expect(try await house.store.experience(id)?.telling == nil)
    }

    @Test(arguments: Backend.allCases)
    func `what is refused is not shown, and the schema knows no approval without a decision`(_ backend: Backend)
        async throws
    {
        let house = try await House(backend)
        try await Self.visited(house, "2026-09-22")
        house.wait(until: try house.moment("2026-09-24", 9))
        _ = await house.reception.tick()
        let id = try #require(await Self.experiences(house).first).id
        try await house.store.tell(id, .init(rating: 1, text: "Names somebody.", mayPublish: true))
        await #expect(throws: StorageError.self) {
            try await house.test.database.write(.system) {
                _ = try $0.run("UPDATE experience SET status = 'approved', shown_from = 0", [])
            }
        }
        try await house.store.decide(id, publish: nil, reason: "Names somebody.", by: house.judge)
        house.test.clock.pass(seconds: 40 * 86_400)
        #expect(try await Self.shown(house) == [])
        #expect(try await house.store.experience(id)?.decided?.reason == "Names somebody.")
    }
}
