import Foundation
import MotorUnits
import Signals
import Testing

@Suite("What the model of a held point says")
struct HeldPointTests {
    private let model: HeldPointModel

    init() throws { model = try HeldPointModel() }

    @Test("with the cause dealt with, the signal of the last day is lower than while it stays", arguments: [1, 7, 90])
    func cause(days: Int) throws {
        for isTreated in [false, true] {
            let point = try model.run(try PoolScenario(causeTreated: isTreated, days: days))
            let (stays, treated) = (try #require(point.stays.last), try #require(point.treated.last))
            #expect(treated.rms < stays.rms)
            #expect(point.days == (isTreated ? point.treated : point.stays))
            #expect(stays.time == Double(days) && treated.time == Double(days))
        }
    }

    @Test("the signal returns while the cause stays, and goes on falling once it is dealt with")
    func returning() throws {
        let point = try model.run(try PoolScenario(days: 21))
        let before = try #require(point.session.first).rms
        let fresh = try #require(point.stays.first).rms
        #expect(fresh < 0.8 * before)
        #expect(try #require(point.stays.last).rms > 0.98 * before)
        #expect(try #require(point.treated.last).rms < 1.2 * point.withoutPoint)
    }

    @Test("without a hold or without pressure all is flat", arguments: [(0.0, 6.0), (60, 0)])
    func flat(seconds: Double, pressure: Double) throws {
        let point = try model.run(try PoolScenario(holdSeconds: seconds, pressure: pressure))
        #expect(!point.isHeld)
        #expect(Set(point.session.map(\.rms)).count == 1 && Set(point.stays.map(\.rms)).count == 1)
        #expect(Set(point.closeUps.map(\.activeUnits)).count == 1)
        #expect(Set(point.closeUps.map(\.signal)).count == 1)
        #expect(PoolPicture(point).svg().contains("no hold"))
        #expect(point.summary.contains("nothing is pressed"))
    }

    @Test("the close-ups agree with the curve: units that are not recruited are silent, the others fire")
    func closeUps() throws {
        let point = try model.run(try PoolScenario(holdSeconds: 90, pressure: 7))
        #expect(point.closeUps.map(\.part) == [.before, .end, .later])
        for closeUp in point.closeUps {
            #expect(closeUp.signal.count == 2000)
            for line in closeUp.discharges {
                #expect(line.times.isEmpty == (line.unit > closeUp.activeUnits), "unit \(line.unit)")
                #expect(line.times.allSatisfy { $0 >= 0 && $0 < 1 })
            }
        }
        let silent = point.closeUps.map { $0.discharges.count { $0.times.isEmpty } }
        #expect(silent[0] == 0 && silent[1] > silent[2] && silent[2] >= 1)
        let sizes = point.closeUps.map { rootMeanSquare($0.signal) }
        #expect(sizes[1] < 0.6 * sizes[0], "the drawn second is of the size that the curve says")
        for (size, closeUp) in zip(sizes, point.closeUps) { #expect(abs(size / closeUp.rms - 1) < 0.4) }
    }

    @Test("the words name the sizes before, at the end and after, and both ends of the days")
    func words() throws {
        let point = try model.run(try PoolScenario(days: 14))
        let shown = [point.closeUps[0].rms, point.closeUps[1].rms, point.closeUps[2].rms].map {
            "\(Int($0.rounded())) µV"
        }
        for size in shown { #expect(point.summary.contains(size)) }
        #expect(point.summary.contains("After 14 days, while the cause stays"))
        let treated = try model.run(try PoolScenario(causeTreated: true, days: 1))
        #expect(treated.summary.contains("After one day, with the cause dealt with"))
        #expect(HeldPoint.limit.contains("0.04 and -0.09"))
        #expect(HeldPoint.limitSource.contains("10.1097/AJP.0000000000000373"))
    }

    private func rootMeanSquare(_ signal: [Double]) -> Double {
        (signal.reduce(0) { $0 + $1 * $1 } / Double(signal.count)).squareRoot()
    }
}

@Suite("Pictures that are kept")
struct HeldPointAnswersTests {
    @Test("an answer is kept, and beyond the capacity the one unused for longest goes")
    func bounded() throws {
        let answers = try HeldPointAnswers(capacity: 2)
        let scenarios = try [30.0, 60, 90].map { try PoolScenario(holdSeconds: $0, days: 3) }
        #expect(answers.ready(scenarios[0]) == nil)
        let first = try answers.answer(scenarios[0])
        _ = try answers.answer(scenarios[1])
        #expect(answers.ready(scenarios[0]) == first, "and is now the newest")
        _ = try answers.answer(scenarios[2])
        #expect(answers.count == 2)
        #expect(answers.ready(scenarios[1]) == nil && answers.ready(scenarios[0]) == first)
        #expect(try answers.answer(scenarios[0]) == first)
    }

    @Test("two makers give the same answer, to the byte")
    func same() throws {
        let scenario = try PoolScenario(holdSeconds: 45, pressure: 5.5, causeTreated: true, days: 10)
        #expect(try HeldPointAnswers().answer(scenario) == (try HeldPointAnswers().answer(scenario)))
    }
}
