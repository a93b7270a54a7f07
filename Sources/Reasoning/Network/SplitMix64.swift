/// A small seeded generator whose sequence never changes between versions or machines.
///
/// Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014,
/// doi:10.1145/2660193.2660195.
struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z &>> 31)
    }

    /// A number in 0..<1 with 53 random bits.
    mutating func uniform() -> Double { Double(next() &>> 11) * 0x1p-53 }

    /// An index in `0..<count`.
    mutating func index(below count: Int) -> Int { min(count - 1, Int(uniform() * Double(count))) }
}
