public import Foundation
public import Recordings

/// The lowest and highest value of each short stretch of each channel: what a trace shows from afar.
public struct TraceOverview: Hashable, Sendable {
    /// One channel.
    public struct Channel: Hashable, Sendable {
        /// Seconds of a stretch.
        public let width: Double
        /// In the unit of the channel; not a number where there is a gap.
        public internal(set) var lowest: [Float]
        public internal(set) var highest: [Float]
    }

    /// Most stretches of a channel.
    public static let most = 16_384
    /// Channels with an overview; further ones are read from the recording.
    public static let mostChannels = 128

    public private(set) var channels: [Channel]

    /// Reads the whole recording once.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - progress: Called with the share that is done, from 0 to 1; ends the reading by throwing.
    /// - Throws: `RecordingError`, `CancellationError`, and what `progress` throws.
    /// - Complexity: O(n) in samples; memory for the overview and one block.
    public init(_ recording: Recording, progress: (Double) throws -> Void = { _ in }) throws {
        let shown = Array(recording.channels.indices.prefix(Self.mostChannels))
        var channels = shown.map { place in
            let signal = recording.channels[place]
            let count = min(Self.most, max(1, Int((recording.duration * signal.rate / 8).rounded(.up))))
            return Channel(
                width: max(recording.duration / Double(count), 1e-9), lowest: Array(repeating: .nan, count: count),
                highest: Array(repeating: .nan, count: count))
        }
        try recording.forEachBlock(channels: shown) { block in
            for (place, signal) in block.signals.enumerated() where !signal.samples.isEmpty {
                let start = try recording.time(ofSample: signal.first, channel: signal.channel)
                channels[place].include(signal.samples, from: start, rate: recording.channels[signal.channel].rate)
            }
            try progress(block.progress)
        }
        self.channels = channels
    }

    // MARK: As bytes

    private static let mark: [UInt8] = Array("TBO1".utf8)

    /// The overview as bytes, for keeping.
    public var data: Data {
        var data = Data(Self.mark)
        func append(_ number: UInt32) { withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) } }
        append(UInt32(channels.count))
        for channel in channels {
            withUnsafeBytes(of: channel.width.bitPattern.littleEndian) { data.append(contentsOf: $0) }
            append(UInt32(channel.lowest.count))
            for value in channel.lowest + channel.highest { append(value.bitPattern) }
        }
        return data
    }

    /// Reads bytes of ``data``; `nil` for anything else.
    public init?(_ data: Data) {
        let bytes = [UInt8](data)
        var place = Self.mark.count
        guard bytes.starts(with: Self.mark) else { return nil }
        func number() -> UInt32? {
            guard bytes.count - place >= 4 else { return nil }
            defer { place += 4 }
            return (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
        }
        guard let count = number(), count <= Self.mostChannels else { return nil }
        channels = []
        for _ in 0..<count {
            guard let low = number(), let high = number(), let stretches = number(), stretches <= Self.most,
                bytes.count - place >= 8 * Int(stretches)
            else { return nil }
            let width = Double(bitPattern: UInt64(high) << 32 | UInt64(low))
            guard width.isFinite, width > 0 else { return nil }
            let values = (0..<2 * stretches).compactMap { _ in number().map(Float.init(bitPattern:)) }
            let half = Int(stretches)
            guard values.count == 2 * half else { return nil }
            channels.append(
                Channel(width: width, lowest: Array(values[..<half]), highest: Array(values[half...])))
        }
        guard place == bytes.count else { return nil }
    }
}

extension TraceOverview.Channel {
    mutating func include(_ samples: [Double], from start: Double, rate: Double) {
        guard !lowest.isEmpty else { return }
        for (index, value) in samples.enumerated() where value.isFinite {
            let stretch = min(max(Int((start + Double(index) / rate) / width), 0), lowest.count - 1)
            let value = Float(value)
            // A comparison with what is no number is false, so that the first value counts.
            if !(lowest[stretch] <= value) { lowest[stretch] = value }
            if !(highest[stretch] >= value) { highest[stretch] = value }
        }
    }
}
