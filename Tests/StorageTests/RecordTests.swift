import Access
import Foundation
import Records
import Storage
import Testing
import Vault

@Suite struct RecordTests {
    @Test(arguments: Backend.allCases)
    func `a set-up link works once and makes a practice with its owner`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let link = try #require(try await test.office.setupLink())
        let issued = try await test.office.setUp(
            token: link.token, practice: "Practice", timeZone: "Europe/Berlin", name: "Olive",
            mail: "Olive@Example.org",
            password: TestStore.password, agent: "test"
        )
        #expect(issued.account.mail == "olive@example.org")
        #expect(try await test.office.setupLink() == nil)
        await #expect(throws: RecordsError.notFound) {
            try await test.office.setUp(
                token: link.token, practice: "Other", timeZone: "UTC", name: "Eve", mail: "eve@example.org",
                password: TestStore.password, agent: "test"
            )
        }
        let found = try await test.office.session(token: issued.token)
        #expect(found?.account.id == issued.account.id)
    }

    @Test(arguments: Backend.allCases)
    func `a client comes back as it was saved and its text stands nowhere in plain`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let saved = try await test.client("Zacharias Quill", note: "trigger point of the infraspinatus", of: owner)
        let read = try await test.store.client(saved.id, for: Author(owner))
        #expect(
            read.name == "Zacharias Quill" && read.note == "trigger point of the infraspinatus" && read.version == 1)
        #expect(read.born == "1980-05-31" && read.phone == "+49 30 1234")
        let cells = try await test.database.read(.system) { sql in
            try sql.rows("SELECT name, note, phone FROM client", []).flatMap {
                try [$0.blob("name"), $0.blob("note"), $0.blob("phone")]
            }
        }
        #expect(cells.count == 3)
        for word in ["Zacharias", "infraspinatus", "1234"] {
            #expect(cells.allSatisfy { $0.range(of: Data(word.utf8)) == nil })
        }
    }

    @Test(arguments: Backend.allCases)
    func `a name is found by the beginnings of its words, without marks`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        _ = try await test.client("Anna Müller", of: owner)
        _ = try await test.client("Annette O'Brien", of: owner)
        _ = try await test.client("Bruno Costa", of: owner)
        func names(_ query: String) async throws -> [String] {
            try await test.store.clients(matching: query, for: Author(owner)).map(\.name)
        }
        #expect(try await names("ann") == ["Anna Müller", "Annette O'Brien"])
        #expect(try await names("mul ann") == ["Anna Müller"])
        #expect(try await names("obrien") == ["Annette O'Brien"])
        #expect(try await names("una").isEmpty)
        #expect(try await names("?!").isEmpty)
        #expect(try await names(" ").count == 3)
    }

    @Test(arguments: Backend.allCases)
    func `a stale edit is refused and changes nothing`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let client = try await test.client(of: owner)
        var first = client
        first.name = "First Writer"
        var second = client
        second.name = "Second Writer"
        _ = try await test.store.change(first, by: Author(owner))
        await #expect(throws: RecordsError.stale(current: 2)) { try await test.store.change(second, by: Author(owner)) }
        let now = try await test.store.client(client.id, for: Author(owner))
        #expect(now.name == "First Writer" && now.version == 2)
        #expect(try await test.store.clients(matching: "second", for: Author(owner)).isEmpty)
        #expect(try await test.store.clients(matching: "first", for: Author(owner)).count == 1)
    }

    @Test(arguments: Backend.allCases)
    func `many writers on one record lose no update`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let client = try await test.client(note: "", of: owner)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for turn in 0..<5 {
                        while true {
                            var current = try await test.store.client(client.id, for: Author(owner))
                            current.note = (current.note ?? "") + "[\(writer).\(turn)]"
                            do {
                                _ = try await test.store.change(current, by: Author(owner))
                                break
                            } catch RecordsError.stale {}
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let end = try await test.store.client(client.id, for: Author(owner))
        #expect(end.version == 41)
        for writer in 0..<8 { for turn in 0..<5 { #expect(end.note?.contains("[\(writer).\(turn)]") == true) } }
        #expect(try await test.store.verifyAudit().fault == nil)
    }

    @Test(arguments: Backend.allCases)
    func `the same key with the same request makes one client, also at the same time`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let key = try IdempotencyKey(name: "key-12345678", request: Fingerprint.of("a"))
        let ids = try await withThrowingTaskGroup(of: Client.ID.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let client = try Client(
                        practice: owner.practice, therapist: owner.id, name: "Anna", created: Date()
                    )
                    return try await test.store.add(client, key: key, by: Author(owner)).id
                }
            }
            return try await group.reduce(into: Set<Client.ID>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await test.store.clients(matching: "", for: Author(owner)).count == 1)
        let other = try IdempotencyKey(name: "key-12345678", request: Fingerprint.of("b"))
        let client = try Client(practice: owner.practice, therapist: owner.id, name: "Berta", created: Date())
        await #expect(throws: RecordsError.keyReused) {
            try await test.store.add(client, key: other, by: Author(owner))
        }
    }

    @Test(arguments: Backend.allCases)
    func `what fails halfway leaves nothing behind`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let before = try await test.store.verifyAudit().entries
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await test.database.write(.practice(owner.practice.text)) { sql in
                try sql.run("UPDATE practice SET name = 'gone'", [])
                try sql.run("UPDATE audit_head SET sequence = sequence + 1", [])
                throw Stop()
            }
        }
        #expect(try await test.store.practice(for: Author(owner)).name == "Practice")
        let report = try await test.store.verifyAudit()
        #expect(report.fault == nil && report.entries == before + 1)
    }
}
