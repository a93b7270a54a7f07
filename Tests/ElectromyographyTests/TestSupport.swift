import Electromyography
import Foundation

/// Noise between -0.5 and 0.5, the same as in `oracle/scipy_numbers.py`.
func noise(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 9_007_199_254_740_992 - 0.5
    }
}

/// The largest difference of two lists, relative to the largest value of the second.
func difference(_ values: [Double], _ oracle: [Double]) -> Double {
    guard values.count == oracle.count else { return .infinity }
    let size = oracle.reduce(0) { max($0, abs($1)) }
    let worst = zip(values, oracle).reduce(0) { max($0, abs($1.0 - $1.1)) }
    return size > 0 ? worst / size : worst
}

/// The largest difference of two lists, each value relative to its own oracle; what lies 10⁻⁶ below the largest
/// is rounding of that one and is compared as if it were as large as that.
func relativeDifference(_ values: [Double], _ oracle: [Double]) -> Double {
    guard values.count == oracle.count else { return .infinity }
    let floor = max(oracle.reduce(0) { max($0, abs($1)) } * 1e-6, .leastNormalMagnitude)
    return zip(values, oracle).reduce(0) { max($0, abs($1.0 - $1.1) / max(abs($1.1), floor)) }
}

/// Every so many values.
func every(_ step: Int, of values: [Double], from start: Int = 0) -> [Double] {
    stride(from: start, to: values.count, by: step).map { values[$0] }
}

/// Band-pass and three notches at 2,000 hertz.
func bandAndNotches() throws -> SectionCascade {
    let rate = try SamplingRate(hertz: 2_000)
    return try SectionCascade.butterworth(order: 4, .surfaceEMG, rate: rate)
        .followed(by: .notches(at: [50, 100, 150], rate: rate))
}
