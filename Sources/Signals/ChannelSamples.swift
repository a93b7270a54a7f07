import Electromyography
import Foundation
import Recordings

/// One channel of a recording as the measures take it: microvolts by the clock, with what is to be left out.
struct ChannelSamples {
    /// In microvolts; not a number where the recording has a gap or a sample is missing.
    let samples: [Double]
    /// Stretches that show something else than the muscle.
    let artefacts: [Artefact]
    /// What was found in the whole channel.
    let quality: ChannelQuality?

    /// Reads a channel from its beginning.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - place: The place of the channel.
    ///   - end: Seconds to read, at most the length of the recording.
    ///   - progress: Called with the share that is done, from 0 to 1; ends the reading by throwing.
    /// - Throws: `RecordingError`, `SignalError` for a channel that is no voltage, `CancellationError`, and what `progress` throws.
    /// - Complexity: O(n) in the samples of the channel; memory for those up to `end`.
    init(
        _ recording: Recording, channel place: Int, until end: Double, progress: (Double) throws -> Void = { _ in }
    ) throws {
        let signal = recording.channels[place]
        guard let microvolts = signal.unit.microvolts else {
            throw SignalError.invalid(
                field: "unit", value: "\(signal.unit)", reason: "is no voltage; declare the unit of the channel")
        }
        let end = min(recording.duration, end)
        let found = try recording.quality(channels: [place]) { try progress($0 * 0.7) }.channels.first
        var samples = [Double](repeating: .nan, count: Int((end * signal.rate).rounded(.up)))
        for range in try recording.ranges(in: 0..<max(end, 1 / signal.rate), channel: place) {
            var next = range.lowerBound
            while next < range.upperBound {
                try Task.checkCancellation()
                let block = next..<min(next + 1_000_000, range.upperBound)
                // A gap stays what it is: samples that are no number, which are left out and counted.
                let first = Int(
                    (try recording.time(ofSample: block.lowerBound, channel: place) * signal.rate).rounded())
                for (index, value) in try recording.samples(channel: place, range: block).enumerated()
                where samples.indices.contains(first + index) {
                    samples[first + index] = value * microvolts
                }
                next = block.upperBound
                try progress(0.7 + 0.3 * Double(first + block.count) / Double(max(samples.count, 1)))
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
        (self.samples, self.artefacts, quality) = (samples, artefacts, found)
    }
}
