import Anatomy
public import Knowledge
public import Reasoning

/// Derives an examination from the knowledge: what to rule out, the joint, the limb, the spine, what keeps it alive.
///
/// Nothing is written per region: regions follow from the painted zones, joints from the regions, muscles from their
/// actions, nerves from their zones and roots, other segments from the compensation chains.
public struct ExaminationPlanner: Sendable {
    let knowledge: KnowledgeBase
    let costs: StepCosts

    public init(knowledge: KnowledgeBase, costs: StepCosts = StepCosts()) {
        self.knowledge = knowledge
        self.costs = costs
    }

    /// The plan for a presentation and what was inferred of it.
    ///
    /// Steps whose outcome is known are left out. With an emergency flag there is no step at all: nothing is proposed that a
    /// red flag forbids.
    public func plan(
        for presentation: Presentation, assessment: Assessment, order: PlanOrder = .teaching
    ) -> ExaminationPlan {
        if let flag = assessment.redFlags.first(where: { $0.rule.urgency == .emergency }) {
            return ExaminationPlan(
                order: order, steps: [],
                emptyPhases: Dictionary(
                    uniqueKeysWithValues: ExaminationPhase.allCases.map { ($0, "an emergency flag is raised") }
                ),
                stop: "\(flag.rule.title): \(flag.rule.action)"
            )
        }
        var draft = PlanDraft(
            knowledge: knowledge, costs: costs, presentation: presentation,
            gain: FindingGain(ranking: assessment.ranking, knowledge: knowledge)
        )
        draft.ruleOut(assessment)
        draft.joint()
        draft.limb()
        draft.innervation()
        draft.perpetuating(assessment)
        let known = Set(presentation.findings.map(\.text))
        let steps = draft.steps.filter { step in
            !known.contains { $0 == step.id || $0.hasPrefix("\(step.id)=") || $0.hasPrefix("\(step.id):") }
        }
        var empty = draft.empty
        for phase in ExaminationPhase.allCases
        where !steps.contains(where: { $0.phase == phase }) && empty[phase] == nil {
            empty[phase] = "everything this phase asks is known already"
        }
        switch order {
        case .teaching: return ExaminationPlan(order: order, steps: steps, emptyPhases: empty, stop: nil)
        case .shortest: return shortest(steps, empty: empty, assessment: assessment)
        }
    }

    /// The same steps, by information per minute and discomfort; ends where nothing more is gained or the first origin is sure.
    private func shortest(
        _ steps: [ExaminationStep], empty: [ExaminationPhase: String], assessment: Assessment
    ) -> ExaminationPlan {
        if let first = assessment.ranking.first, first.probability >= costs.sureEnough,
            assessment.ranking.dropFirst().allSatisfy({ $0.probability <= 1 - costs.sureEnough })
        {
            return ExaminationPlan(
                order: .shortest, steps: [], emptyPhases: empty,
                stop: "the first origin is stated at \(percent(first.probability)) and no other above "
                    + "\(percent(1 - costs.sureEnough)); examine no further for the ranking's sake"
            )
        }
        func value(_ step: ExaminationStep) -> Double {
            step.gain / (step.minutes * (costs.discomfort[step.kind] ?? 1))
        }
        let worth = steps.filter { $0.gain >= costs.leastGain }.sorted {
            (value($1), $0.phase, $0.id) < (value($0), $1.phase, $1.id)
        }
        return ExaminationPlan(
            order: .shortest, steps: worth, emptyPhases: empty,
            stop: worth.isEmpty ? "no step is expected to gain \(costs.leastGain) nats or more" : nil
        )
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
