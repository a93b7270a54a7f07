import Foundation

/// e to the power of `x`.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }

/// `x` to the power of `y`.
func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }

/// The log odds of a probability, in nats, with the probability kept off the ends by `margin`.
func logOdds(_ probability: Double, within margin: Double = 1e-12) -> Double {
    let kept = min(max(probability, margin), 1 - margin)
    return log(kept / (1 - kept))
}
