/// Times of one kind in a channel; a long list is cut, its sums are not.
public struct QualitySpans: Hashable, Sendable {
    /// Spans that are kept.
    public static let longestList = 1_000

    /// The first spans, in seconds from the recording's start, in order.
    public private(set) var spans: [Range<Double>] = []

    /// The number of spans, also of those that are not kept.
    public private(set) var count = 0

    /// The sum of their lengths in seconds.
    public private(set) var seconds = 0.0

    /// Whether there is none.
    public var isEmpty: Bool { count == 0 }

    /// Adds a span behind the others; one that touches the last is joined with it.
    mutating func add(_ start: Double, _ end: Double, joining tolerance: Double = 0) {
        guard end > start else { return }
        if let last = spans.last, count == spans.count, start <= last.upperBound + tolerance {
            seconds += max(0, end - last.upperBound)
            spans[count - 1] = last.lowerBound..<max(end, last.upperBound)
            return
        }
        count += 1
        seconds += end - start
        if spans.count < Self.longestList { spans.append(start..<end) }
    }
}

/// What disturbs a channel.
///
/// Nothing of it is taken away from the samples.
public struct ChannelQuality: Hashable, Sendable {
    /// The place of the channel in ``Recording/channels``.
    public let channel: Int

    /// The label of the channel.
    public let label: String

    /// Samples that the format marks as missing, or that are not finite.
    public internal(set) var missing = QualitySpans()

    /// The number of samples in ``missing``.
    public internal(set) var missingSamples = 0

    /// Samples in a row at the limit of the converter, or cut off at the largest or smallest value of the channel.
    public internal(set) var clipping = QualitySpans()

    /// Times at which the value does not change at all.
    public internal(set) var flat = QualitySpans()

    /// Lines of 50 Hz or 60 Hz that stand out of the spectrum.
    public internal(set) var mains: [MainsHum] = []

    /// Whether the spectrum could be examined: the rate is above 150 Hz, and a piece is long enough.
    public internal(set) var mainsExamined = false

    /// Regular spikes with the rate of a heart.
    public internal(set) var heartbeat: HeartbeatTrace?

    /// Whether heartbeats could be looked for: the rate is above 150 Hz.
    public internal(set) var heartbeatExamined = false

    init(channel: Int, label: String) {
        self.channel = channel
        self.label = label
    }
}

/// The hum of the mains in a channel.
public struct MainsHum: Hashable, Sendable {
    /// One line of the spectrum.
    public struct Line: Hashable, Sendable {
        /// The frequency in hertz.
        public let frequency: Double

        /// The power in the line's band against the mean power in the neighbouring bands of the same width.
        public let ratio: Double

        /// The root mean square of what stands out, in the unit of the channel.
        public let rms: Double
    }

    /// 50 or 60 Hz.
    public let frequency: Double

    /// The first line and those of its multiples that stand out.
    public let lines: [Line]

    /// The share of the channel's power above 5 Hz that the lines hold, from 0 to 1.
    public let share: Double

    /// The root mean square of all lines, in the unit of the channel.
    public let rms: Double

    /// The times at which the first line or a multiple stands out by itself.
    public let spans: QualitySpans
}

/// Regular spikes in a channel that have the rate of a heart.
public struct HeartbeatTrace: Hashable, Sendable {
    /// The number of spikes in ``spans``.
    public let beats: Int

    /// The median rate, per minute.
    public let rate: Double

    /// The difference between highest and lowest value of the mean spike below 100 Hz, in the unit of the channel.
    public let size: Double

    /// The times of regular spikes.
    public let spans: QualitySpans
}

/// What disturbs a recording.
public struct QualityReport: Hashable, Sendable {
    /// The channels that were examined.
    public let channels: [ChannelQuality]

    /// The times without a signal between two pieces, which all channels share.
    public let gaps: QualitySpans
}

/// The bounds of the search for disturbances; choices of this program, none of them a clinical figure.
public struct QualityOptions: Hashable, Sendable {
    /// Seconds without any change that count as a flat line, and 8 samples at least.
    public var flatSeconds = 0.1

    /// Samples in a row at the limit of the converter that count as clipping.
    public var clippedSamples = 2

    /// Samples in a row at the largest or smallest value of the channel that count as clipping, when the converter's
    /// limit is not known or not reached.
    public var cutOffSamples = 3

    /// Creates the usual bounds.
    public init() {}
}
