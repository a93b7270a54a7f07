/// A straight line through points, by least squares.
public struct LineFit: Hashable, Sendable {
    public let slope: Double
    public let intercept: Double
    /// The standard error of the slope for independent points; `scipy.stats.linregress` gives the same.
    public let slopeError: Double
    /// How many points there are.
    public let count: Int
    /// The correlation of neighbouring residuals, corrected for its bias in short series and at least 0.
    public let residualCorrelation: Double

    /// Fits a line.
    ///
    /// - Parameters:
    ///   - x: Three or more values, not all equal.
    ///   - y: As many values.
    /// - Throws: ``SignalError`` when there are too few points, unequal counts, or all `x` are equal.
    public init(x: [Double], y: [Double]) throws(SignalError) {
        guard x.count >= 3 else { throw .tooShort(field: "points of a line", samples: x.count, needed: 3) }
        guard x.count == y.count else {
            throw .invalid(field: "y", value: "\(y.count)", reason: "values are not as many as x (\(x.count))")
        }
        try SignalError.requireFinite(x, "x")
        try SignalError.requireFinite(y, "y")
        let n = Double(x.count)
        let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
        var (sxx, sxy) = (0.0, 0.0)
        for (a, b) in zip(x, y) {
            sxx += (a - meanX) * (a - meanX)
            sxy += (a - meanX) * (b - meanY)
        }
        guard sxx > 0 else { throw .invalid(field: "x", value: "\(meanX)", reason: "is the same for all points") }
        slope = sxy / sxx
        intercept = meanY - slope * meanX
        count = x.count
        var (squares, products, before) = (0.0, 0.0, 0.0)
        for (place, (a, b)) in zip(x, y).enumerated() {
            let residual = (b - meanY) - slope * (a - meanX)
            squares += residual * residual
            if place > 0 { products += residual * before }
            before = residual
        }
        slopeError = (squares / (n - 2) / sxx).squareRoot()
        let raw = squares > 0 ? products / squares : 0
        residualCorrelation = min(max(raw + (1 + 3 * raw) / n, 0), 0.95)
    }

    /// The slope with its 95 % interval.
    ///
    /// - Parameter allowsForCorrelation: Whether the interval widens with the correlation of neighbouring residuals,
    ///   by √((1+r)/(1−r)), for points along time or frequency (Bartlett MS. *J R Stat Soc* 1935;98:536-543, doi
    ///   10.2307/2342284).
    /// - Returns: In units of y per unit of x.
    public func slopeEstimate(allowingForCorrelation allowsForCorrelation: Bool = true) -> Estimate {
        let r = allowsForCorrelation ? residualCorrelation : 0
        let reach =
            StudentT.quantile(0.975, freedom: Double(count - 2)) * slopeError * ((1 + r) / (1 - r)).squareRoot()
        return Estimate(value: slope, low: slope - reach, high: slope + reach)
    }
}
