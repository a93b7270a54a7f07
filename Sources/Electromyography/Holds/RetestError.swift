/// How much a measure differs when nothing has changed, from published repeat measurements.
public struct RetestError: Hashable, Sendable {
    /// A difference that repeat measurements of the same muscle stay within 95 times in 100.
    public struct Limit: Hashable, Sendable {
        public let value: Double
        public let source: SignalSource

        /// Creates a limit.
        ///
        /// - Throws: ``SignalError/invalid(field:value:reason:)`` unless the value is above 0 and at most 1,000.
        public init(_ value: Double, source: SignalSource) throws(SignalError) {
            self.value = try SignalError.checked(value, "limit", in: 1e-9...1_000)
            self.source = source
        }

        fileprivate init(published value: Double, _ source: SignalSource) {
            (self.value, self.source) = (value, source)
        }
    }

    /// Of the root mean square, in per cent of the mean of the two measurements.
    public let amplitude: Limit
    /// Of the median frequency, in hertz.
    public let medianFrequency: Limit

    /// Creates an error of measurement.
    public init(amplitude: Limit, medianFrequency: Limit) {
        (self.amplitude, self.medianFrequency) = (amplitude, medianFrequency)
    }

    /// The smallest detectable change from a standard error of measurement, `1.96 · √2 · error`.
    ///
    /// - Parameter error: In any unit.
    /// - Returns: In the same unit.
    public static func smallestDetectable(from error: Double) -> Double { 1.96 * 2.0.squareRoot() * error }

    /// What a report uses unless told otherwise: 34.8 % from repeated days, the worst of four neck and shoulder
    /// muscles, and 10 Hz.
    ///
    /// Both come from measurements for which the electrodes were put on again, so within one recording, where they
    /// stay, they ask for more than is needed. No figure for rest before and after pressure on a muscle was found.
    public static let published = RetestError(
        amplitude: Limit(published: smallestDetectable(from: 12.56), .officeWorkers),
        medianFrequency: Limit(published: 10, .backExtensors))

    /// The strictest figures found: 68.4 % of the root mean square, 10 Hz.
    public static let strict = RetestError(
        amplitude: Limit(published: 68.4, .submaximalShoulder),
        medianFrequency: Limit(published: 10, .backExtensors))
}
