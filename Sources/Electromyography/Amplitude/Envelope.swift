/// The amplitude of a signal over time, from a window that slides by one sample.
///
/// Each value stands for the samples from `window / 2` before to `window - 1 - window / 2` after its own; at the ends
/// the samples that exist are taken. Basmajian JV, De Luca CJ. *Muscles Alive*, 5th ed. 1985; both are in Merletti R,
/// Farina D (eds). *Surface Electromyography*. Wiley 2016, doi 10.1002/9781119082934.
public struct Envelope: Hashable, Sendable {
    /// What is taken over the window.
    public enum Kind: String, CaseIterable, Sendable {
        /// The root of the mean square.
        case rootMeanSquare = "rms"
        /// The mean of the absolute values.
        case meanAbsolute = "mav"
    }

    public let kind: Kind
    /// In samples.
    public let window: Int

    /// Creates an envelope.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` unless 1 ≤ `window` ≤ 16,777,216.
    public init(_ kind: Kind, window: Int) throws(SignalError) {
        self.kind = kind
        self.window = try SignalError.checked(window, "window", in: 1...(1 << 24))
    }

    /// Computes the envelope.
    ///
    /// - Parameter samples: Any unit.
    /// - Returns: As many values, in the same unit.
    /// - Throws: ``SignalError/notFinite(field:index:)`` for a sample that is not a number.
    /// - Complexity: O(*n*), whatever the window.
    public func values(of samples: [Double]) throws(SignalError) -> [Double] {
        try SignalError.requireFinite(samples, "samples")
        return values(ofFinite: samples)
    }

    func values(ofFinite samples: [Double]) -> [Double] {
        samples.withUnsafeBufferPointer { source in
            [Double](unsafeUninitializedCapacity: source.count) { target, count in
                compute(source, into: UnsafeMutableBufferPointer(rebasing: target[..<source.count]))
                count = source.count
            }
        }
    }

    /// Sums from the start of each block of one window's length and to its end: every window is the end of one block
    /// and the start of the next, so nothing is subtracted and no rounding piles up.
    ///
    /// van Herk M. *Pattern Recognit Lett* 1992;13:517-521, doi 10.1016/0167-8655(92)90069-C does this for maxima.
    private func compute(_ source: UnsafeBufferPointer<Double>, into target: UnsafeMutableBufferPointer<Double>) {
        precondition(source.count == target.count, "as many values as samples")
        let (count, before) = (source.count, window / 2)
        guard count > 0 else { return }
        let ahead = window - 1 - before
        let isSquare = kind == .rootMeanSquare
        let share = 1 / Double(window)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * window + 1) { memory in
            let tails = UnsafeMutableBufferPointer(rebasing: memory[0...window])
            let block = UnsafeMutableBufferPointer(rebasing: memory[(window + 1)...])
            for place in tails.indices { tails[place] = 0.0 }
            for begin in stride(from: 0, to: count + ahead, by: window) {
                var head = 0.0
                for place in 0..<window {
                    let index = begin + place
                    if index < count {
                        let sample = source[index]
                        block[place] = isSquare ? sample * sample : abs(sample)
                    } else {
                        block[place] = 0.0
                    }
                    head = head + block[place]
                    let output = index - ahead
                    guard output >= 0, output < count else { continue }
                    let sum = tails[place + 1] + head
                    let isWhole = output >= before && index < count
                    let mean =
                        isWhole
                        ? sum * share
                        : sum * (1 / Double(min(index, count - 1) - max(output - before, 0) + 1))
                    target[output] = isSquare ? mean.squareRoot() : mean
                }
                var tail = 0.0
                for place in stride(from: window - 1, through: 0, by: -1) {
                    tail = tail + block[place]
                    tails[place] = tail
                }
            }
        }
    }
}
