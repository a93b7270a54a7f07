import Access
import Foundation
import Reception
import Records
import Settings
import Storage
import Vault

/// The store, the keys and the use cases of a running program.
struct Runtime {
    let settings: Settings
    let database: any Database
    let keyFile: KeyFile
    let store: RecordStore
    let office: Office
    let reception: Reception

    /// Opens the store, makes what is missing, and brings the schema up to date after a backup.
    ///
    /// `makes`: Whether a missing folder, key file or database is made; without it a missing one is an error.
    static func open(_ settings: Settings, makes: Bool = true) async throws -> Runtime {
        do {
            return try await opened(settings, makes: makes)
        } catch let error as StorageError {
            throw Failure(words(of: error))
        } catch let error as VaultError {
            throw Failure("\(error)")
        }
    }

    private static func opened(_ settings: Settings, makes: Bool) async throws -> Runtime {
        // What is made is the owner's alone.
        umask(0o077)
        let files = FileManager.default
        if makes {
            try files.createDirectory(
                atPath: settings.dataFolder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } else if !files.fileExists(atPath: settings.dataFolder) {
            throw Failure("there is no data folder \(settings.dataFolder); name it with --data")
        }
        // The owner of the tables first: the application's role is made by the first step of the schema.
        let owner = try await connect(
            settings, url: settings.databaseURL.map { settings.databaseOwnerURL ?? $0 }, makes: makes,
            asApplication: false
        )
        let hasKeys = files.fileExists(atPath: settings.keyFile)
        let found = try await Migrations(owner).found()
        if !hasKeys, found > 0 {
            throw Failure(
                "the key file \(settings.keyFile) is missing, but there is a database: put the key file back; without it nothing in the record can be read"
            )
        }
        let keyFile = hasKeys ? try KeyFile(path: settings.keyFile) : try await newKeyFile(settings.keyFile)
        try await migrate(settings, owner, keyFile)
        let database = try await application(settings, owner: owner, makes: makes)
        let store = RecordStore(database: database, keyFile: keyFile)
        _ = try await store.adoptClientEntries()
        var policy = AccessPolicy()
        policy.idle = Double(settings.idleMinutes) * 60
        policy.absolute = Double(settings.absoluteHours) * 3600
        let office = Office(
            records: store, policy: policy, hasher: PasswordHasher(), signer: { SignedLink(masters: keyFile.keys) }
        )
        let reception = Reception(records: store, signer: { SignedLink(masters: keyFile.keys) })
        return Runtime(
            settings: settings, database: database, keyFile: keyFile, store: store, office: office,
            reception: reception)
    }

    /// The store as the running program uses it: on PostgreSQL with the rights of the application alone.
    private static func application(
        _ settings: Settings, owner: any Database, makes: Bool
    ) async throws -> any Database {
        guard settings.databaseURL != nil else { return owner }
        await owner.close()
        return try await connect(settings, url: settings.databaseURL, makes: makes)
    }

    /// Makes the key file, or reads that of an instance that was faster.
    private static func newKeyFile(_ path: String) async throws -> KeyFile {
        for _ in 0..<20 {
            if let made = try? KeyFile.create(at: path) { return made }
            // Another instance was faster; it may not have written the file to its end yet.
            if let read = try? KeyFile(path: path) { return read }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try KeyFile(path: path)
    }

    private static func connect(
        _ settings: Settings, url: ConnectionURL?, makes: Bool, asApplication: Bool = true
    ) async throws -> any Database {
        guard let url else {
            let file = URL(fileURLWithPath: settings.dataFolder).appendingPathComponent("tautband.sqlite")
            if !makes, !FileManager.default.fileExists(atPath: file.path) {
                throw Failure("there is no database in \(settings.dataFolder)")
            }
            return try SQLiteDatabase(file: file)
        }
        var options = PostgresDatabase.Options()
        options.role = asApplication ? "tautband_app" : nil
        return try PostgresDatabase(url: url.secret, options: options)
    }

    /// Missing steps of the schema run as the owner of the tables, after a backup.
    private static func migrate(_ settings: Settings, _ owner: any Database, _ keyFile: KeyFile) async throws {
        let folder = settings.backupFolder ?? settings.dataFolder + "/backups"
        try await Migrations(owner).run { version in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
            )
            let stamp = Int(Date().timeIntervalSince1970)
            // Nobody is there to type a passphrase: it is the key file's own, so that this file and the key file open it together.
            let passphrase = Backup.automaticPassphrase(keyFile)
            _ = try await Backup(database: owner, keyFile: keyFile)
                .write(to: "\(folder)/before-schema-\(version + 1)-\(stamp).tautband", passphrase: passphrase)
        }
    }

    /// What a storage error means to whoever runs the program.
    static func words(of error: StorageError) -> String {
        switch error {
        case .newerSchema(let found, let known):
            "the database has schema \(found), this program knows up to \(known): start a newer version, nothing was changed"
        case .disconnected(let why): "the database cannot be reached: \(why)"
        case .device(let why): "the disk refuses: \(why)"
        case .damaged(let why): "the database is damaged: \(why); see `tautband doctor` and your backups"
        case .contended(let why), .unique(let why), .constraint(let why), .statement(let why):
            "the database refuses: \(why)"
        }
    }
}
