/// A contraction whose amplitude others are given in per cent of.
public struct ReferenceContraction: Hashable, Sendable {
    /// Where its amplitude was measured.
    public enum Origin: Hashable, Sendable {
        /// In a trial of its own.
        case ownTrial
        /// In a stretch of the recording that is reported on.
        case within(TimeSpan)
    }

    /// The root mean square in microvolts.
    public let rms: Double
    public let origin: Origin

    /// Creates a reference.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` unless 0 < `rms` ≤ 1,000,000 microvolts.
    public init(rms: Double, origin: Origin = .ownTrial) throws(SignalError) {
        self.rms = try SignalError.checked(rms, "reference contraction", in: 1e-6...1_000_000)
        self.origin = origin
    }
}
