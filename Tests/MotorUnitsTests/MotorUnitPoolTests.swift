import MotorUnits
import Testing

@Suite struct MotorUnitPoolTests {
    private let three: MotorUnitPool

    init() throws { three = MotorUnitPool(try PoolParameters(unitCount: 3)) }

    @Test func `a pool of three units has the values worked out by hand`() {
        // 30^(1/3), 30^(2/3), 30; 100^(1/3), 100^(2/3), 100; 90 ms times 3^(-1/3), 3^(-2/3), 1/3.
        let thresholds = [3.107_232_505_953_858_9, 9.654_893_846_056_297, 30]
        let forces = [4.641_588_833_612_779, 21.544_346_900_318_843, 100]
        let times = [0.062_402_514_711_2, 0.043_267_487_109_2, 0.03]
        for (index, unit) in three.units.enumerated() {
            #expect(abs(unit.threshold - thresholds[index]) < 1e-12 * thresholds[index])
            #expect(abs(unit.twitchForce - forces[index]) < 1e-12 * forces[index])
            #expect(abs(unit.contractionTime - times[index]) < 1e-9)
            #expect(abs(unit.peakRate - (35 - thresholds[index] / 3)) < 1e-12 * 35)
        }
        #expect(abs(three.maximumExcitation - 47) < 1e-12)
        #expect(abs(three.fullRecruitment - 30 / 47.0) < 1e-12)
    }

    private static let ratesByHand: [(Double, [Double])] = [
        (3, [0, 0, 0]), (10, [14.892_767_494_046_141, 8.345_106_153_943_703, 0]),
        (30 + 1e-9, [33.964_255_831_348_71, 28.345_106_153_943_703, 8]),
        (47, [33.964_255_831_348_71, 31.781_702_051_314_567, 25]),
    ]

    @Test(arguments: ratesByHand)
    func `rates follow the excitation between threshold and peak`(excitation: Double, rates: [Double]) {
        let got = three.rates(atDrive: excitation / 47)
        for (value, expected) in zip(got, rates) { #expect(abs(value - expected) < 1e-8) }
        #expect(three.recruitedCount(atDrive: excitation / 47) == rates.filter { $0 > 0 }.count)
    }

    @Test func `units are recruited from weak to strong, and each unit's rate never falls as drive rises`() {
        let pool = MotorUnitPool()
        for (weak, strong) in zip(pool.units, pool.units.dropFirst()) {
            #expect(weak.threshold < strong.threshold && weak.twitchForce < strong.twitchForce)
            #expect(weak.contractionTime > strong.contractionTime && weak.peakRate > strong.peakRate)
        }
        var before = [Double](repeating: 0, count: pool.units.count)
        var force = -1.0
        for step in 0...200 {
            let rates = pool.rates(atDrive: Double(step) / 200)
            #expect(zip(rates, before).allSatisfy { $0 >= $1 })
            #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 >= $1 }, "earlier units discharge faster")
            #expect(rates.filter { $0 > 0 }.count == pool.recruitedCount(atDrive: Double(step) / 200))
            #expect(pool.meanForce(atDrive: Double(step) / 200) >= force)
            before = rates
            force = pool.meanForce(atDrive: Double(step) / 200)
        }
        #expect(before.allSatisfy { $0 > 0 })
    }

    @Test func `the gain of a twitch is 1 up to the ratio 0.4 and continuous there`() {
        let unit = three.units[2]
        #expect(unit.gain(afterInterval: .infinity) == 1)
        #expect(unit.gain(afterInterval: 0.03 / 0.4 + 1e-9) == 1)
        #expect(abs(unit.gain(afterInterval: 0.03 / 0.4 - 1e-9) - 1) < 1e-6)
        // (1 − exp(−2)) ÷ ((1 − exp(−0.128)) ÷ 0.4)
        #expect(abs(unit.gain(afterInterval: 0.03) - 0.864_664_716_763_387_3 / 0.300_366_552_138_390_53) < 1e-12)
    }

    @Test func `the drive for a force gives the force`() {
        let pool = MotorUnitPool()
        for share in [0.02, 0.1, 0.5, 0.99] {
            let drive = pool.drive(forForce: share)
            // The force jumps where a unit is recruited.
            #expect(pool.meanForce(atDrive: drive) >= share * pool.maximumForce)
            #expect(pool.meanForce(atDrive: drive - 1e-6) <= share * pool.maximumForce)
        }
        #expect(pool.drive(forForce: 1) <= 1 && pool.drive(forForce: -1) < 1e-6)
    }

    @Test(arguments: ["unitCount", "recruitmentRange", "intervalVariation", "lastPeakRate", "rateGain"])
    func `a parameter out of range is refused with its name`(field: String) {
        let error = #expect(throws: MotorUnitError.self) {
            switch field {
            case "unitCount": _ = try PoolParameters(unitCount: 0)
            case "recruitmentRange": _ = try PoolParameters(recruitmentRange: .nan)
            case "intervalVariation": _ = try PoolParameters(intervalVariation: 0.4)
            case "lastPeakRate": _ = try PoolParameters(minimumRate: 10, lastPeakRate: 9)
            default: _ = try PoolParameters(rateGain: -.infinity)
            }
        }
        #expect(error?.description.contains(field) == true)
    }

    @Test func `the standard parameters pass the checks of the initializer`() throws {
        #expect(try PoolParameters() == .standard)
    }
}
