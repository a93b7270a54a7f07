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
                citations: knowledge.citations.count, errors: knowledge.errors.map(\.description),
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
            lines.append("\(pad(kind.rawValue)) \(sources[kind.rawValue] ?? 0) of \(total)")
        }
        lines.append("\(pad("trigger points")) \(knowledge.triggerPointCount)")
        lines.append("\(pad("tests")) \(knowledge.tests.count) of \(vocabulary.tests.count)")
        lines.append("\(pad("red-flag rules")) \(knowledge.redFlags.count)")
        lines.append("\(pad("citations")) \(knowledge.citations.count)")
        let share = knowledge.statements > 0 ? 100 * knowledge.citedStatements / knowledge.statements : 0
        lines.append(
            "\(pad("statements")) \(knowledge.statements), \(share) % with citation and level"
        )
        for level in VerificationLevel.allCases {
            lines.append("\(pad("  " + level.rawValue)) \(levels[level.rawValue] ?? 0)")
        }
        lines.append("\(pad("errors")) \(knowledge.errors.count)")
        lines.append("\(pad("warnings")) \(knowledge.warnings.count)")
        return lines.joined(separator: "\n")
    }

    private var levels: [String: Int] {
        Dictionary(
            uniqueKeysWithValues: VerificationLevel.allCases.map {
                ($0.rawValue, knowledge.statementsPerLevel[$0] ?? 0)
            }
        )
    }

    private var sources: [String: Int] {
        Dictionary(grouping: knowledge.sources, by: \.id.kind.rawValue).mapValues(\.count)
    }

    private func pad(_ text: String) -> String {
        text + String(repeating: " ", count: max(0, 18 - text.count))
    }
}
