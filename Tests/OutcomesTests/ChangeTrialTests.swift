import Outcomes
import Testing

@Suite struct ChangeTrialTests {
    private func trial(_ before: (Int, Int), _ after: (Int, Int)) throws -> ChangeTrial {
        ChangeTrial(
            before: try #require(.init(daysAtRisk: before.1, returns: before.0)),
            after: try #require(.init(daysAtRisk: after.1, returns: after.0)))
    }

    @Test func `equal rates have the ratio one and its exact interval`() throws {
        let trial = try trial((6, 200), (6, 200))
        #expect(trial.ratio == 1)
        let interval = try #require(trial.ratioInterval)
        // Clopper and Pearson for 6 of 12: 0.210945 to 0.789055.
        #expect(abs(interval.lowerBound - 0.210_945 / 0.789_055) < 1e-5)
        #expect(abs(interval.upperBound - 0.789_055 / 0.210_945) < 1e-4)
        #expect(trial.verdict == .noClearChange)
        #expect(trial.before.ratePer100Days == 3)
    }

    @Test func `no return after has a closed form`() throws {
        // The upper share is 1 - 0.025^(1/4) = 0.602365; its odds are 1.514868.
        let trial = try trial((4, 100), (0, 200))
        #expect(abs((trial.ratioInterval?.upperBound ?? 0) - 1.514_868 / 2) < 1e-5)
        #expect(trial.verdict == .fewerReturns)
        #expect(trial.daysNeededAfter == 152)
    }

    @Test(arguments: [(151, ChangeTrial.Verdict.tooEarly), (152, .fewerReturns)])
    func `it is too early until no return at all would show`(days: Int, verdict: ChangeTrial.Verdict) throws {
        #expect(try trial((4, 100), (0, days)).verdict == verdict)
    }

    @Test func `more returns show at once`() throws {
        #expect(try trial((1, 400), (8, 100)).verdict == .moreReturns)
        let none = try trial((0, 100), (3, 100))
        #expect(none.ratio == nil)
        #expect(none.ratioInterval?.upperBound == .infinity)
        #expect(try trial((0, 0), (0, 0)).verdict == .tooEarly)
    }

    @Test func `before and after change places as the ratio turns over`() throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<200 {
            let before = (1 + random.below(12), 50 + random.below(500))
            let after = (1 + random.below(12), 50 + random.below(500))
            let one = try #require(try trial(before, after).ratioInterval)
            let two = try #require(try trial(after, before).ratioInterval)
            #expect(abs(one.lowerBound * two.upperBound - 1) < 1e-6)
        }
    }

    @Test func `the sides are counted from the diary`() throws {
        let diary = try diary("5" + free(31) + "4" + free(40) + "3")
        let changed = try #require(day(40))
        let trial = ChangeTrial(of: diary, history: RecurrenceHistory(of: diary), changedOn: changed)
        #expect(trial.before.daysAtRisk == 2)
        #expect(trial.before.returns == 1)
        #expect(trial.after.daysAtRisk == 11)
        #expect(trial.after.returns == 1)
        #expect(trial.before.knownDays == 40)
        #expect(abs((trial.before.meanPain ?? 0) - 9.0 / 40) < 1e-12)
        let late = ChangeTrial(
            of: diary, history: RecurrenceHistory(of: diary), changedOn: changed, settlingDays: .max)
        #expect(late.after.knownDays == 0)
    }
}
