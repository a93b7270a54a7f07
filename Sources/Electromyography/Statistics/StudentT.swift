import Foundation

/// Student's t distribution.
public enum StudentT {
    /// The value that a share of the distribution lies below.
    ///
    /// - Parameters:
    ///   - probability: Above 0 and below 1.
    ///   - freedom: Degrees of freedom, above 0; need not be whole.
    /// - Returns: Within about 1e-12 of the exact value relative to it; NaN when an argument is out of range.
    public static func quantile(_ probability: Double, freedom: Double) -> Double {
        guard probability > 0, probability < 1, freedom > 0 else { return .nan }
        guard probability != 0.5 else { return 0 }
        guard probability > 0.5 else { return -quantile(1 - probability, freedom: freedom) }
        var (low, high) = (0.0, 2.0)
        while cumulative(high, freedom: freedom) < probability, high < 1e300 { (low, high) = (high, high * 2) }
        for _ in 0..<200 {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { break }
            if cumulative(middle, freedom: freedom) < probability { low = middle } else { high = middle }
        }
        return high
    }

    /// The share of the distribution below a value.
    ///
    /// - Parameters:
    ///   - value: Any number.
    ///   - freedom: Degrees of freedom, above 0.
    /// - Returns: 0 to 1.
    public static func cumulative(_ value: Double, freedom: Double) -> Double {
        let place = freedom / (freedom + value * value)
        let tail = incompleteBeta(place, freedom / 2, 0.5) / 2
        return value > 0 ? 1 - tail : tail
    }

    /// The regularised incomplete beta function, by Lentz's continued fraction.
    ///
    /// Press WH et al. *Numerical Recipes*, 3rd ed., section 6.4.
    private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        // The fraction converges quickly on one side of the middle; the other side is its mirror image.
        return x <= (a + 1) / (a + b + 2) ? betaFraction(x, a, b) : 1 - betaFraction(1 - x, b, a)
    }

    private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)) / a
        var (c, d) = (1.0, 1 / nonZero(1 - (a + b) * x / (a + 1)))
        var fraction = d
        for step in 1...500 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / nonZero(1 + even * d)
            c = nonZero(1 + even / c)
            fraction *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / nonZero(1 + odd * d)
            c = nonZero(1 + odd / c)
            let change = d * c
            fraction *= change
            if abs(change - 1) < 1e-16 { break }
        }
        return front * fraction
    }

    private static func nonZero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }

    /// The logarithm of the gamma function of a positive number, by Lanczos' series (the C function is not safe to
    /// call from several tasks at one time).
    private static func logGamma(_ x: Double) -> Double {
        let terms = [
            0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13,
            -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6,
            1.505_632_735_149_311_6e-7,
        ]
        guard x >= 0.5 else { return log(Double.pi / sin(Double.pi * x)) - logGamma(1 - x) }
        let shifted = x - 1
        var sum = terms[0]
        for place in 1..<terms.count { sum += terms[place] / (shifted + Double(place)) }
        let base = shifted + 7.5
        return log(2 * Double.pi) / 2 + (shifted + 0.5) * log(base) - base + log(sum)
    }
}
