/// A small deterministic generator, the same on every machine and in every version.
///
/// xoshiro256**, Blackman and Vigna, Scrambled Linear Pseudorandom Number Generators, ACM TOMS 47:4, 2021,
/// doi:10.1145/3460772; its state is filled by SplitMix64.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    public init(seed: UInt64) {
        var state = seed
        func split() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z &>> 31)
        }
        a = split()
        b = split()
        c = split()
        d = split()
    }

    public mutating func next() -> UInt64 {
        let scrambled = b &* 5
        let result = ((scrambled &<< 7) | (scrambled &>> 57)) &* 9
        let shifted = b &<< 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = (d &<< 45) | (d &>> 19)
        return result
    }

    /// A number from 0 up to, not including, 1, with 53 random bits.
    public mutating func unit() -> Double { Double(next() &>> 11) * 0x1p-53 }

    /// A whole number from 0 up to, not including, `bound`.
    ///
    /// - Precondition: `bound` is positive.
    public mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}
