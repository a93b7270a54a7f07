import Outcomes
import Testing

@Suite struct RecurrenceTests {
    @Test func `a return needs a month without pain`() throws {
        let full = RecurrenceHistory(of: try diary("55" + free(30) + "4"))
        #expect(full.returns == [day(32)].compactMap(\.self))
        let short = RecurrenceHistory(of: try diary("55" + free(29) + "4"))
        #expect(short.returns.isEmpty)
        #expect(short.episodes.count == 1)
        #expect(short.episodes.first?.relapses == [day(31)].compactMap(\.self))
    }

    @Test(arguments: [(6, 0), (7, 1)])
    func `a pause of a week or more makes a relapse`(pause: Int, relapses: Int) throws {
        let history = RecurrenceHistory(of: try diary("5" + free(pause) + "5"))
        #expect(history.episodes.count == 1)
        #expect(history.episodes.first?.relapses.count == relapses)
    }

    @Test func `pain of one point is neither pain-free nor a return`() throws {
        let history = RecurrenceHistory(of: try diary("5" + free(20) + "1" + free(20) + "4"))
        #expect(history.returns.isEmpty)
        let alone = RecurrenceHistory(of: try diary(free(40) + "1" + free(40)))
        #expect(alone.episodes.isEmpty)
        #expect(alone.spells.map(\.ending) == [.minorPain, .endOfDiary])
        // Ten days after the first month, the day of the one point, and ten days after the second month.
        #expect(alone.daysAtRisk.count == 10 + 1 + 10)
    }

    @Test func `a return begins with its first painful day`() throws {
        let history = RecurrenceHistory(of: try diary("5" + free(31) + "1135" + free(31)))
        #expect(history.returns == [day(32)].compactMap(\.self))
        let episode = try #require(history.episodes.last)
        #expect(episode.days == 4)
        #expect(episode.peak == 5)
        #expect(episode.ending == .resolved)
        #expect(history.daysAtRisk.map(\.index) == [31, 32, 66])
        #expect(history.daysAtRisk.map(\.isReturn) == [false, true, false])
    }

    @Test func `two missing days are bridged, three are not`() throws {
        let two = RecurrenceHistory(of: try diary("5" + free(14) + ".." + free(14) + "5"))
        #expect(two.returns.count == 1)
        let three = RecurrenceHistory(of: try diary("5" + free(28) + "..." + free(14) + "5"))
        #expect(three.returns.isEmpty)
        #expect(three.episodes.map(\.beginning) == [.first, .uncertain])
        #expect(three.episodes.map(\.ending) == [.lostSight, .ongoing])
        #expect(three.spells.map(\.ending) == [.lostSight, .relapsed])
    }

    @Test func `missing days after pain are not pain-free`() throws {
        let history = RecurrenceHistory(of: try diary("5.." + free(29) + "5"))
        #expect(history.returns.isEmpty)
        #expect(history.spells.first?.days == 29)
    }

    @Test func `a flare is a rise above the week before, inside pain that never ended`() throws {
        let history = RecurrenceHistory(of: try diary("3333333565333"))
        #expect(history.flares.count == 1)
        let flare = try #require(history.flares.first)
        #expect(flare.start == day(7))
        #expect(flare.end == day(9))
        #expect(flare.base == 3)
        #expect(flare.rise == 3)
        #expect(RecurrenceHistory(of: try diary("333333" + "05")).flares.isEmpty)
    }

    @Test func `times to return count from the first day without pain`() throws {
        let history = RecurrenceHistory(of: try diary("5" + free(30) + "5" + free(45)))
        #expect(history.timesToReturn.map(\.time) == [31, 45])
        #expect(history.timesToReturn.map(\.isEvent) == [true, false])
        #expect(history.timesToReturn.allSatisfy { $0.entry == 30 })
    }

    @Test func `every day at risk has thirty pain-free days before it`() throws {
        for seed in 0..<30 {
            let diary = try SyntheticDiaries.withoutCause.client(seed: UInt64(seed)).diary
            let history = RecurrenceHistory(of: diary)
            for risk in history.daysAtRisk {
                #expect(risk.index >= 30)
                #expect(diary.pain[(risk.index - 30)..<risk.index].allSatisfy { ($0 ?? 0) < 1 })
            }
            #expect(history.daysAtRisk.count(where: \.isReturn) == history.returns.count)
            #expect(zip(history.episodes, history.episodes.dropFirst()).allSatisfy { $0.end < $1.start })
        }
    }

    @Test func `a rule that contradicts itself is refused`() {
        #expect(RecurrenceRule(painFreeBelow: 3, importantChange: 2) == nil)
        #expect(RecurrenceRule(painFreeBelow: 1, bridgedDays: 7) == nil)
        #expect(RecurrenceRule(painFreeBelow: .nan) == nil)
        #expect(RecurrenceRule(painFreeBelow: 1) == .standard)
    }

    @Test func `a diary of one day and one without pain are read`() throws {
        #expect(RecurrenceHistory(of: try diary("4")).episodes.first?.days == 1)
        #expect(RecurrenceHistory(of: try diary(".")).episodes.isEmpty)
        #expect(RecurrenceHistory(of: try diary(free(50))).daysAtRisk.count == 20)
    }
}
