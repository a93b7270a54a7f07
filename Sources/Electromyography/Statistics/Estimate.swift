/// A measured value with the interval that holds the true one in about 95 of 100 recordings.
public struct Estimate: Hashable, Sendable {
    public let value: Double
    public let low: Double
    public let high: Double

    /// Creates an estimate.
    public init(value: Double, low: Double, high: Double) {
        (self.value, self.low, self.high) = (value, low, high)
    }

    /// The estimate in another unit.
    func scaled(by factor: Double) -> Estimate {
        Estimate(value: value * factor, low: low * factor, high: high * factor)
    }

    /// True when the interval leaves out a number.
    public func excludes(_ number: Double) -> Bool { number < low || number > high }
}
