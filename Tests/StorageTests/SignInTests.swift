import Access
import Foundation
import Records
import Storage
import Testing
import Vault

@Suite struct SignInTests {
    private let caller = Office.Caller(address: "192.0.2.1", agent: "test", device: "")

    @Test(arguments: Backend.allCases)
    func `a code works once, and a recovery code works once`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let (session, recovery, secret) = try await withFactor(owner, test)
        _ = session
        test.clock.pass(seconds: 60)
        let code = try self.code(secret, test)
        let step = try await step(test)
        #expect(try await test.office.signIn(step: step, shown: .code(code), caller: caller) != nil)
        let again = try await self.step(test)
        #expect(try await test.office.signIn(step: again, shown: .code(code), caller: caller) == nil)
        #expect(try await test.office.signIn(step: again, shown: .recovery(recovery), caller: caller) != nil)
        #expect(try await test.office.signIn(step: again, shown: .recovery(recovery), caller: caller) == nil)
        #expect(try await test.office.signIn(step: "v1.forged.step", shown: .code(code), caller: caller) == nil)
        test.clock.pass(seconds: 301)
        let late = try self.code(secret, test)
        #expect(try await test.office.signIn(step: again, shown: .code(late), caller: caller) == nil)
    }

    @Test(arguments: Backend.allCases)
    func `of two requests with one code only one gets in`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let (_, _, secret) = try await withFactor(owner, test)
        test.clock.pass(seconds: 60)
        let code = try self.code(secret, test)
        let step = try await step(test)
        let caller = caller
        let entered = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<6 {
                group.addTask { try await test.office.signIn(step: step, shown: .code(code), caller: caller) != nil }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(entered == 1)
    }

    @Test(arguments: Backend.allCases)
    func `guessing is stopped, but not for the owner on a known device`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let link = try #require(try await test.office.setupLink())
        let issued = try await test.office.setUp(
            token: link.token, practice: "P", timeZone: "UTC", name: "O", mail: "owner@example.org",
            password: TestStore.password, agent: "test"
        )
        var stopped = false
        for guess in 0..<40 where !stopped {
            let address = Office.Caller(address: "192.0.2.\(guess)", agent: "test", device: "")
            do {
                _ = try await test.office.signIn(
                    mail: "owner@example.org", password: "guess \(guess) is not right", caller: address)
            } catch RecordsError.tooMany { stopped = true }
        }
        #expect(stopped)
        let known = Office.Caller(address: "192.0.2.99", agent: "test", device: issued.device)
        let answer = try await test.office.signIn(
            mail: "owner@example.org", password: TestStore.password, caller: known)
        guard case .signedIn = answer else { throw RecordsError.forbidden }
        test.clock.pass(seconds: 1000)
        let later = try await test.office.signIn(
            mail: "owner@example.org", password: TestStore.password, caller: caller)
        guard case .signedIn = later else { throw RecordsError.forbidden }
    }

    @Test(arguments: Backend.allCases)
    func `links open for their purpose alone, once, and not after their time`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let client = try await test.client(of: owner)
        let link = try await test.office.intakeLink(client: client.id, by: Author(owner))
        #expect(try await test.office.ticket(link.token, .diary) == nil)
        #expect(try await test.office.ticket(link.token, .intake) != nil)
        await #expect(throws: RecordsError.notFound) {
            try await test.office.write(DiaryDay(day: "2026-09-21", pain: 1), token: link.token)
        }
        try await test.office.write(Intake(text: "Slept well."), token: link.token)
        await #expect(throws: RecordsError.notFound) {
            try await test.office.write(Intake(text: "Again."), token: link.token)
        }
        let entries = try await test.store.entries(EntryFilter(), of: client.id, for: Author(owner))
        #expect(entries.map(\.body) == [.intake(Intake(text: "Slept well."))])
        let old = try await test.office.intakeLink(client: client.id, by: Author(owner))
        test.clock.pass(seconds: 15 * 24 * 3600)
        #expect(try await test.office.ticket(old.token, .intake) == nil)
    }

    @Test(arguments: Backend.allCases)
    func `a new password by link ends the sessions and keeps the second factor`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        let (session, _, _) = try await withFactor(owner, test)
        let found = try await test.store.account(owner.id, for: Author(owner))
        let link = try await test.office.passwordLink(for: found, by: Author(owner))
        await #expect(throws: RecordsError.self) {
            try await test.office.resetPassword(token: link.token, password: "short")
        }
        try await test.office.resetPassword(token: link.token, password: "eleven grey geese")
        #expect(try await test.office.session(token: session) == nil)
        let answer = try await test.office.signIn(mail: owner.mail, password: "eleven grey geese", caller: caller)
        guard case .needsCode = answer else { throw RecordsError.forbidden }
    }

    // MARK: Steps

    /// Sets a second factor for the owner; a session's token, a recovery code and the secret.
    private func withFactor(_ owner: Account, _ test: TestStore) async throws -> (String, String, String) {
        let answer = try await test.office.signIn(mail: owner.mail, password: TestStore.password, caller: caller)
        guard case .signedIn(let issued) = answer, let offer = test.office.offeredFactor(for: owner) else {
            throw RecordsError.forbidden
        }
        let codes = try await test.office.setFactor(
            offer, code: code(offer.text, test), session: issued.session, author: Author(owner)
        )
        #expect(codes.count == RecoveryCodes.count)
        return (issued.token, try #require(codes.first), offer.text)
    }

    private func step(_ test: TestStore) async throws -> String {
        let answer = try await test.office.signIn(
            mail: "owner@example.org", password: TestStore.password, caller: caller)
        guard case .needsCode(let step) = answer else { throw RecordsError.forbidden }
        return step
    }

    private func code(_ secret: String, _ test: TestStore) throws -> String {
        let bytes = try #require(OneTimeCode.secret(text: secret))
        return OneTimeCode.code(secret: bytes, step: Int(test.clock.now.timeIntervalSince1970) / 30)
    }
}
