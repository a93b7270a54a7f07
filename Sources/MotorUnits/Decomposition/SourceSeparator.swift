import Foundation

/// Separates the discharges of motor units from many channels of EMG.
///
/// The channels are extended by delayed copies and decorrelated; a fixed-point iteration looks for a direction whose
/// source is as skewed (or as peaked) as can be; its pulses are found, and the direction is improved as the mean of the
/// samples at the pulses, for as long as they grow clearer and the intervals more regular (Negro, Muceli, Castronovo,
/// Holobar & Farina, J Neural Eng 2016;13:026027, doi:10.1088/1741-2560/13/2/026027). As in convolution kernel
/// compensation (Holobar & Zazula, IEEE Trans Signal Process 2007;55:4487–4496), the iteration works with the inverse
/// of the correlation matrix, by a Cholesky factor, so that no eigenvectors and no whitened copy of the signal are
/// needed.
///
/// Units found are taken out of the signal by their mean waves, and the search begins again in what is left, with its
/// own correlation; then each is improved with the others taken out. Clear pulses that are too irregular for one unit
/// are divided in two by shape. These two steps are ours; `Tools/peers/decomposition` measures them.
///
/// - Complexity: O(channels² × extension × samples) once, (channels × extension)³ ÷ 3 once, and for each attempt
///   about 20 to 40 filterings of channels × extension × samples; the first two again in each round of the search.
public struct SourceSeparator: Sendable {
    /// The settings.
    public let settings: SeparationSettings

    /// Creates a separator.
    ///
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` for an extension outside 1 to 64, attempts outside 1
    ///   to 1,000, patience outside 1 to 1,000, steps outside 1 to 200, a search length outside 0.1 to 10,000 s or a
    ///   dead time outside 0.001 to 0.1 s.
    public init(_ settings: SeparationSettings = SeparationSettings()) throws(MotorUnitError) {
        _ = try MotorUnitError.checked(settings.extensionFactor, "extensionFactor", in: 1...64)
        _ = try MotorUnitError.checked(settings.attempts, "attempts", in: 1...1000)
        _ = try MotorUnitError.checked(settings.patience, "patience", in: 1...1000)
        _ = try MotorUnitError.checked(settings.steps, "steps", in: 1...200)
        _ = try MotorUnitError.checked(settings.searchSeconds, "searchSeconds", in: 0.1...10_000)
        _ = try MotorUnitError.checked(settings.deadTime, "deadTime", in: 0.001...0.1)
        self.settings = settings
    }

    /// The most rows of the extended signal, channels times extension.
    public static let largestSize = 2048

    /// Finds the units of a recording.
    ///
    /// - Parameters:
    ///   - channels: The samples of each channel, all equally long, in any one unit.
    ///   - sampleRate: Samples per second, in hertz.
    ///   - progress: Told the share of the attempts made, 0...1, before each; `false` ends the search early.
    /// - Returns: The units found, clearest first.
    /// - Throws: ``MotorUnitError`` when there is no channel, lengths differ, a sample is not finite, or the signal is
    ///   larger than the limits.
    public func units(
        in channels: [[Double]], sampleRate: Double, progress: (Double) -> Bool = { _ in true }
    ) throws(MotorUnitError) -> [FoundUnit] {
        let signal = try prepared(channels, sampleRate: sampleRate)
        guard var search = SeparationSearch(signal: signal, settings: settings, sampleRate: sampleRate) else {
            return []
        }
        return search.run(progress: progress)
    }

    private func prepared(_ channels: [[Double]], sampleRate: Double) throws(MotorUnitError) -> ExtendedSignal {
        _ = try MotorUnitError.checked(sampleRate, "sampleRate", in: SignalLimit.sampleRate)
        _ = try MotorUnitError.checked(
            channels.count * settings.extensionFactor, "channels × extension", in: 1...Self.largestSize)
        let count = channels[0].count
        guard count <= SignalLimit.samples, count * channels.count <= SignalLimit.gridSamples else {
            throw .tooLong(samples: count * channels.count, limit: SignalLimit.gridSamples)
        }
        _ = try MotorUnitError.checked(count, "samples", in: 8 * settings.extensionFactor...SignalLimit.samples)
        var power = 0.0
        var centred: [[Double]] = []
        for (index, channel) in channels.enumerated() {
            guard channel.count == count else {
                throw .invalid(
                    field: "channels[\(index)]", value: String(channel.count), reason: "is not \(count) samples long")
            }
            if let bad = channel.firstIndex(where: { !$0.isFinite }) { throw .notFinite(channel: index, sample: bad) }
            let mean = channel.reduce(0, +) / Double(count)
            centred.append(channel.map { $0 - mean })
            power += centred[index].reduce(0) { $0 + $1 * $1 }
        }
        let scale = power > 0 ? (power / Double(count * channels.count)).squareRoot() : 1
        return ExtendedSignal(
            centred.map { $0.map { $0 / scale } }, taps: settings.extensionFactor)
    }
}
