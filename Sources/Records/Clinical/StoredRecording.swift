public import Foundation

/// The files of a recording as they are kept: in parts, each sealed by itself.
public struct StoredRecording: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<StoredRecording>

    /// One file, such as an EDF file, or header and signals of a WFDB record.
    public struct File: Codable, Hashable, Sendable {
        /// Without folders.
        public let name: String
        public let bytes: Int

        /// - Throws: ``RecordsError/invalid(field:value:reason:)`` for a name with folders, and for a file that is empty
        ///   or larger than ``StoredRecording/largest``.
        public init(name: String, bytes: Int) throws(RecordsError) {
            let line = try Text.line(name, field: "name", longest: 200)
            guard !line.contains("/"), !line.contains("\\"), line != ".", line != ".." else {
                throw .invalid(field: "name", value: String(line.prefix(40)), reason: "holds a folder")
            }
            guard (1...StoredRecording.largest).contains(bytes) else {
                throw .invalid(
                    field: "file", value: line,
                    reason: bytes < 1 ? "is empty" : "is larger than \(StoredRecording.largest >> 20) MiB")
            }
            (self.name, self.bytes) = (line, bytes)
        }

        /// The number of parts.
        public var parts: Int { (bytes + StoredRecording.partBytes - 1) / StoredRecording.partBytes }

        /// How many bytes a part has; `nil` for one that is not there.
        public func length(ofPart place: Int) -> Int? {
            guard (0..<parts).contains(place) else { return nil }
            return min(StoredRecording.partBytes, bytes - place * StoredRecording.partBytes)
        }
    }

    /// What was said about files that do not say it themselves.
    public struct Declared: Codable, Hashable, Sendable {
        /// Hertz.
        public var rate: Double?
        /// `uV`, `mV`, `V` or empty.
        public var unit: String
        /// Whether a file that was cut off is read as far as it is whole.
        public var readsWhatIsWhole: Bool

        public init(rate: Double? = nil, unit: String = "", readsWhatIsWhole: Bool = false) {
            (self.rate, self.unit, self.readsWhatIsWhole) = (rate, unit, readsWhatIsWhole)
        }
    }

    /// Bytes of a part; the last one of a file may be shorter.
    public static let partBytes = 1 << 20
    /// Bytes of all files together: two hours of eight channels at 2 kHz are 230 MB.
    public static let largest = 512 << 20

    public let id: ID
    public let client: Client.ID
    /// The entry that opened the visit.
    public let visit: RecordEntry.ID
    /// 1 to 8 files with names of their own.
    public let files: [File]
    public var declared: Declared
    /// Whether the record has an entry for it; otherwise it still arrives.
    public let isKept: Bool

    /// - Throws: ``RecordsError/invalid(field:value:reason:)``.
    public init(
        id: ID = ID(), client: Client.ID, visit: RecordEntry.ID, files: [File],
        declared: Declared = Declared(), isKept: Bool = false
    ) throws(RecordsError) {
        guard (1...8).contains(files.count) else {
            throw .invalid(field: "file", value: "\(files.count)", reason: "are not 1 to 8 files")
        }
        guard Set(files.map(\.name)).count == files.count else {
            throw .invalid(field: "file", value: files.first?.name ?? "", reason: "has the name of another file")
        }
        let total = files.reduce(0) { $0 + $1.bytes }
        guard total <= Self.largest else {
            throw .invalid(field: "file", value: "\(total)", reason: "bytes are more than \(Self.largest >> 20) MiB")
        }
        (self.id, self.client, self.visit) = (id, client, visit)
        (self.files, self.declared, self.isKept) = (files, declared, isKept)
    }

    /// The file that is opened: the header of a WFDB record, otherwise the first.
    public var main: Int { files.firstIndex { $0.name.lowercased().hasSuffix(".hea") } ?? 0 }

    public var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
}

/// The files of recordings.
public protocol RecordingRepository: Sendable {
    /// Begins to keep files; nothing of it is in the record until ``keep(_:overview:with:by:)``.
    ///
    /// - Throws: ``RecordsError/notFound`` when the visit is not the author's to write to.
    func begin(_ recording: StoredRecording, by author: Author) async throws

    /// Keeps one part; one that is there already is replaced.
    ///
    /// - Throws: ``RecordsError/notFound`` when nothing was begun or it is kept already, and
    ///   ``RecordsError/invalid(field:value:reason:)`` when the part is not as long as it should be.
    func put(
        _ part: Data, file: Int, place: Int, of recording: StoredRecording.ID, client: Client.ID, by author: Author)
        async throws

    /// What is kept or still arrives; leaves a trace that it was read.
    ///
    /// - Throws: ``RecordsError/notFound``.
    func recording(_ id: StoredRecording.ID, of client: Client.ID, for author: Author) async throws -> StoredRecording

    /// One part, as it was put; leaves no trace of its own.
    ///
    /// - Throws: ``RecordsError/notFound`` when it has not arrived.
    func part(
        file: Int, place: Int, of recording: StoredRecording.ID, client: Client.ID, for author: Author
    ) async throws
        -> Data

    /// The overview that was kept; leaves no trace of its own.
    ///
    /// - Throws: ``RecordsError/notFound`` when there is none.
    func overview(of recording: StoredRecording.ID, client: Client.ID, for author: Author) async throws -> Data

    /// What still arrives at a visit, oldest first.
    ///
    /// - Throws: ``RecordsError/notFound``.
    func arriving(at visit: RecordEntry.ID, of client: Client.ID, for author: Author) async throws -> [StoredRecording]

    /// Puts a recording whose parts are all there into the record: files, overview and entry, all or nothing.
    ///
    /// - Throws: What ``EntryRepository/add(_:to:by:)`` throws, and ``RecordsError/invalid(field:value:reason:)`` when
    ///   parts are missing.
    ///
    /// `declared`: What was said about the files.
    func keep(
        _ recording: StoredRecording.ID, declared: StoredRecording.Declared, overview: Data, with entry: RecordEntry,
        by author: Author) async throws

    /// Removes what still arrives; what is kept stays.
    ///
    /// - Throws: ``RecordsError/notFound``.
    func abandon(_ recording: StoredRecording.ID, of client: Client.ID, by author: Author) async throws

    /// Removes what was begun before a moment and never kept.
    ///
    /// - Returns: How many there were.
    func clearAbandoned(before: Date) async throws -> Int
}
