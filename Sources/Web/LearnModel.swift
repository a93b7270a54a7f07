import Learning
import MotorUnits
import Signals

/// Asks the model of a held point for the Learn pages: from the fields of an address to the block of a page.
struct LearnModel: Sendable {
    private let computing: Computing
    private let answers = Lazily { try HeldPointAnswers() }

    init(computing: Computing) { self.computing = computing }

    /// The block for what an address asks.
    ///
    /// - Parameters:
    ///   - action: Where the form goes.
    ///   - typed: The value of a field of the address; `nil` for one that is absent.
    /// - Returns: The block, ready for its template.
    /// - Throws: ``RecordsError/overloaded(seconds:)`` when too much is waiting.
    func block(action: String, typed: (String) -> String?) async throws -> ModelBlock {
        var fields: [HeldPointQuestion.Field: String] = [:]
        for field in HeldPointQuestion.Field.allCases { fields[field] = typed(field.rawValue) }
        let question = try HeldPointQuestion(fields)
        let answer = try await answer(question.scenario)
        return ModelBlock(
            action: action, purpose: HeldPoint.purpose, fields: Self.fields(of: question, typed: fields),
            causes: Self.causes(of: question), causeProblem: question.problems[.cause],
            picture: ModelBlock.Picture(wide: answer.wide, narrow: answer.narrow, summary: answer.summary),
            assumptions: PoolScenario.assumptions.map { assumption in
                ModelBlock.Assumption(
                    text: assumption.text, basis: assumption.basis.rawValue, basisWords: assumption.basis.words,
                    source: assumption.source)
            },
            limit: HeldPoint.limit, limitSource: HeldPoint.limitSource)
    }

    /// What is kept is handed out at once; what must be computed goes where long work goes.
    private func answer(_ scenario: PoolScenario) async throws -> HeldPointAnswers.Answer {
        if let ready = answers.ready?.ready(scenario) { return ready }
        return try await computing.run { try answers.value().answer(scenario) }
    }

    /// The fields of numbers; one whose value is wrong keeps what was typed.
    private static func fields(
        of question: HeldPointQuestion, typed: [HeldPointQuestion.Field: String]
    ) -> [ModelBlock.Field] {
        let scenario = question.scenario
        let rows: [(HeldPointQuestion.Field, String, Double)] = [
            (.hold, "Time held", scenario.holdSeconds), (.pressure, "Pressure", scenario.pressure),
            (.days, "Days after", Double(scenario.days)),
        ]
        return rows.compactMap { field, label, value in
            guard let limits = HeldPointQuestion.limits(of: field) else { return nil }
            let problem = question.problems[field]
            let wrong = problem == nil ? nil : typed[field].map { String($0.prefix(20)) }
            return ModelBlock.Field(
                name: field.rawValue, label: label, unit: limits.unit, value: wrong ?? number(value),
                least: number(limits.range.lowerBound), most: number(limits.range.upperBound),
                step: number(limits.step), problem: problem)
        }
    }

    private static func causes(of question: HeldPointQuestion) -> [ModelBlock.Choice] {
        let isTreated = question.scenario.causeTreated
        return [
            ModelBlock.Choice(value: "stays", label: "It stays", isChosen: !isTreated),
            ModelBlock.Choice(value: "treated", label: "It is dealt with", isChosen: isTreated),
        ]
    }

    /// A number of the form, which counts in whole and half steps.
    private static func number(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}

extension ScenarioAssumption.Basis {
    /// What a reader is told about how well an assumption is founded.
    fileprivate var words: String {
        switch self {
        case .published: "published model"
        case .direction: "direction published, size ours"
        case .hypothetical: "hypothetical"
        }
    }
}
