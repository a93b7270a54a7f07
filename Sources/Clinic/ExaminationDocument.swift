import Anatomy
import Examination
public import Foundation
import Knowledge
import Reasoning

/// An examination as the page and `tautband plan` get it: where it stands, the steps, and what each answer would do.
public struct ExaminationDocument: Encodable, Sendable {
    /// Which steps carry how they are done and what each answer would do.
    public enum Detail: Sendable {
        case all
        /// The next step and the named one.
        case few(String?)
    }

    struct Step: Encodable, Sendable {
        /// `id` with its side: names the step within the plan.
        let key: String
        let phase: String
        let kind: String
        let id: String
        let structure: String
        /// Written as null where there is none.
        let side: OrNull
        let role: OrNull
        let gainNats: Double
        let minutes: Double
        let reason: String
        let title: String
        /// How it is done, paragraph by paragraph.
        let how: [String]
        /// What must not be pressed here.
        let hazards: [String]
        /// Seconds to hold before pain that stays is recorded; `nil` where nothing is pressed.
        let holdSeconds: Int?
        /// The address of a picture of the place; `nil` where there is none.
        let figure: String?
        let answers: [Answer]
    }

    /// A text, or an explicit null.
    struct OrNull: Encodable, Sendable {
        let text: String?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if let text { try container.encode(text) } else { try container.encodeNil() }
        }
    }

    struct Answer: Encodable, Sendable {
        let word: String
        let label: String
        /// Whether the pressure must have been held before it may be recorded.
        let needsHold: Bool
        let findings: [Written]
        let probability: Double?
        let changes: [Change]
    }

    struct Written: Encodable, Sendable {
        let id: String
        let side: String?
        let text: String
    }

    struct Change: Encodable, Sendable {
        let source: String
        let side: String
        let name: String
        let from: Double
        let to: Double
    }

    struct Origin: Encodable, Sendable {
        let source: String
        let side: String
        let name: String
        let plainName: String?
        let kind: String
        let probability: Double
        let why: String?
        let against: String?
    }

    struct Conclusion: Encodable, Sendable {
        let action: String
        let urgency: String?
        let headline: String
        let because: [String]
        let sources: [String]
        let openNerveFindings: [String]
    }

    struct Pressed: Encodable, Sendable {
        let source: String
        let side: String?
        let name: String
        let kind: String
        let label: String
        /// Overlap of the drawn referral with the complaint and with the expected field, 0...1.
        let overlapComplaint: Double?
        let overlapExpected: Double?
    }

    struct Contradictory: Encodable, Sendable {
        let first: Written
        let second: Written
    }

    let order: String
    let redFlags: [AssessmentDocument.Flag]
    let conclusion: Conclusion
    let stop: String?
    /// The key of the step to take next on the shortest path.
    let next: String?
    let steps: [Step]
    let emptyPhases: [String: String]
    let ranking: [Origin]
    let classProbabilities: [String: Double]
    let pressed: [Pressed]
    let contradictions: [Contradictory]
    let statement =
        "A plan for examination, not a diagnosis. Minutes and discomfort are model defaults, no published figures."

    /// Puts a plan into words.
    ///
    /// `next`: The first step of the shortest path, whatever the order of the plan; `stop`: why that path ends here.
    init(
        _ plan: ExaminationPlan, next: ExaminationStep?, presentation: Presentation, assessment: Assessment,
        wording: Wording, surface: BodySurface?, stop: String?, detail: Detail
    ) {
        let knowledge = wording.knowledge
        order = plan.order.rawValue
        redFlags = AssessmentDocument.flags(assessment.redFlags, wording: wording)
        let concluded = plan.conclusion
        conclusion = Conclusion(
            action: concluded.action.rawValue, urgency: concluded.urgency?.rawValue,
            headline: wording.headline(concluded), because: concluded.because,
            sources: concluded.sources.map { $0.description },
            openNerveFindings: concluded.openNerveFindings.map(wording.finding)
        )
        self.stop = stop
        self.next = next.map(key)
        let forecaster = assessment.forecaster
        steps = plan.steps.inShares { share in
            share.map { step in
                let isDetailed =
                    switch detail {
                    case .all: true
                    case .few(let chosen): key(step) == chosen || key(step) == next.map(key)
                    }
                return Self.step(
                    step, forecaster: isDetailed ? forecaster : nil, isDetailed: isDetailed, wording: wording)
            }
        }.flatMap(\.self)
        emptyPhases = Dictionary(uniqueKeysWithValues: plan.emptyPhases.map { ($0.key.rawValue, $0.value) })
        ranking = assessment.ranking.prefix(10).map { ranked in
            Origin(
                source: ranked.source.description, side: ranked.side.rawValue, name: wording.source(ranked.source),
                plainName: wording.plainName(ranked.source), kind: OriginClass(ranked.source.kind).rawValue,
                probability: rounded(ranked.probability),
                why: ranked.ledger.first { $0.nats > 0 }.map(wording.evidence),
                against: ranked.ledger.first { $0.nats < 0 }.map(wording.evidence)
            )
        }
        classProbabilities = Dictionary(
            uniqueKeysWithValues: OriginClass.allCases.map { ($0.rawValue, rounded(assessment.classShares[$0] ?? 0)) }
        )
        pressed = presentation.pressedPlaces.map { place in
            let match = ReferralMatch(place: place, presentation: presentation, knowledge: knowledge, surface: surface)
            return Pressed(
                source: place.source.description, side: place.side?.rawValue,
                name: wording.source(place.source, part: place.part), kind: place.kind.rawValue,
                label: wording.kind(place.kind), overlapComplaint: match.map { rounded($0.complaint) },
                overlapExpected: match.map { rounded($0.expected) }
            )
        }
        contradictions = assessment.contradictions.map {
            Contradictory(first: written($0.first, wording), second: written($0.second, wording))
        }
    }

    private static func step(
        _ step: ExaminationStep, forecaster: Forecaster?, isDetailed: Bool, wording: Wording
    ) -> Step {
        let forecasts = forecaster?.answers(to: step.item) ?? []
        let answers = step.item.outcomes.enumerated().map { index, outcome in
            let forecast = forecasts.indices.contains(index) && step.gain > 0 ? forecasts[index] : nil
            return Answer(
                word: outcome.word, label: wording.answer(outcome.word, to: step.item),
                needsHold: outcome.needsHold, findings: outcome.findings.map { written($0, wording) },
                probability: forecast.map { rounded($0.probability) },
                changes: (forecast?.changes ?? []).map { change in
                    Change(
                        source: change.source.source.description, side: change.source.side.rawValue,
                        name: wording.on(change.source), from: rounded(change.from), to: rounded(change.to)
                    )
                }
            )
        }
        let instruction = StepInstruction(step.item, wording: wording)
        return Step(
            key: key(step), phase: step.phase.rawValue, kind: step.kind.rawValue, id: step.id,
            structure: step.structure,
            side: OrNull(text: step.side?.rawValue), role: OrNull(text: step.role?.rawValue),
            gainNats: rounded(step.gain), minutes: step.minutes,
            reason: step.reason, title: wording.title(of: step.item), how: isDetailed ? instruction.how : [],
            hazards: isDetailed ? instruction.hazards : [],
            holdSeconds: instruction.holdSeconds, figure: instruction.figure, answers: answers
        )
    }

    /// One JSON object, keys in snake case.
    ///
    /// `isPretty`: Whether people read it.
    public func json(isPretty: Bool = true) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            isPretty
            ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
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
        var lines = ["", conclusion.headline.uppercased()] + conclusion.because.map { "  \($0)" }
        lines += conclusion.openNerveFindings.map { "  open: \($0)" }
        for pair in contradictions { lines.append("  contradictory: \(pair.first.text) / \(pair.second.text)") }
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
        let side = step.side.text.map { ", \($0)" } ?? ""
        let role = step.role.text.map { " [\($0)]" } ?? ""
        let gain = step.gainNats >= 0.001 ? "  (\((step.gainNats * 1000).rounded() / 1000) nats)" : ""
        var lines = ["  [ ] \(step.kind) \(step.id)\(side)\(role): \(step.reason)\(gain)"]
        guard order == PlanOrder.shortest.rawValue else { return lines[0] }
        for answer in step.answers where !answer.changes.isEmpty {
            let changes = answer.changes.prefix(3).map { change in
                "\(change.name) \(Int((change.from * 100).rounded())) to \(Int((change.to * 100).rounded())) %"
            }
            lines.append("        \(answer.label): \(changes.joined(separator: "; "))")
        }
        return lines.joined(separator: "\n")
    }
}

/// The name of a step within a plan.
private func key(_ step: ExaminationStep) -> String { step.side.map { "\(step.id):\($0.rawValue)" } ?? step.id }

private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

private func written(_ finding: Finding, _ wording: Wording) -> ExaminationDocument.Written {
    ExaminationDocument.Written(id: finding.text, side: finding.side?.rawValue, text: wording.finding(finding))
}
