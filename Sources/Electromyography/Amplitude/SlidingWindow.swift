import CLanes

/// What an envelope adds up over its window, and what it makes of the mean.
protocol WindowedAmplitude {
    static func power(_ sample: Double) -> Double
    static func amplitude(_ mean: Double) -> Double
    /// The same for many means in place.
    static func amplitudes(_ means: UnsafeMutablePointer<Double>, count: Int)
}

enum RootMeanSquare: WindowedAmplitude {
    @inline(__always) static func power(_ sample: Double) -> Double { sample * sample }
    @inline(__always) static func amplitude(_ mean: Double) -> Double { mean.squareRoot() }
    static func amplitudes(_ means: UnsafeMutablePointer<Double>, count: Int) { clanes_roots(means, count) }
}

enum MeanAbsolute: WindowedAmplitude {
    @inline(__always) static func power(_ sample: Double) -> Double { abs(sample) }
    @inline(__always) static func amplitude(_ mean: Double) -> Double { mean }
    static func amplitudes(_ means: UnsafeMutablePointer<Double>, count: Int) {}
}

/// The mean over a window that slides by one sample.
///
/// Sums run from the start of each block of one window's length and to its end: every window is the end of one block
/// and the start of the next, so nothing is subtracted and no rounding piles up.
/// van Herk M. *Pattern Recognit Lett* 1992;13:517-521, doi 10.1016/0167-8655(92)90069-C does this for maxima.
struct SlidingWindow<Measure: WindowedAmplitude> {
    /// In samples, 1 or more.
    let length: Int

    /// Computes one value per sample.
    ///
    /// - Precondition: as many places in `target` as samples.
    /// - Complexity: O(*n*), whatever the window.
    func compute(_ source: UnsafeBufferPointer<Double>, into target: UnsafeMutableBufferPointer<Double>) {
        precondition(source.count == target.count, "as many values as samples")
        let count = source.count
        let ahead = length - 1 - length / 2
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * (length + 1)) { memory in
            memory.initialize(repeating: 0)
            guard let source = source.baseAddress, let target = target.baseAddress, let tails = memory.baseAddress
            else { return }
            // Sums to the end of the block before, and of this one.
            var (before, next) = (tails, tails + (length + 1))
            for begin in stride(from: 0, to: count + ahead, by: length) {
                if begin + 1 >= length, begin + length <= count {
                    whole(source + begin, before + 1, next, target + (begin - ahead))
                } else {
                    edge(begin, source, count, before, next, target)
                }
                swap(&before, &next)
            }
        }
    }

    /// A block whose windows all lie in the record; the three results of a step don't wait for one another.
    @inline(__always)
    private func whole(
        _ block: UnsafePointer<Double>, _ before: UnsafePointer<Double>, _ next: UnsafeMutablePointer<Double>,
        _ target: UnsafeMutablePointer<Double>
    ) {
        let share = 1 / Double(length)
        var (head, tail) = (0.0, 0.0)
        var mirror = length
        for place in 0..<length {
            mirror &-= 1
            head += Measure.power(block[place])
            tail += Measure.power(block[mirror])
            next[mirror] = tail
            target[place] = (before[place] + head) * share
        }
        Measure.amplitudes(target, count: length)
    }

    /// A block at an end of the record: windows shrink, and what comes after the last sample counts as 0.
    private func edge(
        _ begin: Int, _ source: UnsafePointer<Double>, _ count: Int, _ before: UnsafePointer<Double>,
        _ next: UnsafeMutablePointer<Double>, _ target: UnsafeMutablePointer<Double>
    ) {
        let behind = length / 2
        var (head, tail) = (0.0, 0.0)
        for place in 0..<length {
            let index = begin + place
            if index < count { head += Measure.power(source[index]) }
            let output = index - (length - 1 - behind)
            guard output >= 0, output < count else { continue }
            let present = min(index, count - 1) - max(output - behind, 0) + 1
            target[output] = Measure.amplitude((before[place + 1] + head) * (1 / Double(present)))
        }
        for place in stride(from: length - 1, through: 0, by: -1) {
            if begin + place < count { tail += Measure.power(source[begin + place]) }
            next[place] = tail
        }
    }
}
