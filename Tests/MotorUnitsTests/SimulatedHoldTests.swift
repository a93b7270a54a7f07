import MotorUnits
import Testing

@Suite struct SimulatedHoldTests {
    private static let before = SimulatedHold.Level(rms: 40, medianFrequency: 85)
    private static let during = SimulatedHold.Level(rms: 30, medianFrequency: 70)

    @Test func `each part has its root mean square and median frequency`() throws {
        let hold = try SimulatedHold(
            before: Self.before, during: Self.during, after: Self.before, seconds: (20, 30, 20), seed: 11)
        #expect(hold.hold == 20...50 && hold.signal.count == 140_000)
        for part in hold.parts {
            let samples = Array(hold.signal[part.samples])
            #expect(abs(rootMeanSquare(samples) / part.level.rms - 1) < 0.03)
            #expect(abs(medianFrequency(samples, sampleRate: 2000) / part.level.medianFrequency - 1) < 0.04)
        }
    }

    @Test func `the truth after a filter is that of the filtered spectrum`() throws {
        let hold = try SimulatedHold(
            before: Self.before, during: Self.during, after: Self.before, seconds: (1, 1, 1), seed: 1)
        let all = hold.levels { _ in 1 }
        #expect(abs(all[1].rms - 30) < 1e-9 && abs(all[1].medianFrequency - 70) < 0.01)
        let halved = hold.levels { _ in 0.25 }
        #expect(abs(halved[1].rms - 15) < 1e-9 && abs(halved[1].medianFrequency - 70) < 0.01)
        // Above the median alone half of the power is left.
        let upper = hold.levels { $0 > 70 ? 1 : 0 }
        #expect(abs(upper[1].rms - 30 * 0.5.squareRoot()) < 0.1 && upper[1].medianFrequency > 70)
    }

    @Test func `the same seed gives the same bits`() throws {
        func make(_ seed: UInt64) throws -> [Double] {
            try SimulatedHold(
                before: Self.before, during: Self.during, after: Self.before, seconds: (1, 1, 1), seed: seed
            ).signal
        }
        #expect(try make(4) == make(4) && make(4) != make(5))
    }

    @Test func `a level that can't be made is refused`() {
        for level in [
            SimulatedHold.Level(rms: -1, medianFrequency: 80), SimulatedHold.Level(rms: 1, medianFrequency: 0),
            SimulatedHold.Level(rms: 1, medianFrequency: 900), SimulatedHold.Level(rms: .nan, medianFrequency: 80),
        ] {
            #expect(throws: MotorUnitError.self) {
                try SimulatedHold(before: level, during: level, after: level, seconds: (1, 1, 1), seed: 1)
            }
        }
    }
}
