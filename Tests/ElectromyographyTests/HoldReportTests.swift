import Electromyography
import Foundation
import Testing

@Suite struct HoldReportTests {
    private let rate: SamplingRate
    private let model: NoiseModel

    init() throws {
        rate = try SamplingRate(hertz: 1_000)
        model = try NoiseModel(low: 40, high: 160, rate: rate)
    }

    private func noise(_ seconds: Double, seed: UInt64 = 1) throws -> [Double] {
        var random = Gaussian(seed: seed)
        return try model.samples(Int(seconds * 1_000), &random).map { $0 * 10 }
    }

    private func reporter(
        mains: MainsFrequency? = nil, band: ClosedRange<Double> = 20...450, window: Double = 30
    ) throws -> HoldReporter {
        try HoldReporter(settings: HoldReportSettings(band: band, mains: mains, window: window), rate: rate)
    }

    private func spans(_ pairs: (Double, Double)...) throws -> [TimeSpan] {
        try pairs.map { try TimeSpan(start: $0.0, end: $0.1) }
    }

    @Test func `stretches before and after don't reach into other holds`() throws {
        let report = try reporter().report(
            on: noise(100), unit: .microvolts, holds: spans((10, 20), (30, 40), (41, 99)))
        let found = report.holds.map { hold in
            HoldPhase.allCases.map { hold.measures($0).map { [$0.span.start, $0.span.end] } ?? [] }
        }
        #expect(
            found == [
                [[0, 9.75], [10.25, 19.75], [20.25, 29.75]], [[20.25, 29.75], [30.25, 39.75], [40.25, 40.75]],
                [[40.25, 40.75], [41.25, 98.75], [99.25, 100]],
            ])
    }

    @Test func `holds hours apart are measured as if each stood in a recording of its own`() throws {
        var samples = try noise(1_000)
        samples[850_000] = .nan
        let gap = Artefact(.clipping, try TimeSpan(start: 830, end: 831))
        let whole = try reporter().report(
            on: samples, unit: .microvolts, holds: spans((40, 70), (840, 900)), artefacts: [gap])
        let first = try reporter().report(on: Array(samples[..<160_000]), unit: .microvolts, holds: spans((40, 70)))
        let second = try reporter().report(
            on: Array(samples[700_000...]), unit: .microvolts, holds: spans((140, 200)),
            artefacts: [Artefact(.clipping, TimeSpan(start: 130, end: 131))])
        for (found, alone, shift) in [(whole.holds[0], first.holds[0], 0.0), (whole.holds[1], second.holds[0], 700)] {
            #expect(found.hold.start == alone.hold.start + shift)
            for phase in HoldPhase.allCases {
                let (one, two) = (try #require(found.measures(phase)), try #require(alone.measures(phase)))
                #expect(abs(one.span.start - two.span.start - shift) < 1e-9 && one.blocks == two.blocks)
                #expect(abs(one.excluded - two.excluded) < 1e-9)
                for (a, b) in [(one.rms, two.rms), (one.mav, two.mav), (one.medianFrequency, two.medianFrequency)] {
                    let (a, b) = (try #require(a), try #require(b))
                    #expect(abs(a.value - b.value) < 1e-9 * b.value && abs(a.high - b.high) < 1e-9 * b.high)
                }
            }
        }
        #expect(whole.holds[1].before?.excluded ?? 0 > 1)
    }

    @Test func `a hold from the very start has nothing before it, and says so`() throws {
        let report = try reporter().report(on: noise(30), unit: .microvolts, holds: spans((0, 10)))
        let hold = try #require(report.holds.first)
        #expect(hold.before == nil)
        #expect(hold.change.rmsPercent == nil && hold.change.medianFrequency == nil)
        #expect(!hold.change.isRealRMS && !hold.change.isRealMedianFrequency)
        #expect(hold.traps == [.missing(phase: .before)])
    }

    @Test(arguments: [(SignalUnit.millivolts, 1e-3), (.volts, 1e-6), (.microvolts, 1)])
    func `figures are in microvolts whatever the recording's unit`(unit: SignalUnit, factor: Double) throws {
        let samples = try noise(40)
        let plain = try reporter().report(on: samples, unit: .microvolts, holds: spans((15, 25)))
        let other = try reporter().report(on: samples.map { $0 * factor }, unit: unit, holds: spans((15, 25)))
        let (one, two) = (try #require(plain.holds[0].during?.rms), try #require(other.holds[0].during?.rms))
        #expect(abs(one.value - two.value) < 1e-9 * one.value)
        #expect(one.value > 1 && one.low < one.value && one.value < one.high)
    }

    @Test func `a constant offset and a slow drift change nothing`() throws {
        let samples = try noise(60)
        let drifting = samples.enumerated().map { $1 + 5_000 + 300 * sin(Double($0) / 3_000) }
        let plain = try reporter().report(on: samples, unit: .microvolts, holds: spans((25, 35))).holds[0]
        let moved = try reporter().report(on: drifting, unit: .microvolts, holds: spans((25, 35))).holds[0]
        for phase in HoldPhase.allCases {
            let (one, two) = (try #require(plain.measures(phase)), try #require(moved.measures(phase)))
            #expect(abs(try #require(one.rms).value / (try #require(two.rms).value) - 1) < 1e-3)
            #expect(abs(try #require(one.medianFrequency).value - (try #require(two.medianFrequency).value)) < 0.05)
        }
    }

    @Test func `artefacts and gaps are left out, counted, and don't reach the figures`() throws {
        let clean = try noise(70)
        var broken = clean
        for place in 10_000..<10_500 { broken[place] = 40_000 }
        for place in 45_000..<45_250 { broken[place] = .nan }
        broken[50_000] = .infinity
        let holds = try spans((30, 40))
        let artefact = Artefact(.clipping, try TimeSpan(start: 10, end: 10.5))
        let plain = try reporter().report(on: clean, unit: .microvolts, holds: holds).holds[0]
        let report = try reporter().report(on: broken, unit: .microvolts, holds: holds, artefacts: [artefact]).holds[0]
        // 50 ms on each side go with each stretch.
        #expect(abs(try #require(report.before).excluded - 0.6) < 1e-9)
        #expect(abs(try #require(report.after).excluded - (0.35 + 0.101)) < 1e-9)
        #expect(report.during?.excluded == 0)
        for phase in HoldPhase.allCases {
            let (one, two) = (try #require(plain.measures(phase)), try #require(report.measures(phase)))
            #expect(abs(try #require(one.rms).value / (try #require(two.rms).value) - 1) < 0.02)
            #expect(abs(try #require(one.medianFrequency).value - (try #require(two.medianFrequency).value)) < 2)
        }
    }

    @Test func `a stretch that is mostly left out says so`() throws {
        let artefacts = [Artefact(.movement, try TimeSpan(start: 0, end: 14))]
        let report = try reporter().report(
            on: noise(60), unit: .microvolts, holds: spans((15, 25)), artefacts: artefacts
        ).holds[0]
        #expect(report.traps.map(\.code) == ["too_short", "mostly_excluded"])
        let gone = try reporter().report(
            on: noise(60), unit: .microvolts, holds: spans((15, 25)),
            artefacts: [Artefact(.gap, try TimeSpan(start: 0, end: 15))]
        ).holds[0]
        #expect(gone.before?.rms == nil && gone.before?.medianFrequency == nil && gone.change.rmsPercent == nil)
    }

    @Test func `mains hum is told, and taken out on request without moving the median frequency`() throws {
        let clean = try noise(70, seed: 3)
        let humming = clean.enumerated().map { place, sample in
            let turn = 2 * Double.pi * 50 * Double(place) / 1_000
            return sample + 20 * sin(turn) + 8 * sin(3 * turn)
        }
        let holds = try spans((30, 40))
        let told = try reporter().report(on: humming, unit: .microvolts, holds: holds)
        guard case .mainsHum(let frequency, let times) = try #require(told.traps.first) else {
            Issue.record("no hum in \(told.traps)")
            return
        }
        #expect(frequency == 50 && times > 10)
        let plain = try reporter().report(on: clean, unit: .microvolts, holds: holds)
        #expect(plain.traps.isEmpty)
        let removed = try reporter(mains: .hertz50).report(on: humming, unit: .microvolts, holds: holds)
        #expect(removed.traps.isEmpty)
        let (one, two) = (try #require(plain.holds[0].before), try #require(removed.holds[0].before))
        #expect(abs(try #require(one.medianFrequency).value - (try #require(two.medianFrequency).value)) < 1)
        #expect(abs(try #require(one.rms).value / (try #require(two.rms).value) - 1) < 0.04)
    }

    @Test func `the band-pass doesn't move the median frequency inside the band`() throws {
        let samples = try noise(200, seed: 9)
        let report = try reporter(window: 90).report(on: samples, unit: .microvolts, holds: spans((95, 100)))
        let truth = try model.truth()
        let median = try #require(report.holds[0].before?.medianFrequency)
        #expect(abs(median.value - truth.medianFrequency) < 1.5)
        let narrow = try reporter(band: 60...200, window: 90)
        let other = try narrow.report(on: samples, unit: .microvolts, holds: spans((95, 100)))
        #expect(other.traps == [.narrowBand(low: 60, high: 200)])
        let inBand = try #require(other.holds[0].before?.medianFrequency)
        #expect(abs(inBand.value - (try model.truth(band: 60...200)).medianFrequency) < 1.5)
    }

    @Test func `rectified signals, low rates and short holds are flagged`() throws {
        let rectified = try noise(30).map { abs($0) }
        let report = try reporter().report(on: rectified, unit: .microvolts, holds: spans((12, 15)))
        #expect(report.traps == [.rectified])
        #expect(report.holds[0].traps == [.shortHold(seconds: 3)])
        let slow = try HoldReporter(settings: HoldReportSettings(), rate: SamplingRate(hertz: 500))
        let traps = try slow.report(on: noise(30), unit: .microvolts, holds: spans((12, 20))).traps
        #expect(traps.contains(.rateTooLow(rate: 500, upper: 225)))
        #expect(throws: SignalError.self) {
            try HoldReporter(settings: HoldReportSettings(), rate: SamplingRate(hertz: 80))
        }
    }

    @Test func `per cent of a reference, and a reference taken from the trial itself`() throws {
        let samples = try noise(40)
        let own = try reporter().report(
            on: samples, unit: .microvolts, holds: spans((15, 25)), reference: ReferenceContraction(rms: 200))
        let before = try #require(own.holds[0].before)
        #expect(try #require(before.percentOfReference).value == (try #require(before.rms).value) * 0.5)
        #expect(own.traps.isEmpty)
        let itself = try reporter().report(
            on: samples, unit: .microvolts, holds: spans((15, 25)),
            reference: ReferenceContraction(rms: 200, origin: .within(TimeSpan(start: 16, end: 17))))
        #expect(itself.traps == [.normalisedToItself])
        #expect(throws: SignalError.self) { try ReferenceContraction(rms: 0) }
    }

    @Test func `two sides are compared hold by hold`() throws {
        let (one, two) = (try noise(60, seed: 1), try noise(60, seed: 2).map { $0 * 0.5 })
        let report = try reporter().report(on: one, otherSide: two, unit: .microvolts, holds: spans((25, 35)))
        let sides = try #require(report.sides.first)
        #expect(sides.phases.map(\.phase) == HoldPhase.allCases)
        for phase in sides.phases {
            #expect(!(try #require(phase.rmsRatio).excludes(2)))
            #expect(!(try #require(phase.medianFrequencyDifference).excludes(0)))
        }
        #expect(throws: SignalError.self) {
            try reporter().report(on: one, otherSide: [1, 2], unit: .microvolts, holds: spans((25, 35)))
        }
    }

    @Test func `a change must exceed both its interval and the retest error`() throws {
        var samples = try noise(75)
        for place in 40_000..<75_000 { samples[place] *= 1.2 }
        let holds = try spans((35, 40))
        let small = try reporter().report(on: samples, unit: .microvolts, holds: holds).holds[0].change
        #expect(try #require(small.rmsPercent).excludes(0))
        #expect(!small.isRealRMS)
        let tight = RetestError(
            amplitude: try RetestError.Limit(10, source: .officeWorkers),
            medianFrequency: try RetestError.Limit(10, source: .backExtensors))
        let strict = try HoldReporter(settings: HoldReportSettings(retest: tight), rate: rate)
        #expect(try strict.report(on: samples, unit: .microvolts, holds: holds).holds[0].change.isRealRMS)
        #expect(abs(RetestError.published.amplitude.value - 34.81) < 0.01)
        #expect(throws: SignalError.self) { try RetestError.Limit(0, source: .officeWorkers) }
    }

    @Test func `holds that overlap or lie outside are refused`() throws {
        let samples = try noise(30)
        for holds in [try spans(), try spans((10, 20), (15, 25)), try spans((20, 22), (5, 6)), try spans((25, 31))] {
            #expect(throws: SignalError.self) { try reporter().report(on: samples, unit: .microvolts, holds: holds) }
        }
        #expect(throws: SignalError.self) { try TimeSpan(start: 5, end: 5) }
        #expect(throws: SignalError.self) { try TimeSpan(start: .nan, end: 5) }
        #expect(throws: SignalError.self) {
            try reporter().report(on: [1, 2, 3], unit: .microvolts, holds: [TimeSpan(start: 0, end: 0.002)])
        }
        let gone = [Double](repeating: .nan, count: 30_000)
        let silent = try reporter().report(on: gone, unit: .microvolts, holds: spans((10, 20)))
        #expect(silent.holds[0].during?.rms == nil)
        let flat = try reporter().report(on: gone.map { _ in 7 }, unit: .microvolts, holds: spans((10, 20)))
        #expect(flat.holds[0].during?.medianFrequency == nil)
    }
}
