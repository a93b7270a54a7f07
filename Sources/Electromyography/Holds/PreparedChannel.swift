/// A channel made ready to be measured: in microvolts, bridged where it is excluded, and filtered.
struct PreparedChannel {
    /// Band-passed, and without mains when that was asked for.
    let amplitude: [Double]
    /// Band-passed only: the spectrum corrects for this filter.
    let spectral: [Double]
    /// The stretches that may be measured, in order.
    let clean: [Range<Int>]
    /// Whether the raw samples are all on one side of zero.
    let isRectified: Bool

    /// Prepares a channel.
    ///
    /// Artefacts and samples that are not finite are bridged by straight lines before filtering, so that they don't
    /// ring, and left out together with 50 ms on each side.
    ///
    /// - Throws: ``SignalError/tooShort(field:samples:needed:)`` when the filter has too few samples.
    init(
        _ samples: [Double], unit: SignalUnit, artefacts: [Artefact], bandPass: SectionCascade,
        notches: SectionCascade?,
        rate: SamplingRate
    ) throws(SignalError) {
        let excluded = Self.excluded(samples, artefacts, rate)
        var bridged = samples
        for stretch in excluded { Self.bridge(&bridged, stretch) }
        for place in bridged.indices { bridged[place] *= unit.inMicrovolts }
        isRectified = (bridged.min() ?? 0) >= 0 && (bridged.max() ?? 0) > 0
        // The mean would be a step at the start of a file and is no part of the signal.
        let mean = bridged.reduce(0, +) / Double(max(bridged.count, 1))
        for place in bridged.indices { bridged[place] -= mean }
        let filtered = try bandPass.zeroPhase(bridged)
        spectral = filtered
        amplitude = try notches?.zeroPhase(filtered) ?? filtered
        let margin = rate.samples(0.05)
        clean = Self.complement(
            excluded.map { max($0.lowerBound - margin, 0)..<min($0.upperBound + margin, samples.count) },
            count: samples.count)
    }

    /// Stretches of artefacts and of samples that are not finite, in order and apart.
    private static func excluded(_ samples: [Double], _ artefacts: [Artefact], _ rate: SamplingRate) -> [Range<Int>] {
        var ranges: [Range<Int>] = artefacts.compactMap { artefact in
            let start = rate.samples(artefact.span.start)
            let end = rate.samples(artefact.span.end, atLeast: start)
            let range = (start..<end).clamped(to: samples.indices)
            return range.isEmpty ? nil : range
        }
        var start: Int?
        for (place, sample) in samples.enumerated() {
            if sample.isFinite {
                if let begin = start { ranges.append(begin..<place) }
                start = nil
            } else if start == nil {
                start = place
            }
        }
        if let begin = start { ranges.append(begin..<samples.count) }
        return merged(ranges)
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    private static func complement(_ ranges: [Range<Int>], count: Int) -> [Range<Int>] {
        var rest: [Range<Int>] = []
        var start = 0
        for range in merged(ranges) {
            if range.lowerBound > start { rest.append(start..<range.lowerBound) }
            start = max(start, range.upperBound)
        }
        if start < count { rest.append(start..<count) }
        return rest
    }

    private static func bridge(_ samples: inout [Double], _ stretch: Range<Int>) {
        let left = stretch.lowerBound > 0 ? samples[stretch.lowerBound - 1] : nil
        let right = stretch.upperBound < samples.count ? samples[stretch.upperBound] : nil
        let (from, to) = (left ?? right ?? 0, right ?? left ?? 0)
        for place in stretch {
            let share = Double(place - stretch.lowerBound + 1) / Double(stretch.count + 1)
            samples[place] = from + (to - from) * share
        }
    }
}
