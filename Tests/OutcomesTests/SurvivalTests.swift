import Outcomes
import Testing

@Suite struct SurvivalTests {
    private func times(_ list: [(Double, Bool)]) throws -> [SurvivalTime] {
        try list.map { try SurvivalTime($0.0, isEvent: $0.1) }
    }

    @Test func `Kaplan and Meier by hand`() throws {
        // At risk 5, 4 (two events), 2 (censored between): S = 4/5, 4/5 · 2/4, then · 0/1.
        let fitted = try KaplanMeier(times([(1, true), (2, true), (2, true), (3, false), (4, true)]))
        #expect(fitted.steps.map(\.atRisk) == [5, 4, 1])
        #expect(zip(fitted.steps.map(\.survival), [0.8, 0.4, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(abs(fitted.steps[1].variance - 0.16 * (1.0 / 20 + 2.0 / 8)) < 1e-12)
        #expect(fitted.median == 2)
        #expect(fitted.steps[2].interval == nil)
        let mean = try #require(fitted.restrictedMean(upTo: 3))
        #expect(abs(mean - (1 + 0.8 + 0.4)) < 1e-12)
        #expect(fitted.restrictedMean(upTo: 5) == nil)
    }

    @Test func `someone who enters late is not at risk before`() throws {
        let fitted = try KaplanMeier([
            SurvivalTime(2, isEvent: true), SurvivalTime(5, isEvent: true, entry: 2), SurvivalTime(6, isEvent: false),
        ])
        #expect(fitted.steps.map(\.atRisk) == [2, 2])
    }

    @Test func `Nelson and Aalen by hand`() throws {
        let fitted = try NelsonAalen(times([(1, true), (2, true), (2, true), (3, false), (4, true)]))
        #expect(abs(fitted.cumulativeHazard(at: 2) - (0.2 + 0.5)) < 1e-12)
        #expect(abs((fitted.steps.last?.variance ?? 0) - (1.0 / 25 + 2.0 / 16 + 1)) < 1e-12)
        #expect(fitted.cumulativeHazard(at: 0.5) == 0)
    }

    @Test func `the log-rank test by hand`() throws {
        // One event at 1 (2 and 2 at risk), one at 2 (1 and 2): O - E = 2 - 5/6, V = 1/4 + 2/9.
        let test = try LogRankTest([times([(1, true), (2, true)]), times([(3, false), (4, false)])])
        #expect(test.observed == [2, 0])
        #expect(abs(test.expected[0] - (0.5 + 1.0 / 3)) < 1e-12)
        let difference = 2 - (0.5 + 1.0 / 3)
        #expect(abs(test.statistic - difference * difference / (0.25 + 2.0 / 9)) < 1e-12)
    }

    @Test func `Kaplan and Meier, Nelson and Aalen agree with lifelines and statsmodels`() throws {
        let times = try SurvivalOracle.times.map { try SurvivalTime($0.time, isEvent: $0.isEvent, entry: $0.entry) }
        let fitted = try KaplanMeier(times)
        let hazard = try NelsonAalen(times)
        #expect(fitted.steps.count == SurvivalOracle.steps.count)
        for (step, (oracle, cumulative)) in zip(fitted.steps, zip(SurvivalOracle.steps, hazard.steps)) {
            #expect(step.time == oracle.time)
            #expect(abs(step.survival - oracle.survival) < 1e-6)
            #expect(abs(step.variance.squareRoot() - oracle.error) < 1e-6)
            #expect(abs(cumulative.cumulativeHazard - oracle.hazard) < 1e-6)
            let interval = try #require(step.interval)
            #expect(abs(interval.lowerBound - oracle.low) < 1e-6)
            #expect(abs(interval.upperBound - oracle.high) < 1e-6)
        }
        #expect(fitted.median == SurvivalOracle.median)
        let mean = try #require(fitted.restrictedMean(upTo: 30))
        #expect(abs(mean - SurvivalOracle.meanTo30) < 1e-6)
    }

    @Test(arguments: [2, 3])
    func `the log-rank test agrees with lifelines`(groups: Int) throws {
        let data = try (0..<groups).map { group in
            try SurvivalOracle.times.filter { $0.group == group }.map { try SurvivalTime($0.time, isEvent: $0.isEvent) }
        }
        let test = try LogRankTest(data)
        let oracle = groups == 2 ? SurvivalOracle.logRank2 : SurvivalOracle.logRank3
        #expect(test.freedom == groups - 1)
        #expect(abs(test.statistic - oracle.statistic) < 1e-6)
        #expect(abs(test.pValue - oracle.p) < 1e-6)
    }

    @Test func `survival never rises and stays within its interval`() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<50 {
            let times = try (0..<40).map { _ in
                let entry = Double(random.below(10))
                return try SurvivalTime(entry + 1 + Double(random.below(30)), isEvent: random.chance(0.6), entry: entry)
            }
            let steps = try KaplanMeier(times).steps
            #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.survival >= $1.survival })
            #expect(steps.allSatisfy { $0.interval?.contains($0.survival) ?? true })
        }
    }

    @Test func `times that make no sense are refused`() {
        #expect(throws: SurvivalError.badTime(entry: 3, time: 3)) { try SurvivalTime(3, isEvent: true, entry: 3) }
        #expect(throws: SurvivalError.self) { try SurvivalTime(.nan, isEvent: true) }
        #expect(throws: SurvivalError.noObservations) { try KaplanMeier([]) }
        #expect(throws: SurvivalError.oneGroup) { try LogRankTest([[], []]) }
    }
}
