/// A signal in memory, from which a recording is made.
public struct MemorySignal: Sendable {
    /// What it is called.
    public let label: String

    /// The unit of its samples.
    public let unit: SignalUnit

    /// Samples per second, in hertz.
    public let rate: Double

    /// The samples, in ``unit``; NaN for a missing one.
    public let samples: [Double]

    /// The smallest and the largest value that the converter can give, in ``unit``.
    public var range: ClosedRange<Double>?

    /// Creates a signal.
    public init(label: String, unit: SignalUnit, rate: Double, samples: [Double]) {
        self.label = label
        self.unit = unit
        self.rate = rate
        self.samples = samples
    }
}

extension Recording {
    /// Makes a recording of signals in memory, to be written or examined.
    ///
    /// - Parameters:
    ///   - signals: The signals; at least one.
    ///   - name: The name for errors.
    ///   - start: When it began.
    ///   - gaps: Where time was lost: seconds of signal before the gap, and its length in seconds, in order.
    ///   - annotations: The remarks.
    /// - Throws: ``RecordingError`` for a rate, a length or gaps that no recording has.
    public init(
        signals: [MemorySignal], name: String = "recording", start: LocalTime? = nil,
        gaps: [(after: Double, length: Double)] = [], annotations: [RecordingAnnotation] = []
    ) throws(RecordingError) {
        func refused(_ field: String, _ value: String, _ reason: String) -> RecordingError {
            RecordingError(.invalid, file: name, field: field, value: value, reason: reason)
        }
        guard (1...RecordingLimits.channels).contains(signals.count) else {
            throw refused("signals", "\(signals.count)", "are not 1 to \(RecordingLimits.channels)")
        }
        var length = 0.0
        var channels: [RecordingChannel] = []
        for signal in signals {
            guard RecordingLimits.rate.contains(signal.rate) else {
                throw refused("sampling rate", "\(signal.rate)", "is not within \(RecordingLimits.rate) Hz")
            }
            length = max(length, Double(signal.samples.count) / signal.rate)
            var channel = RecordingChannel(
                label: signal.label, unit: signal.unit, rate: signal.rate, sampleCount: signal.samples.count)
            channel.physicalRange = signal.range
            channels.append(channel)
        }
        guard length <= RecordingLimits.seconds else {
            throw refused("length", "\(length)", "is above \(RecordingLimits.seconds) s")
        }
        var segments: [RecordingSegment] = []
        var (stored, lost) = (0.0, 0.0)
        for gap in gaps + [(after: length, length: 0)] {
            guard gap.after >= stored, gap.after <= length, gap.length >= 0, gap.length <= RecordingLimits.seconds
            else {
                throw refused("gap", "\(gap.after)", "is not in order and inside of the signal")
            }
            segments.append(RecordingSegment(start: stored + lost, duration: gap.after - stored, stored: stored))
            stored = gap.after
            lost += gap.length
        }
        self.init(
            format: nil, name: name, channels: channels, segments: segments,
            store: MemoryStore(signals: signals.map(\.samples)))
        self.start = start
        self.annotations = annotations.sorted { $0.onset < $1.onset }
    }
}

/// Samples in memory.
private struct MemoryStore: SampleStore {
    let signals: [[Double]]

    func samples(_ requests: [SampleRequest]) throws(RecordingError) -> [[Double]] {
        requests.map { Array(signals[$0.channel][$0.range]) }
    }
}
