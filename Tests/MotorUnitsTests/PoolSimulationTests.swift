import MotorUnits
import Testing

@Suite struct PoolSimulationTests {
    private let pool = MotorUnitPool()

    // Made by `Tools/peers/pool_numpy.py --fixture`: twitch by twitch in double precision with numpy.
    private let fixture: [Int: Double] = [
        12: 0.1002880710672062, 60: 15.249935451215332, 101: 58.73504629145816, 150: 132.38351308384557,
        201: 120.40941805915625, 251: 440.2159646042786, 260: 576.8967864515357, 333: 277.11170495355384,
        400: 91.43141697161619, 499: 21.82610591334731,
    ]

    @Test func `the force of known discharges is that of an independent sum of twitches`() throws {
        let three = MotorUnitPool(try PoolParameters(unitCount: 3))
        let trains = [
            [0.0115, 0.1, 0.1803, 0.25, 0.31, 0.3555], [0.05, 0.09, 0.1307, 0.3], [0.2, 0.225, 0.25001],
        ]
        let force = try three.force(of: trains, seconds: 0.5, sampleRate: 1000)
        #expect(force.count == 500)
        for (sample, expected) in fixture { #expect(abs(force[sample] - expected) < 1e-9 * expected) }
    }

    @Test(arguments: [3.0, 100])
    func `any range of contraction times is summed to 1e-9`(range: Double) throws {
        let pool = MotorUnitPool(try PoolParameters(unitCount: 7, contractionTimeRange: range))
        let trains = (0..<7).map { unit in (0..<20).map { 0.003 * Double(unit) + 0.0417 * Double($0) } }
        let force = try pool.force(of: trains, seconds: 1, sampleRate: 2000)
        for sample in [1, 99, 700, 1999] {
            var sum = 0.0
            for (unit, times) in zip(pool.units, trains) {
                for (index, time) in times.enumerated() where Double(sample) / 2000 >= time {
                    let age = (Double(sample) / 2000 - time) / unit.contractionTime
                    let gain = index > 0 ? unit.gain(afterInterval: time - times[index - 1]) : 1
                    sum += gain * unit.twitchForce * age * exponential(1 - age)
                }
            }
            #expect(abs(force[sample] - sum) <= 1e-9 * sum + 1e-12)
        }
    }

    @Test func `without variation the intervals are the inverse of the rate and the force is the closed form`() throws {
        let even = MotorUnitPool(try PoolParameters(unitCount: 20, intervalVariation: 0))
        let activity = try even.simulate(.constant(0.4, seconds: 6), first: .atThreshold, seed: 1)
        for (unit, times) in zip(even.units, activity.discharges) {
            let rate = unit.rate(at: 0.4 * even.maximumExcitation)
            guard rate > 0 else {
                #expect(times.isEmpty)
                continue
            }
            #expect(times.first == 0)
            for (index, time) in times.enumerated() { #expect(abs(time - Double(index) / rate) < 1e-9) }
        }
        let steady = try #require(activity.steadiness(from: 1, to: 6))
        #expect(abs(steady.mean / even.meanForce(atDrive: 0.4) - 1) < 0.005)
    }

    @Test func `the same seed gives the same bits, another seed others, and a larger pool changes no stream`() throws {
        let once = try pool.simulate(.constant(0.3, seconds: 2), seed: 5)
        let again = try pool.simulate(.constant(0.3, seconds: 2), seed: 5)
        let other = try pool.simulate(.constant(0.3, seconds: 2), seed: 6)
        #expect(once.discharges == again.discharges && once.force == again.force)
        #expect(once.discharges != other.discharges)
    }

    @Test func `measured rates and variation are those asked for`() throws {
        let activity = try pool.simulate(.constant(0.5, seconds: 30), seed: 2)
        let rates = pool.rates(atDrive: 0.5)
        for index in activity.activeUnits {
            let statistics = DischargeStatistics(times: activity.discharges[index], pause: 1)
            let rate = try #require(statistics.meanRate)
            #expect(abs(rate / rates[index] - 1) < 0.06)
            #expect(abs(try #require(statistics.intervalVariation) - 0.2) < 0.05)
        }
        #expect(activity.activeUnits.count == pool.recruitedCount(atDrive: 0.5))
    }

    @Test func `a ramp recruits in order and lets go in the opposite order`() throws {
        let up = (0..<5000).map { Double($0) / 5000 }
        let activity = try pool.simulate(.samples(up + up.reversed()), first: .atThreshold, seed: 3)
        let first = activity.discharges.compactMap(\.first)
        let last = activity.discharges.compactMap(\.last)
        #expect(first.count == 120)
        for (weak, strong) in zip(first, first.dropFirst()) { #expect(weak < strong) }
        // A unit is silent one interval, up to 200 ms, before the drive falls below its threshold.
        for (weak, strong) in zip(last, last.dropFirst(40)) { #expect(weak > strong) }
    }

    @Test func `less drive gives lower rates, less force and less variable force`() throws {
        let high = try pool.simulate(.constant(0.4, seconds: 8), seed: 4)
        let low = try pool.simulate(.constant(0.2, seconds: 8), seed: 4)
        for (many, few) in zip(high.discharges, low.discharges) { #expect(few.count <= many.count) }
        let strong = try #require(high.steadiness(from: 2, to: 8))
        let weak = try #require(low.steadiness(from: 2, to: 8))
        #expect(weak.mean < 0.7 * strong.mean)
        #expect(weak.mean * weak.variation < strong.mean * strong.variation)
    }

    @Test func `a sine swings and a unit falls silent between`() throws {
        let activity = try pool.simulate(.sine(mean: 0.2, amplitude: 0.2, hertz: 0.5, seconds: 8), seed: 1)
        let statistics = DischargeStatistics(times: activity.discharges[90], pause: 0.25)
        #expect(statistics.pauses >= 3)
        #expect(activity.discharges[119].isEmpty)
    }

    @Test func `what can't be simulated is refused`() {
        #expect(throws: MotorUnitError.self) { try pool.simulate(.samples([]), seed: 1) }
        #expect(throws: MotorUnitError.notFinite(channel: 0, sample: 1)) {
            try pool.simulate(.samples([0, .nan]), seed: 1)
        }
        #expect(throws: MotorUnitError.self) { try pool.simulate(.constant(.nan, seconds: 1), seed: 1) }
        #expect(throws: MotorUnitError.self) { try pool.simulate(.constant(1, seconds: 1), sampleRate: 1, seed: 1) }
        #expect(throws: MotorUnitError.tooLong(samples: 10_000_000, limit: 8_000_000)) {
            try pool.simulate(.constant(1, seconds: 10_000), seed: 1)
        }
        #expect(throws: MotorUnitError.self) { try pool.force(of: [[1, 0.5]], seconds: 2, sampleRate: 1000) }
        #expect(throws: MotorUnitError.self) { try pool.force(of: [[.infinity]], seconds: 2, sampleRate: 1000) }
    }

    @Test func `a discharge after the end and a long silence leave no trace`() throws {
        let force = try pool.force(of: [[0.01, 500]], seconds: 400, sampleRate: 200)
        #expect(try #require(force.last) == 0)
        #expect(force[20] > 0)
    }
}
