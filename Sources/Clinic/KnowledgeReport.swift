import Anatomy
public import Foundation
public import Knowledge

/// The counts, coverage and defects of the knowledge.
public struct KnowledgeReport {
    private let knowledge: KnowledgeBase

    public init(knowledge: KnowledgeBase) {
        self.knowledge = knowledge
    }

    private struct Document: Encodable {
        let muscles: Int
        let triggerPoints: Int
        let statements: Int
        let cited: Int
        let levels: [String: Int]
        let sources: [String: Int]
        let tests: Int
        let redFlagRules: Int
        let citations: Int
        let conditions: Int
        let perpetuatingFactors: Int
        let chains: Int
        let norms: Int
        /// Statements that carry a number, per level.
        let numbers: [String: Int]
        /// Share of statements better than unverified, 0...1; of all and of those with a number.
        let verifiedShare: Double
        let verifiedNumberShare: Double
        /// Muscle cards without an open field.
        let completeMuscleCards: Int
        /// Referral zones of the sixty muscles with most sources: stated by two independent works, marked as one source.
        let sixtyMostCited: [String: Int]
        let errors: [String]
        let warnings: [String]
    }

    /// One JSON object.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(
            Document(
                muscles: knowledge.muscleCount, triggerPoints: knowledge.triggerPointCount,
                statements: knowledge.statements, cited: knowledge.citedStatements, levels: levels,
                sources: sources, tests: knowledge.tests.count, redFlagRules: knowledge.redFlags.count,
                citations: knowledge.citations.count, conditions: knowledge.conditions.count,
                perpetuatingFactors: knowledge.perpetuatingFactors.count, chains: knowledge.chains.count,
                norms: knowledge.norms.count, numbers: words(knowledge.numbersPerLevel),
                verifiedShare: better(knowledge.statementsPerLevel),
                verifiedNumberShare: better(knowledge.numbersPerLevel),
                completeMuscleCards: completeMuscleCards, sixtyMostCited: sixtyMostCited,
                errors: knowledge.errors.map(\.description),
                warnings: knowledge.warnings.map(\.description)
            )
        )
    }

    /// A page for a terminal.
    public func text() -> String {
        let vocabulary = knowledge.vocabulary
        var lines = knowledge.diagnostics.map(\.description)
        if !lines.isEmpty { lines.append("") }
        let totals: [(PainSourceKind, Int)] = [
            (.muscle, vocabulary.muscles.count), (.nerve, vocabulary.nerves.count),
            (.entrapment, vocabulary.entrapments.count), (.joint, vocabulary.joints.count),
            (.viscus, vocabulary.viscera.count),
        ]
        for (kind, total) in totals {
            lines.append("\(pad(kind.rawValue))\(sources[kind.rawValue] ?? 0) of \(total)")
        }
        lines.append("\(pad("trigger points"))\(knowledge.triggerPointCount)")
        lines.append("\(pad("tests"))\(knowledge.tests.count) of \(vocabulary.tests.count)")
        lines.append("\(pad("red-flag rules"))\(knowledge.redFlags.count)")
        lines.append("\(pad("citations"))\(knowledge.citations.count)")
        let share = knowledge.statements > 0 ? 100 * knowledge.citedStatements / knowledge.statements : 0
        lines.append(
            "\(pad("statements"))\(knowledge.statements), \(share) % with citation and level"
        )
        for level in VerificationLevel.allCases {
            lines.append("\(pad("  " + level.rawValue))\(levels[level.rawValue] ?? 0)")
        }
        lines.append("\(pad("  better"))\(percentage(better(knowledge.statementsPerLevel))) better than unverified")
        let numbers = knowledge.numbersPerLevel.values.reduce(0, +)
        lines.append(
            "\(pad("with a number"))\(numbers), \(percentage(better(knowledge.numbersPerLevel))) better than unverified"
        )
        lines.append("\(pad("complete cards"))\(completeMuscleCards) of \(vocabulary.muscles.count) muscles")
        let sixty = sixtyMostCited
        lines.append(
            "\(pad("60 most cited"))\(sixty["two_or_more"] ?? 0) referral zones with two independent works, "
                + "\(sixty["one_marked"] ?? 0) marked as one source"
        )
        lines.append(
            "\(pad("guides"))\(knowledge.conditions.count) conditions, \(knowledge.perpetuatingFactors.count) perpetuating "
                + "factors, \(knowledge.chains.count) chains, \(knowledge.norms.count) movement norms"
        )
        lines.append("\(pad("errors"))\(knowledge.errors.count)")
        lines.append("\(pad("warnings"))\(knowledge.warnings.count)")
        return lines.joined(separator: "\n")
    }

    private var levels: [String: Int] { words(knowledge.statementsPerLevel) }

    private func words(_ counts: [VerificationLevel: Int]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: VerificationLevel.allCases.map { ($0.rawValue, counts[$0] ?? 0) })
    }

    /// The share that was checked in some way.
    private func better(_ counts: [VerificationLevel: Int]) -> Double {
        let all = counts.values.reduce(0, +)
        return all > 0 ? Double(all - (counts[.unverified] ?? 0)) / Double(all) : 0
    }

    private func percentage(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }

    /// Muscles whose card has no defect that leaves a field open.
    private var completeMuscleCards: Int {
        let open = Set(knowledge.errors.filter { $0.message.contains("is missing") }.map(\.file))
        return knowledge.sources.count { $0.id.kind == .muscle && !open.contains("muscles/\($0.id.name).yaml") }
    }

    private var sixtyMostCited: [String: Int] {
        let muscles = knowledge.sources.filter { $0.id.kind == .muscle }.map { source in
            (source, Set(source.parts.flatMap(\.pain).flatMap(\.evidence.sources)).count)
        }
        let sixty = muscles.sorted { ($1.1, $0.0.id) < ($0.1, $1.0.id) }.prefix(60)
        let zones = sixty.flatMap { $0.0.parts.flatMap(\.pain) }
        let two = zones.count { $0.evidence.witnesses > 1 }
        return ["two_or_more": two, "one_marked": zones.count - two]
    }

    private var sources: [String: Int] {
        Dictionary(grouping: knowledge.sources, by: \.id.kind.rawValue).mapValues(\.count)
    }

    private func pad(_ text: String) -> String {
        text + String(repeating: " ", count: max(1, 19 - text.count))
    }
}
