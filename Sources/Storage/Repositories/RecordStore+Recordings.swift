public import Foundation
public import Records
import Vault

extension RecordStore: RecordingRepository {
    public func begin(_ recording: StoredRecording, by author: Author) async throws {
        try await work(author) { work in
            let subject = try work.visible(recording.client, to: .editNote)
            try work.checkPlace(recording.visit, .visit, of: recording.client)
            let waiting = try work.sql.row(
                "SELECT COUNT(*) AS count FROM recording WHERE state = 'arriving' AND practice = ?",
                [.text(subject.practice.text)])
            guard try waiting?.integer("count") ?? 0 < 30 else {
                throw RecordsError.invalid(
                    field: "file", value: "30", reason: "recordings are on their way already: finish or remove some")
            }
            let cipher = try work.cipher(subject.practice)
            try work.sql.run(
                """
                INSERT INTO recording (id, practice, client, visit, account, state, created, files)
                VALUES (?, ?, ?, ?, ?, 'arriving', ?, ?)
                """,
                [
                    .text(recording.id.text), .text(subject.practice.text), .text(recording.client.text),
                    .text(recording.visit.text), .optional(author.account?.text), .date(work.now),
                    .blob(try RecordTransaction.sealed(recording, cipher)),
                ])
            try work.audit(
                AuditEvent(.entriesWritten, object: "client:\(recording.client)", detail: "recording begun"))
        }
    }

    public func put(
        _ part: Data, file: Int, place: Int, of recording: StoredRecording.ID, client: Client.ID, by author: Author
    ) async throws {
        // Without a trace of its own: beginning and keeping leave one each.
        try await work(author) { work in
            let subject = try work.visible(client, to: .editNote)
            let found = try work.storedRecording(recording, of: subject)
            guard !found.isKept, found.files.indices.contains(file),
                let length = found.files[file].length(ofPart: place)
            else { throw RecordsError.notFound }
            guard part.count == length else {
                throw RecordsError.invalid(
                    field: found.files[file].name, value: "\(part.count)",
                    reason: "bytes arrived of part \(place + 1), which has \(length)")
            }
            let id = RecordTransaction.partKey(recording, file, place)
            let cipher = try work.cipher(subject.practice)
            try work.sql.run(
                """
                INSERT INTO recording_part (id, practice, client, recording, content) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET content = EXCLUDED.content
                """,
                [
                    .text(id), .text(subject.practice.text), .text(client.text), .text(recording.text),
                    .blob(try cipher.seal(bytes: part, context: "recording_part.content:\(id)")),
                ])
        }
    }

    public func recording(
        _ id: StoredRecording.ID, of client: Client.ID, for author: Author
    ) async throws -> StoredRecording {
        try await work(author) { work in
            let subject = try work.visible(client, to: .readNote)
            let found = try work.storedRecording(id, of: subject)
            // Who looks along a trace asks many times: one trace a minute says it.
            if try work.hasJustRead(client, .recordingRead) { return found }
            try work.audit(AuditEvent(.recordingRead, object: "client:\(client)", detail: "recording:\(id)"))
            return found
        }
    }

    public func part(
        file: Int, place: Int, of recording: StoredRecording.ID, client: Client.ID, for author: Author
    ) async throws -> Data {
        try await look(author) { work in
            let subject = try work.visible(client, to: .readNote)
            let id = RecordTransaction.partKey(recording, file, place)
            let row = try work.sql.row(
                "SELECT content FROM recording_part WHERE id = ? AND client = ?", [.text(id), .text(client.text)])
            guard let row else { throw RecordsError.notFound }
            return try work.cipher(subject.practice).bytes(
                row.blob("content"), context: "recording_part.content:\(id)")
        }
    }

    public func overview(
        of recording: StoredRecording.ID, client: Client.ID, for author: Author
    ) async throws -> Data {
        try await look(author) { work in
            let subject = try work.visible(client, to: .readNote)
            let row = try work.sql.row(
                "SELECT overview FROM recording WHERE id = ? AND client = ?",
                [.text(recording.text), .text(client.text)])
            guard let sealed = try row?.optionalBlob("overview") else { throw RecordsError.notFound }
            return try work.cipher(subject.practice).bytes(sealed, context: "recording.overview:\(recording)")
        }
    }

    public func arriving(
        at visit: RecordEntry.ID, of client: Client.ID, for author: Author
    ) async throws -> [StoredRecording] {
        try await look(author) { work in
            let subject = try work.visible(client, to: .readNote)
            return try work.sql.rows(
                "SELECT id FROM recording WHERE client = ? AND visit = ? AND state = 'arriving' ORDER BY created, id",
                [.text(client.text), .text(visit.text)]
            ).map { try work.storedRecording($0.identifier("id", of: StoredRecording.self), of: subject) }
        }
    }

    public func keep(
        _ recording: StoredRecording.ID, declared: StoredRecording.Declared, overview: Data, with entry: RecordEntry,
        by author: Author
    ) async throws {
        try await work(author) { work in
            let subject = try work.visible(entry.client, to: .editNote)
            var found = try work.storedRecording(recording, of: subject)
            guard !found.isKept, entry.author == author.account, entry.visit == found.visit, entry.version == 1,
                case .recording(let body) = entry.body, body.file == recording.text
            else { throw RecordsError.notFound }
            for (number, file) in found.files.enumerated() {
                // The numbers of a file's parts have six digits: as text they are in order, and the next file is behind.
                let there = try work.sql.row(
                    "SELECT COUNT(*) AS count FROM recording_part WHERE recording = ? AND id >= ? AND id < ?",
                    [
                        .text(recording.text), .text(RecordTransaction.partKey(recording, number, 0)),
                        .text(RecordTransaction.partKey(recording, number + 1, 0)),
                    ])
                guard try there?.integer("count") == file.parts else {
                    throw RecordsError.invalid(field: file.name, value: "", reason: "has not arrived whole")
                }
            }
            let cipher = try work.cipher(subject.practice)
            let (kept, isNew) = try work.put(entry, practice: subject.practice, cipher)
            guard isNew else { throw RecordsError.stale(current: kept.version) }
            found.declared = declared
            try work.sql.run(
                "UPDATE recording SET state = 'kept', files = ?, overview = ? WHERE id = ?",
                [
                    .blob(try RecordTransaction.sealed(found, cipher)),
                    .blob(try cipher.seal(bytes: overview, context: "recording.overview:\(recording)")),
                    .text(recording.text),
                ])
            try work.auditWritten(entry.client, [.recording: 1])
        }
    }

    public func abandon(_ recording: StoredRecording.ID, of client: Client.ID, by author: Author) async throws {
        try await work(author) { work in
            let subject = try work.visible(client, to: .editNote)
            guard try !work.storedRecording(recording, of: subject).isKept else { throw RecordsError.notFound }
            try work.remove(recording)
            try work.audit(AuditEvent(.entriesWritten, object: "client:\(client)", detail: "recording given up"))
        }
    }

    public func clearAbandoned(before moment: Date) async throws -> Int {
        try await look { work in
            try work.sql.rows(
                "SELECT id FROM recording WHERE state = 'arriving' AND created < ? LIMIT 100", [.date(moment)]
            ).map { try $0.identifier("id", of: StoredRecording.self) }
        }.asyncCount { id in
            try await work(.system) { work in
                let row = try work.sql.row("SELECT state FROM recording WHERE id = ?", [.text(id.text)])
                guard try row?.text("state") == "arriving" else { return false }
                try work.remove(id)
                return true
            }
        }
    }
}

extension RecordTransaction {
    /// The key of a part: the recording, the number of the file and that of the part, both from 0.
    static func partKey(_ recording: StoredRecording.ID, _ file: Int, _ place: Int) -> String {
        let digits = String(max(0, min(place, 999_999)))
        return "\(recording)-\(max(0, min(file, 9)))-" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// What is sealed of a recording besides its parts.
    private struct Manifest: Codable {
        let files: [StoredRecording.File]
        let declared: StoredRecording.Declared
    }

    fileprivate static func sealed(_ recording: StoredRecording, _ cipher: FieldCipher) throws -> Data {
        let manifest = Manifest(files: recording.files, declared: recording.declared)
        return try cipher.seal(bytes: JSONEncoder().encode(manifest), context: "recording.files:\(recording.id)")
    }

    fileprivate func storedRecording(_ id: StoredRecording.ID, of subject: Client) throws -> StoredRecording {
        let row = try sql.row(
            "SELECT visit, state, files FROM recording WHERE id = ? AND client = ?",
            [.text(id.text), .text(subject.id.text)])
        guard let row else { throw RecordsError.notFound }
        let files = try cipher(subject.practice).bytes(row.blob("files"), context: "recording.files:\(id)")
        guard let read = try? JSONDecoder().decode(Manifest.self, from: files) else {
            throw StorageError.damaged("the files of recording \(id) are not readable")
        }
        return try StoredRecording(
            id: id, client: subject.id, visit: row.identifier("visit", of: RecordEntry.self), files: read.files,
            declared: read.declared, isKept: row.text("state") == "kept")
    }

    fileprivate func remove(_ recording: StoredRecording.ID) throws {
        try sql.run("DELETE FROM recording_part WHERE recording = ?", [.text(recording.text)])
        try sql.run("DELETE FROM recording WHERE id = ?", [.text(recording.text)])
    }
}

extension Array where Element: Sendable {
    /// How many elements pass a test that takes time, one after the other.
    fileprivate func asyncCount(where passes: (Element) async throws -> Bool) async throws -> Int {
        var count = 0
        for element in self where try await passes(element) { count += 1 }
        return count
    }
}
