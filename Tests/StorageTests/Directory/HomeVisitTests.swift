import Directory
import Foundation
import Mail
import Reception
import Records
import Scheduling
import Storage
import Testing

@Suite struct HomeVisitTests {
    private static let address = "Elm Street 9\nsecond bell"

    private static func request(
        _ house: House, at hour: Int, address: String
    ) throws -> BookingRequest {
        BookingRequest(
            service: house.service.id, start: try house.moment("2026-09-24", hour),
            contact: try BookingContact(name: "Anna Client", mail: "anna@example.org", address: address),
            isKnown: true)
    }

    @Test(arguments: Backend.allCases)
    func `who is visited says where; the therapist reads it, and no mail or feed`(_ backend: Backend) async throws {
        let house = try await House(backend, kind: .area)
        let post = try PostRoom(house)
        await BookingTests.expectInvalid("address") {
            _ = try await house.reception.book(Self.request(house, at: 9, address: " "), key: house.test.key())
        }
        await BookingTests.expectInvalid("address") {
            _ = try await house.reception.wait(
                for: house.service.id, contact: house.contact(), wanted: WaitingClient.Wanted())
        }
        let visit = try #require(
            await house.reception.book(Self.request(house, at: 9, address: Self.address), key: house.test.key()).first)
        let kept = try await house.store.appointment(visit.id, for: house.author)
        #expect(kept.contact.address == Self.address)
        let raw = try await house.test.database.read(.system) { sql in
            try sql.rows("SELECT contact FROM appointment", []).map { try $0.blob("contact") }
        }
        #expect(raw.count == 1 && raw.allSatisfy { $0.range(of: Data("Elm".utf8)) == nil })
        // Everything that goes out: booked, notice, reminder, moved, cancelled.
        house.wait(until: try house.moment("2026-09-23", 9, 1))
        #expect(await house.reception.tick().map(\.step) == [])
        try await post.empty()
        _ = try await house.reception.move(visit.id, to: house.moment("2026-09-25", 11), by: house.author)
        _ = try await house.reception.change(visit.id, to: .cancelled, by: house.author)
        try await post.empty()
        let letters = await post.transport.sent.map(PostRoom.plain)
        #expect(letters.count >= 4 && letters.contains { $0.contains("Subject: Reminder") })
        #expect(letters.allSatisfy { !$0.contains("Elm") && !$0.contains("second bell") })
        let last = try await house.store.appointment(visit.id, for: house.author)
        let feed = try house.reception.feed(house.practitioner, [last], host: "tautband.example")
        #expect(feed.contains("Anna Client") && !feed.contains("Elm"))
    }

    @Test(arguments: Backend.allCases)
    func `where the client comes to the therapist no address is kept`(_ backend: Backend) async throws {
        let house = try await House(backend)
        let visit = try #require(
            await house.reception.book(Self.request(house, at: 9, address: Self.address), key: house.test.key()).first)
        #expect(visit.contact.address.isEmpty)
        let waiting = try await house.reception.wait(
            for: house.service.id, contact: Self.request(house, at: 9, address: Self.address).contact,
            wanted: WaitingClient.Wanted())
        #expect(waiting.contact.address.isEmpty)
    }

    @Test func `a contact of before there were addresses still reads`() throws {
        let old = #"{"mail":"anna@example.org","name":"Anna","phone":"","wantsReminders":true}"#
        let contact = try JSONDecoder().decode(BookingContact.self, from: Data(old.utf8))
        #expect(contact == (try BookingContact(name: "Anna", mail: "anna@example.org")))
    }
}
