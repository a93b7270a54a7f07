import MotorUnits
import Signals
import Testing

@Suite("What is typed for the model of a held point")
struct HeldPointQuestionTests {
    @Test("nothing typed is the standard question, without a problem")
    func standard() throws {
        let question = try HeldPointQuestion([:])
        #expect(question.problems.isEmpty)
        #expect(question.scenario == (try PoolScenario()))
    }

    @Test("values are read and rounded to what the form counts in")
    func read() throws {
        let question = try HeldPointQuestion([.hold: " 89.6", .pressure: "6,3", .days: "21", .cause: "treated"])
        #expect(question.problems.isEmpty)
        #expect(
            question.scenario == (try PoolScenario(holdSeconds: 90, pressure: 6.5, causeTreated: true, days: 21)))
        #expect(try HeldPointQuestion([.hold: "-0", .pressure: "+0"]).scenario.holdSeconds.sign == .plus)
    }

    @Test(
        "both ends of a range are taken",
        arguments: [(HeldPointQuestion.Field.hold, "0", "300"), (.pressure, "0", "10"), (.days, "1", "90")])
    func ends(field: HeldPointQuestion.Field, low: String, high: String) throws {
        #expect(try HeldPointQuestion([field: low]).problems.isEmpty)
        #expect(try HeldPointQuestion([field: high]).problems.isEmpty)
    }

    @Test(
        "what is no value of the range is named beside its field, and the others stand",
        arguments: [
            "", " ", "-1", "301", "1e400", "1e3", "nan", "inf", "-inf", "0x10", "abc", "1 2", "12345678901234567890",
            "９", "--5", "5.5.5", "<b>", "9223372036854775808", "\u{0}",
        ])
    func refused(text: String) throws {
        for field in [HeldPointQuestion.Field.hold, .pressure, .days] {
            let others: [HeldPointQuestion.Field: String] = [.hold: "120", .pressure: "4", .days: "5"]
            let question = try HeldPointQuestion(others.merging([field: text]) { $1 })
            let limits = try #require(HeldPointQuestion.limits(of: field))
            #expect(Array(question.problems.keys) == [field])
            let problem = try #require(question.problems[field])
            #expect(problem.contains("\(Int(limits.range.upperBound))") && problem.count < 120)
            #expect(question.scenario.holdSeconds == (field == .hold ? limits.standard : 120))
            #expect(question.scenario.pressure == (field == .pressure ? limits.standard : 4))
            #expect(Double(question.scenario.days) == (field == .days ? limits.standard : 5))
        }
    }

    @Test("a cause that is neither of the two is named", arguments: ["", "yes", "TREATED", "stays "])
    func cause(text: String) throws {
        let question = try HeldPointQuestion([.cause: text])
        #expect(Array(question.problems.keys) == [.cause])
        #expect(!question.scenario.causeTreated)
    }

    @Test("what the form can ask is within what the model takes")
    func limits() throws {
        for field in HeldPointQuestion.Field.allCases {
            guard let limits = HeldPointQuestion.limits(of: field) else { continue }
            #expect(limits.range.contains(limits.standard))
            for value in [limits.range.lowerBound, limits.range.upperBound] {
                #expect(try HeldPointQuestion([field: "\(value)"]).problems.isEmpty)
            }
        }
    }
}
