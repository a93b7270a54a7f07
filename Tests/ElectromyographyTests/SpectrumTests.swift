import Electromyography
import Foundation
import Testing

@Suite struct SpectrumTests {
    private let rate: SamplingRate

    init() throws { rate = try SamplingRate(hertz: 2_000) }

    @Test(arguments: ScipyOracle.transforms)
    func `a transform of any length gives scipy's values`(
        oracle: (count: Int, real: [Double], imaginary: [Double])
    ) throws {
        let values = try RealTransform(count: oracle.count).forward(noise(oracle.count, seed: UInt64(7 * oracle.count)))
        let step = max(1, values.real.count / 5)
        let size = zip(oracle.real, oracle.imaginary).reduce(0) { max($0, hypot($1.0, $1.1)) }
        #expect(difference(every(step, of: values.real) + [size], oracle.real + [size]) < 1e-12)
        #expect(difference(every(step, of: values.imaginary) + [size], oracle.imaginary + [size]) < 1e-12)
    }

    @Test(arguments: [6, 15, 64, 69, 202])
    func `power in time is power in frequency`(count: Int) throws {
        let samples = noise(count, seed: 8)
        let values = try RealTransform(count: count).forward(samples)
        var power = 0.0
        for bin in values.real.indices {
            let weight = bin == 0 || 2 * bin == count ? 1.0 : 2
            power += weight * (values.real[bin] * values.real[bin] + values.imaginary[bin] * values.imaginary[bin])
        }
        let energy = samples.reduce(0) { $0 + $1 * $1 }
        #expect(abs(power / Double(count) - energy) < 1e-12 * energy)
    }

    @Test(arguments: ScipyOracle.spectra)
    func `Welch's spectrum is scipy's, with its mean and median frequency`(oracle: ScipyOracle.Spectrum) throws {
        let estimator = try WelchEstimator(
            segment: oracle.segment, overlap: oracle.overlap, transform: oracle.transform, window: oracle.window,
            removesMean: oracle.removesMean, scaling: oracle.scaling, averaging: oracle.averaging, rate: rate)
        let samples = noise(oracle.count, seed: UInt64(oracle.count)).map { 1 + 3 * $0 }
        let spectrum = try estimator.spectrum(of: samples)
        let step = max(1, spectrum.power.count / 8)
        #expect(relativeDifference(every(step, of: spectrum.power, from: 3), oracle.power) < 1e-9)
        let own = [
            spectrum.binWidth, try #require(spectrum.meanFrequency()),
            try #require(spectrum.medianFrequency(rule: .firstBin)), try #require(spectrum.medianFrequency()),
        ]
        #expect(relativeDifference(own, [oracle.binWidth, oracle.mean, oracle.firstBin, oracle.median]) < 1e-9)
    }

    @Test func `windows are scipy's`() {
        #expect(difference(SpectralWindow.hann.weights(7), ScipyOracle.hann) < 1e-14)
        #expect(difference(SpectralWindow.hamming.weights(8), ScipyOracle.hamming) < 1e-14)
        #expect(SpectralWindow.boxcar.weights(3) == [1, 1, 1])
        #expect(SpectralWindow.hann.weights(0).isEmpty)
    }

    @Test func `the spectral slope is scipy's line, and its interval widens for bins that are alike`() throws {
        let spectrum = try WelchEstimator(segment: 500, rate: rate).spectrum(of: noise(4_000, seed: 3))
        let fit = try spectrum.slope(in: 40...400)
        let oracle = ScipyOracle.slope
        #expect(
            relativeDifference(
                [fit.slope, fit.intercept, fit.slopeError], [oracle.value, oracle.intercept, oracle.error])
                < 1e-9)
        let (plain, wide) = (fit.slopeEstimate(allowingForCorrelation: false), fit.slopeEstimate())
        #expect(fit.residualCorrelation > 0.2)
        #expect(wide.high - wide.low > plain.high - plain.low)
    }

    @Test(arguments: [1, 3, 4, 5, 8, 9])
    func `frames measured together are each frame's own spectrum`(count: Int) throws {
        let estimator = try WelchEstimator(segment: 128, rate: rate)
        let spectra = try FrameSpectra(estimator: estimator, length: 500, band: 20...450)
        let samples = noise(500 * count + 40, seed: 6)
        let frames = try spectra.frames(of: samples)
        #expect(frames.count == count)
        for (place, frame) in frames.enumerated() {
            let own = try estimator.spectrum(of: Array(samples[(500 * place)..<(500 * place + 500)]))
            let measured = [
                frame.power, try #require(frame.meanFrequency), try #require(frame.medianFrequency),
            ]
            let expected = [
                own.total(in: 20...450), try #require(own.meanFrequency(in: 20...450)),
                try #require(own.medianFrequency(in: 20...450)),
            ]
            #expect(relativeDifference(measured, expected) < 1e-12)
        }
    }

    @Test func `the median of a line is the line, and of nothing there is none`() throws {
        let one = try PowerSpectrum(binWidth: 2, power: [0, 0, 0, 5, 0])
        #expect(one.medianFrequency() == 6)
        #expect(one.meanFrequency() == 6)
        #expect(try PowerSpectrum(binWidth: 2, power: [1, 1, 1, 1]).medianFrequency() == 3)
        #expect(try PowerSpectrum(binWidth: 2, power: [0, 0]).medianFrequency() == nil)
        #expect(one.medianFrequency(in: 7...100) == nil)
        #expect(one.bins(in: 5.9...6.0) == 3..<4)
        #expect(one.bins(in: 900...1_000).isEmpty)
        #expect(throws: SignalError.self) { try PowerSpectrum(binWidth: 1, power: [1, -1]) }
        #expect(throws: SignalError.self) { try PowerSpectrum(binWidth: 0, power: [1]) }
    }

    @Test func `a segment or an overlap that doesn't fit is refused`() throws {
        #expect(throws: SignalError.self) { try WelchEstimator(segment: 1, rate: rate) }
        #expect(throws: SignalError.self) { try WelchEstimator(segment: 64, overlap: 64, rate: rate) }
        #expect(throws: SignalError.self) { try WelchEstimator(segment: 64, transform: 63, rate: rate) }
        let estimator = try WelchEstimator(segment: 64, rate: rate)
        #expect(throws: SignalError.tooShort(field: "samples", samples: 63, needed: 64)) {
            try estimator.spectrum(of: noise(63, seed: 1))
        }
        #expect(throws: SignalError.notFinite(field: "samples", index: 3)) {
            try estimator.spectrum(of: [0, 1, 2, .nan] + noise(100, seed: 1))
        }
        #expect(throws: SignalError.self) { try FrameSpectra(estimator: estimator, length: 60, band: 20...450) }
        #expect(throws: SignalError.self) { try RealTransform(count: 0) }
        #expect(throws: SignalError.self) { try RealTransform(count: 4).forward([1, 2, 3]) }
    }

    @Test func `a series to draw keeps to its points and its floor`() throws {
        let spectrum = try WelchEstimator(segment: 1_024, rate: rate).spectrum(of: noise(20_000, seed: 2))
        let series = SpectrumSeries(spectrum, band: 0...1_000, most: 100)
        #expect(series.points.count <= 100)
        #expect(series.points.map(\.level).max() == 0)
        #expect(series.points.allSatisfy { $0.level >= -80 })
        #expect(zip(series.points, series.points.dropFirst()).allSatisfy { $0.frequency < $1.frequency })
        #expect(series.medianFrequency == spectrum.medianFrequency(in: 0...1_000))
        let silence = SpectrumSeries(try PowerSpectrum(binWidth: 1, power: [0, 0, 0]), band: 0...2)
        #expect(silence.points.isEmpty && silence.medianFrequency == nil)
    }
}
