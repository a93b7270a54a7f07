/// The parts of a channel that rise above the noise.
struct ActiveStretches {
    /// Samples around peaks, joined where they touch.
    private(set) var stretches: [Range<Int>] = []

    /// The shapes around the peaks that stand alone, each with the peak at `before`.
    private(set) var loneShapes: [[Double]] = []

    init(signal: [Double], threshold: Double, before: Int, after: Int) {
        var peaks: [Int] = []
        for at in 1..<max(signal.count - 1, 1) {
            let size = abs(signal[at])
            guard size >= threshold, size >= abs(signal[at - 1]), size > abs(signal[at + 1]) else { continue }
            if let last = peaks.last, at - last < (before + after) / 2 {
                // One action potential has several peaks; the highest is its place.
                if size > abs(signal[last]) { peaks[peaks.count - 1] = at }
            } else {
                peaks.append(at)
            }
        }
        for peak in peaks {
            let range = max(peak - before, 0)..<min(peak + after, signal.count)
            // A stretch without end would take time without end.
            if let last = stretches.last, last.upperBound >= range.lowerBound, last.count < 8 * (before + after) {
                stretches[stretches.count - 1] = last.lowerBound..<max(range.upperBound, last.upperBound)
            } else {
                stretches.append(max(range.lowerBound, stretches.last?.upperBound ?? 0)..<range.upperBound)
            }
        }
        for (index, peak) in peaks.enumerated() where peak >= before && peak + after <= signal.count {
            let length = before + after
            if index > 0, peak - peaks[index - 1] < length { continue }
            if index + 1 < peaks.count, peaks[index + 1] - peak < length { continue }
            loneShapes.append(Array(signal[peak - before..<peak + after]))
        }
    }
}

/// Groups shapes by likeness.
struct ShapeGroups {
    private var means: [[Double]] = []
    private var counts: [Int] = []

    /// Groups shapes: each joins the mean it differs from least, if that is little enough, or begins a group.
    ///
    /// - Parameters:
    ///   - shapes: Shapes of equal length.
    ///   - likeness: The largest difference, as a share of the larger energy.
    ///   - noiseEnergy: The variance of the noise, which both differ by anyway.
    init(shapes: [[Double]], likeness: Double, noiseEnergy: Double) {
        for shape in shapes {
            let allowance = noiseEnergy * Double(shape.count)
            var best: (index: Int, share: Double)?
            for (index, mean) in means.enumerated() {
                let share = Self.difference(shape, mean, allowance: allowance)
                if share < best?.share ?? likeness { best = (index, share) }
            }
            if let best {
                counts[best.index] += 1
                let weight = 1 / Double(counts[best.index])
                for at in shape.indices { means[best.index][at] += weight * (shape[at] - means[best.index][at]) }
            } else {
                means.append(shape)
                counts.append(1)
            }
        }
        join(likeness: likeness / 2)
    }

    /// The means of the groups with enough members, the most energetic ones when there are too many.
    func templates(leastCount: Int, most: Int) -> [[Double]] {
        let kept = means.indices.filter { counts[$0] >= leastCount }
        return kept.map { means[$0] }.sorted { Self.energy($0) > Self.energy($1) }.prefix(most).map { $0 }
    }

    // Groups whose means are alike become one.
    private mutating func join(likeness: Double) {
        var index = 0
        while index < means.count {
            var other = index + 1
            while other < means.count {
                if Self.difference(means[index], means[other], allowance: 0) < likeness {
                    let total = Double(counts[index] + counts[other])
                    let weight = Double(counts[other]) / total
                    for at in means[index].indices {
                        means[index][at] += weight * (means[other][at] - means[index][at])
                    }
                    counts[index] += counts[other]
                    means.remove(at: other)
                    counts.remove(at: other)
                } else {
                    other += 1
                }
            }
            index += 1
        }
    }

    private static func energy(_ shape: [Double]) -> Double { shape.reduce(0) { $0 + $1 * $1 } }

    // The least squared difference with one shape moved by up to two samples, without what noise alone gives.
    private static func difference(_ a: [Double], _ b: [Double], allowance: Double) -> Double {
        let scale = max(energy(a), energy(b))
        guard scale > 0 else { return .infinity }
        var least = Double.infinity
        for shift in -2...2 {
            var sum = 0.0
            for at in max(0, -shift)..<min(a.count, a.count - shift) {
                let gap = a[at] - b[at + shift]
                sum += gap * gap
            }
            least = min(least, sum)
        }
        return max(least - allowance, 0) / scale
    }
}
