import Electromyography
import Foundation
import Testing

@Suite struct FilterTests {
    private let samples = noise(3_000, seed: 11)

    @Test(arguments: ScipyOracle.designs)
    func `a Butterworth filter has scipy's sections in scipy's order`(design: ScipyOracle.Design) throws {
        let rate = try SamplingRate(hertz: design.rate)
        let cascade = try SectionCascade.butterworth(order: design.order, design.band, rate: rate)
        let coefficients = cascade.sections.flatMap { [$0.b0, $0.b1, $0.b2, $0.a1, $0.a2] }
        #expect(coefficients.count == design.coefficients.count)
        for (own, oracle) in zip(coefficients, design.coefficients) {
            #expect(abs(own - oracle) <= 1e-9 * abs(oracle) + 1e-15)
        }
    }

    @Test(arguments: ScipyOracle.notches)
    func `a notch has scipy's coefficients`(notch: ScipyOracle.Notch) throws {
        let rate = try SamplingRate(hertz: notch.rate)
        let section = try #require(
            try SectionCascade.notches(at: [notch.frequency], quality: notch.quality, rate: rate).sections.first)
        #expect(
            relativeDifference([section.b0, section.b1, section.b2, section.a1, section.a2], notch.coefficients) < 1e-9)
    }

    @Test func `filtering in the order of time gives scipy's samples and states`() throws {
        let cascade = try bandAndNotches()
        let steady = cascade.steadyState
        #expect(difference(steady.flatMap { [$0.first, $0.second] }, ScipyOracle.steadyStates) < 1e-12)
        var states = steady.map { BiquadState(first: $0.first * samples[0], second: $0.second * samples[0]) }
        let output = try cascade.filter(samples, states: &states)
        // The first sample is the remainder of a cancellation; scipy's is 6e-15.
        #expect(abs(output[0]) < 1e-13)
        #expect(
            relativeDifference(every(101, of: output, from: 101), Array(ScipyOracle.forward.dropFirst())) < 1e-9)
        #expect(relativeDifference(states.flatMap { [$0.first, $0.second] }, ScipyOracle.endStates) < 1e-9)
    }

    @Test func `filtering forward and backward gives scipy's samples`() throws {
        let rate = try SamplingRate(hertz: 2_000)
        let band = try bandAndNotches().zeroPhase(samples)
        #expect(relativeDifference(every(101, of: band), ScipyOracle.zeroPhase) < 1e-9)
        let low = try SectionCascade.butterworth(order: 3, .lowPass(10), rate: rate).zeroPhase(samples)
        #expect(relativeDifference(every(101, of: low), ScipyOracle.lowPassZeroPhase) < 1e-9)
        let notch = try SectionCascade.notches(at: [50], rate: rate).zeroPhase(samples)
        #expect(relativeDifference(every(101, of: notch), ScipyOracle.notchZeroPhase) < 1e-9)
    }

    @Test(arguments: [1, 3, 7, 8, 100, 4_096, 4_100])
    func `a recording filtered in pieces is the recording filtered whole`(piece: Int) throws {
        let cascade = try bandAndNotches()
        let long = noise(9_001, seed: 4)
        var states: [BiquadState] = []
        let whole = try cascade.filter(long, states: &states)
        var (pieces, running): ([Double], [BiquadState]) = ([], [])
        for start in stride(from: 0, to: long.count, by: piece) {
            pieces += try cascade.filter(Array(long[start..<min(start + piece, long.count)]), states: &running)
        }
        #expect(pieces == whole)
        #expect(running == states)
    }

    @Test func `more than eight sections pass in two rounds`() throws {
        let rate = try SamplingRate(hertz: 2_000)
        let notches = try SectionCascade.notches(at: (1...11).map { 40 * Double($0) }, rate: rate)
        var (states, output): ([BiquadState], [Double]) = ([], samples)
        let together = try notches.filter(samples, states: &states)
        for section in notches.sections {
            var own: [BiquadState] = []
            output = try SectionCascade(sections: [section]).filter(output, states: &own)
        }
        #expect(together == output)
    }

    @Test func `the response is half the power at a corner and none at a notch`() throws {
        let rate = try SamplingRate(hertz: 2_000)
        let band = try SectionCascade.butterworth(order: 4, .surfaceEMG, rate: rate)
        #expect(abs(band.power(at: 20, rate: rate) - 0.5) < 1e-9)
        #expect(abs(band.power(at: 450, rate: rate) - 0.5) < 1e-9)
        #expect(band.power(at: 100, rate: rate) > 0.999)
        #expect(try SectionCascade.notches(at: [50], rate: rate).power(at: 50, rate: rate) < 1e-20)
    }

    @Test func `a silent channel ends at rest, not in ever smaller numbers`() throws {
        var states: [BiquadState] = []
        let pulse = [1.0] + [Double](repeating: 0, count: 400_000)
        let output = try bandAndNotches().filter(pulse, states: &states)
        #expect(output.allSatisfy { $0 == 0 || abs($0) >= .leastNormalMagnitude })
        #expect(states.allSatisfy { $0 == BiquadState() })
    }

    @Test(arguments: [
        (0, FilterBand.lowPass(10)), (17, .lowPass(10)), (4, .lowPass(0)), (4, .lowPass(1_000)), (4, .highPass(-3)),
        (4, .lowPass(.nan)), (4, .bandPass(450, 20)), (4, .bandPass(20, 20)), (4, .bandPass(20, .infinity)),
    ])
    func `a filter that can't be made is refused`(order: Int, band: FilterBand) throws {
        let rate = try SamplingRate(hertz: 2_000)
        #expect(throws: SignalError.self) { try SectionCascade.butterworth(order: order, band, rate: rate) }
    }

    @Test func `samples that can't be filtered are refused with their place`() throws {
        let cascade = try bandAndNotches()
        #expect(throws: SignalError.tooShort(field: "samples", samples: 45, needed: 46)) {
            try cascade.zeroPhase([Double](repeating: 1, count: 45))
        }
        var broken = samples
        broken[1_234] = .nan
        #expect(throws: SignalError.notFinite(field: "samples", index: 1_234)) { try cascade.zeroPhase(broken) }
        broken[77] = .infinity
        #expect(throws: SignalError.notFinite(field: "samples", index: 77)) { try cascade.zeroPhase(broken) }
        var states = [BiquadState()]
        #expect(throws: SignalError.self) { try cascade.filter(samples, states: &states) }
        #expect(throws: SignalError.self) {
            try SectionCascade(sections: [Biquad(b0: 1, b1: 0, b2: 0, a1: 0, a2: 1.01)])
        }
        #expect(throws: SignalError.self) { try SamplingRate(hertz: 0) }
        #expect(throws: SignalError.self) { try SamplingRate(hertz: .nan) }
    }

    @Test func `harmonics of the mains stay below half the rate`() throws {
        let rate = try SamplingRate(hertz: 500)
        #expect(MainsFrequency.hertz50.harmonics(rate: rate, upTo: 450) == [50, 100, 150, 200])
        #expect(MainsFrequency.hertz60.harmonics(rate: rate, upTo: 130) == [60, 120])
    }
}
