/// Finds equal samples in a row: flat lines, clipping, and missing samples.
///
/// Clipping at a limit that is not known is told from the round top of a slow wave by the jump beside it: a wave that
/// stays within one step for three samples goes on by fewer than four steps, as its distance from the top grows with
/// the square of the time.
struct RunDetector {
    private let limits: [Double]
    private let tolerance: Double
    private let period: Double
    private let flatSamples: Int
    private let options: QualityOptions

    private(set) var missing = QualitySpans()
    private(set) var missingSamples = 0
    private(set) var flat = QualitySpans()
    private var clipped = QualitySpans()
    private var top = CutOff()
    private var bottom = CutOff()

    /// The smallest difference between two samples in a row.
    private var step = Double.infinity
    private var value = Double.nan
    private var before = Double.nan
    private var length = 0
    private var start = 0.0

    /// Runs at an extreme value.
    private struct CutOff {
        var extreme: Double?
        var spans = QualitySpans()
        var jumps: [Double] = []
    }

    init(_ channel: RecordingChannel, _ options: QualityOptions) {
        period = 1 / channel.rate
        flatSamples = max(8, Int(min(1e9, (options.flatSeconds * channel.rate).rounded(.up))))
        limits = channel.physicalRange.map { [$0.lowerBound, $0.upperBound] } ?? []
        tolerance = abs(channel.step ?? 0) / 2
        self.options = options
        if let step = channel.step { self.step = abs(step) }
    }

    /// Takes the samples that follow.
    ///
    /// - Parameters:
    ///   - samples: The samples.
    ///   - time: The time of the first one.
    mutating func add(_ samples: [Double], time: Double) {
        samples.withUnsafeBufferPointer { samples in
            for index in samples.indices {
                let sample = samples[index]
                if sample == value {
                    length += 1
                    continue
                }
                if length > 1 { close(next: sample) }
                if !sample.isFinite {
                    let from = time + Double(index) * period
                    missing.add(from, from + period, joining: 0.01 * period)
                    missingSamples += 1
                    (value, before, length) = (.nan, .nan, 0)
                    continue
                }
                let difference = abs(sample - value)
                if difference < step { step = difference }
                before = value
                value = sample
                length = 1
                start = time + Double(index) * period
                if top.extreme.map({ sample > $0 }) ?? true { top = CutOff(extreme: sample) }
                if bottom.extreme.map({ sample < $0 }) ?? true { bottom = CutOff(extreme: sample) }
            }
        }
    }

    /// Ends the run at a gap.
    mutating func endPiece() {
        if length > 1 { close(next: .nan) }
        (value, before, length) = (.nan, .nan, 0)
    }

    /// The clipping found, by time.
    var clipping: QualitySpans {
        var all = clipped.spans
        for side in [top, bottom] where side.extreme != nil {
            // Runs whose neighbours are about a step away are tops of waves.
            for (span, jump) in zip(side.spans.spans, side.jumps) where jump >= 4 * step { all.append(span) }
        }
        var spans = QualitySpans()
        for span in all.sorted(by: { $0.lowerBound < $1.lowerBound }) { spans.add(span.lowerBound, span.upperBound) }
        return spans
    }

    private mutating func close(next: Double) {
        let end = start + Double(length) * period
        if length >= flatSamples { flat.add(start, end) }
        if length >= options.clippedSamples, limits.contains(where: { abs($0 - value) <= tolerance }) {
            clipped.add(start, end)
            return
        }
        guard length >= options.cutOffSamples else { return }
        let jump = max(before.isNaN ? 0 : abs(before - value), next.isNaN ? 0 : abs(next - value))
        if value == top.extreme { Self.keep(start, end, jump, &top) }
        if value == bottom.extreme { Self.keep(start, end, jump, &bottom) }
    }

    private static func keep(_ start: Double, _ end: Double, _ jump: Double, _ side: inout CutOff) {
        guard side.spans.spans.count < QualitySpans.longestList else { return }
        side.spans.add(start, end, joining: -1)
        side.jumps.append(jump)
    }
}
