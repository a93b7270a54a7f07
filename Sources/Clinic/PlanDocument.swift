import Anatomy
public import Examination
public import Foundation
import Knowledge

/// A plan as JSON and as a checklist for a terminal or paper.
public struct PlanDocument: Encodable {
    struct Step: Encodable {
        let phase: String
        let kind: String
        let id: String
        let structure: String
        let side: String?
        let role: String?
        let gainNats: Double
        let minutes: Double
        let reason: String
    }

    let order: String
    let steps: [Step]
    let emptyPhases: [String: String]
    let stop: String?
    let statement =
        "A plan for examination, not a diagnosis. Minutes are model defaults; gains count dependent steps twice."

    public init(_ plan: ExaminationPlan) {
        order = plan.order.rawValue
        steps = plan.steps.map { step in
            Step(
                phase: step.phase.rawValue, kind: step.kind.rawValue, id: step.id, structure: step.structure,
                side: step.side?.rawValue, role: step.role?.rawValue, gainNats: (step.gain * 10_000).rounded() / 10_000,
                minutes: step.minutes, reason: step.reason
            )
        }
        emptyPhases = Dictionary(uniqueKeysWithValues: plan.emptyPhases.map { ($0.key.rawValue, $0.value) })
        stop = plan.stop
    }

    /// One JSON object, keys in snake case.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(self)
    }

    private static let titles: [(ExaminationPhase, String)] = [
        (.ruleOut, "1  RULE OUT FIRST"), (.joint, "2  THE JOINT: WHAT MOVES AND WHAT STEADIES IT"),
        (.limb, "3  ALONG THE LIMB"),
        (.innervation, "4  WHERE THE INNERVATION LEAVES THE SPINE"), (.perpetuating, "5  WHAT KEEPS IT ALIVE"),
    ]

    /// A checklist; in teaching order with a heading for each phase.
    public func text() -> String {
        var lines: [String] = []
        if order == PlanOrder.teaching.rawValue {
            for (phase, title) in Self.titles {
                let own = steps.filter { $0.phase == phase.rawValue }
                lines += ["", title]
                lines += own.map(line)
                if let reason = emptyPhases[phase.rawValue], own.isEmpty { lines.append("  none: \(reason)") }
            }
        } else {
            lines += ["", "SHORTEST PATH  by expected information per minute and discomfort"]
            lines += steps.map(line)
        }
        if let stop { lines += ["", "STOP  \(stop)"] }
        return (lines.dropFirst() + ["", statement]).joined(separator: "\n")
    }

    private func line(_ step: Step) -> String {
        let side = step.side.map { ", \($0)" } ?? ""
        let role = step.role.map { " [\($0)]" } ?? ""
        let gain = step.gainNats >= 0.001 ? "  (\(step.gainNats) nats)" : ""
        return "  [ ] \(step.kind) \(step.id)\(side)\(role): \(step.reason)\(gain)"
    }
}
