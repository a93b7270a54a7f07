import Foundation

/// e to the power of `x`.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }

/// `x` to the power of `y`.
func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }

/// The complementary error function.
func complementaryError(_ x: Double) -> Double { erfc(x) }

/// The sine, for drawing normal deviates.
func sine(_ x: Double) -> Double { sin(x) }

/// The logarithm of the sum of exponentials, with the largest taken out first so that nothing overflows.
func logSum(_ logs: [Double]) -> Double {
    guard let peak = logs.max(), peak > -.infinity else { return -.infinity }
    return peak + logarithm(logs.reduce(0) { $0 + exponential($1 - peak) })
}

/// The quantile of sorted numbers, interpolated linearly (type 7 of Hyndman and Fan 1996, doi 10.2307/2684934).
///
/// - Returns: `nil` when there are no numbers.
func quantile(_ sorted: [Double], _ share: Double) -> Double? {
    guard let last = sorted.indices.last else { return nil }
    let place = min(max(share, 0), 1) * Double(last)
    let low = Int(place)
    let high = min(low + 1, last)
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
}

/// The median, or `nil` when there are no numbers.
func median(_ numbers: [Double]) -> Double? { quantile(numbers.sorted(), 0.5) }

/// The arithmetic mean, or `nil` when there are no numbers.
func mean(_ numbers: [Double]) -> Double? {
    numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
}
