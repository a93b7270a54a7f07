/// The two-sided 95 % point of the standard normal distribution.
let normalPoint95 = 1.959_963_984_540_054

/// P(Z ≤ x) of the standard normal distribution.
func normalCumulative(_ x: Double) -> Double { 0.5 * complementaryError(-x / 2.0.squareRoot()) }

/// P(|Z| ≥ |z|) of the standard normal distribution.
func normalTwoSided(_ z: Double) -> Double { complementaryError(abs(z) / 2.0.squareRoot()) }

/// P(X ≥ x) of the chi-square distribution.
///
/// The degrees of freedom are at least 1.
func chiSquareTail(_ x: Double, freedom: Int) -> Double {
    guard x > 0 else { return 1 }
    return upperGamma(Double(max(freedom, 1)) / 2, x / 2)
}

/// The logarithm of the gamma function for positive `x` (Lanczos's series, g = 7, nine terms).
func logGamma(_ x: Double) -> Double {
    let terms = [
        0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13,
        -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6,
        1.505_632_735_149_311_6e-7,
    ]
    let shifted = x - 1
    var series = terms[0]
    for index in 1..<terms.count { series += terms[index] / (shifted + Double(index)) }
    let base = shifted + 7.5
    return 0.5 * logarithm(2 * .pi) + (shifted + 0.5) * logarithm(base) - base + logarithm(series)
}

/// The regularized upper incomplete gamma function Q(a, x), for positive `a` and `x`.
private func upperGamma(_ a: Double, _ x: Double) -> Double {
    let front = exponential(a * logarithm(x) - x - logGamma(a))
    guard x >= a + 1 else { return max(0, 1 - front * lowerGammaSeries(a, x)) }
    return front * upperGammaFraction(a, x)
}

private func lowerGammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    for step in 1...1000 {
        term *= x / (a + Double(step))
        sum += term
        if abs(term) < abs(sum) * 1e-16 { break }
    }
    return sum
}

private func upperGammaFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var value = d
    for step in 1...1000 {
        let factor = -Double(step) * (Double(step) - a)
        b += 2
        d = 1 / kept(factor * d + b)
        c = kept(b + factor / c)
        value *= d * c
        if abs(d * c - 1) < 1e-16 { break }
    }
    return value
}

/// A number kept off zero, as a divisor in Lentz's continued fractions.
private func kept(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }

/// P(X ≤ x) of the beta distribution (the regularized incomplete beta function), `a` and `b` positive.
func betaCumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exponential(
        logGamma(a + b) - logGamma(a) - logGamma(b) + a * logarithm(x) + b * logarithm(1 - x))
    // The fraction converges fast only below the mean.
    return x < (a + 1) / (a + b + 2)
        ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(1 - x, b, a) / b
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var value = d
    for step in 1...2000 {
        let m = Double(step)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / kept(1 + even * d)
        c = kept(1 + even / c)
        value *= d * c
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / kept(1 + odd * d)
        c = kept(1 + odd / c)
        value *= d * c
        if abs(d * c - 1) < 1e-16 { break }
    }
    return value
}

/// The quantile of the beta distribution, by bisection (so it can't run away).
func betaQuantile(_ share: Double, _ a: Double, _ b: Double) -> Double {
    var low = 0.0
    var high = 1.0
    for _ in 0..<100 {
        let middle = (low + high) / 2
        if betaCumulative(middle, a, b) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
}
