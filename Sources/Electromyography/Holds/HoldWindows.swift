/// The parts of a long recording that a report looks at: holds with what lies around them.
///
/// What is far from every hold is left out before anything is filtered, so that a hold at the end of hours costs no more
/// than one at the beginning.
struct HoldWindows {
    /// Places of samples that are kept, in order and apart.
    let kept: [Range<Int>]
    private let rate: SamplingRate

    /// Seconds beyond what is measured, for the filters to run in and out.
    private static let room = 10.0
    /// The shortest stretch in seconds that is worth leaving out.
    private static let worth = 60.0

    /// Chooses the parts.
    ///
    /// - Parameters:
    ///   - holds: In order and apart.
    ///   - reach: Seconds measured before and after a hold.
    ///   - count: Samples of the recording.
    ///   - rate: The sampling rate.
    init(_ holds: [TimeSpan], reach: Double, count: Int, rate: SamplingRate) {
        let whole = 0..<count
        var kept: [Range<Int>] = []
        for hold in holds {
            let start = rate.samples(max(0, hold.start - reach - Self.room))
            let end = rate.samples(hold.end + reach + Self.room, atLeast: start)
            let range = (start..<end).clamped(to: whole)
            if let last = kept.last, range.lowerBound - last.upperBound < rate.samples(Self.worth) {
                kept[kept.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                kept.append(range)
            }
        }
        let used = kept.reduce(0) { $0 + $1.count }
        self.kept = count - used < rate.samples(Self.worth) ? [whole] : kept
        self.rate = rate
    }

    /// The kept samples, one part after the other.
    func cut(_ samples: [Double]) -> [Double] {
        let isWhole = kept.count == 1 && kept[0] == samples.indices
        return isWhole ? samples : kept.flatMap { samples[$0.clamped(to: samples.indices)] }
    }

    /// Artefacts by the time of the kept samples.
    func cut(_ artefacts: [Artefact]) -> [Artefact] {
        guard kept.count > 1 || kept.first?.lowerBound != 0 else { return artefacts }
        return artefacts.flatMap { artefact in
            kept.compactMap { part -> Artefact? in
                let start = max(artefact.span.start, Double(part.lowerBound) / rate.hertz)
                let end = min(artefact.span.end, Double(part.upperBound) / rate.hertz)
                guard end > start else { return nil }
                let lost = lost(before: part)
                return (try? TimeSpan(start: max(start - lost, 0), end: end - lost)).map { Artefact(artefact.kind, $0) }
            }
        }
    }

    /// Seconds that are left out before a span that lies within one part.
    func lost(before span: TimeSpan) -> Double {
        let place = rate.samples((span.start + span.end) / 2)
        return kept.first { $0.contains(place) }.map(lost(before:)) ?? 0
    }

    private func lost(before part: Range<Int>) -> Double {
        let used = kept.filter { $0.upperBound <= part.lowerBound }.reduce(0) { $0 + $1.count }
        return Double(part.lowerBound - used) / rate.hertz
    }
}

extension TimeSpan {
    /// The span so many seconds earlier, but not before 0; `nil` when nothing is left of it.
    func earlier(by seconds: Double) -> TimeSpan? { try? TimeSpan(start: max(start - seconds, 0), end: end - seconds) }
}

extension PhaseMeasures {
    /// The measures with the span that they belong to.
    func placed(at span: TimeSpan) -> PhaseMeasures {
        PhaseMeasures(
            span: span, rms: rms, mav: mav, meanFrequency: meanFrequency, medianFrequency: medianFrequency,
            percentOfReference: percentOfReference, excluded: excluded, blocks: blocks, rmsError: rmsError,
            medianError: medianError)
    }
}
