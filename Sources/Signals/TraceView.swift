import Electromyography
import Foundation
public import Recordings

/// A stretch of a channel as it is drawn: the lowest and highest value of each pixel.
public struct TraceView: Codable, Hashable, Sendable {
    /// Seconds from the beginning of the recording.
    public let from: Double
    public let to: Double
    /// `µV` for voltages, otherwise as the file says.
    public let unit: String
    /// One per pixel; `nil` where there is a gap.
    public let lowest: [Float?]
    public let highest: [Float?]

    /// Looks at a stretch: from afar in the overview, close by in the recording.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - overview: Its overview.
    ///   - channel: The place of the channel.
    ///   - span: Seconds; what lies outside the recording is empty.
    ///   - pixels: 1 to 4,000.
    /// - Throws: `RecordingError`, and `SignalError` for a channel, a span or a number of pixels that is none.
    /// - Complexity: O(pixels), close by O(samples of the span).
    public init(
        _ recording: Recording, _ overview: TraceOverview, channel: Int, span: ClosedRange<Double>, pixels: Int
    ) throws {
        let channel = try RecordedHolds.channel(channel, of: recording)
        guard (1...4_000).contains(pixels) else {
            throw SignalError.invalid(field: "pixels", value: "\(pixels)", reason: "is not within 1 and 4000")
        }
        guard span.lowerBound.isFinite, span.upperBound.isFinite, span.upperBound > span.lowerBound,
            span.lowerBound >= 0, span.upperBound <= RecordingLimits.seconds
        else {
            throw SignalError.invalid(
                field: "from", value: "\(span.lowerBound)", reason: "is no beginning of a stretch")
        }
        let signal = recording.channels[channel]
        let factor = signal.unit.microvolts ?? 1
        unit = signal.unit.microvolts == nil ? "\(signal.unit)" : "µV"
        (from, to) = (span.lowerBound, span.upperBound)
        let width = (span.upperBound - span.lowerBound) / Double(pixels)
        var drawn = TraceOverview.Channel(
            width: width, lowest: Array(repeating: .nan, count: pixels), highest: Array(repeating: .nan, count: pixels))
        if overview.channels.indices.contains(channel), width >= 2 * overview.channels[channel].width {
            let whole = overview.channels[channel]
            let last = Double(whole.lowest.count)
            let first = Int(min(max(span.lowerBound / whole.width, 0), last))
            let end = Int(min(max((span.upperBound / whole.width).rounded(.up), 0), last))
            for stretch in first..<max(first, end) {
                let time = (Double(stretch) + 0.5) * whole.width - span.lowerBound
                drawn.include([Double(whole.lowest[stretch]), Double(whole.highest[stretch])], at: time)
            }
        } else {
            for range in try recording.ranges(in: span.lowerBound..<span.upperBound, channel: channel) {
                var next = range.lowerBound
                while next < range.upperBound {
                    try Task.checkCancellation()
                    let block = next..<min(next + 1_000_000, range.upperBound)
                    let start = try recording.time(ofSample: block.lowerBound, channel: channel) - span.lowerBound
                    drawn.include(
                        try recording.samples(channel: channel, range: block), from: start, rate: signal.rate)
                    next = block.upperBound
                }
            }
        }
        func scaled(_ values: [Float]) -> [Float?] {
            values.map { value in
                guard value.isFinite else { return nil }
                let scaled = value * Float(factor)
                // Four digits are more than a pixel shows.
                return scaled.isFinite ? Float(String(format: "%.4g", scaled)) ?? scaled : nil
            }
        }
        (lowest, highest) = (scaled(drawn.lowest), scaled(drawn.highest))
    }
}

extension TraceOverview.Channel {
    /// Includes values that belong to one moment.
    fileprivate mutating func include(_ values: [Double], at time: Double) {
        guard time >= 0 else { return }
        include(values, from: time, rate: .infinity)
    }
}
