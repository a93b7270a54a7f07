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
    /// The discharges of motor units; `nil` unless asked for.
    public let motorUnits: MotorUnitReport?

    /// Seconds read after the last hold: the longest stretch that is measured there, and the filter's run-out.
    static let after = 35.0

    /// Measures the holds of one channel.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - channel: The place of the channel; `nil` takes the only one that is a voltage.
    ///   - holds: Beginning and end of each hold in seconds, in order and apart.
    ///   - settings: Band, mains, retest error.
    ///   - motorUnits: What motor units are to be separated from; `nil` for none.
    ///   - progress: Told the share of the separation that is done, 0...1; ends the work by throwing.
    /// - Throws: ``RecordingError``, `SignalError`, `CancellationError`, and what `progress` throws.
    /// - Complexity: O(n) in samples up to the last hold; memory for that part of one channel. With motor units, minutes
    ///   for a grid at the limits of ``MotorUnitRequest``.
    public init(
        _ recording: Recording, channel: Int? = nil, holds: [ClosedRange<Double>], settings: HoldReportSettings,
        motorUnits: MotorUnitRequest? = nil, progress: (Double) throws -> Void = { _ in }
    ) throws {
        let place = try Self.channel(channel, of: recording, motorUnits: motorUnits)
        let rate = recording.channels[place].rate
        let read = try ChannelSamples(
            recording, channel: place, until: (holds.map(\.upperBound).max() ?? 0) + Self.after)
        let reporter = try HoldReporter(settings: settings, rate: SamplingRate(hertz: rate))
        let spans = try holds.map { try TimeSpan(start: $0.lowerBound, end: $0.upperBound) }
        report = try reporter.report(on: read.samples, unit: .microvolts, holds: spans, artefacts: read.artefacts)
        let around = report
        self.motorUnits = try motorUnits.map { request in
            try MotorUnitSeparation(recording: recording, request: request, channel: place)
                .report(around: around, progress: progress)
        }
        self.recording = recording
        self.channel = place
        artefacts = read.artefacts
        quality = read.quality
    }

    /// The report as lines of text for people, with the motor units when they were asked for.
    public var lines: [String] { report.lines + (motorUnits.map { [""] + $0.lines } ?? []) }

    // Where motor units of named channels are asked for, the first of them can stand for the others.
    private static func channel(
        _ wanted: Int?, of recording: Recording, motorUnits: MotorUnitRequest?
    ) throws(SignalError) -> Int {
        guard wanted == nil, let request = motorUnits else { return try channel(wanted, of: recording) }
        switch request.source {
        case .grid(let places?): return try channel(places.first, of: recording)
        case .needle(let place?): return try channel(place, of: recording)
        case .grid(nil), .needle(nil): return try channel(nil, of: recording)
        }
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
