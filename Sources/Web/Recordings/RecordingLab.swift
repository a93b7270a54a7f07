import Access
import Electromyography
import Foundation
import Recordings
import Records
import Signals
import Synchronization
import Workload

/// Reads and measures kept recordings, off the threads that serve requests.
struct RecordingLab: Sendable {
    let records: any Office.Repositories
    let works = RecordingWorks()
    /// Work that waits for parts may hold its thread, so it has threads of its own.
    private let queue = BoundedQueue(atOnce: 2, waiting: 16)
    private let opened = OpenedRecordings()

    init(records: any Office.Repositories) { self.records = records }

    // MARK: Reading

    /// Reads a recording that has arrived, and puts it into the record.
    ///
    /// - Returns: The new entry.
    /// - Throws: ``RecordsError``; its reason names file, place and value when the file is wrong.
    func keep(
        _ stored: StoredRecording, declared: StoredRecording.Declared, reason: String, by author: Author,
        _ progress: RecordingWorks.Progress
    ) async throws -> RecordEntry {
        let open = opening(stored, declared, author)
        let (info, overview) = try await run {
            let recording = try open()
            let info = try RecordingInfo(recording) { try progress.report($0 * 0.6) }
            let overview = try TraceOverview(recording) { try progress.report(0.6 + $0 * 0.35) }
            return (info, overview.data)
        }
        let visit = try await records.entries(EntryFilter(visit: stored.visit), of: stored.client, for: author)
        guard let complaint = visit.first(where: { $0.id == stored.visit })?.complaint else {
            throw RecordsError.notFound
        }
        var body = SignalRecording(
            file: stored.id.text, name: stored.files[stored.main].name, info: try Self.json(info), rate: declared.rate,
            unit: declared.unit)
        // A recording with one channel of a voltage leaves nothing to choose.
        let voltages = info.channels.filter { Recordings.SignalUnit($0.unit).microvolts != nil }
        if voltages.count == 1 { body.channel = voltages[0].number }
        let entry = try RecordEntry(
            client: stored.client, complaint: complaint, visit: stored.visit, reason: reason, at: Date(),
            author: author.account, body: EntryBody.recording(body).checked())
        try progress.report(0.97)
        try await records.keep(stored.id, declared: declared, overview: overview, with: entry, by: author)
        return entry
    }

    /// Measures what is marked in a kept recording.
    ///
    /// - Returns: The body with its report.
    func measured(
        _ body: SignalRecording, in stored: StoredRecording, by author: Author, _ progress: RecordingWorks.Progress
    ) async throws -> SignalRecording {
        guard let channel = body.channel else {
            throw RecordsError.invalid(field: "channel", value: "", reason: "must be chosen")
        }
        guard !body.holds.isEmpty else {
            throw RecordsError.invalid(
                field: "holds", value: "", reason: "are missing: mark at least one, such as 30-90")
        }
        let request = HoldStudyRequest(
            channel: channel - 1, otherChannel: body.otherChannel.map { $0 - 1 },
            holds: body.holds.map { $0.start...$0.end },
            reference: body.reference.map { $0.start...$0.end },
            mains: body.mains.flatMap { MainsFrequency(rawValue: Double($0)) },
            motorUnits: body.motorUnits.map { MotorUnitRequest($0 == "grid" ? .grid(nil) : .needle(channel - 1)) })
        let open = opening(stored, stored.declared, author)
        let study = try await run {
            try HoldStudy(try open(), request) { try progress.report($0 * 0.98) }
        }
        var body = body
        body.report = try Self.json(study)
        return body
    }

    /// A stretch of a trace.
    func trace(
        _ stored: StoredRecording, channel: Int, span: ClosedRange<Double>, pixels: Int, for author: Author
    ) async throws -> TraceView {
        let bytes = try await records.overview(of: stored.id, client: stored.client, for: author)
        guard let overview = TraceOverview(bytes) else {
            throw RecordsError.unavailable(reason: "the overview of the recording is damaged")
        }
        let open = opening(stored, stored.declared, author)
        let opened = opened
        return try await run {
            let recording = try opened.recording(stored.id, author.account, open)
            return try TraceView(recording, overview, channel: channel, span: span, pixels: pixels)
        }
    }

    // MARK: Inside

    private func opening(
        _ stored: StoredRecording, _ declared: StoredRecording.Declared, _ author: Author
    ) -> @Sendable () throws -> Recording {
        let records = records
        return {
            let files = try stored.files.indices.map { number in
                let file = try StoredFile(number, of: stored, in: records, for: author)
                return KeptFile(file.file) { try await file.part($0) }
            }
            var options = RecordingOptions()
            options.rate = declared.rate
            if !declared.unit.isEmpty { options.unit = Recordings.SignalUnit(declared.unit) }
            options.damage = declared.readsWhatIsWhole ? .readWhatIsWhole : .refuse
            // Missing samples are counted and left out, and the page says how many.
            options.missing = .keep
            guard files.indices.contains(stored.main) else { throw RecordsError.notFound }
            return try Recording(
                source: files[stored.main],
                companions: Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0) }), options: options)
        }
    }

    /// Runs work on threads of its own, with errors in the words of the record.
    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        do { return try await queue.run(work) } catch is BoundedQueue.Full {
            throw RecordsError.overloaded(seconds: 10)
        } catch let error as RecordingError {
            let field = error.kind == .undeclared ? (error.field.contains("unit") ? "unit" : "rate") : "file"
            throw RecordsError.invalid(field: field, value: "", reason: "\(error)".upperFirst)
        } catch let error as SignalError {
            guard case .invalid(let field, let value, let reason) = error else {
                throw RecordsError.invalid(field: "holds", value: "", reason: "\(error)".upperFirst)
            }
            let known = [
                "hold": "holds", "holds": "holds", "reference": "reference", "reference contraction": "reference",
                "channel": "channel", "other channel": "other", "unit": "channel", "rate": "channel", "grid": "units",
                "motor units": "units", "needle": "units",
            ]
            throw RecordsError.invalid(
                field: known[field] ?? "holds", value: value,
                reason: "\(field) \(value) \(reason)".replacing("  ", with: " ").upperFirst)
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// The recordings that were looked at last stay open, so that looking along a trace reads no header anew.
final class OpenedRecordings: Sendable {
    private struct Entry {
        let id: StoredRecording.ID
        let account: Account.ID?
        let since: Date
        let recording: Recording
    }

    private let entries = Mutex<[Entry]>([])

    /// How many stay, and for how many seconds.
    private static let (most, longest) = (4, 300.0)

    func recording(
        _ id: StoredRecording.ID, _ account: Account.ID?, _ open: () throws -> Recording
    ) throws -> Recording {
        let found = entries.withLock { entries in
            entries.removeAll { $0.since.timeIntervalSinceNow < -Self.longest }
            return entries.first { $0.id == id && $0.account == account }?.recording
        }
        if let found { return found }
        let recording = try open()
        entries.withLock { entries in
            entries.append(Entry(id: id, account: account, since: Date(), recording: recording))
            if entries.count > Self.most { entries.removeFirst() }
        }
        return recording
    }
}

extension String {
    /// With a capital at its beginning.
    var upperFirst: String { prefix(1).uppercased() + dropFirst() }
}
