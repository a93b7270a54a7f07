/// A piece of a recording without a gap.
public struct RecordingSegment: Hashable, Sendable {
    /// Seconds from the recording's start to the first sample.
    public let start: Double

    /// Seconds until the sample after the last.
    public let duration: Double

    /// Seconds of signal in the file before this piece, gaps left out.
    public let stored: Double

    /// Seconds from the recording's start to the sample after the last.
    public var end: Double { start + duration }

    init(start: Double, duration: Double, stored: Double) {
        self.start = start
        self.duration = duration
        self.stored = stored
    }

    /// The indices of this piece's samples in a channel.
    public func samples(of channel: RecordingChannel) -> Range<Int> {
        let first = Self.index(stored, channel)
        return first..<max(first, Self.index(stored + duration, channel))
    }

    private static func index(_ seconds: Double, _ channel: RecordingChannel) -> Int {
        let position = (seconds * channel.rate).rounded()
        guard position > 0 else { return 0 }
        return position < Double(channel.sampleCount) ? Int(position) : channel.sampleCount
    }
}

/// A remark in a recording.
public struct RecordingAnnotation: Hashable, Sendable {
    /// Seconds from the recording's start; negative for what was before.
    public let onset: Double

    /// How long it lasts, in seconds; `nil` when it is not said.
    public let duration: Double?

    /// What it says.
    public let text: String

    /// Creates a remark.
    public init(onset: Double, duration: Double? = nil, text: String) {
        self.onset = onset
        self.duration = duration
        self.text = text
    }
}

/// Something about a file that a reader should know, though the file can be read.
public struct RecordingNote: Hashable, Sendable, CustomStringConvertible {
    /// Where it was seen; `nil` when it concerns the file as a whole.
    public let place: RecordingError.Place?

    /// One sentence about it.
    public let text: String

    /// The sentence with its place.
    public var description: String {
        switch place {
        case .byte(let offset): "Byte \(offset): \(text)"
        case .line(let line): "Line \(line): \(text)"
        case nil: text
        }
    }
}
