import Foundation

/// The frequency of the electricity supply.
public enum MainsFrequency: Double, CaseIterable, Sendable {
    case hertz50 = 50
    case hertz60 = 60

    /// The supply's frequency and its multiples up to a limit below half the rate.
    ///
    /// - Parameters:
    ///   - rate: The sampling rate.
    ///   - limit: In hertz.
    /// - Returns: Ascending, in hertz.
    public func harmonics(rate: SamplingRate, upTo limit: Double) -> [Double] {
        Array(stride(from: rawValue, through: min(limit, rate.nyquist * 0.98), by: rawValue))
    }
}

extension SectionCascade {
    /// Notches, one section each.
    ///
    /// Each equals `scipy.signal.iirnotch(frequency, quality, fs)`; Orfanidis SJ. *Introduction to Signal
    /// Processing*. Prentice Hall 1996, section 11.3. A notch is frequency divided by quality wide where half of the
    /// power is left; applied forward and backward it is wider.
    ///
    /// - Parameters:
    ///   - frequencies: In hertz, each above 0 and below half the rate.
    ///   - quality: 0.1 to 10,000.
    ///   - rate: The sampling rate.
    /// - Returns: The notches in the order of their frequencies.
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` when a value is out of range.
    public static func notches(
        at frequencies: [Double], quality: Double = 30, rate: SamplingRate
    ) throws(SignalError) -> SectionCascade {
        let quality = try SignalError.checked(quality, "quality", in: 0.1...10_000)
        var sections: [Biquad] = []
        for frequency in frequencies {
            guard frequency > 0, frequency < rate.nyquist else {
                throw .invalid(
                    field: "notch", value: "\(frequency)", reason: "is not between 0 and half the rate \(rate.nyquist)")
            }
            let place = 2 * frequency / rate.hertz
            let beta = tan(place / quality * Double.pi / 2)
            let gain = 1 / (1 + beta)
            let middle = -2 * cos(place * Double.pi)
            sections.append(
                Biquad(b0: gain, b1: gain * middle, b2: gain, a1: gain * middle, a2: 2 * gain - 1))
        }
        return try SectionCascade(sections: sections)
    }

    /// The tangent used to prewarp a corner given as a share of half the rate.
    static func tangent(_ share: Double) -> Double { tan(Double.pi * share / 2) }
}
