import Foundation
import Outcomes
import Testing

@Suite struct ExposureAnalysisTests {
    /// Twelve returns, some days after the month, with a rare exposure on the day before eight of them.
    private func planted(missing: Set<Int> = []) throws -> Diary {
        var random = SeededRandom(seed: 2)
        let pain = "55" + (0..<12).map { _ in free(34 + random.below(12)) + "4" }.joined()
        let returns = pain.indices.enumerated().filter { pain[$0.element] == "4" }.map(\.offset)
        var cause: [Double?] = pain.map { _ in random.chance(0.15) ? 1 : 0 }
        for (place, day) in returns.enumerated() { cause[day - 1] = place < 8 ? 1 : 0 }
        for index in missing where cause.indices.contains(index) { cause[index] = nil }
        let other: [Double?] = pain.enumerated().map { Double(($0.offset * 7) % 11) }
        let flat: [Double?] = pain.map { _ in 3 }
        return try diary(pain, exposures: [("other", other), ("cause", cause), ("flat", flat)])
    }

    private func analysis(_ diary: Diary, _ options: ExposureAnalysis.Options = .init()) throws -> ExposureAnalysis {
        try ExposureAnalysis(of: diary, history: RecurrenceHistory(of: diary), options: options)
    }

    @Test func `an exposure on the day before most returns comes first`() throws {
        let analysis = try analysis(planted())
        let first = try #require(analysis.hypotheses.first)
        #expect(first.exposure == "cause")
        #expect(first.window == .dayBefore)
        #expect(first.interval.lowerBound > 1)
        #expect(first.interval.contains(first.ratio))
        #expect(first.probabilityHarmful > 0.99)
        #expect(first.returns == 12)
        #expect(first.contrast.kind == .absentPresent)
        #expect(abs(first.supports.map(\.weight).reduce(0, +) - 1) < 1e-9)
        #expect(analysis.tryNext == first)
        #expect(analysis.withheld == nil)
        #expect((analysis.test?.pValue ?? 1) <= 0.05)
    }

    @Test func `what can't be judged is named with the reason`() throws {
        #expect(try analysis(planted()).unjudged.map(\.exposure) == ["flat"])
        #expect(try analysis(planted()).unjudged.map(\.reason) == [.constant])
        let sparse = try analysis(planted(missing: Set((0..<1000).filter { $0 % 3 > 0 })))
        #expect(sparse.unjudged.first { $0.exposure == "cause" }?.reason == .mostlyMissing)
        #expect((sparse.unjudged.first { $0.exposure == "cause" }?.missingShare ?? 0) > 0.5)
    }

    /// The planted cause turned over, under a name of one's choice: its lack goes before returns.
    private func turned(_ name: String) throws -> Diary {
        let diary = try planted()
        return try Diary(
            entries: diary.pain.indices.map { index in
                .init(
                    day: diary.day(at: index), pain: diary.pain[index],
                    values: [diary.exposures[1].values[index].map { 1 - $0 }])
            }, exposureNames: [name])
    }

    @Test(arguments: ["sport", "breaks", "sleep_enough"])
    func `more of what keeps returns away is proposed where its nature allows`(name: String) throws {
        let analysis = try analysis(turned(name))
        let first = try #require(analysis.hypotheses.first)
        #expect(first.risk == .lack)
        #expect(first.ratio < 1)
        #expect(first.interval.upperBound < 1)
        #expect(first.probabilityHarmful < 0.1)
        #expect(analysis.tryNext == first)
    }

    @Test(arguments: ["desk_hours", "stress", "something"])
    func `more of what is feared or unknown is never proposed`(name: String) throws {
        let analysis = try analysis(turned(name))
        #expect(analysis.hypotheses.first?.risk == .lack)
        #expect(analysis.tryNext == nil)
        if case .notBeyondChance = analysis.withheld { return }
        #expect(analysis.withheld == .notToBeChanged(exposure: name, risk: .lack))
        let told = try self.analysis(turned(name), .init(natures: [name: .lack]))
        #expect(told.tryNext?.exposure == name)
    }

    @Test func `turning an exposure over turns its ratio over and nothing else`() throws {
        let diary = try planted()
        let one = try #require(analysis(diary, .init(natures: ["cause": .either])).hypotheses.first)
        let two = try #require(analysis(turned("cause"), .init(natures: ["cause": .either])).hypotheses.first)
        // The same day counts against excess alone, so only the windows before it are mirrored.
        #expect(abs(log(one.ratio) + log(two.ratio)) < 0.2)
        for window in [ExposureWindow.dayBefore, .threeDaysBefore, .sevenDaysBefore] {
            let left = one.supports.first { $0.window == window && $0.contrast.kind == .absentPresent }
            let right = two.supports.first { $0.window == window && $0.contrast.kind == .absentPresent }
            guard let left, let right else { continue }
            #expect(abs(left.logBayesFactor - right.logBayesFactor) < 1e-9)
        }
    }

    @Test func `evidence for either risk adds up to the evidence for an effect, and to its probability`() throws {
        for seed in 0..<12 {
            let client = try SyntheticDiaries.withoutCause.client(seed: UInt64(seed))
            let options = ExposureAnalysis.Options(maximumShifts: 1)
            for found in try analysis(client.diary, options).hypotheses {
                let harm = exp(found.logHarmFactor)
                let lack = exp(found.logLackFactor)
                #expect(abs(exp(found.logBayesFactor) - (harm + lack) / 2) < 1e-9 * (harm + lack))
                #expect(abs(found.probabilityHarmful - harm / (harm + lack)) < 1e-9)
                let excess = found.nature.weight(of: .excess)
                #expect(abs(exp(found.logSupport) - excess * harm - (1 - excess) * lack) < 1e-9 * (harm + lack))
                #expect((found.risk == .excess) == (found.probabilityHarmful >= 0.5))
            }
        }
    }

    @Test func `levels are a usual day and a typical marked day`() throws {
        // 0, 1, ... 10 again and again: the median is 5, above the upper quartile (7.5) lie 8, 9 and 10.
        let pain = "5" + (0..<8).map { _ in free(35) + "4" }.joined()
        let values: [Double?] = pain.enumerated().map { Double($0.offset % 11) }
        let found = try analysis(diary(pain, exposures: [("load", values), ("sleep", values)]))
        for one in found.hypotheses where one.window == .dayBefore || one.window == .sameDay {
            #expect(one.levels.usual == 5)
            #expect([1, 9].contains(one.levels.marked))
            #expect(one.levels.low < one.levels.high)
        }
        for one in found.hypotheses {
            let perStep = log(one.ratioPerUnit) * (one.levels.high - one.levels.low)
            #expect(perStep * log(one.ratio) >= 0 || abs(log(one.ratio)) < 0.05)
            #expect(one.interval.contains(one.ratio))
            #expect(one.perUnitInterval.contains(one.ratioPerUnit))
        }
    }

    @Test func `the unit of an exposure does not matter`() throws {
        let diary = try planted()
        func scaled(_ factor: Double) throws -> ExposureAnalysis {
            try analysis(
                Diary(
                    entries: diary.pain.indices.map { index in
                        .init(
                            day: diary.day(at: index), pain: diary.pain[index],
                            values: [diary.exposures[0].values[index].map { $0 * factor + factor }])
                    }, exposureNames: ["x"]))
        }
        let one = try #require(scaled(1).hypotheses.first)
        let two = try #require(scaled(1024).hypotheses.first)
        #expect(abs(one.logBayesFactor - two.logBayesFactor) < 1e-9)
        #expect(abs(one.ratio - two.ratio) < 1e-9)
    }

    @Test func `the evidence of a binary exposure on the day before by hand`() throws {
        let pain = "5" + free(35) + "4" + free(35) + "4" + free(40)
        let marks = pain.indices.enumerated().map { place, _ in [35, 71].contains(place) || place % 6 == 0 }
        let diary = try diary(pain, exposures: [("x", marks.map { $0 ? 1 : 0 })])
        let history = RecurrenceHistory(of: diary)
        let analysis = try ExposureAnalysis(of: diary, history: history)
        // Both returns follow an exposed day, so the likelihood is (e^b / (s e^b + 1 - s))² with the share s of the
        // days at risk, weighted by the trend, that follow one.
        let half = Double(pain.count - 1) / 2
        let weights = history.daysAtRisk.map { exp(analysis.trend * (Double($0.index) - half) / half) }
        let exposed = zip(history.daysAtRisk, weights).reduce(0) { $0 + (marks[$1.0.index - 1] ? $1.1 : 0) }
        let share = exposed / weights.reduce(0, +)
        var sum = 0.0
        for step in -40_000...40_000 {
            let b = Double(step) * 1e-4
            let ratio = exp(b) / (share * exp(b) + 1 - share)
            sum += ratio * ratio * exp(-b * b / 2) / (2 * Double.pi).squareRoot() * 1e-4
        }
        let found = try #require(analysis.hypotheses.first)
        let support = try #require(found.supports.first { $0.window == .dayBefore })
        #expect(found.returns == 2)
        #expect(history.daysAtRisk.count == 6 + 6 + 10)
        #expect(abs(support.logBayesFactor - log(sum)) < 1e-6)
        // The trend is where the slope of its own likelihood meets the pull of its prior.
        let times = history.daysAtRisk.map { (Double($0.index) - half) / half }
        let average = zip(times, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
        let returns = (36 - half) / half + (72 - half) / half
        #expect(abs(returns - 2 * average - analysis.trend) < 1e-9)
    }

    @Test func `with many returns the ratio is the ratio of rates`() throws {
        var random = SeededRandom(seed: 12)
        var pain = "5"
        var marks: [Double?] = [0]
        var free = 0
        var counts = (exposed: (days: 0.0, returns: 0.0), others: (days: 0.0, returns: 0.0))
        for _ in 0..<12_000 {
            let isExposed = random.chance(0.5)
            let isReturn = free >= 30 && random.chance(marks.last == 1 ? 0.06 : 0.02)
            if free >= 30, marks.last == 1 {
                counts.exposed.days += 1
                counts.exposed.returns += isReturn ? 1 : 0
            } else if free >= 30 {
                counts.others.days += 1
                counts.others.returns += isReturn ? 1 : 0
            }
            pain += isReturn ? "5" : "0"
            free = isReturn ? 0 : free + 1
            marks.append(isExposed ? 1 : 0)
        }
        let found = try #require(analysis(diary(pain, exposures: [("x", marks)])).hypotheses.first)
        let rates = counts.exposed.returns / counts.exposed.days / (counts.others.returns / counts.others.days)
        #expect(found.window == .dayBefore)
        #expect(abs(log(found.ratio) - log(rates)) < 0.1)
        #expect(found.interval.contains(rates))
    }

    @Test func `without returns nothing is judged and nothing advised`() throws {
        let values: [Double?] = (0..<80).map { Double($0 % 7) }
        let analysis = try analysis(diary(free(80), exposures: [("x", values)]))
        #expect(analysis.hypotheses.isEmpty)
        #expect(analysis.test == nil)
        #expect(analysis.unjudged.map(\.reason) == [.tooFewReturns])
        #expect(analysis.withheld == .tooFewReturns(found: 0, needed: 5))
    }

    @Test func `the same diary and seed give the same bits`() throws {
        let client = try SyntheticDiaries(hazardRatios: 3...6)?.client(seed: 77)
        let diary = try #require(client).diary
        let options = ExposureAnalysis.Options(seed: 5, maximumShifts: 40)
        #expect(try analysis(diary, options) == analysis(diary, options))
    }

    @Test func `a diary that would take too long is refused`() throws {
        let names = (0..<200).map { "x\($0)" }
        let entries = try (0..<3000).map { index in
            Diary.Entry(
                day: try #require(Day.epoch.adding(index)), pain: index % 40 == 0 ? 4 : 0,
                values: names.indices.map { Double((index * ($0 + 1)) % 13) })
        }
        let diary = try Diary(entries: entries, exposureNames: names)
        #expect(throws: ExposureAnalysisError.tooLarge(size: 600_000)) { try analysis(diary) }
    }
}
