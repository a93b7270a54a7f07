/// An open recording: what its header says, and its samples on demand.
///
/// Of a long file only the parts that are asked for are in memory. Nothing is filtered, resampled or filled in: a
/// sample is the value that the file states, in the unit of its channel.
public struct Recording: Sendable {
    /// The format of the file; `nil` for signals in memory.
    public let format: RecordingFormat?

    /// The name of the file without its folders.
    public let name: String

    /// The signals, in the order of the file.
    public let channels: [RecordingChannel]

    /// When the recording began, by the clock of the device; `nil` when the file does not say or says nonsense.
    public internal(set) var start: LocalTime?

    /// The remarks, by their onset.
    public internal(set) var annotations: [RecordingAnnotation] = []

    /// The pieces between gaps, one after the other; never empty.
    public let segments: [RecordingSegment]

    /// What a reader should know about the file.
    public internal(set) var notes: [RecordingNote] = []

    /// What the file says about the person, in its own form; may name them, so it belongs in no log.
    public internal(set) var subject = ""

    /// What the file says about the session and its equipment, in its own form; may name people.
    public internal(set) var session = ""

    let store: any SampleStore

    init(
        format: RecordingFormat?, name: String, channels: [RecordingChannel], segments: [RecordingSegment],
        store: any SampleStore
    ) {
        self.format = format
        self.name = name
        self.channels = channels
        self.segments = segments
        self.store = store
    }

    /// Seconds from the start to the end of the last piece, gaps included.
    public var duration: Double { segments.last?.end ?? 0 }

    /// The times without a signal between two pieces, in seconds from the start.
    public var gaps: [Range<Double>] {
        zip(segments, segments.dropFirst()).compactMap { $0.end < $1.start ? $0.end..<$1.start : nil }
    }

    /// The samples of a part of a channel, in the unit of the channel.
    ///
    /// - Parameters:
    ///   - channel: The place of the channel in ``channels``.
    ///   - range: The indices of the samples; they run on over gaps.
    /// - Returns: As many samples as asked for; NaN where the format marks a sample as missing.
    /// - Throws: ``RecordingError`` for a part that is not there or too long, and for what is wrong in the file.
    public func samples(channel: Int, range: Range<Int>) throws(RecordingError) -> [Double] {
        guard channels.indices.contains(channel) else {
            throw error(.outOfRange, "channel", "\(channel)", "is not one of \(channels.count)")
        }
        let count = channels[channel].sampleCount
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw error(.outOfRange, "samples", "\(range)", "are not within 0 to \(count)")
        }
        guard range.count <= RecordingLimits.samplesPerCall else {
            throw error(
                .overLimit, "samples", "\(range.count)", "are more than \(RecordingLimits.samplesPerCall) in one call")
        }
        guard !range.isEmpty else { return [] }
        return try store.samples([SampleRequest(channel: channel, range: range)]).first ?? []
    }

    /// The samples of a part of a channel with single precision, in the unit of the channel.
    ///
    /// - Parameters:
    ///   - channel: The place of the channel in ``channels``.
    ///   - range: The indices of the samples; they run on over gaps.
    /// - Returns: As many samples as asked for; NaN where the format marks a sample as missing.
    /// - Throws: ``RecordingError`` as ``samples(channel:range:)`` does.
    public func singlePrecisionSamples(channel: Int, range: Range<Int>) throws(RecordingError) -> [Float] {
        try samples(channel: channel, range: range).map(Float.init)
    }

    /// The time of a sample, in seconds from the start.
    ///
    /// - Parameters:
    ///   - sample: The index of the sample.
    ///   - channel: The place of the channel in ``channels``.
    /// - Returns: The time, gaps included.
    /// - Throws: ``RecordingError`` of kind `outOfRange` for a sample that is not there.
    /// - Complexity: O(log *n*), where *n* is the number of pieces.
    public func time(ofSample sample: Int, channel: Int) throws(RecordingError) -> Double {
        guard channels.indices.contains(channel), sample >= 0, sample < channels[channel].sampleCount else {
            throw error(.outOfRange, "sample", "\(sample)", "is not in channel \(channel)")
        }
        let signal = channels[channel]
        var (low, high) = (0, segments.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if segments[middle].samples(of: signal).lowerBound <= sample { low = middle } else { high = middle - 1 }
        }
        let piece = segments[low]
        return piece.start + Double(sample - piece.samples(of: signal).lowerBound) / signal.rate
    }

    /// The parts of a channel that lie in a time, one for each piece that the time touches.
    ///
    /// - Parameters:
    ///   - span: Seconds from the start.
    ///   - channel: The place of the channel in ``channels``.
    /// - Returns: Ranges of sample indices, in order, none of them empty.
    /// - Throws: ``RecordingError`` of kind `outOfRange` for an unknown channel.
    public func ranges(in span: Range<Double>, channel: Int) throws(RecordingError) -> [Range<Int>] {
        guard channels.indices.contains(channel) else {
            throw error(.outOfRange, "channel", "\(channel)", "is not one of \(channels.count)")
        }
        let signal = channels[channel]
        return segments.compactMap { piece in
            let from = max(span.lowerBound, piece.start) - piece.start
            let to = min(span.upperBound, piece.end) - piece.start
            guard from < to else { return nil }
            let all = piece.samples(of: signal)
            // A tolerance of a millionth of a step, so that 0.1 s at 1,000 Hz is sample 100 and not 101.
            let first = all.lowerBound + Int((from * signal.rate - 1e-6).rounded(.up))
            let end = all.lowerBound + Int((to * signal.rate - 1e-6).rounded(.up))
            let range = max(all.lowerBound, first)..<max(all.lowerBound, first, min(all.upperBound, end))
            return range.isEmpty ? nil : range
        }
    }

    func error(_ kind: RecordingError.Kind, _ field: String, _ value: String, _ reason: String) -> RecordingError {
        RecordingError(kind, file: name, field: field, value: value, reason: reason)
    }
}
