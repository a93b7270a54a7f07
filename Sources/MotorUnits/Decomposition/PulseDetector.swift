/// Finds the discharges in a separated source.
///
/// Peaks of the squared source, kept apart by a dead time, fall into a high and a low class (two means); the high ones
/// are the discharges. The silhouette says how far apart the classes are (Negro et al., J Neural Eng 2016;13:026027,
/// doi:10.1088/1741-2560/13/2/026027).
struct PulseDetector {
    /// The shortest distance between two discharges, in samples.
    let deadTime: Int

    /// The discharges of a source and how clear they are.
    struct Pulses {
        /// The samples of the discharges, rising.
        var samples: [Int]

        /// The silhouette, −1...1.
        var silhouette: Double
    }

    /// Finds the discharges; positive peaks only.
    func pulses(in source: [Float]) -> Pulses {
        let peaks = self.peaks(in: source)
        let heights = peaks.map { Double(source[$0]) * Double(source[$0]) }
        guard let classes = Self.twoMeans(heights) else { return Pulses(samples: [], silhouette: -1) }
        let border = (classes.low + classes.high) / 2
        var samples: [Int] = []
        var within = 0.0
        var between = 0.0
        for (peak, height) in zip(peaks, heights) where height > border {
            samples.append(peak)
            within += (height - classes.high) * (height - classes.high)
            between += (height - classes.low) * (height - classes.low)
        }
        let largest = max(within, between)
        return Pulses(samples: samples, silhouette: largest > 0 ? (between - within) / largest : -1)
    }

    // Local maxima above zero; of two within the dead time, the higher one.
    private func peaks(in source: [Float]) -> [Int] {
        var peaks: [Int] = []
        guard source.count > 2 else { return [] }
        for at in 1..<source.count - 1
        where source[at] > 0 && source[at] >= source[at - 1] && source[at] > source[at + 1] {
            if let last = peaks.last, at - last < deadTime {
                if source[at] > source[last] { peaks[peaks.count - 1] = at }
            } else {
                peaks.append(at)
            }
        }
        return peaks
    }

    /// Halfway between the low and the high class of some values; `nil` when they are all alike.
    static func border(of values: [Double]) -> Double? {
        twoMeans(values).map { ($0.low + $0.high) / 2 }
    }

    // Two means of one dimension, begun at the mean and the highest value.
    private static func twoMeans(_ values: [Double]) -> (low: Double, high: Double)? {
        guard values.count >= 2, let top = values.max(), let bottom = values.min(), top > bottom else { return nil }
        var low = values.reduce(0, +) / Double(values.count)
        var high = top
        for _ in 0..<100 {
            let border = (low + high) / 2
            var (lowSum, highSum, lowCount, highCount) = (0.0, 0.0, 0, 0)
            for value in values {
                if value > border {
                    highSum += value
                    highCount += 1
                } else {
                    lowSum += value
                    lowCount += 1
                }
            }
            guard lowCount > 0, highCount > 0 else { return nil }
            let next = (lowSum / Double(lowCount), highSum / Double(highCount))
            if next == (low, high) { break }
            (low, high) = next
        }
        return (low, high)
    }
}
