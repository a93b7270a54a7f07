import MotorUnits
import Testing

@Suite struct ScenarioTests {
    private let model: ScenarioModel

    init() throws { model = try ScenarioModel() }

    @Test func `a hold lowers drive, discharges and signal, and each only falls while it lasts`() throws {
        let series = model.series(try PoolScenario(holdSeconds: 60, pressure: 6))
        let hold = series.session.filter { $0.time >= series.holdStart && $0.time <= series.holdEnd }
        #expect(hold.count == 61)
        for (earlier, later) in zip(hold, hold.dropFirst()) {
            #expect(later.drive < earlier.drive && later.rms <= earlier.rms)
            #expect(later.dischargesPerSecond < earlier.dischargesPerSecond)
        }
        let before = series.session.prefix { $0.time < series.holdStart }
        #expect(Set(before.map(\.drive)).count == 1)
        let last = try #require(series.session.last)
        #expect(last.drive > hold[60].drive && last.drive < before[0].drive, "part of it comes back at once")
    }

    @Test func `the signal returns while the cause stays and fades once it is treated`() throws {
        let stays = model.series(try PoolScenario(causeTreated: false, days: 21))
        let treated = model.series(try PoolScenario(causeTreated: true, days: 21))
        let before = stays.session[0]
        #expect(abs(try #require(stays.days.last).rms / before.rms - 1) < 0.01)
        #expect(try #require(treated.days.last).rms < 0.4 * before.rms)
        #expect(zip(stays.days, stays.days.dropFirst()).allSatisfy { $0.drive < $1.drive })
        #expect(zip(treated.days, treated.days.dropFirst()).allSatisfy { $0.drive > $1.drive })
        #expect(stays.session == treated.session, "the session itself does not know")
    }

    @Test func `more pressure or more time lowers the drive more, up to the guarding pressure`() throws {
        func low(_ seconds: Double, _ pressure: Double) throws -> Double {
            let series = model.series(try PoolScenario(holdSeconds: seconds, pressure: pressure))
            return try #require(series.session.first { $0.time >= series.holdEnd }).drive
        }
        #expect(try low(60, 6) < low(30, 6) && low(60, 6) < low(60, 4))
        #expect(try low(60, 10) == low(60, 7))
        #expect(try low(60, 0) == low(0, 6))
    }

    @Test func `holds repeated keep the signal lower than one hold`() throws {
        let one = model.series(try PoolScenario(days: 20))
        let many = model.series(try PoolScenario(days: 20, holdEveryDays: 2))
        #expect(try #require(many.days.last).drive < 0.9 * (try #require(one.days.last).drive))
        #expect(many.days.allSatisfy { $0.drive >= 0 && $0.drive <= one.session[0].drive + 1e-12 })
    }

    @Test func `the same scenario gives the same bits`() throws {
        let scenario = try PoolScenario(holdSeconds: 90, pressure: 5.5, days: 7)
        #expect(model.series(scenario) == (try ScenarioModel()).series(scenario))
    }

    @Test func `the closed form agrees with a simulation of the same drive`() throws {
        let scenario = try PoolScenario(holdSeconds: 60, pressure: 7)
        let profile = try model.profile(scenario, sampleRate: 500)
        let activity = try model.pool.simulate(profile, sampleRate: 500, seed: 3)
        let series = model.series(scenario)
        for (start, end) in [(5.0, 25.0), (75, 88), (100, 200)] {
            let part = series.session.filter { $0.time >= start && $0.time < end }
            let expected = part.reduce(0) { $0 + $1.dischargesPerSecond } / Double(part.count)
            let count = activity.discharges.reduce(0) { $0 + $1.filter { $0 >= start && $0 < end }.count }
            #expect(abs(Double(count) / (end - start) / expected - 1) < 0.05)
        }
    }

    @Test func `every number of ours is listed as hypothetical or as a direction`() {
        let assumptions = PoolScenario.assumptions
        #expect(Set(assumptions.map(\.key)).count == assumptions.count)
        #expect(assumptions.filter { $0.basis == .hypothetical }.count >= 8)
        #expect(assumptions.allSatisfy { $0.basis == .hypothetical || $0.source != nil })
    }

    @Test(arguments: [(-1.0, 5.0, 1), (301, 5, 1), (60, 10.5, 1), (60, .nan, 1), (60, 5, 91), (60, 5, -1)])
    func `a value out of range is refused`(seconds: Double, pressure: Double, days: Int) {
        #expect(throws: MotorUnitError.self) {
            try PoolScenario(holdSeconds: seconds, pressure: pressure, days: days)
        }
    }
}
