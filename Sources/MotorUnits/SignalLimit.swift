/// What one call works on at most.
///
/// The limits keep a wrong rate or length from taking the memory of the whole server.
public enum SignalLimit {
    /// Samples of one channel.
    public static let samples = 8_000_000

    /// Channels times samples of one grid.
    public static let gridSamples = 64_000_000

    /// Sampling rates, in hertz.
    public static let sampleRate = 100.0...100_000.0

    /// The number of samples of a duration, checked.
    ///
    /// - Throws: ``MotorUnitError`` when the rate is outside ``sampleRate``, the duration isn't positive, or the
    ///   product is above ``samples``.
    static func count(seconds: Double, sampleRate: Double, channels: Int = 1) throws(MotorUnitError) -> Int {
        _ = try MotorUnitError.checked(sampleRate, "sampleRate", in: Self.sampleRate)
        _ = try MotorUnitError.checked(seconds, "seconds", in: 0.001...1e6)
        let count = (seconds * sampleRate).rounded()
        guard count <= Double(samples) else { throw .tooLong(samples: Int(count), limit: samples) }
        guard Int(count) * channels <= gridSamples else {
            throw .tooLong(samples: Int(count) * channels, limit: gridSamples)
        }
        return max(Int(count), 1)
    }
}
