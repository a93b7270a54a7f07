import Foundation

/// A recording around a hold with a known change: the oracle for reports that measure one.
///
/// Each part is Gaussian noise with the spectrum of surface EMG whose root mean square and median frequency are known
/// from its transfer function (see ``ShapedNoise``), not measured on the samples. The parts are independent.
public struct SimulatedHold: Sendable {
    /// What is true of one part.
    public struct Level: Hashable, Sendable, Codable {
        /// The root mean square, in µV.
        public var rms: Double

        /// The median frequency of the power spectrum, in hertz.
        public var medianFrequency: Double

        /// Creates a level.
        public init(rms: Double, medianFrequency: Double) {
            self.rms = rms
            self.medianFrequency = medianFrequency
        }
    }

    /// One part of the recording.
    public struct Part: Hashable, Sendable {
        /// What is true of it.
        public let level: Level

        /// Its samples in the recording.
        public let samples: Range<Int>
    }

    /// The samples, in µV.
    public let signal: [Double]

    /// Samples per second, in hertz.
    public let sampleRate: Double

    /// Before, during and after the hold.
    public let parts: [Part]

    private let noises: [ShapedNoise]

    /// What is true of each part after a filter.
    ///
    /// A report that filters measures the filtered signal; this is its truth.
    ///
    /// - Parameter powerGain: The filter's power gain (squared magnitude) at a frequency in hertz; a filter run forth
    ///   and back has the square of its own.
    /// - Returns: The levels before, during and after.
    public func levels(powerGain: (Double) -> Double) -> [Level] {
        noises.map { $0.level(sampleRate: sampleRate, powerGain: powerGain) }
    }

    /// The hold, in seconds from the start.
    public var hold: ClosedRange<Double> {
        Double(parts[1].samples.lowerBound) / sampleRate...Double(parts[1].samples.upperBound) / sampleRate
    }

    /// Makes a recording.
    ///
    /// - Parameters:
    ///   - before: What is true before the hold.
    ///   - during: What is true during the hold.
    ///   - after: What is true after the hold.
    ///   - seconds: The durations of the three parts.
    ///   - sampleRate: Samples per second, in hertz.
    ///   - seed: The seed; the same seed gives the same bits.
    /// - Throws: ``MotorUnitError`` for a root mean square outside 0 to 1e6 µV, a median frequency that is not
    ///   between 1 Hz and a quarter of the sampling rate, or a length outside the limits of ``SignalLimit``.
    public init(
        before: Level, during: Level, after: Level, seconds: (before: Double, during: Double, after: Double),
        sampleRate: Double = 2000, seed: UInt64
    ) throws(MotorUnitError) {
        var signal: [Double] = []
        var parts: [Part] = []
        var noises: [ShapedNoise] = []
        let plan = [(before, seconds.before), (during, seconds.during), (after, seconds.after)]
        for (index, (level, duration)) in plan.enumerated() {
            _ = try MotorUnitError.checked(level.rms, "rms", in: 0...1e6)
            let count = try SignalLimit.count(seconds: duration, sampleRate: sampleRate)
            _ = try MotorUnitError.checked(level.medianFrequency, "medianFrequency", in: 1...sampleRate / 4)
            let noise = try ShapedNoise(
                rms: level.rms, medianFrequency: level.medianFrequency, sampleRate: sampleRate)
            var random = PoolRandom(seed: seed, stream: UInt64(index))
            parts.append(Part(level: level, samples: signal.count..<signal.count + count))
            noises.append(noise)
            signal += noise.samples(count: count, random: &random)
        }
        self.signal = signal
        self.sampleRate = sampleRate
        self.parts = parts
        self.noises = noises
    }
}
