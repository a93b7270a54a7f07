import Access
import Foundation
import Records
import Storage
import Testing
import Vault

@Suite struct UpkeepTests {
    private static let pairs: [(Backend, Backend)] = Backend.allCases.flatMap { left in
        Backend.allCases.map { (left, $0) }
    }
    private let passphrase = "a passphrase for backups"

    @Test(arguments: pairs)
    func `a backup restores elsewhere byte for byte, from either database into either`(_ from: Backend, _ into: Backend)
        async throws
    {
        let test = try await TestStore(from)
        let owner = try await test.owner()
        for number in 0..<30 { _ = try await test.client("Client \(number)", note: "note \(number)", of: owner) }
        let file = test.folder.appendingPathComponent("backup.tautband").path
        let before = try await test.exported()
        let summary = try await Backup(database: test.database, keyFile: test.keyFile).write(
            to: file, passphrase: passphrase)
        #expect(summary.rows["client"] == 30)
        let folder = test.folder.appendingPathComponent("elsewhere")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let keys = folder.appendingPathComponent("keys.json").path
        let bytes = try Backup.keys(file, passphrase: passphrase)
        #expect(FileManager.default.createFile(atPath: keys, contents: bytes, attributes: [.posixPermissions: 0o600]))
        let second = try await TestStore(into, keys: KeyFile(path: keys))
        _ = try await Backup(database: second.database, keyFile: second.keyFile).restore(
            from: file, passphrase: passphrase)
        let after = try await second.exported()
        // The restore adds its own audit entry; everything else is the same.
        func withoutAudit(_ lines: [String]) -> [String] { lines.filter { !$0.contains("\"table\":\"audit") } }
        #expect(withoutAudit(before) == withoutAudit(after))
        #expect(Set(before.filter { $0.contains("\"table\":\"audit\"") }).isSubset(of: after))
        #expect(try await second.store.verifyAudit().fault == nil)
        #expect(try await second.store.clients(matching: "client", for: Author(owner)).count == 30)
        await #expect(throws: Backup.Fault.notEmpty) {
            try await Backup(database: second.database, keyFile: second.keyFile).restore(
                from: file, passphrase: passphrase)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a wrong passphrase and a damaged file are refused with a reason`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        _ = try await test.owner()
        let file = test.folder.appendingPathComponent("backup.tautband").path
        _ = try await Backup(database: test.database, keyFile: test.keyFile).write(to: file, passphrase: passphrase)
        #expect(throws: SealedArchive.Fault.wrongPassphrase) {
            try Backup.check(file, passphrase: "another passphrase")
        }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let whole = bytes
        bytes[bytes.count - 3] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
        #expect(throws: (any Error).self) { try Backup.check(file, passphrase: passphrase) }
        try whole.dropLast(20).write(to: URL(fileURLWithPath: file))
        #expect(throws: SealedArchive.Fault.truncated) { try Backup.check(file, passphrase: passphrase) }
        try Data("not a backup at all".utf8).write(to: URL(fileURLWithPath: file))
        #expect(throws: SealedArchive.Fault.notABackup) { try Backup.check(file, passphrase: passphrase) }
    }

    @Test(arguments: Backend.allCases)
    func `keys are replaced while others work, and everything stays readable`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        for number in 0..<20 { _ = try await test.client("Client \(number)", of: owner) }
        // A second instance with memory of its own.
        let other = RecordStore(database: test.database, keyFile: try KeyFile(path: test.keyFile.path))
        #expect(try await other.clients(matching: "client", for: Author(owner)).count == 20)
        async let working: Void = {
            for number in 20..<40 { _ = try await test.client("Client \(number)", of: owner) }
        }()
        let rotation = try await test.store.rotateKeys()
        try await working
        #expect(rotation.masterKey == 2 && rotation.sealed >= 20)
        #expect(try await other.clients(matching: "client", for: Author(owner)).count == 40)
        #expect(
            try await test.office.signIn(
                mail: owner.mail, password: TestStore.password,
                caller: Office.Caller(address: "192.0.2.1", agent: "", device: "")
            ).isSignedIn)
        _ = try await test.store.rotateKeys()
        #expect(try await other.clients(matching: "client 3", for: Author(owner)).count == 11)
    }

    @Test(arguments: Backend.allCases)
    func `the audit trail cannot be changed, and a change by force shows`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        let owner = try await test.owner()
        _ = try await test.client(of: owner)
        for statement in ["UPDATE audit SET actor = 'x' WHERE sequence = 1", "DELETE FROM audit WHERE sequence = 1"] {
            await #expect(throws: StorageError.self) {
                try await test.database.write(.system) { _ = try $0.run(statement, []) }
            }
        }
        #expect(try await test.store.verifyAudit().fault == nil)
        guard backend == .sqlite else { return }
        try await test.database.write(.system) { sql in
            try sql.script("DROP TRIGGER audit_no_update")
            try sql.run("UPDATE audit SET actor = 'x' WHERE sequence = 2", [])
        }
        #expect(try await test.store.verifyAudit().fault == "entry 2 was changed")
        try await test.database.write(.system) { sql in
            try sql.script("DROP TRIGGER audit_no_delete")
            try sql.run("DELETE FROM audit WHERE sequence = 1", [])
        }
        #expect(try await test.store.verifyAudit().fault == "entry 1 is missing")
    }

    @Test(arguments: Backend.allCases)
    func `a database from a newer program is refused and left alone`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        guard backend == .sqlite else {
            // The application's role may not write there, which is a refusal of its own.
            await #expect(throws: StorageError.self) {
                try await test.database.write(.system) { sql in
                    _ = try sql.run("INSERT INTO schema_version (version, name, applied) VALUES (999, 'future', 0)", [])
                }
            }
            return
        }
        try await test.database.write(.system) { sql in
            _ = try sql.run("INSERT INTO schema_version (version, name, applied) VALUES (999, 'future', 0)", [])
        }
        await #expect(throws: StorageError.newerSchema(found: 999, known: Migrations.known)) {
            try await Migrations(test.database).run()
        }
    }

    @Test(arguments: Backend.allCases)
    func `the doctor finds nothing wrong with a fresh store but the missing backup`(_ backend: Backend) async throws {
        let test = try await TestStore(backend)
        _ = try await test.owner()
        let findings = await Doctor(database: test.database, keyFile: test.keyFile, folder: test.folder.path).examine()
        #expect(findings.filter { $0.verdict == .fault } == [])
        #expect(findings.contains { $0.check == "backup" && $0.verdict == .warning })
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: test.folder.path)
        let after = await Doctor(database: test.database, keyFile: test.keyFile, folder: test.folder.path).examine()
        #expect(after.contains { $0.check == "folder" && $0.verdict == .fault })
    }

    @Test(arguments: pairs)
    func `clients of an older schema are still found by name, after its migration and from its backup`(
        _ from: Backend, _ into: Backend
    ) async throws {
        let test = try await TestStore(into)
        let folder = test.folder.appendingPathComponent("older")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let older = try await TestStore.database(from, folder, migrated: false)
        try await Migrations(older, steps: Array(Migrations.all.prefix(2))).run()
        try await older.write(.system) { sql in
            try sql.run("INSERT INTO practice VALUES ('p', 'Practice', 'Europe/Berlin', '', 0, 1)", [])
            try sql.run(
                "INSERT INTO account VALUES ('a', 'p', 'owner', 'active', ?, ?, ?, NULL, 0, 1, '', NULL, 0)",
                [.blob(Data([1])), .blob(Data([1])), .blob(Data([1]))]
            )
            try sql.run(
                "INSERT INTO client VALUES ('c', 'p', 'a', 'active', ?, ?, ?, ?, ?, 0, 1)",
                Array(repeating: .blob(Data([1])), count: 5)
            )
            for byte in [UInt8(0xa7), 0x03] {
                try sql.run(
                    "INSERT INTO client_token (client, practice, token) VALUES ('c', 'p', ?)",
                    [.blob(Data(repeating: byte, count: 10))]
                )
            }
        }
        let file = test.folder.appendingPathComponent("older.tautband").path
        let summary = try await Backup(database: older, keyFile: test.keyFile).write(to: file, passphrase: passphrase)
        #expect(summary.schema == 2 && summary.rows["client_token"] == 2)
        try await Migrations(older).run()
        _ = try await Backup(database: test.database, keyFile: test.keyFile).restore(from: file, passphrase: passphrase)
        for database in [older, test.database] {
            let tokens = try await database.read(.system) { sql in
                try sql.rows("SELECT practice, client, tokens FROM client_name", []).map(\.values)
            }
            let bytes = Data(repeating: 0x03, count: 10) + Data(repeating: 0xa7, count: 10)
            #expect(tokens == [["practice": .text("p"), "client": .text("c"), "tokens": .blob(bytes)]])
        }
        await older.close()
    }

    @Test(arguments: Backend.allCases)
    func `a step of the schema comes after a backup, all or nothing, and once`(_ backend: Backend) async throws {
        let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(
            "tautband-steps-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try await TestStore.database(backend, folder, migrated: false)
        try await Migrations(database).run()
        let good = "CREATE TABLE added (id TEXT PRIMARY KEY)"
        let bad = "CREATE TABLE second (id TEXT PRIMARY KEY); INSERT INTO nowhere VALUES (1)"
        let steps =
            Migrations.all + [Migration(version: Migrations.known + 1, name: "added", sqlite: good, postgres: good)]
        let failing = steps + [Migration(version: Migrations.known + 2, name: "second", sqlite: bad, postgres: bad)]
        let backedUp = TestStore.Lines()
        await #expect(throws: StorageError.self) {
            try await Migrations(database, steps: failing).run { backedUp.add("before \($0)") }
        }
        #expect(backedUp.all == ["before \(Migrations.known)"])
        #expect(try await Migrations(database).found() == Migrations.known + 1)
        await #expect(throws: StorageError.self) {
            try await database.read(.system) { _ = try $0.rows("SELECT * FROM second", []) }
        }
        #expect(try await Migrations(database, steps: steps).run() == [])
        await database.close()
    }

    @Test func `in PostgreSQL a practice's transaction sees its own rows alone, whatever it asks`() async throws {
        let test = try await TestStore(.postgres)
        let one = try await test.owner()
        let two = try await test.owner(practice: "Two", mail: "two@example.org")
        _ = try await test.client("Anna One", of: one)
        _ = try await test.client("Berta Two", of: two)
        let scope = SQLScope.practice(one.practice.text)
        for table in ["practice", "account", "client", "client_name", "session", "audit"] {
            let column = table == "practice" ? "id" : "practice"
            let found = try await test.database.read(scope) { sql in
                try Set(sql.rows("SELECT \(column) AS owner FROM \(table)", []).map { try $0.text("owner") })
            }
            #expect(found == [one.practice.text], "\(table)")
        }
        let touched = try await test.database.write(scope) { sql in
            try sql.run("UPDATE client SET status = 'archived' WHERE practice = ?", [.text(two.practice.text)])
        }
        #expect(touched == 0)
        await #expect(throws: StorageError.self) {
            try await test.database.write(scope) { sql in
                _ = try sql.run(
                    "UPDATE client SET practice = ? WHERE practice = ?",
                    [.text(two.practice.text), .text(one.practice.text)])
            }
        }
    }
}

extension Office.PasswordAnswer {
    fileprivate var isSignedIn: Bool {
        if case .signedIn = self { return true }
        return false
    }
}
