import Directory
import Foundation
import Reception
import Records
import Storage
import Testing

@Suite struct NewsletterTests {
    private struct Desk {
        let test: TestStore
        let owner: Account
        var store: RecordStore { test.store }

        init(_ backend: Backend) async throws {
            test = try await TestStore(backend)
            owner = try await test.owner()
        }

        @discardableResult
        func subscribe(_ mail: String, _ topics: Set<Subscriber.Topic> = [.news]) async throws -> Subscriber {
            let subscriber = try Subscriber(
                practice: owner.practice, mail: mail, topics: topics, since: test.clock.now)
            let letter = OutgoingLetter(
                event: "newsletter:\(UUID())", kind: .newsletterProof, practice: owner.practice,
                subject: subscriber.id.uuid, recipient: mail, due: test.clock.now)
            try await store.subscribe(subscriber, mail: letter)
            return subscriber
        }

        func proofs() async throws -> [UUID] {
            try await test.database.read(.system) { sql in
                try sql.rows("SELECT subject FROM letter WHERE kind = 'newsletter_proof' ORDER BY created, id", [])
                    .compactMap { UUID(uuidString: try $0.text("subject")) }
            }
        }

        func issue(_ topic: Subscriber.Topic) throws -> NewsletterIssue {
            try NewsletterIssue(
                practice: owner.practice, topic: topic, subject: "Autumn", text: "Hello.", created: test.clock.now)
        }
    }

    @Test(arguments: Backend.allCases)
    func `an issue goes once to each who proved the address and wants the topic`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let (store, author) = (desk.store, Author(desk.owner))
        let anna = try await desk.subscribe("anna@example.org", [.news, .courses])
        let berta = try await desk.subscribe("berta@example.org", [.courses])
        let clara = try await desk.subscribe("clara@example.org")
        try await desk.subscribe("dora@example.org")
        for one in [anna, berta, clara] { try await store.prove(one.id) }
        try await store.prove(anna.id)
        try await store.unsubscribe(clara.id)
        try await store.unsubscribe(clara.id)
        // A link of long ago does not bring somebody back.
        await #expect(throws: RecordsError.notFound) { try await store.prove(clara.id) }
        #expect(try await store.subscriberCounts(for: author) == [.news: 1, .courses: 2])
        let issue = try desk.issue(.news)
        #expect(try await store.send(issue, by: author).recipients == 1)
        await #expect(throws: RecordsError.duplicate(field: "subject")) { try await store.send(issue, by: author) }
        #expect(try await store.send(desk.issue(.courses), by: author).recipients == 2)
        let letters = try await store.claimLetters(
            99, now: desk.test.clock.now, lease: desk.test.clock.now.addingTimeInterval(60)
        ).map(\.letter).filter { $0.kind == .newsletter }
        #expect(letters.map(\.recipient).sorted() == ["anna@example.org", "anna@example.org", "berta@example.org"])
        #expect(try await store.issues(for: author).count == 2)
        let stranger = Author(try await desk.test.owner(practice: "Two", mail: "two@example.org"))
        await #expect(throws: RecordsError.notFound) { try await store.send(desk.issue(.news), by: stranger) }
        #expect(try await store.issues(for: stranger).isEmpty)
        #expect(try await store.subscriberCounts(for: stranger) == [:])
    }

    @Test(arguments: Backend.allCases)
    func `only a practice that shows itself has a newsletter to ask for`(_ backend: Backend) async throws {
        let house = try await House(backend)
        #expect(try await house.store.hasNewsletter(house.owner.practice))
        #expect(try await house.reception.newsletterPractice(house.owner.practice).id == house.owner.practice)
        // The practice of the steward has nobody who is listed.
        let hidden = house.steward.practice
        for practice in [hidden, Practice.ID()] {
            #expect(try await !house.store.hasNewsletter(practice))
            await #expect(throws: RecordsError.notFound) {
                try await house.reception.newsletterPractice(practice)
            }
        }
        let issue = try NewsletterIssue(
            practice: hidden, topic: .news, subject: "Autumn", text: "Hello.", created: house.test.clock.now)
        _ = try await house.store.send(issue, by: house.judge)
        #expect(try await house.store.hasNewsletter(hidden))
        var practitioner = try await house.store.practitioner(house.practitioner.id, for: house.author)
        practitioner.status = .hidden
        _ = try await house.store.save(practitioner, isNew: false, by: house.author)
        #expect(try await !house.store.hasNewsletter(house.owner.practice))
    }

    @Test(arguments: Backend.allCases)
    func `the answer does not tell whether an address was known, and a proof comes before anything changes`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        let first = try await desk.subscribe("anna@example.org")
        #expect(try await desk.proofs() == [first.id.uuid])
        try await desk.store.prove(first.id)
        // Somebody types a known address: no error, no letter, and the subscription stays.
        try await desk.subscribe("Anna@Example.org", [.research])
        #expect(try await desk.proofs().count == 1)
        #expect(try await desk.store.subscriber(first.id)?.topics == [.news])
        try await desk.store.unsubscribe(first.id)
        try await desk.subscribe("anna@example.org", [.research])
        #expect(try await desk.proofs() == [first.id.uuid, first.id.uuid])
        #expect(try await desk.store.subscriber(first.id)?.status == .unproved)
        try await desk.store.prove(first.id)
        #expect(try await desk.store.subscriber(first.id)?.topics == [.research])
        let raw = try await desk.test.database.read(.system) { sql in
            try sql.rows("SELECT mail FROM subscriber", []).map { try $0.blob("mail") }
        }
        #expect(raw.count == 1 && raw.allSatisfy { $0.range(of: Data("anna".utf8)) == nil })
        await #expect(throws: RecordsError.notFound) { try await desk.store.unsubscribe(.init()) }
    }
}
