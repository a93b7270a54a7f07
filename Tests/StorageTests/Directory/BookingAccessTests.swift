import Access
import Directory
import Foundation
import Reception
import Records
import Scheduling
import Storage
import Testing

@Suite struct BookingAccessTests {
    private func day(_ house: House) throws -> Period {
        try #require(Period(start: house.moment("2026-09-21", 0), end: house.moment("2026-10-21", 0)))
    }

    @Test(arguments: Backend.allCases)
    func `another practice neither sees nor changes an appointment`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let visit = try await house.booked(house.moment("2026-09-24", 9))
        let own = try await House.practitioner(of: house.steward, name: "Other", house.test)
        let period = try day(house)
        let stranger = house.judge
        #expect(try await house.store.appointments(in: period, of: nil, for: stranger) == [])
        let asked: [@Sendable () async throws -> Void] = [
            { _ = try await house.store.appointments(in: period, of: house.practitioner.id, for: stranger) },
            { _ = try await house.store.appointment(visit.id, for: stranger) },
            { _ = try await house.store.hasIntake(visit.id, for: stranger) },
            { _ = try await house.reception.change(visit.id, to: .cancelled, by: stranger) },
            { _ = try await house.reception.move(visit.id, to: house.moment("2026-09-25", 9), by: stranger) },
            { _ = try await house.store.absences(of: house.practitioner.id, for: stranger) },
            { _ = try await house.store.waiting(of: house.practitioner.id, for: stranger) },
            { _ = try await house.store.experiences(of: house.practitioner.id, for: stranger) },
            {
                let client = try await house.test.client("Berta", of: house.steward)
                try await house.store.tie(visit.id, to: client.id, by: stranger)
            },
            {
                _ = try await house.reception.book(
                    house.service, start: house.moment("2026-09-25", 9), contact: house.contact(), client: nil,
                    key: house.test.key(), by: stranger)
            },
        ]
        for ask in asked { await #expect(throws: RecordsError.notFound) { try await ask() } }
        #expect(try await house.stored(visit.id) == visit)
        // Nor does a practice book with the clients, services or practitioners of another.
        let foreign = try await house.test.client("Berta", of: house.steward)
        await #expect(throws: RecordsError.notFound) {
            try await house.reception.book(
                house.service, start: house.moment("2026-09-25", 9), contact: house.contact(), client: foreign.id,
                key: house.test.key(), by: house.author)
        }
        await #expect(throws: RecordsError.notFound) {
            try await house.store.tie(visit.id, to: foreign.id, by: house.author)
        }
        #expect(try await house.store.appointments(in: period, of: own.id, for: stranger) == [])
    }

    @Test(arguments: Backend.allCases)
    func `an assistant keeps the calendar; a colleague sees only the own one`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let assistant = Author(try await house.test.member(.assistant, "desk@example.org", of: house.owner))
        let colleague = Author(try await house.test.member(.therapist, "second@example.org", of: house.owner))
        let visit = try await house.booked(house.moment("2026-09-22", 9))
        let period = try day(house)
        #expect(try await house.store.appointments(in: period, of: nil, for: assistant).map(\.id) == [visit.id])
        #expect(try await house.store.appointment(visit.id, for: assistant).contact == visit.contact)
        let moved = try await house.reception.move(visit.id, to: house.moment("2026-09-22", 11), by: assistant)
        #expect(moved.time.start == (try house.moment("2026-09-22", 11)))
        _ = try await house.reception.change(visit.id, to: .arrived, by: assistant)
        let next = try await house.reception.book(
            house.service, start: house.moment("2026-09-27", 20), contact: house.contact(), client: nil,
            key: house.test.key(), by: assistant)
        #expect(next.status == .booked)
        await #expect(throws: RecordsError.notFound) {
            try await house.store.save(house.practitioner, isNew: false, by: assistant)
        }
        #expect(try await house.store.appointments(in: period, of: nil, for: colleague) == [])
        await #expect(throws: RecordsError.notFound) { try await house.store.appointment(visit.id, for: colleague) }
        await #expect(throws: RecordsError.notFound) {
            try await house.reception.change(visit.id, to: .completed, by: colleague)
        }
    }

    @Test(arguments: Backend.allCases)
    func `whoever missed visits is accepted first`(_ backend: Backend) async throws {
        let house = try await House(backend)
        for day in ["2026-09-22", "2026-09-23"] {
            let visit = try await house.booked(house.moment(day, 9))
            #expect(visit.status == .booked)
            house.wait(until: try house.moment(day, 12))
            _ = try await house.reception.change(visit.id, to: .missed, by: house.author)
        }
        let history = try await house.store.history(of: "anna@example.org", in: house.owner.practice)
        #expect(history.map(\.attendance) == [.missed, .missed])
        #expect(try await house.booked(house.moment("2026-09-25", 9)).status == .pending)
        #expect(try await house.booked(house.moment("2026-09-25", 11), mail: "b@example.org").status == .booked)
        #expect(try await house.store.history(of: "anna@example.org", in: house.steward.practice).isEmpty)
    }

    @Test(arguments: Backend.allCases)
    func `what a client wrote before the visit moves into the record that it is tied to`(_ backend: Backend)
        async throws
    {
        let house = try await House(backend)
        let visit = try await house.booked(house.moment("2026-09-24", 9))
        #expect(try await house.store.hasIntake(visit.id, for: house.author) == false)
        let intake = Intake(text: "The neck, since May.")
        try await house.store.setIntake(intake, of: visit.id)
        #expect(try await house.store.hasIntake(visit.id, for: house.author))
        let raw = try await house.test.database.read(.system) { sql in
            try sql.row("SELECT intake FROM appointment WHERE id = ?", [.text(visit.id.text)])?.blob("intake")
        }
        #expect(try #require(raw).range(of: Data("neck".utf8)) == nil)
        let client = try await house.test.client(of: house.owner)
        try await house.store.tie(visit.id, to: client.id, by: house.author)
        #expect(try await house.store.hasIntake(visit.id, for: house.author) == false)
        #expect(try await house.stored(visit.id).client == client.id)
        // What is written later goes to the record at once.
        try await house.store.setIntake(Intake(text: "And the jaw."), of: visit.id)
        let entries = try await house.store.entries(EntryFilter(), of: client.id, for: house.author)
        #expect(Set(entries.map(\.body)) == [.intake(intake), .intake(Intake(text: "And the jaw."))])
    }

    @Test(arguments: Backend.allCases)
    func `erasing a client leaves no name, address or word of theirs`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let past = try await house.booked(house.moment("2026-09-22", 9))
        let ahead = try await house.booked(house.moment("2026-09-25", 9))
        let client = try await house.test.client(of: house.owner)
        for visit in [past, ahead] { try await house.store.tie(visit.id, to: client.id, by: house.author) }
        house.wait(until: try house.moment("2026-09-22", 10))
        _ = try await house.reception.change(past.id, to: .completed, by: house.author)
        house.wait(until: try house.moment("2026-09-24", 10))
        _ = await house.reception.tick()
        let experience = try #require(await ExperienceTests.experiences(house).first)
        try await house.store.tell(experience.id, .init(rating: 5, text: "My neck is better.", mayPublish: true))
        try await house.store.erase(client.id, by: house.author)
        for visit in [past, ahead] {
            let kept = try await house.stored(visit.id)
            #expect(kept.contact.name == "Erased client" && kept.contact.mail.hasSuffix("invalid.example"))
            #expect(kept.client == nil)
        }
        #expect(try await house.stored(ahead.id).status == .cancelled)
        #expect(try await house.stored(past.id).status == .completed)
        let kept = try #require(await house.store.experience(experience.id))
        #expect(kept.telling == nil && kept.status == .withdrawn)
        #expect(try await house.store.history(of: "anna@example.org", in: house.owner.practice).isEmpty)
        let letters = try await house.letters()
        #expect(letters["experience"] == nil && letters["booked"] == nil)
        for line in try await house.test.exported() {
            #expect(!line.contains("anna@example.org") && !line.contains("My neck") && !line.contains("Anna Client"))
        }
        #expect(try await house.booked(house.moment("2026-09-25", 9), mail: "b@example.org").status == .booked)
    }

    @Test(arguments: Backend.allCases)
    func `a private feed opens with its secret until it is taken back`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let visit = try await house.booked(house.moment("2026-09-24", 9))
        _ = try await house.ask(house.moment("2026-09-24", 11))
        let period = try day(house)
        #expect(try await house.store.feed(token: Data([7]), in: period) == nil)
        try await house.store.setFeed(Data([7]), of: house.practitioner.id, by: house.author)
        let feed = try #require(await house.store.feed(token: Data([7]), in: period))
        #expect(feed.appointments.map(\.id) == [visit.id] && feed.practitioner.id == house.practitioner.id)
        let text = try house.reception.feed(feed.practitioner, feed.appointments, host: "tautband.example")
        #expect(text.contains("SUMMARY:Anna Client") && !text.lowercased().contains("headache"))
        try await house.store.setFeed(Data([8]), of: house.practitioner.id, by: house.author)
        #expect(try await house.store.feed(token: Data([7]), in: period) == nil)
        try await house.store.setFeed(nil, of: house.practitioner.id, by: house.author)
        #expect(try await house.store.feed(token: Data([8]), in: period) == nil)
    }

    @Test(arguments: Backend.allCases)
    func `absences and calendars from elsewhere take their time`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let nine = try house.moment("2026-09-22", 9)
        let absence = Absence(time: try #require(Period(start: nine, minutes: 120)))
        try await house.store.add(absence, to: house.practitioner.id, by: house.author)
        await #expect(throws: RecordsError.duplicate(field: "start")) { try await house.booked(nine) }
        #expect(try await house.store.absences(of: house.practitioner.id, for: house.author) == [absence])
        try await house.store.remove(absence.id, of: house.practitioner.id, by: house.author)
        try await house.store.setBusySource(
            "https://calendar.example/secret.ics", of: house.practitioner.id, by: house.author)
        let sources = try await house.store.busySources(notFetchedSince: house.test.clock.now, limit: 9)
        #expect(sources.map(\.address) == ["https://calendar.example/secret.ics"])
        let now = house.test.clock.now
        try await house.store.setImported(
            .success([absence.time]), events: 3, of: house.practitioner.id, now: now)
        await #expect(throws: RecordsError.duplicate(field: "start")) { try await house.booked(nine) }
        #expect(try await house.store.busySources(notFetchedSince: now.addingTimeInterval(-1), limit: 9).isEmpty)
        // A failed fetch keeps what was known.
        try await house.store.setImported(
            .failure(ImportProblem("timed out")), events: 0, of: house.practitioner.id, now: now)
        let source = try #require(await house.store.busySource(of: house.practitioner.id, for: house.author))
        #expect(source.problem == "timed out" && source.events == 3)
        await #expect(throws: RecordsError.duplicate(field: "start")) { try await house.booked(nine) }
        try await house.store.setBusySource(nil, of: house.practitioner.id, by: house.author)
        #expect(try await house.booked(nine).status == .booked)
    }
}
