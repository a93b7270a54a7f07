import Foundation
public import Recordings

/// What a recording holds and what is wrong with it, for people and programs.
public struct RecordingInfo: Codable, Hashable, Sendable {
    public struct Channel: Codable, Hashable, Sendable {
        public let number: Int
        public let label: String
        public let unit: String
        public let rateHz: Double
        public let samples: Int
        public let missingS: Double
        public let clippingS: Double
        public let flatS: Double
        /// Hertz of mains hum that stands out; `nil` for none.
        public let mainsHz: Double?
        /// Beats a minute of a heart that shows; `nil` for none.
        public let heartRate: Double?

        enum CodingKeys: String, CodingKey {
            case number, label, unit, samples
            case rateHz = "rate_hz"
            case missingS = "missing_s"
            case clippingS = "clipping_s"
            case flatS = "flat_s"
            case mainsHz = "mains_hz"
            case heartRate = "heart_rate"
        }
    }

    public struct Annotation: Codable, Hashable, Sendable {
        public let start: Double
        public let text: String
    }

    public let format: String
    public let start: String?
    public let durationS: Double
    public let gaps: Int
    public let channels: [Channel]
    public let annotations: [Annotation]
    public let notes: [String]

    enum CodingKeys: String, CodingKey {
        case format, start, gaps, channels, annotations, notes
        case durationS = "duration_s"
    }

    /// Reads the whole recording once.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - progress: Called with the share that is done, from 0 to 1; ends the reading by throwing.
    /// - Throws: ``RecordingError``, `CancellationError`, and what `progress` throws.
    public init(_ recording: Recording, progress: (Double) throws -> Void = { _ in }) throws {
        let quality = try recording.quality(progress: progress)
        format = recording.format?.rawValue ?? "made"
        start = recording.start.map { "\($0)" }
        durationS = recording.duration
        gaps = quality.gaps.count
        channels = zip(recording.channels, quality.channels).enumerated().map { place, pair in
            let (signal, found) = pair
            return Channel(
                number: place + 1, label: signal.label, unit: "\(signal.unit)", rateHz: signal.rate,
                samples: signal.sampleCount, missingS: found.missing.seconds, clippingS: found.clipping.seconds,
                flatS: found.flat.seconds, mainsHz: found.mains.first?.frequency, heartRate: found.heartbeat?.rate)
        }
        annotations = recording.annotations.prefix(1_000).map { Annotation(start: $0.onset, text: $0.text) }
        notes = recording.notes.map { "\($0)" }
    }

    /// The same as lines of text.
    public var lines: [String] {
        func seconds(_ value: Double) -> String { String(format: "%.1f s", value) }
        var lines = [
            "\(format), \(seconds(durationS))" + (start.map { ", begun \($0)" } ?? "")
                + (gaps > 0 ? ", \(gaps) gaps" : "")
        ]
        for channel in channels {
            var faults: [String] = []
            if channel.missingS > 0 { faults.append("missing \(seconds(channel.missingS))") }
            if channel.clippingS > 0 { faults.append("clipping \(seconds(channel.clippingS))") }
            if channel.flatS > 0 { faults.append("flat \(seconds(channel.flatS))") }
            if let mains = channel.mainsHz { faults.append("mains hum at \(Int(mains)) Hz") }
            if let rate = channel.heartRate { faults.append("a heart shows, \(Int(rate.rounded())) a minute") }
            lines.append(
                "  \(channel.number)  \(channel.label)  \(channel.unit)  \(channel.rateHz) Hz  "
                    + (faults.isEmpty ? "nothing found wrong" : faults.joined(separator: "; ")))
        }
        lines += annotations.map { "  at \(seconds($0.start)): \($0.text)" }
        lines += notes.map { "  note: \($0)" }
        return lines
    }
}
