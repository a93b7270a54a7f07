import Electromyography
import Foundation

/// Every measure that scipy has too, one file per measure: channel after channel, the values of each in order.
struct MeasureRun {
    private let channels: [[Double]]
    private let rate: SamplingRate
    private let band = 20.0...450.0

    init(_ channels: [[Double]], rate: Double) throws {
        self.channels = channels
        self.rate = try SamplingRate(hertz: rate)
    }

    func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var columns: [String: [Double]] = [:]
        for channel in channels {
            for (name, values) in try measures(of: channel) { columns[name, default: []] += values }
        }
        for (name, values) in columns { try EMGPeer.write(values, to: "\(folder)/\(name)") }
    }

    private func measures(of samples: [Double]) throws -> [(String, [Double])] {
        let bandPass = try SectionCascade.butterworth(order: 4, .surfaceEMG, rate: rate)
        let notches = try SectionCascade.notches(at: [50, 100, 150], rate: rate)
        let banded = try bandPass.zeroPhase(samples)
        var states: [BiquadState] = []
        let clean = try bandPass.followed(by: notches).zeroPhase(samples)
        let transform = try RealTransform(count: samples.count).forward(samples)
        let window = Int(rate.hertz / 10)
        let envelope = try Envelope(.rootMeanSquare, window: window).values(of: clean)
        return [
            ("band-pass", banded), ("band-pass forward", try bandPass.filter(samples, states: &states)),
            ("notches", try notches.zeroPhase(samples)), ("band-pass and notches", clean),
            ("RMS envelope", envelope), ("MAV envelope", try Envelope(.meanAbsolute, window: window).values(of: clean)),
            ("Fourier transform", transform.real + transform.imaginary),
            ("Teager-Kaiser energy", Array(TeagerKaiser.energy(clean).dropFirst().dropLast())),
            ("zero crossings", crossings(clean)), ("onsets, double threshold", try onsets(envelope)),
            ("onsets, energy", try flat(AdaptiveOnset().bursts(in: clean, rate: rate))),
        ] + (try spectral(clean))
    }

    private func spectral(_ samples: [Double]) throws -> [(String, [Double])] {
        let spectrum = try WelchEstimator(segment: 512, rate: rate).spectrum(of: samples)
        let robust = try WelchEstimator(segment: 512, averaging: .median, rate: rate).spectrum(of: samples)
        let frame = Int(rate.hertz / 4)
        let frames = try FrameSpectra(
            estimator: WelchEstimator(segment: min(256, frame), rate: rate), length: frame, band: band
        ).frames(of: samples)
        let slope = try spectrum.slope(in: 40...400)
        let fatigue = try FatigueSlope(frames: frames, seconds: Double(frame) / rate.hertz)
        return [
            ("Welch spectrum", spectrum.power), ("Welch spectrum, median", robust.power),
            ("power in the band", [spectrum.total(in: band)]),
            ("mean frequency", [spectrum.meanFrequency(in: band) ?? .nan]),
            ("median frequency", [spectrum.medianFrequency(in: band) ?? .nan]),
            ("median frequency, first bin", [spectrum.medianFrequency(in: band, rule: .firstBin) ?? .nan]),
            ("frames: power", frames.map(\.power)), ("frames: mean frequency", frames.map { $0.meanFrequency ?? .nan }),
            ("frames: median frequency", frames.map { $0.medianFrequency ?? .nan }),
            ("spectral slope", fit(slope)), ("fatigue slope", fit(fatigue.line)),
        ]
    }

    /// Slope, intercept, standard error, and the interval for independent points.
    private func fit(_ line: LineFit) -> [Double] {
        let interval = line.slopeEstimate(allowingForCorrelation: false)
        return [line.slope, line.intercept, line.slopeError, interval.low, interval.high]
    }

    private func crossings(_ samples: [Double]) -> [Double] {
        let height = samples.reduce(0) { $0 + abs($1) } / Double(samples.count)
        return [0, height].map { Double(ZeroCrossings.count(samples, threshold: $0)) }
    }

    private func onsets(_ envelope: [Double]) throws -> [Double] {
        flat(
            try DoubleThreshold(deviations: 3, duration: 0.025)
                .bursts(in: envelope, baseline: 0..<Int(rate.hertz), rate: rate))
    }

    /// Places of bursts, ended by -1.
    private func flat(_ bursts: [Range<Int>]) -> [Double] {
        bursts.flatMap { [Double($0.lowerBound), Double($0.upperBound)] } + [-1]
    }
}
