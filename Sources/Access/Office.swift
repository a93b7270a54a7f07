public import Directory
public import Foundation
public import Records
public import Vault

/// The use cases around accounts: setting up, signing in, links, second factor.
///
/// What needs nothing but an access check is called on the repositories directly.
public struct Office: Sendable {
    /// Everything that the record offers.
    public typealias Repositories =
        PracticeRepository & AccountRepository & TicketRepository & ClientRepository & EntryRepository
        & AuditRepository & DirectoryRepository & TrainingRepository & PublicDirectory & BookingRepository
        & OutboxRepository & ExperienceRepository & NewsletterRepository & RecordingRepository

    public let records: any Repositories
    public let policy: AccessPolicy
    let hasher: PasswordHasher
    let signer: @Sendable () -> SignedLink
    let clock: @Sendable () -> Date

    public init(
        records: any Repositories, policy: AccessPolicy, hasher: PasswordHasher,
        signer: @escaping @Sendable () -> SignedLink,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.records = records
        self.policy = policy
        self.hasher = hasher
        self.signer = signer
        self.clock = clock
    }

    /// What a browser shows to prove its session, and what protects its forms.
    public struct Issued: Sendable {
        public let session: Session
        public let account: Account
        /// The cookie's value; only its hash is kept.
        public let token: String
        /// Tells later that this device has signed in to this account before.
        public let device: String
    }

    // MARK: Sessions

    /// The live session behind a cookie.
    public func session(token: String) async throws -> (session: Session, account: Account)? {
        guard let token = Token(text: token) else { return nil }
        return try await records.session(token: token.hash, idle: policy.idle)
    }

    func begin(_ account: Account, proof: SecondProof, device: String) async throws -> Issued {
        let now = clock()
        let token = Token()
        let session = Session(
            account: account.id, practice: account.practice, created: now, seen: now,
            expires: now.addingTimeInterval(policy.absolute), device: Self.words(of: device), proved: now
        )
        try await records.begin(session, token: token.hash, proof: proof)
        let known = try signer().sign(
            purpose: "device", ticket: account.id.text, expiry: now.addingTimeInterval(90 * 24 * 3600)
        )
        return Issued(session: session, account: account, token: token.text, device: known)
    }

    /// The browser in a few words: product and system, nothing that singles a person out.
    static func words(of agent: String) -> String {
        let browser = ["Firefox", "Edg", "OPR", "Chrome", "Safari", "curl"].first { agent.contains($0) }
        let system = ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"].first { agent.contains($0) }
        let names = ["Edg": "Edge", "OPR": "Opera", "Mac OS X": "macOS"]
        let words = [browser, system].compactMap { $0 }.map { names[$0] ?? $0 }
        return words.isEmpty ? "unknown browser" : words.joined(separator: " on ")
    }

    // MARK: Passwords

    /// Hashes a new password after checking it.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` for a weak one, ``RecordsError/overloaded(seconds:)`` under load.
    func hashed(_ password: String, field: String = "password", hasSecondFactor: Bool, name: String, mail: String)
        async throws -> String
    {
        do {
            try PasswordRules().check(password, name: name, mail: mail, hasSecondFactor: hasSecondFactor)
        } catch VaultError.weakPassword(let reason) {
            throw RecordsError.invalid(field: field, value: "", reason: reason)
        }
        return try await unlessBusy { try await hasher.hash(password) }
    }

    func isRight(_ password: String, _ hash: String) async throws -> Bool {
        try await unlessBusy { try await hasher.verify(password, against: hash) }
    }

    func unlessBusy<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch VaultError.busy { throw RecordsError.overloaded(seconds: 5) }
    }
}
