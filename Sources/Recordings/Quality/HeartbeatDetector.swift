/// Looks for the spikes of the heart in a channel of a muscle.
///
/// Spikes are found with the filters and the adaptive threshold of Pan & Tompkins 1985
/// (doi:10.1109/TBME.1985.325532), without the search back for missed beats and the look at T waves. As muscle activity
/// gives spikes too, a spike counts only in a train: 40 to 180 a minute, each interval within a fifth of the median of
/// the last eight (or of twice that, for one missed beat), the shape alike from spike to spike (correlation with the
/// mean shape of at least 0.5), ten spikes at least. These bounds are choices of this program.
struct HeartbeatDetector {
    private static let shortest = 60.0 / 180
    private static let longest = 60.0 / 40
    private static let fewest = 10
    private static let likeness = 0.5

    /// Samples on each side of a spike that make its shape: about 100 ms.
    private static let reach = 20

    private let rate: Double
    private let factor: Int
    private var collected = 0
    private var sum = 0.0
    private var filter = QRSFilter()
    private var threshold = AdaptiveThreshold()

    /// Samples since the piece began, and the time of the first one.
    private var count = 0
    private var origin = 0.0
    private var history = QRSFilter.Ring(160)
    private var passed = QRSFilter.Ring(160)
    private var train = Train()

    private(set) var beats = 0
    private var intervals: [Double] = []
    private var spans = QualitySpans()
    private var size = 0.0

    /// Spikes that follow each other regularly.
    private struct Train {
        var beats = 0
        var first = 0.0
        var intervals: [Double] = []
        var shape: [Double] = []
        var last = -Double.infinity

        var median: Double {
            let sorted = intervals.suffix(8).sorted()
            return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        }
    }

    /// Creates a detector; `nil` for a rate that is too low.
    init?(_ channel: RecordingChannel) {
        guard channel.rate >= 150 else { return nil }
        factor = max(1, Int((channel.rate / 200).rounded()))
        rate = channel.rate / Double(factor)
    }

    mutating func add(_ samples: [Double], time: Double) {
        if count == 0, collected == 0 { origin = time }
        for sample in samples {
            // A missing sample is left out of the mean; the time goes on.
            sum += sample.isFinite ? sample : 0
            collected += 1
            if collected == factor {
                step(sum / Double(factor))
                (collected, sum) = (0, 0)
            }
        }
    }

    mutating func endPiece() {
        close()
        (filter, threshold, history, passed) = (QRSFilter(), AdaptiveThreshold(), .init(160), .init(160))
        (count, collected, sum) = (0, 0, 0)
    }

    /// The heartbeats found; `nil` when there are none.
    var trace: HeartbeatTrace? {
        guard beats > 0 else { return nil }
        let sorted = intervals.sorted()
        return HeartbeatTrace(beats: beats, rate: 60 / sorted[sorted.count / 2], size: size, spans: spans)
    }

    private mutating func step(_ sample: Double) {
        let output = filter.add(sample)
        history.add(sample)
        passed.add(filter.passed)
        count += 1
        // Until all sums are full, the beginning of the signal looks like a spike.
        guard count > 100, let age = threshold.add(output, rate: rate) else { return }
        spike(age: age)
    }

    /// Takes a spike whose peak in the output was so many samples ago.
    private mutating func spike(age: Int) {
        // The middle of the spike is where the band-pass is farthest from 0 around the place of the delay.
        let expected = age + QRSFilter.delay - QRSFilter.passedDelay
        var best = expected
        for place in max(0, expected - 15)...min(159, expected + 15) where abs(passed[place]) > abs(passed[best]) {
            best = place
        }
        let middle = best + QRSFilter.passedDelay
        guard middle + Self.reach < 160, middle >= Self.reach else { return }
        var shape = (-Self.reach...Self.reach).map { history[middle - $0] }
        let mean = shape.reduce(0, +) / Double(shape.count)
        for index in shape.indices { shape[index] -= mean }
        take(shape, at: origin + Double(count - 1 - middle) / rate)
    }

    private mutating func take(_ shape: [Double], at time: Double) {
        let interval = time - train.last
        let isAlike = train.shape.isEmpty || Self.correlation(shape, train.shape) >= Self.likeness
        let median = train.median
        var isRegular = interval >= Self.shortest && interval <= Self.longest
        var passedBeats = 1.0
        if median > 0 {
            isRegular = abs(interval - median) <= 0.2 * median
            if !isRegular, abs(interval - 2 * median) <= 0.2 * median {
                (isRegular, passedBeats) = (true, 2)
            }
            // A spike in between, of the muscle; the train goes on.
            if !isRegular, interval < 0.8 * median { return }
            if isRegular, !isAlike, interval < 1.2 * median { return }
        }
        guard isRegular, isAlike else {
            close()
            train = Train(beats: 1, first: time, shape: shape, last: time)
            return
        }
        train.beats += 1
        train.intervals.append(interval / passedBeats)
        if train.intervals.count > 4_096 { train.intervals.removeFirst(2_048) }
        train.last = time
        for index in train.shape.indices { train.shape[index] += (shape[index] - train.shape[index]) / 8 }
    }

    private mutating func close() {
        defer { train = Train() }
        guard train.beats >= Self.fewest else { return }
        beats += train.beats
        intervals += train.intervals.suffix(max(0, 65_536 - intervals.count))
        spans.add(train.first, train.last)
        size = max(size, (train.shape.max() ?? 0) - (train.shape.min() ?? 0))
    }

    private static func correlation(_ one: [Double], _ other: [Double]) -> Double {
        var (product, first, second) = (0.0, 0.0, 0.0)
        for (a, b) in zip(one, other) {
            product += a * b
            first += a * a
            second += b * b
        }
        return first > 0 && second > 0 ? product / (first * second).squareRoot() : 0
    }
}

/// The threshold of Pan & Tompkins 1985 between peaks of signal and of noise.
struct AdaptiveThreshold {
    private var signal = 0.0
    private var noise = 0.0
    private var learnt = 0
    private var peak = 0.0
    private var peakAge = 0
    private var sinceBeat = Int.max / 2
    private var largest = 0.0
    private var total = 0.0

    /// Takes the next output of the filter.
    ///
    /// - Returns: How many samples ago a peak of signal was, when one has been found.
    mutating func add(_ output: Double, rate: Double) -> Int? {
        guard output.isFinite else { return nil }
        sinceBeat += 1
        if learnt < Int(2 * rate) {
            learnt += 1
            largest = max(largest, output)
            total += output
            signal = largest / 2
            noise = total / Double(learnt) / 2
            return nil
        }
        if output > peak {
            (peak, peakAge) = (output, 0)
            return nil
        }
        peakAge += 1
        // A peak is over when nothing higher came for 100 ms.
        guard peak > 0, peakAge >= Int(0.1 * rate) else { return nil }
        defer { (peak, peakAge) = (output, 0) }
        let isSignal = peak > noise + 0.25 * (signal - noise)
        if isSignal, sinceBeat - peakAge >= Int(0.2 * rate) {
            signal += (peak - signal) / 8
            sinceBeat = peakAge
            return peakAge
        }
        if !isSignal { noise += (peak - noise) / 8 }
        return nil
    }
}
