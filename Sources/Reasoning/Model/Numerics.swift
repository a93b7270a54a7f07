import Foundation

/// e to the power of `x`.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }

/// `x` to the power of `y`.
func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }

/// The log odds of a probability, in nats, with the probability kept within 1e-12 of the ends.
func logOdds(_ probability: Double) -> Double {
    let kept = min(max(probability, 1e-12), 1 - 1e-12)
    return log(kept / (1 - kept))
}
