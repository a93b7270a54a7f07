import Access
import Foundation
import Records
import Storage
import Testing

@Suite struct RecordingStoreTests {
    typealias Desk = EntryTests.Desk

    /// Bytes of one part and a little more.
    static let bytes = Data(
        (0..<(StoredRecording.partBytes + 1_000)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) })

    static func recording(_ desk: Desk) throws -> StoredRecording {
        try StoredRecording(
            client: desk.client.id, visit: desk.visit,
            files: [
                StoredRecording.File(name: "Anna Müller.hea", bytes: 20),
                StoredRecording.File(name: "signals.dat", bytes: bytes.count),
            ])
    }

    static func parts(_ recording: StoredRecording) -> [(file: Int, place: Int, bytes: Data)] {
        [
            (0, 0, Data("header of the record".utf8)), (1, 0, bytes.prefix(StoredRecording.partBytes)),
            (1, 1, bytes.dropFirst(StoredRecording.partBytes)),
        ]
    }

    static func send(_ recording: StoredRecording, _ desk: Desk) async throws {
        try await desk.test.store.begin(recording, by: desk.author)
        for part in parts(recording) {
            try await desk.test.store.put(
                Data(part.bytes), file: part.file, place: part.place, of: recording.id, client: desk.client.id,
                by: desk.author)
        }
    }

    static func entry(_ recording: StoredRecording, _ desk: Desk) throws -> RecordEntry {
        try RecordEntry(
            client: desk.client.id, complaint: desk.complaint, visit: desk.visit, at: desk.test.clock.now,
            author: desk.owner.id,
            body: .recording(SignalRecording(file: recording.id.text, name: "Anna Müller.hea", info: "{}")))
    }

    static func keep(_ recording: StoredRecording, _ desk: Desk) async throws -> RecordEntry {
        try await send(recording, desk)
        let entry = try entry(recording, desk)
        try await desk.test.store.keep(
            recording.id, declared: .init(rate: 2_000, unit: "mV"), overview: Data("overview".utf8), with: entry,
            by: desk.author)
        return entry
    }

    @Test(arguments: Backend.allCases)
    func `a recording comes in parts, in any order and more than once, and goes out as it came`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        let recording = try Self.recording(desk)
        let store = desk.test.store
        try await store.begin(recording, by: desk.author)
        for part in Self.parts(recording).reversed() + Self.parts(recording) {
            try await store.put(
                Data(part.bytes), file: part.file, place: part.place, of: recording.id, client: desk.client.id,
                by: desk.author)
        }
        #expect(
            try await store.arriving(at: desk.visit, of: desk.client.id, for: desk.author).map(\.id) == [recording.id])
        #expect(try await desk.record().recordings(of: desk.visit).isEmpty)
        let entry = try Self.entry(recording, desk)
        try await store.keep(
            recording.id, declared: .init(rate: 2_000, unit: "mV"), overview: Data("overview".utf8), with: entry,
            by: desk.author)
        let kept = try await store.recording(recording.id, of: desk.client.id, for: desk.author)
        #expect(kept.isKept && kept.files == recording.files && kept.declared.rate == 2_000 && kept.main == 0)
        var read = Data()
        for place in 0..<kept.files[1].parts {
            read += try await store.part(
                file: 1, place: place, of: recording.id, client: desk.client.id, for: desk.author)
        }
        #expect(read == Self.bytes)
        #expect(
            try await store.overview(of: recording.id, client: desk.client.id, for: desk.author)
                == Data("overview".utf8))
        #expect(try await desk.record().recordings(of: desk.visit).map(\.id) == [entry.id])
        #expect(try await store.arriving(at: desk.visit, of: desk.client.id, for: desk.author).isEmpty)
        // What is kept is not changed any more.
        await #expect(throws: RecordsError.notFound) {
            try await store.put(
                Data(count: 20), file: 0, place: 0, of: recording.id, client: desk.client.id, by: desk.author)
        }
        await #expect(throws: RecordsError.notFound) {
            try await store.abandon(recording.id, of: desk.client.id, by: desk.author)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a part of the wrong length, a missing part and a foreign entry are refused`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let (recording, store) = (try Self.recording(desk), desk.test.store)
        try await store.begin(recording, by: desk.author)
        await #expect(throws: RecordsError.self) {
            try await store.put(
                Data(count: 19), file: 0, place: 0, of: recording.id, client: desk.client.id, by: desk.author)
        }
        for (file, place) in [(0, 1), (1, 2), (2, 0), (-1, 0), (0, -1)] {
            await #expect(throws: RecordsError.notFound) {
                try await store.put(
                    Data(count: 20), file: file, place: place, of: recording.id, client: desk.client.id,
                    by: desk.author)
            }
        }
        try await store.put(
            Data(count: 20), file: 0, place: 0, of: recording.id, client: desk.client.id, by: desk.author)
        let entry = try Self.entry(recording, desk)
        await #expect(throws: RecordsError.invalid(field: "signals.dat", value: "", reason: "has not arrived whole")) {
            try await store.keep(recording.id, declared: .init(), overview: Data(), with: entry, by: desk.author)
        }
        #expect(try await desk.record().recordings(of: desk.visit).isEmpty)
        let other = try await desk.test.client("Berta", of: desk.owner)
        await #expect(throws: RecordsError.notFound) {
            _ = try await store.recording(recording.id, of: other.id, for: desk.author)
        }
        let colleague = try await desk.test.member(.therapist, "tom@example.org", of: desk.owner)
        await #expect(throws: RecordsError.notFound) {
            _ = try await store.part(
                file: 0, place: 0, of: recording.id, client: desk.client.id, for: Author(colleague))
        }
        await #expect(throws: RecordsError.notFound) {
            try await store.begin(try Self.recording(desk), by: Author(colleague))
        }
        for file in [("a/b.edf", 5), ("a.edf", 0), ("a.edf", StoredRecording.largest + 1), ("", 5)] {
            #expect(throws: RecordsError.self) { try StoredRecording.File(name: file.0, bytes: file.1) }
        }
    }

    @Test(arguments: Backend.allCases)
    func `what never arrived whole is removed after a day, what is kept stays`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let (left, kept) = (try Self.recording(desk), try Self.recording(desk))
        try await Self.send(left, desk)
        _ = try await Self.keep(kept, desk)
        let store = desk.test.store
        #expect(try await store.clearAbandoned(before: desk.test.clock.now.addingTimeInterval(-86_400)) == 0)
        desk.test.clock.pass(seconds: 90_000)
        #expect(try await store.clearAbandoned(before: desk.test.clock.now.addingTimeInterval(-86_400)) == 1)
        await #expect(throws: RecordsError.notFound) {
            _ = try await store.recording(left.id, of: desk.client.id, for: desk.author)
        }
        #expect(try await store.recording(kept.id, of: desk.client.id, for: desk.author).isKept)
    }

    @Test(arguments: Backend.allCases)
    func `nothing of a recording is readable in the database, new keys open it, a backup brings it back`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        let recording = try Self.recording(desk)
        _ = try await Self.keep(recording, desk)
        let cells = try await desk.test.database.read(.system) { sql in
            try sql.rows("SELECT * FROM recording", []).flatMap { $0.values.values }
                + sql.rows("SELECT * FROM recording_part", []).flatMap { $0.values.values }
        }
        let bytes = cells.map { cell in
            switch cell {
            case .text(let text): Data(text.utf8)
            case .blob(let data): data
            default: Data()
            }
        }
        for secret in ["Anna", "header of", "overview"] {
            #expect(!bytes.contains { $0.range(of: Data(secret.utf8)) != nil })
        }
        let rotation = try await desk.test.store.rotateKeys()
        #expect(rotation.sealed >= 4)
        let file = desk.test.folder.appendingPathComponent("backup.tautband").path
        let summary = try await Backup(database: desk.test.database, keyFile: desk.test.keyFile).write(
            to: file, passphrase: "a long passphrase")
        #expect(summary.rows["recording"] == 1 && summary.rows["recording_part"] == 3)
        let second = try await TestStore(backend, keys: desk.test.keyFile)
        _ = try await Backup(database: second.database, keyFile: second.keyFile).restore(
            from: file, passphrase: "a long passphrase")
        let part = try await second.store.part(
            file: 1, place: 1, of: recording.id, client: desk.client.id, for: desk.author)
        #expect(part == Self.bytes.dropFirst(StoredRecording.partBytes))
    }

    @Test(arguments: Backend.allCases)
    func `erasure takes the files along, and looking leaves one trace a minute`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let recording = try Self.recording(desk)
        _ = try await Self.keep(recording, desk)
        let store = desk.test.store
        for _ in 0..<5 { _ = try await store.recording(recording.id, of: desk.client.id, for: desk.author) }
        desk.test.clock.pass(seconds: 120)
        _ = try await store.recording(recording.id, of: desk.client.id, for: desk.author)
        let trail = try await store.entries(before: nil, limit: 50, for: desk.author)
        #expect(trail.filter { $0.action == "recording_read" }.count == 2)
        try await store.erase(desk.client.id, by: desk.author)
        let left = try await desk.test.database.read(.system) { sql in
            try sql.rows("SELECT id FROM recording", []).count + sql.rows("SELECT id FROM recording_part", []).count
        }
        #expect(left == 0)
        #expect(try await store.verifyAudit().fault == nil)
    }

    @Test(arguments: Backend.allCases)
    func `entries of the schema before stay as they were, guarded as before, and recordings come beside them`(
        _ backend: Backend
    ) async throws {
        let test = try await TestStore(backend)
        let folder = test.folder.appendingPathComponent("older")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let older = try await TestStore.database(backend, folder, migrated: false)
        try await Migrations(older, steps: Array(Migrations.all.prefix(4))).run()
        let byte = SQLValue.blob(Data([1]))
        let adding = "INSERT INTO entry VALUES (?, ?, 1, 'p', 'c', NULL, 'v', ?, NULL, NULL, 5, ?)"
        let note: [SQLValue] = [.text("e.1"), .text("e"), .text("note"), byte]
        let recording: [SQLValue] = [.text("r.1"), .text("r"), .text("recording"), byte]
        let rumour: [SQLValue] = [.text("x.1"), .text("x"), .text("rumour"), byte]
        try await older.write(.system) { sql in
            try sql.run("INSERT INTO practice VALUES ('p', 'Practice', 'Europe/Berlin', '', 0, 1)", [])
            try sql.run(
                "INSERT INTO account VALUES ('a', 'p', 'owner', 'active', ?, ?, ?, NULL, 0, 1, '', NULL, 0)",
                [byte, byte, byte])
            try sql.run(
                "INSERT INTO client VALUES ('c', 'p', 'a', 'active', ?, ?, ?, ?, ?, 0, 1)",
                Array(repeating: byte, count: 5))
            try sql.run(adding, note)
        }
        await #expect(throws: StorageError.self) {
            try await older.write(.system) { _ = try $0.run(adding, recording) }
        }
        #expect(try await Migrations(older).run() == [5])
        try await older.write(.system) { _ = try $0.run(adding, recording) }
        let rows = try await older.read(.system) { sql in
            try sql.rows("SELECT id, kind, at FROM entry ORDER BY id", []).map(\.values)
        }
        #expect(
            rows == [
                ["id": .text("e.1"), "kind": .text("note"), "at": .integer(5)],
                ["id": .text("r.1"), "kind": .text("recording"), "at": .integer(5)],
            ])
        for statement in ["UPDATE entry SET at = 1", "DELETE FROM entry", "UPDATE entry SET kind = 'note'"] {
            await #expect(throws: StorageError.self) {
                try await older.write(.system) { _ = try $0.run(statement, []) }
            }
        }
        await #expect(throws: StorageError.self) {
            try await older.write(.system) { _ = try $0.run(adding, rumour) }
        }
        await older.close()
    }
}
