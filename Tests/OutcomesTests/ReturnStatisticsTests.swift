import Outcomes
import Testing

@Suite struct ReturnStatisticsTests {
    private static func spell(
        _ days: Double, returned: Bool, _ points: Set<String> = ["muscle:soleus"], treated: Bool = false
    ) throws -> ReturnStatistics.Spell {
        .init(time: try SurvivalTime(days, isEvent: returned, entry: 30), points: points, isCauseTreated: treated)
    }

    @Test func `shares come from the days of everybody, by hand`() throws {
        // Twelve people: two return on day 40 and 50, ten are watched to day 100.
        var spells = [try Self.spell(40, returned: true), try Self.spell(50, returned: true)]
        for _ in 0..<10 { spells.append(try Self.spell(100, returned: false)) }
        let all = try #require(ReturnStatistics(spells).all)
        #expect(all.people == 12 && all.returns == 2)
        #expect(all.steps.map(\.time) == [40, 50])
        #expect(abs(all.steps[0].survival - 11.0 / 12) < 1e-12)
        #expect(abs(all.steps[1].survival - 11.0 / 12 * 10 / 11) < 1e-12)
        #expect(all.lastDay == 100 && all.median == nil)
        #expect(all.without(by: 45)?.share == all.steps[0].survival)
        #expect(all.without(by: 35)?.share == 1 && all.without(by: 101) == nil)
    }

    @Test func `nine people show nothing, ten do`() throws {
        let nine = try (0..<9).map { try Self.spell(60 + Double($0), returned: true) }
        #expect(ReturnStatistics(nine).all == nil && ReturnStatistics(nine).byPoint.isEmpty)
        #expect(ReturnStatistics(nine).hiddenPoints == 1)
        let ten = nine + [try Self.spell(200, returned: false)]
        #expect(ReturnStatistics(ten).all?.people == 10)
    }

    @Test func `a small group does not show as the difference of two large ones`() throws {
        var spells = try (0..<20).map { try Self.spell(50 + Double($0), returned: true, treated: true) }
        spells += try (0..<4).map { try Self.spell(90 + Double($0), returned: false, ["muscle:masseter"]) }
        let found = ReturnStatistics(spells)
        #expect(found.all?.people == 24)
        // Four untreated, and four without the calf, could be read off otherwise.
        #expect(found.byCause == nil && found.comparison == nil)
        #expect(found.byPoint.isEmpty && found.hiddenPoints == 2)
    }

    @Test func `treated and untreated are compared when both are large enough`() throws {
        var spells = try (0..<15).map { try Self.spell(35 + Double($0), returned: true) }
        spells += try (0..<15).map { try Self.spell(200 + Double($0), returned: false, treated: true) }
        let found = ReturnStatistics(spells)
        let groups = try #require(found.byCause)
        #expect(groups.treated.returns == 0 && groups.untreated.returns == 15)
        #expect((found.comparison?.pValue ?? 1) < 0.001)
    }

    @Test(arguments: 0..<60)
    func `no shown group, step or last day rests on fewer people than the minimum`(_ seed: Int) throws {
        var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
        func next(_ below: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(below))
        }
        let names = ["a", "b", "c", "d"]
        let spells = try (0..<next(90)).map { _ in
            try Self.spell(
                31 + Double(next(150)), returned: next(2) == 0, Set(names.filter { _ in next(3) == 0 }),
                treated: next(3) == 0)
        }
        let found = ReturnStatistics(spells)
        let groups = [found.all, found.byCause?.treated, found.byCause?.untreated].compactMap(\.self) + found.byPoint
        for group in groups {
            #expect(group.people >= 10)
            #expect(group.steps.allSatisfy { $0.atRisk >= 10 && $0.time <= group.lastDay })
            let own = spells.filter {
                group.name.isEmpty || $0.points.contains(group.name) || $0.isCauseTreated == (group.name == "treated")
            }
            #expect(own.count(where: { $0.time.time >= group.lastDay }) >= 10)
        }
        for point in found.byPoint {
            let others = spells.count { !$0.points.contains(point.name) }
            #expect(others == 0 || others >= 10)
        }
    }
}
