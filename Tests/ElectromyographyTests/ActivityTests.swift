import Electromyography
import Foundation
import Testing

@Suite struct ActivityTests {
    private let rate: SamplingRate

    init() throws { rate = try SamplingRate(hertz: 1_000) }

    @Test(arguments: ScipyOracle.envelopes)
    func `a sliding envelope is the mean over each window`(oracle: (window: Int, rms: [Double], mav: [Double])) throws {
        let samples = noise(1_200, seed: 5)
        let rms = try Envelope(.rootMeanSquare, window: oracle.window).values(of: samples)
        let mav = try Envelope(.meanAbsolute, window: oracle.window).values(of: samples)
        #expect(rms.count == samples.count)
        #expect(relativeDifference(every(97, of: rms), oracle.rms) < 1e-12)
        #expect(relativeDifference(every(97, of: mav), oracle.mav) < 1e-12)
    }

    @Test func `an envelope forgets a loud burst entirely`() throws {
        let samples = [Double](repeating: 1e9, count: 100) + [Double](repeating: 1e-3, count: 200)
        let envelope = try Envelope(.rootMeanSquare, window: 10).values(of: samples)
        #expect(abs(envelope[150] - 1e-3) < 1e-15)
        #expect(try Envelope(.rootMeanSquare, window: 3).values(of: []).isEmpty)
        #expect(throws: SignalError.self) { try Envelope(.meanAbsolute, window: 0) }
    }

    @Test func `zero crossings are counted above the threshold only`() {
        let samples = noise(5_000, seed: 9)
        #expect(
            [ZeroCrossings.count(samples), ZeroCrossings.count(samples, threshold: 0.4)] == ScipyOracle.crossings)
        #expect(ZeroCrossings.count([1, 0, 0, -1, 0, -2, 3]) == 2)
        #expect(ZeroCrossings.count([]) == 0)
    }

    @Test func `the Teager-Kaiser energy of a sine is its amplitude times its speed, squared`() {
        let sine = (0..<50).map { 3 * sin(0.4 * Double($0)) }
        let expected = pow(3 * sin(0.4), 2)
        #expect(TeagerKaiser.energy(sine).allSatisfy { abs($0 - expected) < 1e-12 })
        #expect(
            difference(every(7, of: Array(TeagerKaiser.energy(noise(50, seed: 2))[1..<49])), ScipyOracle.energy) < 1e-14
        )
    }

    @Test func `a burst begins and ends where the level is passed for long enough`() throws {
        var envelope = [Double](repeating: 1, count: 1_000)
        for place in 0..<100 { envelope[place] += place.isMultiple(of: 2) ? 0.1 : -0.1 }
        for place in 300..<500 { envelope[place] = 5 }
        envelope[400] = 1
        envelope[700] = 9
        let found = try DoubleThreshold(deviations: 3, duration: 0.025).bursts(
            in: envelope, baseline: 0..<100, rate: rate)
        #expect(found == [300..<500])
        for place in 980..<1_000 { envelope[place] = 5 }
        let short = try DoubleThreshold(deviations: 3, duration: 0.02).bursts(
            in: envelope, baseline: 0..<100, rate: rate)
        #expect(short == [300..<500, 980..<1_000])
        let every = try DoubleThreshold(deviations: 3, duration: 0).bursts(in: envelope, baseline: 0..<100, rate: rate)
        #expect(every == [300..<400, 401..<500, 700..<701, 980..<1_000])
    }

    @Test(arguments: [0..<1, 5..<5, 900..<1_100, -5..<20])
    func `a baseline of nothing, or outside, is refused`(baseline: Range<Int>) throws {
        #expect(throws: SignalError.self) {
            try DoubleThreshold().bursts(in: [Double](repeating: 1, count: 1_000), baseline: baseline, rate: rate)
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
    func `the adaptive detector finds a burst without being told where rest is`(seed: UInt64) throws {
        var samples = noise(4_000, seed: seed)
        for place in 1_500..<2_500 { samples[place] *= 12 }
        let bursts = try AdaptiveOnset().bursts(in: samples, rate: rate)
        let burst = try #require(bursts.first)
        #expect(bursts.count == 1)
        #expect(abs(burst.lowerBound - 1_500) < 25)
        #expect(abs(burst.upperBound - 2_500) < 25)
    }

    @Test func `rest alone has no onset`() throws {
        #expect(try AdaptiveOnset().bursts(in: noise(4_000, seed: 21), rate: rate).isEmpty)
        #expect(throws: SignalError.self) { try AdaptiveOnset().bursts(in: noise(100, seed: 21), rate: rate) }
    }

    @Test func `co-contraction is nothing for muscles that take turns and all for equal ones`() throws {
        #expect(try CoContraction.falconerWinter([1, 0, 2], [0, 3, 0]) == 0)
        #expect(try CoContraction.falconerWinter([1, 4, 2], [1, 4, 2]) == 100)
        #expect(try CoContraction.falconerWinter([2, 2], [1, 0]) == 40)
        #expect(try CoContraction.falconerWinter([0, 0], [0, 0]) == nil)
        #expect(try CoContraction.rudolph([2, 2, 0], [1, 0, 0]) == 0.5)
        #expect(try CoContraction.rudolph([], []) == nil)
        #expect(throws: SignalError.self) { try CoContraction.rudolph([1], [1, 2]) }
        #expect(throws: SignalError.self) { try CoContraction.falconerWinter([1], [-1]) }
        #expect(throws: SignalError.self) { try CoContraction.falconerWinter([.nan], [1]) }
    }

    @Test func `fatigue is the slope of the median frequency over time`() throws {
        let frames = (0..<40).map { place in
            SpectralFrame(power: 1, meanFrequency: nil, medianFrequency: place == 7 ? nil : 90 - 0.5 * Double(place))
        }
        let slope = try FatigueSlope(frames: frames, seconds: 0.5)
        #expect(abs(slope.hertzPerSecond.value + 1) < 1e-9)
        #expect(abs(try #require(slope.percentPerMinute).value + 6_000 / 90.25) < 1e-6)
        #expect(throws: SignalError.self) { try FatigueSlope(frames: Array(frames[..<2]), seconds: 0.5) }
    }

    @Test func `a map knows its centre and how evenly it is spread`() throws {
        let even = try AmplitudeMap(rows: 2, columns: 4, cells: [Double?](repeating: 3, count: 8))
        let centre = try #require(even.centroid)
        #expect(centre.row == 0.5 && centre.column == 1.5)
        #expect(abs(try #require(even.entropy) - 3) < 1e-12)
        let single = try AmplitudeMap(rows: 2, columns: 2, cells: [0, 0, nil, 5])
        #expect(try #require(single.centroid) == (1, 1))
        #expect(single.entropy == 0)
        #expect(try AmplitudeMap(rows: 1, columns: 2, cells: [0, nil]).entropy == nil)
        let measured = try AmplitudeMap(channels: [[3, -3], nil, [1, 1, 1], []], rows: 2, columns: 2)
        #expect(measured.cells == [3, nil, 1, nil])
        #expect(throws: SignalError.self) { try AmplitudeMap(rows: 2, columns: 2, cells: [1]) }
        #expect(throws: SignalError.self) { try AmplitudeMap(rows: 1, columns: 1, cells: [-1]) }
        #expect(throws: SignalError.self) { try AmplitudeMap(rows: 0, columns: 1, cells: []) }
    }
}
