import Electromyography
import Foundation
import Testing

/// Simulated recordings with known amplitudes and spectra, 1,000 seeds each.
@Suite struct HoldCoverageTests {
    /// How the simulated amplitude moves of itself.
    enum Amplitude: String, CaseIterable, Sendable {
        case steady, swelling
    }

    private let rate: SamplingRate
    private let reporter: HoldReporter
    private let hold: TimeSpan

    init() throws {
        rate = try SamplingRate(hertz: 1_000)
        reporter = try HoldReporter(settings: HoldReportSettings(window: 12), rate: rate)
        hold = try TimeSpan(start: 12.5, end: 14.5)
    }

    /// Twelve seconds before and after a hold; the spectrum and the amplitude change when the hold ends.
    private func recording(
        _ before: NoiseModel, _ after: NoiseModel, gain: Double, _ amplitude: Amplitude, seed: UInt64
    ) throws -> [Double] {
        var random = Gaussian(seed: seed)
        let (count, turn) = (27_000, 14_500)
        let one = try before.samples(turn, &random)
        let two = try after.samples(count - turn, &random).map { $0 * gain }
        guard amplitude == .swelling else { return (one + two).map { $0 * 10 } }
        let level = before.swelling(count, seconds: 1, share: 0.2, &random)
        return zip(one + two, level).map { $0 * $1 * 10 }
    }

    @Test(arguments: Amplitude.allCases)
    func `measures and changes lie in their intervals in at least 93 of 100 recordings`(amplitude: Amplitude) throws {
        let (before, after) = (
            try NoiseModel(low: 40, high: 160, rate: rate), try NoiseModel(low: 28, high: 110, rate: rate)
        )
        let (truth, later) = (try before.truth(), try after.truth())
        let gain = 0.5
        var hits: [String: Int] = [:]
        var (real, seeds) = (0, 0)
        for seed in 0..<1_000 {
            let samples = try recording(before, after, gain: gain, amplitude, seed: UInt64(seed))
            let measured = try reporter.report(on: samples, unit: .microvolts, holds: [hold]).holds[0]
            func check(_ name: String, _ estimate: Estimate?, _ truth: Double) {
                if let estimate, !estimate.excludes(truth) { hits[name, default: 0] += 1 }
            }
            check("rms before", measured.before?.rms, 10 * truth.rms)
            check("rms after", measured.after?.rms, 10 * gain * later.rms)
            // The mean absolute value of a swelling signal is not that of a steady one.
            if amplitude == .steady { check("mav before", measured.before?.mav, 10 * truth.meanAbsolute) }
            check("mean frequency before", measured.before?.meanFrequency, truth.meanFrequency)
            check("median frequency before", measured.before?.medianFrequency, truth.medianFrequency)
            check("median frequency after", measured.after?.medianFrequency, later.medianFrequency)
            check("rms change", measured.change.rmsPercent, 100 * (gain * later.rms / truth.rms - 1))
            check("median change", measured.change.medianFrequency, later.medianFrequency - truth.medianFrequency)
            real += measured.change.isRealRMS && measured.change.isRealMedianFrequency ? 1 : 0
            seeds += 1
        }
        for (name, count) in hits.sorted(by: { $0.key < $1.key }) {
            #expect(count >= 930, "\(name): \(count) of \(seeds)")
        }
        #expect(hits.count == (amplitude == .steady ? 8 : 7))
        #expect(real > (amplitude == .steady ? 900 : 500), "real changes found: \(real)")
    }

    @Test(arguments: Amplitude.allCases)
    func `an unchanged muscle is called changed in at most 5 of 100 recordings`(amplitude: Amplitude) throws {
        let model = try NoiseModel(low: 40, high: 160, rate: rate)
        var (amplitudes, frequencies, intervals) = (0, 0, 0)
        for seed in 0..<1_000 {
            let samples = try recording(model, model, gain: 1, amplitude, seed: UInt64(seed + 5_000))
            let change = try reporter.report(on: samples, unit: .microvolts, holds: [hold]).holds[0].change
            amplitudes += change.isRealRMS ? 1 : 0
            frequencies += change.isRealMedianFrequency ? 1 : 0
            intervals += (change.rmsPercent?.excludes(0) ?? true) ? 1 : 0
        }
        #expect(amplitudes <= 50, "\(amplitudes)")
        #expect(frequencies <= 50, "\(frequencies)")
        #expect(intervals <= 70, "\(intervals)")
    }
}
