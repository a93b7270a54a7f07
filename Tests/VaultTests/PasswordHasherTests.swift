import Dispatch
import Foundation
import Testing
import Vault

@Suite struct PasswordHasherTests {
    let hasher = PasswordHasher(cost: .forTests)
    /// From argon2-cffi and from the `argon2` program, which agree.
    let known = "$argon2id$v=19$m=64,t=1,p=1$dGF1dGJhbmQtc2FsdC0xNg$RfOKONMLji2xp4kXb2GYJfJW4cfHJFE8lku1f2Rja9s"
    /// From argon2-cffi, of the NFKC form of `ﬁne Å-Straße ½`.
    let normal = "$argon2id$v=19$m=64,t=1,p=1$dGF1dGJhbmQtc2FsdC0xNg$7DgXGHClQipzF8jHnAc/4jIiYAzri/3Crg7u1fE7PTY"

    @Test func `a hash made elsewhere is verified`() async throws {
        #expect(try await hasher.verify("correct horse battery staple", against: known))
        #expect(try await !hasher.verify("correct horse battery stapler", against: known))
        #expect(try await !hasher.verify("", against: known))
    }

    @Test(arguments: ["ﬁne Å-Straße ½", "fine A\u{30A}-Straße 1\u{2044}2", "fine \u{212B}-Straße ½"])
    func `the same letters typed in another way match`(password: String) async throws {
        #expect(try await hasher.verify(password, against: normal))
    }

    @Test func `each hash has its own salt and verifies its password alone`() async throws {
        let (one, other) = (try await hasher.hash("pass\u{0}word"), try await hasher.hash("pass\u{0}word"))
        #expect(one != other)
        #expect(one.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        #expect(try await hasher.verify("pass\u{0}word", against: one))
        #expect(try await !hasher.verify("pass", against: one))
        #expect(try await !hasher.verify("pass\u{0}wore", against: other))
    }

    @Test(arguments: [
        "", "$", "plain", "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
        "$argon2id$v=16$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
        "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ", "$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
        "$argon2id$v=19$m=64,t=99999,p=1$c2FsdHNhbHQ$aGFzaA", "$argon2id$v=19$m=99999999999,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
        "$argon2id$v=19$m=064,t=1,p=1$c2FsdHNhbHQ$aGFzaA", "$argon2id$v=19$m=64,t=1,p=1$!!!!$aGFzaA",
        "$argon2id$v=19$m=64,t=1,p=1$YQ$aGFzaA",
    ])
    func `a stored text that isn't a hash in bounds is damaged and wants a rehash`(stored: String) async {
        await #expect(throws: VaultError.damaged) { try await hasher.verify("password", against: stored) }
        #expect(hasher.needsRehash(stored))
    }

    @Test func `a hash of another cost wants a rehash`() async throws {
        #expect(!hasher.needsRehash(known))
        #expect(PasswordHasher().needsRehash(known))
        #expect(try await !hasher.needsRehash(hasher.hash("some password")))
    }

    @Test func `an endless password never matches and can't be hashed`() async throws {
        let endless = String(repeating: "x", count: 5_000)
        #expect(try await !hasher.verify(endless, against: known))
        await #expect(throws: VaultError.weakPassword(reason: "Use at most 256 characters.")) {
            try await hasher.hash(endless)
        }
        try await hasher.verifyNothing(endless)
        try await hasher.verifyNothing("an unknown account's password")
    }

    @Test func `costs out of bounds aren't made`() {
        #expect(HashingCost(memory: 7, passes: 1, lanes: 1) == nil)
        #expect(HashingCost(memory: 64, passes: 0, lanes: 1) == nil)
        #expect(HashingCost(memory: 64, passes: 1, lanes: 0) == nil)
        #expect(HashingCost(memory: (1 << 20) + 1, passes: 1, lanes: 1) == nil)
        #expect(HashingCost(memory: .max, passes: .max, lanes: .max) == nil)
        #expect(HashingCost.password == HashingCost(memory: 47_104, passes: 1, lanes: 1))
    }

    @Test func `more sign-ins at once than there is room for are told to come again`() async throws {
        let hasher = PasswordHasher(cost: .password, atOnce: 1, waiting: 0)
        let outcomes = await withTaskGroup(of: VaultError?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do { _ = try await hasher.hash("flood of sign-ins"); return nil } catch {
                        return error as? VaultError
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(nil))
        #expect(outcomes.contains(.busy))
    }
}
