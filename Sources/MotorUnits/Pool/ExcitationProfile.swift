import Foundation

/// How the drive of a pool runs over time, as a share of the full drive (0...1).
///
/// The drive is held for one sample at a time; values outside 0...1 are clamped.
public enum ExcitationProfile: Hashable, Sendable {
    /// The same drive all the time.
    case constant(Double, seconds: Double)

    /// A drive that runs evenly from one value to another.
    case ramp(from: Double, to: Double, seconds: Double)

    /// A drive that swings about a mean.
    case sine(mean: Double, amplitude: Double, hertz: Double, seconds: Double)

    /// One drive for each sample.
    case samples([Double])

    /// The drive at each sample, 0...1.
    ///
    /// - Parameter sampleRate: Samples per second; 100 to 100,000 Hz.
    /// - Returns: One value for each sample.
    /// - Throws: ``MotorUnitError`` for a rate or a length outside the limits of ``SignalLimit``, an empty list, or
    ///   a value that is not finite.
    public func drive(sampleRate: Double) throws(MotorUnitError) -> [Double] {
        switch self {
        case .constant(let value, let seconds):
            let level = try Self.level(value, "drive")
            let count = try SignalLimit.count(seconds: seconds, sampleRate: sampleRate)
            return Array(repeating: level, count: count)
        case .ramp(let from, let to, let seconds):
            let count = try SignalLimit.count(seconds: seconds, sampleRate: sampleRate)
            let start = try Self.level(from, "from")
            let step = (try Self.level(to, "to") - start) / Double(max(count - 1, 1))
            return (0..<count).map { start + step * Double($0) }
        case .sine(let mean, let amplitude, let hertz, let seconds):
            let count = try SignalLimit.count(seconds: seconds, sampleRate: sampleRate)
            let middle = try Self.level(mean, "mean")
            let swing = try MotorUnitError.checked(amplitude, "amplitude", in: 0...1)
            let pace = try MotorUnitError.checked(hertz, "hertz", in: 0...100) * 2 * Double.pi / sampleRate
            return (0..<count).map { min(max(middle + swing * sin(pace * Double($0)), 0), 1) }
        case .samples(let values):
            guard !values.isEmpty else {
                throw .invalid(field: "samples", value: "[]", reason: "has no value")
            }
            _ = try MotorUnitError.checked(sampleRate, "sampleRate", in: SignalLimit.sampleRate)
            guard values.count <= SignalLimit.samples else {
                throw .tooLong(samples: values.count, limit: SignalLimit.samples)
            }
            if let bad = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(channel: 0, sample: bad) }
            return values.map { min(max($0, 0), 1) }
        }
    }

    private static func level(_ value: Double, _ field: String) throws(MotorUnitError) -> Double {
        guard value.isFinite else { throw .invalid(field: field, value: String(value), reason: "is not finite") }
        return min(max(value, 0), 1)
    }
}
