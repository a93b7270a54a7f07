import Foundation

/// Gaussian noise with the spectrum of surface EMG and an exactly known power and median frequency.
///
/// White noise runs through one high-pass and two equal low-pass sections of the first order, the shape often fitted
/// to surface EMG (Shwedyk, Balasubramanian & Scott, IEEE Trans Biomed Eng 1977;24:417–424; memory, not re-read). Power
/// and median frequency are integrals of the known transfer function, so they are truths and not estimates.
struct ShapedNoise {
    /// The corner of the high-pass over that of the low-passes.
    static let cornerRatio = 0.5

    private let highPole: Double
    private let lowPole: Double
    private let gain: Double

    /// Creates noise with a root mean square and a median frequency.
    ///
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` when no corner gives the median frequency.
    init(rms: Double, medianFrequency: Double, sampleRate: Double) throws(MotorUnitError) {
        var low = 0.01
        var high = 0.49 * sampleRate
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if Self.shape(corner: middle, sampleRate: sampleRate).median < medianFrequency {
                low = middle
            } else {
                high = middle
            }
        }
        let corner = (low + high) / 2
        let shape = Self.shape(corner: corner, sampleRate: sampleRate)
        guard abs(shape.median - medianFrequency) < 1e-3 * medianFrequency else {
            throw .invalid(
                field: "medianFrequency", value: String(medianFrequency),
                reason: "can't be reached at \(sampleRate) Hz")
        }
        (highPole, lowPole) = Self.poles(corner: corner, sampleRate: sampleRate)
        gain = rms / shape.power.squareRoot()
    }

    /// The samples; the first ones are already settled.
    func samples(count: Int, random: inout PoolRandom) -> [Double] {
        var filter = Filter()
        let deviates = NormalDeviates()
        // After this many samples what is left of the start is below 1e-9.
        let settling = Int(21 / max(1 - max(highPole, lowPole), 1e-6))
        for _ in 0..<settling { _ = step(&filter, deviates.next(&random)) }
        return (0..<count).map { _ in step(&filter, deviates.next(&random)) * gain }
    }

    private struct Filter {
        var input = 0.0
        var high = 0.0
        var first = 0.0
        var second = 0.0
    }

    private func step(_ filter: inout Filter, _ value: Double) -> Double {
        filter.high = highPole * filter.high + value - filter.input
        filter.input = value
        filter.first = lowPole * filter.first + filter.high
        filter.second = lowPole * filter.second + filter.first
        return filter.second
    }

    private static func poles(corner: Double, sampleRate: Double) -> (high: Double, low: Double) {
        (exp(-2 * .pi * cornerRatio * corner / sampleRate), exp(-2 * .pi * corner / sampleRate))
    }

    /// The root mean square and the median frequency after a filter whose power gain at each frequency is given.
    func level(sampleRate: Double, powerGain: (Double) -> Double) -> SimulatedHold.Level {
        let shape = Self.shape(high: highPole, low: lowPole, sampleRate: sampleRate, powerGain: powerGain)
        return SimulatedHold.Level(rms: gain * shape.power.squareRoot(), medianFrequency: shape.median)
    }

    private static func shape(corner: Double, sampleRate: Double) -> (power: Double, median: Double) {
        let (high, low) = poles(corner: corner, sampleRate: sampleRate)
        return shape(high: high, low: low, sampleRate: sampleRate) { _ in 1 }
    }

    // Variance for white noise of variance 1, and the frequency that halves it.
    private static func shape(
        high: Double, low: Double, sampleRate: Double, powerGain: (Double) -> Double
    ) -> (power: Double, median: Double) {
        let bins = 4096
        let width = sampleRate / 2 / Double(bins)
        var powers = [Double](repeating: 0, count: bins)
        for bin in 0..<bins {
            let cosine = cos(Double.pi * (Double(bin) + 0.5) / Double(bins))
            let one = 1 - 2 * low * cosine + low * low
            let power = 2 * (1 - cosine) / (1 - 2 * high * cosine + high * high) / (one * one)
            powers[bin] = power * powerGain((Double(bin) + 0.5) * width)
        }
        let total = powers.reduce(0, +)
        var sum = 0.0
        for (bin, power) in powers.enumerated() {
            if power > 0, sum + power >= total / 2 {
                return (total / Double(bins), (Double(bin) + (total / 2 - sum) / power) * width)
            }
            sum += power
        }
        return (0, 0)
    }
}
