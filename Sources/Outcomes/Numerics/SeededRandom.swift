/// A small deterministic random generator (xoshiro256**, Blackman and Vigna 2021, doi 10.1145/3460772).
///
/// The same seed gives the same numbers on every machine.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// Fills the state from a seed by SplitMix64.
    public init(seed: UInt64) {
        var x = seed
        func mixed(_ x: inout UInt64) -> UInt64 {
            x &+= 0x9e37_79b9_7f4a_7c15
            var z = x
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
        state = (mixed(&x), mixed(&x), mixed(&x), mixed(&x))
    }

    public mutating func next() -> UInt64 {
        let result = rotated(state.1 &* 5, 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, 45)
        return result
    }

    /// A number from 0 up to, not including, 1.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A whole number from 0 up to, not including, `bound`; a bound below 1 counts as 1.
    public mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(bound, 1))).high)
    }

    /// True with this probability.
    public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// A number spread evenly over the range.
    public mutating func between(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }

    /// A standard normal deviate (Box and Muller 1958, doi 10.1214/aoms/1177706645).
    public mutating func normal() -> Double {
        let radius = (-2 * logarithm(1 - unit())).squareRoot()
        return radius * sine(2 * .pi * unit())
    }

    private func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
}
