import Directory
import Foundation
import Reception
import Records
import Scheduling
import Storage
import Testing

@Suite struct PublicDirectoryTests {
    /// Where the public can come across the practitioner of a house.
    private static func traces(_ house: House) async throws -> Set<String> {
        var traces: Set<String> = []
        _ = await house.reception.tick()
        let (store, id) = (house.store, house.practitioner.id)
        if try await store.listing(of: id) != nil { traces.insert("page") }
        if try await store.listing(with: house.service.id) != nil { traces.insert("service") }
        if try await store.listings(after: nil, limit: 100).contains(where: { $0.practitioner.id == id }) {
            traces.insert("list")
        }
        let question = DirectoryQuestion(position: house.place.position, now: house.test.clock.now)
        let hits = try await store.search(question)
        if hits.contains(where: { $0.practitioner == id }) { traces.insert("search") }
        if hits.contains(where: { $0.practitioner == id && $0.next != nil }) { traces.insert("time") }
        if (try? await house.reception.times(of: house.service.id, from: nil)) != nil { traces.insert("times") }
        if (try? await house.ask(house.moment("2026-10-20", 9))) != nil { traces.insert("booking") }
        return traces
    }

    private static let everywhere: Set<String> = ["page", "service", "list", "search", "time", "times", "booking"]

    @Test(arguments: Backend.allCases)
    func `a practitioner is public from the verification to the end of the training`(_ backend: Backend) async throws {
        let house = try await House(backend, expires: "2026-09-25")
        #expect(try await Self.traces(house) == Self.everywhere)
        let listing = try #require(await house.store.listing(of: house.practitioner.id))
        #expect(listing.training.map(\.title) == ["NMT Diploma"])
        #expect(listing.training[0].check?.method == .issuer && listing.training[0].check?.name == house.steward.name)
        #expect(listing.places.map(\.id) == [house.place.id] && listing.services.map(\.id) == [house.service.id])
        // The last place on Earth leaves the 25th at noon of the 26th in Greenwich.
        let end = try house.moment("2026-09-26", 14)
        house.wait(until: end.adding(seconds: -1))
        #expect(try await house.store.listing(of: house.practitioner.id) != nil)
        house.wait(until: end)
        #expect(try await Self.traces(house) == [])
    }

    @Test(arguments: Backend.allCases)
    func `drafts, hidden ones and those without a verified training are nowhere`(_ backend: Backend) async throws {
        let house = try await House(backend)
        for status in [Practitioner.Status.draft, .hidden] {
            var changed = try await house.store.practitioner(house.practitioner.id, for: house.author)
            changed.status = status
            let saved = try await house.store.save(changed, isNew: false, by: house.author)
            #expect(try await Self.traces(house) == [], "\(status)")
            changed.version = saved.version
            changed.status = .listed
            _ = try await house.store.save(changed, isNew: false, by: house.author)
            #expect(
                try await Self.traces(house).isSuperset(of: ["page", "service", "list", "search", "time", "times"]))
        }
        let other = try await House.practitioner(of: house.owner, account: .some(nil), name: "Nora New", house.test)
        _ = try await House.service(of: other, at: house.place, by: house.owner, house.test)
        #expect(try await house.store.listing(of: other.id) == nil)
        let record = try TrainingRecord(
            practice: other.practice, practitioner: other.id, issuer: "Institute", title: "Course",
            issued: "2025-01-01",
            submitted: house.test.clock.now)
        try await house.store.submit(record, document: nil, by: house.author)
        #expect(try await house.store.listing(of: other.id) == nil)
        await #expect(throws: RecordsError.self) {
            try await house.store.decide(record.id, method: nil, note: "", by: house.judge, mail: nil)
        }
        try await house.store.decide(record.id, method: nil, note: "No such course.", by: house.judge, mail: nil)
        #expect(try await house.store.listing(of: other.id) == nil)
        #expect(try await house.store.listings(after: nil, limit: 10).map(\.practitioner.id) == [house.practitioner.id])
        let hits = try await house.store.search(
            DirectoryQuestion(position: house.place.position, now: house.test.clock.now))
        #expect(hits.map(\.practitioner) == [house.practitioner.id])
    }

    @Test(arguments: Backend.allCases)
    func `a closed service is not public, and a place that moves is found at the new spot`(_ backend: Backend)
        async throws
    {
        let house = try await House(backend)
        var service = house.service
        service.isOpen = false
        service = try await house.store.save(service, isNew: false, by: house.author)
        #expect(try await house.store.listing(with: service.id) == nil)
        #expect(try await house.store.search(.init(position: house.place.position, now: house.test.clock.now)) == [])
        var practitioner = try await house.store.practitioner(house.practitioner.id, for: house.author)
        practitioner.base = house.place.id
        _ = try await house.store.save(practitioner, isNew: false, by: house.author)
        #expect(
            try await house.store.search(.init(position: house.place.position, now: house.test.clock.now)).count == 1)
        var place = house.place
        place.position = try #require(ServicePlace.Position(degrees: 48.1374, 11.5755))
        place = try await house.store.save(place, isNew: false, by: house.author)
        #expect(try await house.store.search(.init(position: house.place.position, now: house.test.clock.now)) == [])
        #expect(try await house.store.search(.init(position: place.position, now: house.test.clock.now)).count == 1)
    }

    @Test(arguments: Backend.allCases)
    func `free times are kept for the search, and follow what is booked`(_ backend: Backend) async throws {
        let house = try await House(backend)
        _ = await house.reception.tick()
        func next() async throws -> Moment? {
            let hits = try await house.store.search(
                DirectoryQuestion(position: house.place.position, now: house.test.clock.now))
            return hits.first?.next.flatMap { Moment($0.start) }
        }
        #expect(try await house.store.outdated(limit: 10, now: house.test.clock.now).isEmpty)
        // 15:33 and an hour of notice leave no hour before 17:00.
        #expect(try await next() == house.moment("2026-09-22", 9))
        let visit = try await house.booked(house.moment("2026-09-22", 9))
        #expect(
            try await house.store.outdated(limit: 10, now: house.test.clock.now).map(\.practitioner.id)
                == [house.practitioner.id])
        _ = await house.reception.tick()
        #expect(try await next() == house.moment("2026-09-22", 10, 15))
        _ = try await house.reception.change(visit.id, to: .cancelled, by: house.author)
        _ = await house.reception.tick()
        #expect(try await next() == house.moment("2026-09-22", 9))
        // Times that have passed are no free times, also before anybody looks anew.
        house.wait(until: try house.moment("2026-09-22", 9, 1))
        #expect(try await next() == house.moment("2026-09-22", 9, 15))
    }

    @Test(arguments: Backend.allCases)
    func `an older version is told of the newer one`(_ backend: Backend) async throws {
        let house = try await House(backend)
        _ = try await house.store.save(house.practitioner, isNew: false, by: house.author)
        await #expect(throws: RecordsError.stale(current: 2)) {
            try await house.store.save(house.practitioner, isNew: false, by: house.author)
        }
        _ = try await house.store.save(house.place, isNew: false, by: house.author)
        await #expect(throws: RecordsError.stale(current: 2)) {
            try await house.store.save(house.place, isNew: false, by: house.author)
        }
        _ = try await house.store.save(house.service, isNew: false, by: house.author)
        await #expect(throws: RecordsError.stale(current: 2)) {
            try await house.store.save(house.service, isNew: false, by: house.author)
        }
    }

    @Test(arguments: Backend.allCases)
    func `another practice sees and changes nothing, and a therapist only what is the own`(_ backend: Backend)
        async throws
    {
        let house = try await House(backend)
        let store = house.store
        let strangers = [house.judge]
        let colleague = Author(try await house.test.member(.therapist, "second@example.org", of: house.owner))
        let assistant = Author(try await house.test.member(.assistant, "desk@example.org", of: house.owner))
        for author in strangers {
            #expect(try await store.practitioners(for: author).isEmpty)
            #expect(try await store.places(for: author).isEmpty)
            await #expect(throws: RecordsError.notFound) {
                try await store.practitioner(house.practitioner.id, for: author)
            }
            await #expect(throws: RecordsError.notFound) {
                try await store.services(of: house.practitioner.id, for: author)
            }
            await #expect(throws: RecordsError.notFound) {
                try await store.training(of: house.practitioner.id, for: author)
            }
        }
        for author in strangers + [colleague, assistant] {
            await #expect(throws: RecordsError.notFound) {
                try await store.save(house.practitioner, isNew: false, by: author)
            }
            await #expect(throws: RecordsError.notFound) {
                try await store.save(house.service, isNew: false, by: author)
            }
            await #expect(throws: RecordsError.notFound) {
                try await store.submit(
                    TrainingRecord(
                        practice: house.practitioner.practice, practitioner: house.practitioner.id, issuer: "I",
                        title: "T", issued: "2025-01-01", submitted: house.test.clock.now), document: nil, by: author)
            }
            await #expect(throws: RecordsError.notFound) {
                try await store.setFeed(Data([1]), of: house.practitioner.id, by: author)
            }
        }
        await #expect(throws: RecordsError.notFound) { try await store.save(house.place, isNew: false, by: assistant) }
        #expect(try await store.practitioners(for: assistant).map(\.id) == [house.practitioner.id])
    }

    @Test func `in PostgreSQL the new tables show a practice its own rows alone`() async throws {
        let house = try await House(.postgres)
        _ = try await house.booked(house.moment("2026-09-23", 9))
        let other = try await House.practitioner(of: house.steward, house.test)
        let scope = SQLScope.practice(house.steward.practice.text)
        let tables = [
            "practitioner", "place", "service", "training", "appointment", "absence", "feed", "busy_source", "waiting",
            "offer", "letter", "experience", "subscriber", "newsletter",
        ]
        for table in tables {
            let owners = try await house.test.database.read(scope) { sql in
                try Set(sql.rows("SELECT practice FROM \(table)", []).map { try $0.text("practice") })
            }
            #expect(owners == (table == "practitioner" ? [other.practice.text] : []), "\(table)")
            let touched = try await house.test.database.write(scope) { sql in
                try sql.run(
                    "UPDATE \(table) SET practice = practice WHERE practice = ?", [.text(house.owner.practice.text)])
            }
            #expect(touched == 0, "\(table)")
        }
    }
}
