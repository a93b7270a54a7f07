import Access
import Foundation
import Records
import Storage
import Vault

/// The two databases that every test of storage runs on.
enum Backend: String, CaseIterable, Sendable {
    case sqlite, postgres
}

/// A fresh store in a folder, or schema, of its own.
final class TestStore: Sendable {
    let backend: Backend
    let folder: URL
    let database: any Database
    /// Opens another instance on the same data.
    let anotherDatabase: @Sendable () throws -> any Database
    let keyFile: KeyFile
    let store: RecordStore
    let office: Office
    static let password = "nine bright birds sing"

    /// A clock that tests set.
    // Unchecked because the compiler does not know that the lock guards `date`.
    final class Clock: @unchecked Sendable {
        private let lock = NSLock()
        private var date = Date(timeIntervalSince1970: 1_790_000_000)
        var now: Date { lock.withLock { date } }
        func pass(seconds: Double) { lock.withLock { date += seconds } }
    }

    let clock = Clock()

    enum Trouble: Error { case noPostgres }

    /// - Throws: `Trouble.noPostgres` when no server was started for the tests: they fail, they are not left out.
    init(_ backend: Backend, keys: KeyFile? = nil) async throws {
        self.backend = backend
        folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(
            "tautband-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        (database, anotherDatabase) = try await Self.databases(backend, folder)
        keyFile = try keys ?? KeyFile.create(at: folder.appendingPathComponent("keys.json").path)
        let clock = clock
        store = RecordStore(database: database, keyFile: keyFile, clock: { clock.now })
        let file = keyFile
        guard let cost = HashingCost(memory: 64, passes: 1, lanes: 1) else { throw Trouble.noPostgres }
        office = Office(
            records: store, policy: AccessPolicy(), hasher: PasswordHasher(cost: cost),
            signer: { SignedLink(masters: file.keys) }, clock: { clock.now }
        )
    }

    static func database(_ backend: Backend, _ folder: URL, migrated: Bool = true) async throws -> any Database {
        try await databases(backend, folder, migrated: migrated).database
    }

    private static func databases(
        _ backend: Backend, _ folder: URL, migrated: Bool = true
    ) async throws -> (database: any Database, another: @Sendable () throws -> any Database) {
        switch backend {
        case .sqlite:
            let file = folder.appendingPathComponent("tautband.sqlite")
            let database = try SQLiteDatabase(file: file)
            if migrated { try await Migrations(database).run() }
            return (database, { try SQLiteDatabase(file: file) })
        case .postgres:
            guard let base = ProcessInfo.processInfo.environment["TAUTBAND_TEST_DATABASE_URL"] else {
                throw Trouble.noPostgres
            }
            let schema = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
            let owner = PostgresDatabase.Options()
            let first = try PostgresDatabase(url: base, options: owner)
            try await first.write(.system) { try $0.script("CREATE SCHEMA \(schema)") }
            await first.close()
            let url = "\(base)?options=-csearch_path%3D\(schema)"
            let maker = try PostgresDatabase(url: url, options: owner)
            // The steps wait for a lock of the database, and not for ever: many tests begin at once.
            if migrated { try await Turns.shared.take { _ = try await Migrations(maker).run() } }
            await maker.close()
            return (
                try application(url, migrated: migrated), { try application(url, migrated: migrated) }
            )
        }
    }

    private static func application(_ url: String, migrated: Bool) throws -> any Database {
        var options = PostgresDatabase.Options()
        options.role = migrated ? "tautband_app" : nil
        return try PostgresDatabase(url: url, options: options)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    // MARK: People

    /// A practice with its owner.
    func owner(practice: String = "Practice", mail: String = "owner@example.org") async throws -> Account {
        guard let link = try await office.setupLink(another: true) else { throw RecordsError.notFound }
        return try await office.setUp(
            token: link.token, practice: practice, timeZone: "Europe/Berlin", name: "Olive Owner", mail: mail,
            password: Self.password, agent: "test"
        ).account
    }

    func member(_ role: Role, _ mail: String, of owner: Account, client: Client.ID? = nil) async throws -> Account {
        let link = try await office.invite(
            mail: mail, name: "Member \(mail)", role: role, client: client, by: Author(owner))
        return try await office.join(token: link.token, name: "Member \(mail)", password: Self.password, agent: "test")
            .account
    }

    func client(
        _ name: String = "Anna Müller", note: String = "shoulder", of therapist: Account, by author: Account? = nil
    )
        async throws -> Client
    {
        let client = try Client(
            practice: therapist.practice, therapist: therapist.id, name: name, born: "1980-05-31",
            mail: "anna@example.org",
            phone: "+49 30 1234", note: note, created: clock.now
        )
        return try await store.add(client, key: key(), by: Author(author ?? therapist))
    }

    func key(_ request: String = UUID().uuidString) throws -> IdempotencyKey {
        try IdempotencyKey(name: UUID().uuidString, request: Fingerprint.of(request))
    }

    /// Every record in plain text.
    func exported() async throws -> [String] {
        let lines = Lines()
        try await store.export { lines.add($0) }
        return lines.all
    }

    // Unchecked because the compiler does not know that the lock guards `lines`.
    final class Lines: @unchecked Sendable {
        private let lock = NSLock()
        private var lines: [String] = []
        func add(_ line: String) { lock.withLock { lines.append(line) } }
        var all: [String] { lock.withLock { lines } }
    }
}

/// Lets in one after the other, in the order in which they came.
private actor Turns {
    static let shared = Turns()
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take(_ work: @Sendable () async throws -> Void) async throws {
        if isTaken { await withCheckedContinuation { waiting.append($0) } }
        isTaken = true
        defer {
            if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
        }
        try await work()
    }
}
