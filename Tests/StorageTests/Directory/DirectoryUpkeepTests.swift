import Directory
import Foundation
import Reception
import Records
import Scheduling
import Storage
import Testing
import Vault

@Suite struct DirectoryUpkeepTests {
    private static let pairs: [(Backend, Backend)] = Backend.allCases.flatMap { left in
        Backend.allCases.map { (left, $0) }
    }
    private static let kept = [
        "place", "practitioner", "service", "training", "steward", "appointment", "absence", "feed", "busy_source",
        "waiting", "offer", "letter", "experience", "subscriber", "newsletter",
    ]
    private let passphrase = "a passphrase for backups"

    /// A house with a row in every table.
    private static func lived(_ backend: Backend) async throws -> House {
        let house = try await House(backend)
        let (store, author, id) = (house.store, house.author, house.practitioner.id)
        let document = Data("%PDF-1.7 certificate".utf8)
        try await store.submit(
            TrainingRecord(
                practice: house.owner.practice, practitioner: id, issuer: "I", title: "T", issued: "2025-01-01",
                document: .pdf, submitted: house.test.clock.now), document: document, by: author)
        let past = try await house.booked(house.moment("2026-09-22", 9))
        let ahead = try await house.booked(house.moment("2026-10-05", 9))
        try await store.setIntake(Intake(text: "The neck."), of: ahead.id)
        let nine = try #require(Period(start: house.moment("2026-10-06", 9), minutes: 60))
        try await store.add(Absence(time: nine), to: id, by: author)
        try await store.setFeed(Data([7]), of: id, by: author)
        try await store.setBusySource("https://calendar.example/s.ics", of: id, by: author)
        let waiting = try await house.reception.wait(
            for: house.service.id, contact: house.contact("w@example.org"), wanted: WaitingClient.Wanted())
        try await store.setWaiting(waiting.id, .waiting)
        house.wait(until: try house.moment("2026-09-22", 10))
        _ = try await house.reception.change(past.id, to: .completed, by: author)
        house.wait(until: try house.moment("2026-09-24", 9))
        #expect(await house.reception.tick().map(\.step) == [])
        let experience = try #require(await ExperienceTests.experiences(house).first)
        try await store.tell(experience.id, .init(rating: 5, text: "Better.", mayPublish: true))
        try await store.decide(experience.id, publish: house.test.clock.now, reason: "", by: house.judge)
        let subscriber = try Subscriber(
            practice: house.owner.practice, mail: "s@example.org", topics: [.news], since: house.test.clock.now)
        try await store.subscribe(
            subscriber,
            mail: OutgoingLetter(
                event: "s", kind: .newsletterProof, practice: house.owner.practice, subject: subscriber.id.uuid,
                recipient: "s@example.org", due: house.test.clock.now))
        try await store.prove(subscriber.id)
        _ = try await store.send(
            NewsletterIssue(
                practice: house.owner.practice, topic: .news, subject: "A", text: "B", created: house.test.clock.now),
            by: author)
        return house
    }

    @Test(arguments: pairs)
    func `a backup carries the whole directory, from either database into either, and the search works again`(
        _ from: Backend, _ into: Backend
    ) async throws {
        let house = try await Self.lived(from)
        let file = house.test.folder.appendingPathComponent("backup.tautband").path
        let before = try await house.test.exported()
        let summary = try await Backup(database: house.test.database, keyFile: house.test.keyFile).write(
            to: file, passphrase: passphrase)
        for table in Self.kept { #expect(summary.rows[table] ?? 0 > 0, "\(table)") }
        for table in ["listing", "open_time", "refresh", "freed"] { #expect(summary.rows[table] == nil, "\(table)") }
        let folder = house.test.folder.appendingPathComponent("elsewhere")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let keys = folder.appendingPathComponent("keys.json").path
        let bytes = try Backup.keys(file, passphrase: passphrase)
        #expect(FileManager.default.createFile(atPath: keys, contents: bytes, attributes: [.posixPermissions: 0o600]))
        let second = try await TestStore(into, keys: KeyFile(path: keys))
        second.clock.pass(seconds: house.test.clock.now.timeIntervalSince(second.clock.now))
        _ = try await Backup(database: second.database, keyFile: second.keyFile).restore(
            from: file, passphrase: passphrase)
        func withoutAudit(_ lines: [String]) -> [String] { lines.filter { !$0.contains("\"table\":\"audit") } }
        #expect(withoutAudit(before) == withoutAudit(try await second.exported()))
        #expect(before.contains { $0.contains("\"table\":\"appointment\"") && $0.contains("anna@example.org") })
        #expect(before.contains { $0.contains("\"table\":\"experience\"") && $0.contains("Better.") })
        // What follows from the rest is made anew by the clock.
        let question = DirectoryQuestion(position: house.place.position, now: second.clock.now)
        #expect(try await second.store.search(question) == [])
        #expect(await House.reception(second).tick().map(\.step) == [])
        let hits = try await second.store.search(question)
        #expect(hits.map(\.practitioner) == [house.practitioner.id] && hits.first?.next != nil)
        #expect(try await second.store.listing(of: house.practitioner.id)?.experiences.count == 1)
        // Nothing is told twice because of the restore.
        let letters = { (store: RecordStore) in try await store.letterCounts() }
        #expect(try await letters(second.store) == letters(house.store))
    }

    @Test(arguments: Backend.allCases)
    func `after a change of keys everything of the directory is readable and sealed anew`(_ backend: Backend)
        async throws
    {
        let house = try await Self.lived(backend)
        let columns = [
            ("training", "document"), ("appointment", "contact"), ("appointment", "intake"), ("busy_source", "address"),
            ("waiting", "contact"), ("letter", "recipient"), ("experience", "telling"), ("subscriber", "mail"),
        ]
        func sealed() async throws -> [Data] {
            try await house.test.database.read(.system) { sql in
                try columns.flatMap { table, column in
                    try sql.rows("SELECT \(column) AS sealed FROM \(table) WHERE \(column) IS NOT NULL", []).map {
                        try $0.blob("sealed")
                    }
                }
            }
        }
        let old = try await sealed()
        let before = try await house.test.exported().filter {
            !$0.contains("\"table\":\"audit") && !$0.contains("data_key")
        }
        _ = try await house.store.rotateKeys()
        let new = try await sealed()
        #expect(old.count == new.count && Set(old).isDisjoint(with: new))
        let after = try await house.test.exported().filter {
            !$0.contains("\"table\":\"audit") && !$0.contains("data_key")
        }
        #expect(before == after)
        // Addresses are still found by their index.
        #expect(try await house.store.history(of: "anna@example.org", in: house.owner.practice).count == 1)
        let other = try await house.test.anotherStore()
        #expect(try await other.listing(of: house.practitioner.id)?.experiences.first?.telling?.text == "Better.")
    }

    @Test(arguments: Backend.allCases)
    func `the doctor finds nothing wrong with a directory`(_ backend: Backend) async throws {
        let house = try await Self.lived(backend)
        let findings = await Doctor(
            database: house.test.database, keyFile: house.test.keyFile, folder: house.test.folder.path
        ).examine()
        #expect(findings.filter { $0.verdict == .fault } == [])
    }
}
