/// A short time of some channels of a recording.
public struct SampleBlock: Sendable {
    /// One channel in the block.
    public struct Signal: Sendable {
        /// The place of the channel in ``Recording/channels``.
        public let channel: Int

        /// The index of the first sample.
        public let first: Int

        /// The samples, in the unit of the channel.
        public let samples: [Double]
    }

    /// Seconds from the start of the recording to the block.
    public let time: Double

    /// The piece between gaps that the block belongs to.
    public let segment: Int

    /// The channels asked for, in that order.
    public let signals: [Signal]

    /// The share of the recording that has been read after this block, from 0 to 1.
    public let progress: Double
}

extension Recording {
    /// Goes through the recording block by block; a block lies within one piece and never reaches over a gap.
    ///
    /// Between two blocks the task is asked whether it was cancelled; `body` ends the walk by throwing.
    ///
    /// - Parameters:
    ///   - wanted: The channels to read, by their place in ``channels``; `nil` for all.
    ///   - seconds: The length of a block, above 0; `nil` for about a million samples in all. The last block of a
    ///     piece is shorter.
    ///   - body: What to do with a block.
    /// - Throws: ``RecordingError`` for what is wrong in the file, `CancellationError`, and what `body` throws.
    /// - Complexity: O(*n*) in samples; memory for one block.
    public func forEachBlock(
        channels wanted: [Int]? = nil, seconds: Double? = nil, _ body: (SampleBlock) throws -> Void
    ) throws {
        let wanted = wanted ?? Array(channels.indices)
        if let unknown = wanted.first(where: { !channels.indices.contains($0) }) {
            throw error(.outOfRange, "channel", "\(unknown)", "is not one of \(channels.count)")
        }
        let rates = wanted.map { channels[$0].rate }
        let (total, fastest) = (rates.reduce(0, +), rates.max() ?? 0)
        guard fastest > 0 else { return }
        if let seconds, !(seconds > 0) {
            throw error(.outOfRange, "seconds", "\(seconds)", "is not above 0")
        }
        let length = min(max(seconds ?? 1_048_576 / total, 1 / fastest), 67_108_864 / total)
        let all = (segments.last?.stored ?? 0) + (segments.last?.duration ?? 0)
        for (number, piece) in segments.enumerated() {
            let blocks = max(1, (piece.duration / length).rounded(.up))
            var ends = wanted.map { piece.samples(of: channels[$0]).lowerBound }
            for block in 0..<Int(blocks) {
                try Task.checkCancellation()
                let isLast = Double(block + 1) >= blocks
                let end = isLast ? piece.duration : Double(block + 1) * length
                let requests = wanted.indices.map { place in
                    let whole = piece.samples(of: channels[wanted[place]])
                    let stop = isLast ? whole.upperBound : whole.lowerBound + Int((end * rates[place]).rounded())
                    let range = ends[place]..<max(ends[place], min(stop, whole.upperBound))
                    ends[place] = range.upperBound
                    return SampleRequest(channel: wanted[place], range: range)
                }
                guard requests.contains(where: { !$0.range.isEmpty }) else { continue }
                let samples = try store.samples(requests)
                let signals = zip(requests, samples).map {
                    SampleBlock.Signal(channel: $0.channel, first: $0.range.lowerBound, samples: $1)
                }
                try body(
                    SampleBlock(
                        time: piece.start + Double(block) * length, segment: number, signals: signals,
                        progress: all > 0 ? min(1, (piece.stored + end) / all) : 1))
            }
        }
    }
}
