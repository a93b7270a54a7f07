import Outcomes
import Testing

@Suite struct PointHistoryTests {
    private func history(
        _ seen: [(PointObservation.Kind, Int)], rule: PointRule = .standard
    ) throws -> PointHistory {
        PointHistory(try seen.map { PointObservation($0.0, on: try #require(day($0.1))) }, rule: rule)
    }

    @Test func `a point that was free for a month and is found again has returned`() throws {
        // Found and held on day 0, not tender on days 14 and 50, active again on day 80.
        let point = try history([
            (.active, 0), (.held, 0), (.negative, 14), (.negative, 50), (.active, 80), (.held, 80),
        ])
        #expect(point.firstFound == day(0))
        #expect(point.treated == [day(0), day(80)].compactMap(\.self))
        #expect(point.returns == [day(80)].compactMap(\.self))
        let spell = try #require(point.spells.first)
        // Free for at least 14 to 50, at most 0 to 80.
        #expect(spell.length.atLeast == 36)
        #expect(spell.length.atMost == 80)
        #expect(point.state == .active)
        #expect(point.freeNow == nil)
    }

    @Test(arguments: [(43, PointHistory.FreeSpell.Ending.backWithinMonth), (44, .returned)])
    func `the month counts from the first negative examination`(
        again: Int, ending: PointHistory.FreeSpell.Ending
    ) throws {
        let point = try history([(.tender, 0), (.negative, 14), (.tender, again)])
        #expect(point.spells.map(\.ending) == [ending])
    }

    @Test func `without a negative examination between it persists`() throws {
        let point = try history([(.active, 0), (.held, 0), (.tender, 90)])
        #expect(point.spells.isEmpty)
        #expect(point.returns.isEmpty)
        #expect(point.state == .tender)
    }

    @Test func `letting go on the day itself is no freedom`() throws {
        let same = try history([(.active, 0), (.held, 0), (.released, 0), (.negative, 0), (.active, 40)])
        #expect(same.spells.isEmpty)
        let released = try history([(.active, 0), (.held, 0), (.released, 0)])
        #expect(released.state == .released)
        #expect(released.freeNow == nil)
    }

    @Test func `what is held counts as found unless the day says it is not tender`() throws {
        #expect(try history([(.held, 3)]).firstFound == day(3))
        let prevention = try history([(.tender, 0), (.negative, 20), (.held, 60), (.negative, 60)])
        #expect(prevention.returns.isEmpty)
        let free = try #require(prevention.freeNow)
        #expect(free.length.atLeast == 40)
        #expect(free.length.atMost == nil)
        #expect(prevention.treated.count == 1)
    }

    @Test func `a point that was never found has no course`() throws {
        let point = try history([(.negative, 5), (.negative, 60)])
        #expect(point.state == .neverFound)
        #expect(point.firstFound == nil && point.spells.isEmpty)
        #expect(PointHistory([]).lastSeen == nil)
    }

    @Test func `a rule outside a day to ten years is refused`() {
        #expect(PointRule(freeDays: 0) == nil)
        #expect(PointRule(freeDays: 3651) == nil)
        #expect(PointRule(freeDays: 30) == .standard)
    }

    @Test func `order and repetition of observations change nothing, and spans hold what they say`() throws {
        var random = SeededRandom(seed: 31)
        for _ in 0..<500 {
            var seen = (0..<random.below(12)).compactMap { _ -> PointObservation? in
                let kinds = PointObservation.Kind.allCases
                return day(random.below(120)).map { PointObservation(kinds[random.below(kinds.count)], on: $0) }
            }
            let point = PointHistory(seen)
            seen += seen.prefix(3)
            seen.shuffle(using: &random)
            #expect(PointHistory(seen) == point)
            for spell in point.spells {
                #expect(spell.lastFound < spell.firstNegative)
                #expect(spell.firstNegative <= spell.lastNegative)
                if let again = spell.foundAgain { #expect(spell.lastNegative < again) }
                #expect(spell.length.atLeast <= spell.length.atMost ?? .max)
                #expect((spell.ending == .open) == (spell.foundAgain == nil))
            }
            // Every day found is either the first, inside a stretch, or the end of a free spell.
            #expect(point.returns.count <= point.spells.count)
            let pairs = zip(point.spells, point.spells.dropFirst())
            #expect(pairs.allSatisfy { $0.ending != .open && $0.lastNegative < $1.firstNegative })
        }
    }
}
