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

    private func compute(_ source: UnsafeBufferPointer<Double>, into target: UnsafeMutableBufferPointer<Double>) {
        switch kind {
        case .rootMeanSquare: SlidingWindow<RootMeanSquare>(length: window).compute(source, into: target)
        case .meanAbsolute: SlidingWindow<MeanAbsolute>(length: window).compute(source, into: target)
        }
    }
}
