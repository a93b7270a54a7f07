import Foundation

/// A seeded source of random numbers: the same seed gives the same sequence on every machine.
///
/// The generator is SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195). Streams with different
/// `stream` numbers are independent, so that a unit keeps its sequence whatever the other units do.
public struct PoolRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64
    private var spare: Double?

    /// Creates the stream of a seed.
    public init(seed: UInt64, stream: UInt64 = 0) {
        state = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15 &* (stream &+ 1))
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number evenly distributed in 0..<1.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number evenly distributed in the range.
    public mutating func uniform(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// A number of the standard normal distribution (Marsaglia's polar method).
    public mutating func normal() -> Double {
        if let value = spare {
            spare = nil
            return value
        }
        while true {
            let x = 2 * uniform() - 1
            let y = 2 * uniform() - 1
            let square = x * x + y * y
            guard square > 0, square < 1 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            spare = y * factor
            return x * factor
        }
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
