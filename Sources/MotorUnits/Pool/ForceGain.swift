import Foundation

/// The gain of a twitch as a function of (contraction time ÷ interval).
enum ForceGain {
    static let e = 2.718281828459045

    /// The ratio up to which the gain is 1.
    static let linearLimit = 0.4

    // (1 − exp(−2·0.4³)) ÷ 0.4; checked by a test.
    static let reference = 0.300_366_552_138_390_53

    static func value(_ ratio: Double) -> Double {
        guard ratio > linearLimit else { return 1 }
        return (1 - exp(-exponent(ratio))) / (ratio * reference)
    }

    /// What the falling exponential of the gain is taken of.
    @inline(__always)
    static func exponent(_ ratio: Double) -> Double { 2 * ratio * ratio * ratio }
}
