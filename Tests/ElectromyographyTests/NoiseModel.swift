import Electromyography
import Foundation

/// Seeded noise of a known spectrum and amplitude: an independent stand-in for a muscle.
struct NoiseModel {
    /// What a recording with known properties should be measured as.
    struct Truth {
        let rms: Double
        let meanAbsolute: Double
        let meanFrequency: Double
        let medianFrequency: Double
    }

    let shape: SectionCascade
    let rate: SamplingRate

    init(low: Double, high: Double, rate: SamplingRate) throws {
        self.rate = rate
        shape = try SectionCascade.butterworth(order: 1, .bandPass(low, high), rate: rate)
    }

    /// Integrals over the known response; noise of amplitude 1 goes in, and the amplitude measured is behind the
    /// band-pass of the report, forward and backward.
    func truth(band: ClosedRange<Double> = 20...450) throws -> Truth {
        let bandPass = try SectionCascade.butterworth(
            order: 4, .bandPass(band.lowerBound, band.upperBound), rate: rate)
        let step = 0.02
        var (power, total, moment): (Double, Double, Double) = (0, 0, 0)
        for place in 0..<Int(rate.nyquist / step) {
            let frequency = (Double(place) + 0.5) * step
            let density = shape.power(at: frequency, rate: rate)
            let passed = bandPass.power(at: frequency, rate: rate)
            power += density * passed * passed * step
            guard band.contains(frequency) else { continue }
            total += density * step
            moment += density * frequency * step
        }
        var (below, median) = (0.0, band.lowerBound)
        while below < total / 2 {
            below += shape.power(at: median + step / 2, rate: rate) * step
            median += step
        }
        let rms = (power / rate.nyquist).squareRoot()
        return Truth(
            rms: rms, meanAbsolute: rms * (2 / Double.pi).squareRoot(), meanFrequency: moment / total,
            medianFrequency: median)
    }

    /// Shaped noise.
    func samples(_ count: Int, _ random: inout Gaussian) throws -> [Double] {
        var states: [BiquadState] = []
        let white = (0..<(count + 1_000)).map { _ in random.next() }
        return Array(try shape.filter(white, states: &states).dropFirst(1_000))
    }

    /// A slow swelling of mean square 1: the exponential of noise that forgets itself over a number of seconds.
    func swelling(_ count: Int, seconds: Double, share: Double, _ random: inout Gaussian) -> [Double] {
        let spread = log(1 + share * share).squareRoot()
        let keep = exp(-1 / (seconds * rate.hertz))
        let fresh = (1 - keep * keep).squareRoot()
        var level = random.next()
        return (0..<count).map { _ in
            level = level * keep + fresh * random.next()
            return exp(spread * level - spread * spread)
        }
    }
}

/// Normal numbers from a seed: SplitMix64 and the method of Box and Muller.
struct Gaussian {
    private var state: UInt64
    private var spare: Double?

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

    private mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (Double((mixed ^ (mixed >> 31)) >> 11) + 0.5) / 9_007_199_254_740_992
    }

    mutating func next() -> Double {
        if let spare {
            self.spare = nil
            return spare
        }
        let (radius, angle) = ((-2 * log(uniform())).squareRoot(), 2 * Double.pi * uniform())
        spare = radius * sin(angle)
        return radius * cos(angle)
    }
}
