/// Samples per second.
public struct SamplingRate: Hashable, Sendable {
    /// In hertz, 1 to 1,000,000.
    public let hertz: Double

    /// Half the rate: the highest frequency the samples can carry, in hertz.
    public var nyquist: Double { hertz / 2 }

    /// Creates a rate.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` unless 1 ≤ `hertz` ≤ 1,000,000.
    public init(hertz: Double) throws(SignalError) {
        self.hertz = try SignalError.checked(hertz, "rate", in: 1...1_000_000)
    }

    /// The whole number of samples nearest to a time, at least `least`.
    ///
    /// - Precondition: `seconds` was checked to be finite and moderate by the caller.
    func samples(_ seconds: Double, atLeast least: Int = 0) -> Int {
        let count = (seconds * hertz).rounded()
        guard count > Double(least) else { return least }
        return count < 1e15 ? Int(count) : 1_000_000_000_000_000
    }
}
