import Electromyography
import Foundation
import Recordings
import Records
import Signals

/// A kept recording in words.
enum SignalWords {
    /// What the file holds; `nil` when that was written by a program that is not understood.
    static func info(_ recording: SignalRecording) -> RecordingInfo? {
        try? JSONDecoder().decode(RecordingInfo.self, from: Data(recording.info.utf8))
    }

    /// What was measured; `nil` before that.
    static func study(_ recording: SignalRecording) -> HoldStudy? {
        recording.report.isEmpty ? nil : try? JSONDecoder().decode(HoldStudy.self, from: Data(recording.report.utf8))
    }

    /// The format as people call it.
    static func format(_ name: String) -> String {
        switch RecordingFormat(rawValue: name) {
        case .edf: "EDF"
        case .edfPlus: "EDF+"
        case .bdf: "BDF"
        case .bdfPlus: "BDF+"
        case .wfdb: "WFDB"
        case .delimited: "text with columns"
        case .openSignals: "OpenSignals text"
        case nil: name
        }
    }

    /// `1 h 2 min`, `3 min 20 s`, `12.5 s`.
    static func length(_ seconds: Double) -> String {
        guard seconds.isFinite, (0..<1e9).contains(seconds) else { return "" }
        if seconds < 60 { return "\(Words.number(seconds)) s" }
        let whole = Int(seconds.rounded())
        return whole < 3_600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3_600) h \(whole % 3_600 / 60) min"
    }

    /// How many holds changed the signal for real.
    static func outcome(_ recording: SignalRecording) -> String {
        guard let study = study(recording) else { return "not measured" }
        let real = study.report.holds.filter { $0.realChange.rms || $0.realChange.mdf }.count
        return "\(real) of \(study.report.holds.count)"
    }

    /// `30-90, 150-240`.
    static func holds(_ spans: [SignalRecording.Span]) -> String {
        spans.map { "\(seconds($0.start))-\(seconds($0.end))" }.joined(separator: ", ")
    }

    /// Where the holds of a visit lie in a recording, by the clock of the device that began it.
    ///
    /// Empty when the file says no beginning, or the holds lie outside of it.
    static func holds(of visit: RecordEntry.ID, in record: ClientRecord, _ info: RecordingInfo, zone: String)
        -> [SignalRecording.Span]
    {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: zone) ?? .gmt
        formatter.dateFormat = "yyyy-MM-dd'T'HH:mm:ss"
        guard let text = info.start, let begun = formatter.date(from: String(text.prefix(19))) else { return [] }
        return record.holds(of: visit).compactMap { hold in
            guard let start = hold.start, let seconds = hold.seconds, seconds > 0 else { return nil }
            let from = start.timeIntervalSince(begun)
            guard from >= 0, from + seconds <= info.durationS else { return nil }
            return SignalRecording.Span(
                start: (from * 10).rounded() / 10, end: ((from + seconds) * 10).rounded() / 10)
        }.sorted { $0.start < $1.start }
    }

    /// Seconds without needless decimals.
    static func seconds(_ value: Double) -> String {
        let text = String(format: "%.3f", value)
        return text.contains(".")
            ? String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()) : text
    }

    /// A recording in one line, for lists and notes.
    static func line(_ recording: SignalRecording) -> String {
        guard let study = study(recording) else { return "muscle signals \(recording.name), not measured" }
        let changes = zip(study.report.holds, study.report.details?.holds ?? []).enumerated().map { place, pair in
            let (hold, details) = pair
            var parts: [String] = []
            if let change = details.rmsChangePercent {
                parts.append(
                    "RMS \(signed(change.value)) %\(hold.realChange.rms ? ", a real change" : ", no real change")")
            }
            if let change = details.mdfChangeHz {
                parts.append(
                    "median frequency \(signed(change.value)) Hz\(hold.realChange.mdf ? ", a real change" : ", no real change")"
                )
            }
            return "hold \(place + 1): " + (parts.isEmpty ? "not measurable" : parts.joined(separator: "; "))
        }
        return "muscle signals \(recording.name), \(study.channel): \(changes.joined(separator: "; "))"
    }

    static func signed(_ value: Double) -> String {
        value < 0 ? "−\(Words.number(-value))" : "+\(Words.number(value))"
    }

    /// A value with its interval.
    static func value(_ value: HoldReportDocument.Value?) -> String {
        guard let value else { return "not measurable" }
        return "\(Words.number(value.value)) (\(Words.number(value.low)) to \(Words.number(value.high)))"
    }

    /// What was left out, in a sentence.
    static func leftOut(_ parts: [HoldStudy.LeftOut]) -> String {
        parts.map { part in
            let kind = part.kind.replacing("_", with: " ")
            return "\(kind) \(part.count) times, \(Words.number(part.seconds)) s"
        }.joined(separator: "; ")
    }

    /// What is wrong with a channel.
    static func faults(_ channel: RecordingInfo.Channel) -> String {
        var faults: [String] = []
        if channel.missingS > 0 { faults.append("missing \(Words.number(channel.missingS)) s") }
        if channel.clippingS > 0 { faults.append("clipping \(Words.number(channel.clippingS)) s") }
        if channel.flatS > 0 { faults.append("flat \(Words.number(channel.flatS)) s") }
        if let mains = channel.mainsHz { faults.append("mains hum at \(Words.number(mains)) Hz") }
        if let rate = channel.heartRate { faults.append("a heart shows, \(Words.number(rate)) a minute") }
        return faults.isEmpty ? "nothing found wrong" : faults.joined(separator: "; ")
    }
}
