import Foundation
import MotorUnits
import Recordings
import Records
import Signals
import Storage

/// A simulated recording of a made client's muscle: attached to a visit and measured around its hold.
struct DemonstrationSignal {
    let store: RecordStore
    let author: Author
    let visit: RecordEntry.ID
    let complaint: RecordEntry.ID
    let client: Client.ID
    /// A muscle of the vocabulary, such as `upper_trapezius`.
    let muscle: String
    /// The hold by the clock, and the zone of the visit.
    let hold: ClosedRange<Date>
    let zone: String
    let seed: UInt64

    /// Seconds recorded before and after the hold.
    private static let around = 60.0

    /// Attaches the recording and measures it.
    func attach() async throws {
        let length = hold.upperBound.timeIntervalSince(hold.lowerBound)
        let simulated = try SimulatedHold(
            before: .init(rms: 41, medianFrequency: 64), during: .init(rms: 47, medianFrequency: 62),
            after: .init(rms: 23, medianFrequency: 66), seconds: (Self.around, length, Self.around), seed: seed)
        let recording = try Recording(
            signals: [
                MemorySignal(
                    label: "simulated EMG", unit: .microvolts, rate: simulated.sampleRate, samples: simulated.signal)
            ], name: "simulated.edf", start: begun)
        let bytes = Data(try EDFPlusWriter.bytes(of: recording))
        let stored = try StoredRecording(
            client: client, visit: visit, files: [StoredRecording.File(name: "simulated.edf", bytes: bytes.count)])
        try await store.begin(stored, by: author)
        for place in 0..<stored.files[0].parts {
            let part = bytes.dropFirst(place * StoredRecording.partBytes).prefix(StoredRecording.partBytes)
            try await store.put(Data(part), file: 0, place: place, of: stored.id, client: client, by: author)
        }
        let read = try Recording(bytes: Array(bytes), name: "simulated.edf")
        var body = SignalRecording(
            file: stored.id.text, name: "simulated.edf", info: try Self.json(RecordingInfo(read)), muscle: muscle,
            side: "right", channel: 1)
        let entry = try entry(body, id: RecordEntry.ID(), version: 1)
        try await store.keep(
            stored.id, declared: .init(), overview: TraceOverview(read).data, with: entry, by: author)
        body.holds = [SignalRecording.Span(start: Self.around, end: Self.around + length)]
        body.report = try Self.json(
            HoldStudy(read, HoldStudyRequest(channel: 0, holds: [Self.around...(Self.around + length)])))
        _ = try await store.add([try self.entry(body, id: entry.id, version: 2)], to: client, by: author)
    }

    private func entry(_ body: SignalRecording, id: RecordEntry.ID, version: Int) throws -> RecordEntry {
        try RecordEntry(
            id: id, version: version, client: client, complaint: complaint, visit: visit, at: Date(),
            author: author.account, body: .recording(body))
    }

    /// When the recording began, by the wall of the visit.
    private var begun: LocalTime? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
        let moment = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: hold.lowerBound.addingTimeInterval(-Self.around))
        return LocalTime(
            year: moment.year ?? 2026, month: moment.month ?? 1, day: moment.day ?? 1, hour: moment.hour ?? 0,
            minute: moment.minute ?? 0, second: Double(moment.second ?? 0))
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
