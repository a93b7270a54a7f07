public import Electromyography
import Foundation
public import Recordings

/// Holds of pressure in a recording: what the file holds, what is wrong with it, and what changed around each hold.
public struct RecordedHolds: Sendable {
    public let recording: Recording
    /// The place of the channel in the recording.
    public let channel: Int
    /// Stretches that show something else than the muscle, in seconds; they are left out and counted.
    public let artefacts: [Artefact]
    /// What was found in the whole channel, for people to read.
    public let quality: ChannelQuality?
    public let report: HoldReport

    /// Seconds read after the last hold: the longest stretch that is measured there, and the filter's run-out.
    static let after = 35.0

    /// Measures the holds of one channel.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - channel: The place of the channel; `nil` takes the only one that is a voltage.
    ///   - holds: Beginning and end of each hold in seconds, in order and apart.
    ///   - settings: Band, mains, retest error.
    /// - Throws: ``RecordingError``, `SignalError`, `CancellationError`.
    /// - Complexity: O(n) in samples up to the last hold; memory for that part of one channel.
    public init(
        _ recording: Recording, channel: Int? = nil, holds: [ClosedRange<Double>], settings: HoldReportSettings
    ) throws {
        let place = try Self.channel(channel, of: recording)
        let signal = recording.channels[place]
        guard let microvolts = signal.unit.microvolts else {
            throw SignalError.invalid(
                field: "unit", value: "\(signal.unit)", reason: "is no voltage; declare the unit of the channel")
        }
        let end = min(recording.duration, (holds.map(\.upperBound).max() ?? 0) + Self.after)
        let found = try recording.quality(channels: [place]).channels.first
        var samples = [Double](repeating: .nan, count: Int((end * signal.rate).rounded(.up)))
        for range in try recording.ranges(in: 0..<max(end, 1 / signal.rate), channel: place) {
            try Task.checkCancellation()
            // A gap stays what it is: samples that are no number, which are left out and counted.
            let first = Int((try recording.time(ofSample: range.lowerBound, channel: place) * signal.rate).rounded())
            for (index, value) in try recording.samples(channel: place, range: range).enumerated()
            where samples.indices.contains(first + index) {
                samples[first + index] = value * microvolts
            }
        }
        var artefacts: [Artefact] = []
        for (kind, spans) in [
            (Artefact.Kind.clipping, found?.clipping), (.flatLine, found?.flat), (.heartbeat, found?.heartbeat?.spans),
        ] {
            for span in spans?.spans ?? [] where span.lowerBound < end {
                artefacts.append(
                    Artefact(kind, try TimeSpan(start: span.lowerBound, end: min(span.upperBound, end))))
            }
        }
        let reporter = try HoldReporter(settings: settings, rate: SamplingRate(hertz: signal.rate))
        let spans = try holds.map { try TimeSpan(start: $0.lowerBound, end: $0.upperBound) }
        report = try reporter.report(on: samples, unit: .microvolts, holds: spans, artefacts: artefacts)
        self.recording = recording
        self.channel = place
        self.artefacts = artefacts
        quality = found
    }

    /// The channel that is meant.
    static func channel(_ wanted: Int?, of recording: Recording) throws(SignalError) -> Int {
        if let wanted {
            guard recording.channels.indices.contains(wanted) else {
                throw .invalid(
                    field: "channel", value: "\(wanted + 1)", reason: "is not one of \(recording.channels.count)")
            }
            return wanted
        }
        let voltages = recording.channels.indices.filter { recording.channels[$0].unit.microvolts != nil }
        guard let only = voltages.first, voltages.count == 1 else {
            let names = recording.channels.enumerated().map { "\($0 + 1) \($1.label)" }.joined(separator: ", ")
            throw .invalid(field: "channel", value: "", reason: "must be named; there are: \(names)")
        }
        return only
    }
}

/// Reads holds as they are typed: `30-90,150-240`, in seconds.
public enum HoldList {
    /// - Throws: `SignalError` naming the part that is wrong.
    public static func read(_ text: String) throws(SignalError) -> [ClosedRange<Double>] {
        var holds: [ClosedRange<Double>] = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").map { $0.trimmingCharacters(in: .whitespaces) }
            guard ends.count == 2, let start = Double(ends[0]), let end = Double(ends[1]), start >= 0, end > start,
                end < 1e6
            else {
                throw .invalid(field: "holds", value: String(part.prefix(40)), reason: "is no time such as 30-90")
            }
            holds.append(start...end)
        }
        guard (1...1_000).contains(holds.count) else {
            throw .invalid(field: "holds", value: "\(holds.count)", reason: "is not 1 to 1000")
        }
        return holds
    }
}
