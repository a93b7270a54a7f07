import Foundation

/// How often what was said came true.
public struct Reliability: Sendable {
    public private(set) var pairs: [(said: Double, came: Bool)] = []

    public init() {}

    /// Adds one statement and whether it came true.
    public mutating func add(_ said: Double, _ came: Bool) { pairs.append((said, came)) }

    /// Count, mean said and share that came true, by bins of the given limits.
    public func bins(_ limits: [Double]) -> [(count: Int, said: Double, came: Double)] {
        zip(limits, limits.dropFirst()).map { low, high in
            let inside = pairs.filter { $0.said >= low && $0.said < high }
            let count = Double(max(inside.count, 1))
            return (
                inside.count, inside.reduce(0) { $0 + $1.said } / count, Double(inside.count(where: \.came)) / count
            )
        }
    }

    /// Expected calibration error over ten even bins.
    public var expectedError: Double {
        let all = Double(max(pairs.count, 1))
        return bins((0...10).map { Double($0) / 10 + ($0 == 10 ? 1e-9 : 0) }).reduce(0) {
            $0 + Double($1.count) / all * abs($1.said - $1.came)
        }
    }

    /// The logistic map of log odds that fits best: shift and slope, by Newton's method.
    public func fittedMap() -> (shift: Double, slope: Double) {
        var shift = 0.0
        var slope = 1.0
        let data = pairs.filter { $0.said > 0 && $0.said < 1 }.map {
            (x: log($0.said / (1 - $0.said)), y: $0.came ? 1.0 : 0.0)
        }
        for _ in 0..<30 {
            var (g0, g1, h00, h01, h11) = (0.0, 0.0, 1e-9, 0.0, 1e-9)
            for (x, y) in data {
                let p = 1 / (1 + exp(-(shift + slope * x)))
                let w = p * (1 - p)
                (g0, g1) = (g0 + y - p, g1 + (y - p) * x)
                (h00, h01, h11) = (h00 + w, h01 + w * x, h11 + w * x * x)
            }
            let determinant = h00 * h11 - h01 * h01
            guard abs(determinant) > 1e-12 else { break }
            shift += (h11 * g0 - h01 * g1) / determinant
            slope += (h00 * g1 - h01 * g0) / determinant
        }
        return (shift, slope)
    }
}
