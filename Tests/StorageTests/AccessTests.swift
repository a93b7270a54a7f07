import Access
import Foundation
import Records
import Storage
import Testing
import Vault

@Suite struct AccessTests {
    /// What one role can see of one client.
    @Test(arguments: Backend.allCases)
    func `each role sees what is its own, and the rest looks as if it were not there`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let stranger = try await test.owner(practice: "Elsewhere", mail: "stranger@example.org")
        let therapist = try await test.member(.therapist, "t1@example.org", of: owner)
        let colleague = try await test.member(.therapist, "t2@example.org", of: owner)
        let assistant = try await test.member(.assistant, "a@example.org", of: owner)
        let client = try await test.client(of: therapist)
        let other = try await test.client("Berta Other", of: colleague)
        let own = try await test.member(.client, "anna@example.org", of: owner, client: client.id)
        for reader in [owner, therapist] {
            #expect(try await test.store.client(client.id, for: Author(reader)).note == "shoulder")
        }
        let seen = try await test.store.client(client.id, for: Author(assistant))
        #expect(seen.note == nil && seen.name == "Anna Müller")
        #expect(try await test.store.client(client.id, for: Author(own)).name == "Anna Müller")
        for reader in [colleague, stranger] {
            await #expect(throws: RecordsError.notFound) { try await test.store.client(client.id, for: Author(reader)) }
            await #expect(throws: RecordsError.notFound) { try await test.store.change(client, by: Author(reader)) }
            await #expect(throws: RecordsError.notFound) {
                try await test.store.entries(EntryFilter(), of: client.id, for: Author(reader))
            }
        }
        await #expect(throws: RecordsError.notFound) { try await test.store.client(other.id, for: Author(own)) }
        await #expect(throws: RecordsError.notFound) { try await test.store.change(client, by: Author(own)) }
        await #expect(throws: RecordsError.notFound) { try await test.store.clients(matching: "", for: Author(own)) }
        #expect(try await test.store.clients(matching: "", for: Author(therapist)).map(\.id) == [client.id])
        #expect(try await test.store.clients(matching: "", for: Author(stranger)).isEmpty)
        #expect(try await test.store.clients(matching: "", for: Author(assistant)).count == 2)
        await #expect(throws: RecordsError.notFound) { try await test.store.team(for: Author(own)) }
        #expect(try await test.store.team(for: Author(stranger)).map(\.id) == [stranger.id])
        await #expect(throws: RecordsError.notFound) {
            try await test.store.account(therapist.id, for: Author(stranger))
        }
        await #expect(throws: RecordsError.notFound) {
            try await test.store.entries(before: nil, limit: 5, for: Author(therapist))
        }
        let trail = try await test.store.entries(before: nil, limit: 500, for: Author(owner))
        #expect(trail.contains { $0.action == "refused" && $0.actor == colleague.id.text })
        #expect(trail.allSatisfy { $0.practice == owner.practice.text })
    }

    @Test(arguments: Backend.allCases)
    func `an assistant keeps the register and never touches the note`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let assistant = try await test.member(.assistant, "a@example.org", of: owner)
        let client = try await test.client(note: "secret", of: owner)
        var edited = try await test.store.client(client.id, for: Author(assistant))
        edited.phone = "+49 30 999"
        edited.note = "overwritten"
        let saved = try await test.store.change(edited, by: Author(assistant))
        #expect(saved.note == nil)
        let read = try await test.store.client(client.id, for: Author(owner))
        #expect(read.note == "secret" && read.phone == "+49 30 999")
    }

    @Test(arguments: Backend.allCases)
    func `a broken glass opens one record for an hour, leaves a trace and tells the owner`(_ backend: Backend)
        async throws
    {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let therapist = try await test.member(.therapist, "t1@example.org", of: owner)
        let client = try await test.client(of: owner)
        await #expect(throws: RecordsError.notFound) { try await test.store.client(client.id, for: Author(therapist)) }
        try await test.store.breakGlass(
            client.id, reason: "fell in the waiting room", until: test.clock.now.addingTimeInterval(3600),
            by: Author(therapist)
        )
        #expect(try await test.store.client(client.id, for: Author(therapist)).note == "shoulder")
        await #expect(throws: RecordsError.notFound) { try await test.store.change(client, by: Author(therapist)) }
        let told = try await test.store.brokenGlass(for: Author(owner))
        #expect(told.map(\.reason) == ["fell in the waiting room"])
        try await test.store.noteGlass(try #require(told.first).id, by: Author(owner))
        #expect(try await test.store.brokenGlass(for: Author(owner)).isEmpty)
        test.clock.pass(seconds: 3601)
        await #expect(throws: RecordsError.notFound) { try await test.store.client(client.id, for: Author(therapist)) }
    }

    @Test(arguments: Backend.allCases)
    func `a disabled account is out within one request`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let link = try await test.office.invite(mail: "t@example.org", name: "T", role: .therapist, by: Author(owner))
        let issued = try await test.office.join(
            token: link.token, name: "T", password: TestStore.password, agent: "test")
        #expect(try await test.office.session(token: issued.token) != nil)
        var account = issued.account
        account.status = .disabled
        _ = try await test.store.change(account, by: Author(owner))
        #expect(try await test.office.session(token: issued.token) == nil)
        let answer = try await test.office.signIn(
            mail: "t@example.org", password: TestStore.password,
            caller: Office.Caller(address: "192.0.2.1", agent: "test", device: issued.device)
        )
        guard case .wrong = answer else { throw RecordsError.forbidden }
    }

    @Test(arguments: Backend.allCases)
    func `two owners cannot each disable the other at the same time`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let first = try await test.owner()
        let second = try await test.member(.owner, "second@example.org", of: first)
        async let one: Bool = disable(second, by: first, test)
        async let other: Bool = disable(first, by: second, test)
        let done = try await [one, other]
        #expect(done.filter { $0 }.count <= 1)
        let active = try await test.database.read(.system) { sql in
            try sql.rows("SELECT id FROM account WHERE role = 'owner' AND status = 'active'", []).count
        }
        #expect(active >= 1)
    }

    private func disable(_ account: Account, by author: Account, _ test: TestStore) async throws -> Bool {
        var account = account
        account.status = .disabled
        do {
            _ = try await test.store.change(account, by: Author(author))
            return true
        } catch RecordsError.invalid {
            return false
        }
    }

    @Test(arguments: Backend.allCases)
    func `sessions idle out, expire, and can be ended from elsewhere`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let link = try #require(try await test.office.setupLink())
        let issued = try await test.office.setUp(
            token: link.token, practice: "P", timeZone: "UTC", name: "O", mail: "o@example.org",
            password: TestStore.password,
            agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
        )
        #expect(issued.session.device == "Firefox on Linux")
        test.clock.pass(seconds: 899)
        #expect(try await test.office.session(token: issued.token) != nil)
        test.clock.pass(seconds: 899)
        #expect(try await test.office.session(token: issued.token) != nil)
        test.clock.pass(seconds: 901)
        #expect(try await test.office.session(token: issued.token) == nil)
        let answer = try await test.office.signIn(
            mail: "o@example.org", password: TestStore.password,
            caller: Office.Caller(address: "192.0.2.1", agent: "curl/8", device: "")
        )
        guard case .signedIn(let second) = answer else { throw RecordsError.forbidden }
        #expect(second.token != issued.token)
        try await test.store.end(second.session.id, by: Author(second.account))
        #expect(try await test.office.session(token: second.token) == nil)
    }
}
