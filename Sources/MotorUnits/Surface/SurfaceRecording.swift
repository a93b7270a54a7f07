import Foundation

/// A simulated recording: the sum of all action potentials and noise, with the truth that made it.
public struct SurfaceRecording: Sendable {
    /// The samples of each channel, in µV.
    public let channels: [[Double]]

    /// Samples per second, in hertz.
    public let sampleRate: Double

    /// The channels along (rows) and across (columns) the fibres.
    public let array: ElectrodeArray

    /// The discharges of each unit that made the signal, in seconds.
    public let discharges: [[Double]]

    /// The standard deviation of the noise, in µV.
    public let noise: Double

    /// Adds up a recording.
    ///
    /// - Parameters:
    ///   - discharges: The rising times of each unit, in seconds.
    ///   - potentials: The action potentials; the discharges of a unit without one leave no trace.
    ///   - seconds: The duration.
    ///   - signalToNoise: The mean power of the signal over that of the noise, in dB; `nil` for no noise.
    ///   - seed: The seed of the noise.
    /// - Throws: ``MotorUnitError`` when the duration is outside the limits of ``SignalLimit`` or the ratio is not
    ///   within −40 to 120 dB.
    /// - Complexity: O(discharges × channels × samples of an action potential).
    public init(
        discharges: [[Double]], potentials: ActionPotentials, seconds: Double, signalToNoise: Double? = nil,
        seed: UInt64
    ) throws(MotorUnitError) {
        let channelCount = potentials.array.channels.count
        let count = try SignalLimit.count(
            seconds: seconds, sampleRate: potentials.sampleRate, channels: channelCount)
        var sum = (0..<channelCount).map { _ in [Double](repeating: 0, count: count) }
        for (unit, times) in discharges.enumerated() where unit < potentials.waves.count {
            Self.add(times, unit: unit, potentials, to: &sum)
        }
        var deviation = 0.0
        if let decibels = signalToNoise {
            _ = try MotorUnitError.checked(decibels, "signalToNoise", in: -40...120)
            let power = sum.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } } / Double(count * channelCount)
            deviation = (power * pow(10, -decibels / 10)).squareRoot()
            let deviates = NormalDeviates()
            for channel in sum.indices {
                var random = PoolRandom(seed: seed, stream: UInt64(channel))
                for sample in 0..<count { sum[channel][sample] += deviation * deviates.next(&random) }
            }
        }
        channels = sum
        sampleRate = potentials.sampleRate
        array = potentials.array
        self.discharges = discharges
        noise = deviation
    }

    private static func add(
        _ times: [Double], unit: Int, _ potentials: ActionPotentials, to sum: inout [[Double]]
    ) {
        let wave = potentials.waves[unit]
        guard !wave.isEmpty else { return }
        let phases = ActionPotentials.phases
        let length = potentials.length
        for channel in sum.indices {
            sum[channel].withUnsafeMutableBufferPointer { signal in
                for time in times where time.isFinite && time >= 0 {
                    let fine = (time * potentials.sampleRate * Double(phases)).rounded()
                    guard fine < Double(signal.count * phases) else { continue }
                    // The first sample at or after the discharge sees it at the age of `phase` quarters.
                    let first = (Int(fine) + phases - 1) / phases
                    let phase = first * phases - Int(fine)
                    let start = (phase * potentials.array.channels.count + channel) * length
                    for at in 0..<max(min(length, signal.count - first), 0) { signal[first + at] += wave[start + at] }
                }
            }
        }
    }

}
