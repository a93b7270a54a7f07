import MotorUnits
import Testing

@Suite struct DischargeTests {
    @Test func `statistics are those worked out by hand`() throws {
        // Intervals 0.1, 0.1, 0.2, a pause of 0.5, 0.1: mean 0.125, deviation 0.05.
        let statistics = DischargeStatistics(times: [0, 0.1, 0.2, 0.4, 0.9, 1.0])
        #expect(statistics.count == 6 && statistics.intervals == 4 && statistics.pauses == 1)
        #expect(abs(try #require(statistics.meanRate) - 8) < 1e-12)
        #expect(abs(try #require(statistics.intervalVariation) - 0.4) < 1e-12)
        let rates = DischargeStatistics.instantaneousRates(times: [0, 0.1, 0.2, 0.4, 0.9])
        #expect(rates.map(\.time) == [0.1, 0.2, 0.4])
        #expect(zip(rates, [10.0, 10, 5]).allSatisfy { abs($0.rate - $1) < 1e-9 })
    }

    @Test(arguments: [[], [1.0], [0, 5]])
    func `too few discharges have no rate`(times: [Double]) {
        let statistics = DischargeStatistics(times: times)
        #expect(statistics.meanRate == nil && statistics.intervalVariation == nil && statistics.count == times.count)
    }

    @Test func `the variation of neighbouring intervals is that worked out by hand, and a slow change leaves it small`()
    {
        // Intervals 0.1, 0.1, 0.2, then a pause: 2·0/0.2 and 2·0.1/0.3, so a mean of 1/3.
        let variation = DischargeStatistics.localVariation(times: [0, 0.1, 0.2, 0.4, 0.9, 1.0])
        #expect(abs((variation ?? 0) - Double.pi.squareRoot() / 6) < 1e-12)
        #expect(DischargeStatistics.localVariation(times: [0, 0.1]) == nil)
        var (time, slowing) = (0.0, [0.0])
        for step in 0..<200 {
            time += 0.05 + 0.0005 * Double(step)
            slowing.append(time)
        }
        #expect(DischargeStatistics(times: slowing).intervalVariation ?? 0 > 0.25)
        #expect(DischargeStatistics.localVariation(times: slowing) ?? 1 < 0.01)
    }

    @Test func `for independent normal intervals it is their coefficient of variation`() {
        var random = PoolRandom(seed: 11)
        var (time, times) = (0.0, [0.0])
        for _ in 0..<20_000 {
            time += 0.1 * (1 + 0.15 * random.normal())
            times.append(time)
        }
        #expect(abs((DischargeStatistics.localVariation(times: times) ?? 0) - 0.15) < 0.005)
    }

    @Test func `agreement counts common and single discharges`() {
        let agreement = RateOfAgreement([0.1, 0.2, 0.3, 0.4], [0.1, 0.2003, 0.35, 0.4])
        #expect(agreement.common == 3 && agreement.onlyFirst == 1 && agreement.onlySecond == 1)
        #expect(abs(agreement.value - 0.6) < 1e-12)
    }

    @Test(arguments: [-0.03, 0, 0.0123, 0.049])
    func `a constant delay is taken out`(delay: Double) {
        var random = PoolRandom(seed: 4)
        var time = 0.0
        let train = (0..<200).map { _ in
            time += 0.08 + 0.04 * random.uniform()
            return time
        }
        let agreement = RateOfAgreement(train, train.map { $0 + delay })
        #expect(agreement.value == 1 && abs(agreement.lag - delay) < 1e-9)
        let sparse = RateOfAgreement(train, train.enumerated().filter { $0.offset % 4 > 0 }.map { $0.element + delay })
        #expect(abs(sparse.value - 0.75) < 1e-12)
    }

    @Test func `no discharges agree with none`() {
        #expect(RateOfAgreement([], []).value == 0)
        #expect(RateOfAgreement([1], []).value == 0)
        let score = DecompositionScore(found: [[]], truth: [[1, 2]])
        #expect(score.matches[0].truth == nil && score.lowestAgreement == 0)
    }

    @Test func `each true unit is matched once, best pair first`() {
        let a = (0..<20).map { 0.1 * Double($0) }
        let b = (0..<20).map { 0.137 * Double($0) + 0.011 }
        let score = DecompositionScore(found: [Array(a.dropLast(5)), b, a], truth: [a, b])
        #expect(score.matches.map(\.truth) == [nil, 1, 0])
        #expect(score.matches[2].agreement == 1)
    }

    @Test func `a hold that lowers the drive lowers the rates during it`() throws {
        let pool = MotorUnitPool(try PoolParameters(unitCount: 30))
        let drive = (0..<30_000).map { 10_000..<20_000 ~= $0 ? 0.2 : 0.35 }
        let activity = try pool.simulate(.samples(drive), seed: 8)
        let parts = try HoldDischarges(trains: activity.discharges, hold: 10...20, start: 0, end: 30)
        #expect(parts.during.activeUnits < parts.before.activeUnits)
        #expect(parts.during.dischargesPerSecond < 0.8 * parts.before.dischargesPerSecond)
        // The excitation falls by 0.15 of 47, at 1 Hz each, for units below their peak rate.
        #expect(abs(try #require(parts.pairedChangeDuring) + 0.15 * 47) < 0.7)
        #expect(abs(try #require(parts.pairedChangeAfter)) < 0.5)
    }

    @Test(arguments: [(5.0, 5.0), (0, 5), (5, 40), (.nan, 5)])
    func `a hold outside the recording is refused`(start: Double, end: Double) {
        #expect(throws: MotorUnitError.self) {
            guard start <= end else { throw MotorUnitError.invalid(field: "hold", value: "", reason: "") }
            _ = try HoldDischarges(trains: [], hold: start...end, start: 0, end: 30)
        }
    }
}
