import Directory
import Foundation
import Mail
import Reception
import Records
import Scheduling
import Storage
import Testing

@Suite struct MailJourneyTests {
    @Test(arguments: Backend.allCases)
    func `book, prove, move and cancel by mail alone`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let post = try PostRoom(house)
        let start = try house.moment("2026-09-24", 9)
        let visit = try #require(await house.ask(start).first)
        try await post.empty()
        let proof = try #require(await post.received().first)
        #expect(proof.contains("Subject: Please confirm your appointment"))
        #expect(!proof.contains("text/calendar"))
        _ = try await house.reception.confirm(token: #require(PostRoom.token(proof, "/visit")))
        try await post.empty()
        let booked = try #require(await post.received().last)
        #expect(booked.contains("text/calendar") && booked.contains("METHOD:REQUEST"))
        #expect(booked.contains("UID:\(visit.id)@tautband.example"))
        #expect(booked.contains("STATUS:CONFIRMED") && booked.contains("SEQUENCE:0"))
        #expect(booked.contains("DTSTART:20260924T070000Z") && booked.contains("Thursday, 24 September 2026, 09:00"))
        let uid = try #require(booked.firstMatch(of: /UID:([^\r\n]+)/)?.1)
        #expect(PostRoom.token(booked, "/intake") != nil)
        let token = try #require(PostRoom.token(booked, "/visit"))
        _ = try await house.reception.move(token: token, to: house.moment("2026-09-25", 11))
        try await post.empty()
        let moved = try #require(await post.received().last)
        #expect(moved.contains("SEQUENCE:1") && moved.contains("UID:\(uid)"))
        #expect(moved.contains("DTSTART:20260925T090000Z"))
        _ = try await house.reception.cancel(token: token)
        try await post.empty()
        let cancelled = try #require(await post.received().last)
        #expect(cancelled.contains("METHOD:CANCEL") && cancelled.contains("STATUS:CANCELLED"))
        #expect(cancelled.contains("SEQUENCE:2") && cancelled.contains("UID:\(uid)"))
        #expect(await post.received().count == 4)
        #expect(
            await post.subjects(house.owner.mail).map { $0.prefix { $0 != ":" } }
                == [
                    "An appointment was booked", "An appointment was moved", "An appointment was cancelled",
                ])
        #expect(try await house.store.letterCounts() == ["sent": 7])
        for letter in await post.transport.sent.map(PostRoom.plain) {
            for word in ["headache", "pain", "NMT", "trigger"] {
                #expect(!letter.lowercased().contains(word.lowercased()))
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `what is no longer so is not sent`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let post = try PostRoom(house)
        let proved = try #require(await house.ask(house.moment("2026-09-24", 9)).first)
        _ = try await house.reception.confirm(token: house.token(proved))
        _ = try await house.reception.cancel(token: house.token(proved))
        _ = try await house.ask(house.moment("2026-09-24", 11), mail: "b@example.org")
        house.test.clock.pass(seconds: 1_801)
        try await post.empty()
        #expect(await post.subjects().map { $0.prefix(9) } == ["Cancelled"])
        #expect(await post.received("b@example.org").isEmpty)
        let counts = try await house.store.letterCounts()
        #expect(counts["dropped"] == 2 && counts["failed"] == 1 && counts["waiting"] == nil)
    }

    @Test(arguments: Backend.allCases)
    func `reminders go out once each, also with two instances, and not after an opt-out`(_ backend: Backend)
        async throws
    {
        let house = try await House(backend, reminders: [2_880, 1_440, 120])
        let other = try await house.test.anotherStore()
        let second = House.reception(house.test, other)
        let posts = [try PostRoom(house), try PostRoom(house, store: other)]
        let visit = try await house.booked(house.moment("2026-09-25", 11))
        let quiet = try await house.booked(house.moment("2026-09-25", 13), mail: "b@example.org")
        try await house.reception.setReminders(false, token: house.token(quiet))
        for hour in 16..<24 * 4 + 11 {
            house.wait(until: try house.moment("2026-09-21", hour))
            let before = await posts[0].transport.tries + posts[1].transport.tries
            let reception = house.reception
            _ = try await together(2) { number in await [reception, second][number].tick() }
            try await posts[0].empty()
            try await posts[1].empty()
            // Within quiet hours nothing goes out.
            let after = await posts[0].transport.tries + posts[1].transport.tries
            if hour % 24 < 7 || hour % 24 >= 21 { #expect(before == after, "hour \(hour)") }
        }
        var reminders: [String] = []
        for post in posts { reminders += await post.subjects().filter { $0.hasPrefix("Reminder") } }
        #expect(reminders.count == 3)
        for post in posts { #expect(await post.subjects("b@example.org").allSatisfy { !$0.hasPrefix("Reminder") }) }
        #expect(try await house.stored(visit.id).status == .booked)
    }

    @Test(arguments: Backend.allCases)
    func `a reminder in line is dropped when it is no longer wanted, or the visit has another time`(
        _ backend: Backend
    ) async throws {
        let house = try await House(backend)
        let post = try PostRoom(house)
        let quiet = try await house.booked(house.moment("2026-09-24", 9))
        let moved = try await house.booked(house.moment("2026-09-24", 11), mail: "b@example.org")
        try await post.empty()
        house.wait(until: try house.moment("2026-09-23", 12))
        #expect(await house.reception.tick().map(\.step) == [])
        #expect(try await house.letters()["reminder"] == 2)
        try await house.reception.setReminders(false, token: house.token(quiet))
        _ = try await house.reception.move(moved.id, to: house.moment("2026-09-25", 11), by: house.author)
        try await post.empty()
        house.wait(until: try house.moment("2026-09-24", 12))
        for _ in 0..<2 { #expect(await house.reception.tick().map(\.step) == []) }
        try await post.empty()
        #expect(await post.subjects().filter { $0.hasPrefix("Reminder") } == [])
        #expect(
            await post.subjects("b@example.org").filter { $0.hasPrefix("Reminder") }
                == ["Reminder: Friday, 25 September 2026, 11:00 CEST"])
    }

    @Test func `a calendar that is taken invites nobody, one that is sent invites the client`() async throws {
        let house = try await House(.sqlite)
        let visit = try await house.booked(house.moment("2026-09-24", 9))
        let details = try #require(await AppointmentDetails(visit, house.reception))
        func text(asMail: Bool) throws -> String {
            try details.calendar(
                host: "tautband.example", organizer: "office@tautband.example", page: "https://tautband.example/visit",
                asMail: asMail)
        }
        #expect(try text(asMail: true).contains("ATTENDEE") && text(asMail: true).contains("METHOD:REQUEST"))
        #expect(try !text(asMail: false).contains("ATTENDEE") && text(asMail: false).contains("METHOD:PUBLISH"))
    }

    @Test(arguments: Backend.allCases)
    func `a server that is down for ten minutes loses and doubles none of 200 letters`(_ backend: Backend) async throws
    {
        let house = try await House(backend)
        let start = house.test.clock.now
        let clock = house.test.clock
        let transport = MemoryTransport { _, _ in
            clock.now < start.addingTimeInterval(600) ? .unreachable(reason: "connection refused") : nil
        }
        let post = try PostRoom(house, transport: transport)
        let visit = try await house.booked(house.moment("2026-09-24", 9))
        let letters = (0..<199).map { number in
            OutgoingLetter(
                event: "reminder:\(number)", kind: .reminder, practice: visit.practice, subject: visit.id.uuid,
                recipient: "anna@example.org", due: start)
        }
        try await house.store.enqueue(letters)
        #expect(try await house.store.letterCounts() == ["waiting": 201])
        let worker = post.worker
        let running = Task { await worker.run() }
        while try await house.store.letterCounts()["waiting"] != nil { await Task.yield() }
        running.cancel()
        await running.value
        let ids = await transport.sent.map(\.id)
        #expect(ids.count == 201 && Set(ids).count == 201)
        #expect(await transport.tries > 201)
        #expect(try await house.store.letterCounts() == ["sent": 201])
    }

    @Test(arguments: Backend.allCases)
    func `a second try says the same, and a letter of the kind nobody can write holds up no other`(_ backend: Backend)
        async throws
    {
        let house = try await House(backend)
        let transport = MemoryTransport { _, number in number == 0 ? .unknownOutcome(reason: "connection lost") : nil }
        let post = try PostRoom(house, transport: transport)
        // The name of the place is no place for a calendar: it is long and full of marks.
        var place = house.place
        place.name = String(repeating: "\u{1F9D8}", count: 120)
        _ = try await house.store.save(place, isNew: false, by: house.author)
        let visit = try await house.booked(house.moment("2026-09-24", 9))
        for recipient in ["o'hara@example.org", "anna@example.org"] {
            try await house.store.enqueue([
                OutgoingLetter(
                    event: "x", kind: .moved, practice: visit.practice, subject: visit.id.uuid, recipient: recipient,
                    due: house.test.clock.now)
            ])
        }
        try await house.store.enqueue([
            OutgoingLetter(
                event: "gone", kind: .notice, practice: visit.practice, subject: UUID(), recipient: "anna@example.org",
                due: house.test.clock.now)
        ])
        try await post.empty()
        house.test.clock.pass(seconds: 3_600)
        try await post.empty()
        let sent = await transport.sent
        #expect(Dictionary(grouping: sent, by: \.id).values.allSatisfy { Set($0.map(\.octets)).count == 1 })
        #expect(sent.count == 5)
        #expect(try await house.store.letterCounts() == ["sent": 4, "dropped": 1])
    }
}
