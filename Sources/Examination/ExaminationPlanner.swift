import Anatomy
public import Knowledge
public import Reasoning

/// Derives an examination from the knowledge: what to rule out, the joint, the limb, the spine, what keeps it alive.
///
/// Nothing is written per region: regions follow from the painted zones, joints from the regions, muscles from their
/// actions, nerves from their zones and roots, other segments from the compensation chains.
public struct ExaminationPlanner: Sendable {
    private let index: PlanIndex
    private var knowledge: KnowledgeBase { index.knowledge }
    let costs: StepCosts
    let thresholds: DecisionThresholds

    /// Prepares plans; make one planner and keep it.
    ///
    /// - Complexity: O(statements).
    public init(
        knowledge: KnowledgeBase, costs: StepCosts = StepCosts(), thresholds: DecisionThresholds = DecisionThresholds()
    ) {
        index = PlanIndex(knowledge)
        self.costs = costs
        self.thresholds = thresholds
    }

    /// The plan for a presentation and what was inferred of it.
    ///
    /// Steps whose outcome is known are left out. With an emergency flag there is no step at all: nothing is proposed that a
    /// red flag forbids.
    public func plan(
        for presentation: Presentation, assessment: Assessment, order: PlanOrder = .teaching
    ) -> ExaminationPlan {
        let conclusion = conclusion(for: presentation, assessment: assessment)
        if let flag = assessment.redFlags.first(where: { $0.rule.urgency == .emergency }) {
            return ExaminationPlan(
                order: order, steps: [],
                emptyPhases: Dictionary(
                    uniqueKeysWithValues: ExaminationPhase.allCases.map { ($0, "an emergency flag is raised") }
                ),
                stop: "\(flag.rule.title): \(flag.rule.action)", conclusion: conclusion
            )
        }
        let (steps, empty) = draft(for: presentation, assessment: assessment)
        switch order {
        case .teaching:
            return ExaminationPlan(order: order, steps: steps, emptyPhases: empty, stop: nil, conclusion: conclusion)
        case .shortest:
            let (path, stop) = shortest(steps, presentation: presentation, assessment: assessment)
            return ExaminationPlan(order: order, steps: path, emptyPhases: empty, stop: stop, conclusion: conclusion)
        }
    }

    /// What the findings allow and forbid.
    public func conclusion(for presentation: Presentation, assessment: Assessment) -> ExaminationConclusion {
        decision(for: presentation, assessment: assessment).conclusion
    }

    /// The steps whose outcome is not known yet, as taught, with what each would tell.
    private func draft(
        for presentation: Presentation, assessment: Assessment
    ) -> (steps: [ExaminationStep], empty: [ExaminationPhase: String]) {
        var draft = PlanDraft(index: index, costs: costs, presentation: presentation)
        draft.ruleOut(assessment)
        draft.confirm()
        draft.joint(assessment)
        draft.limb()
        draft.innervation()
        draft.elsewhere(assessment)
        draft.perpetuating(assessment)
        let known = KnownItems(presentation)
        var steps = draft.steps.filter { !known.contains($0.item) }
        // The phases in order, whatever order the draft found their steps in.
        steps = ExaminationPhase.allCases.flatMap { phase in steps.filter { $0.phase == phase } }
        if let gains = assessment.forecaster?.gains(of: steps.map(\.item)) {
            for (index, gain) in gains.enumerated() { steps[index].gain = gain }
        }
        var empty = draft.empty
        for phase in ExaminationPhase.allCases
        where !steps.contains(where: { $0.phase == phase }) && empty[phase] == nil {
            empty[phase] =
                presentation.drawing.isEmpty
                ? "nothing is drawn yet" : "everything this phase asks is known already"
        }
        return (steps, empty)
    }

    /// The same steps, by information per minute and discomfort; ends where nothing more is gained or the ranking is sure.
    ///
    /// When the ranking is sure but no nerve has been looked at, the tests of nerves come first: they tell little of the ranking
    /// and are owed all the same.
    private func shortest(
        _ steps: [ExaminationStep], presentation: Presentation, assessment: Assessment
    ) -> (path: [ExaminationStep], stop: String?) {
        func byValue(_ steps: [ExaminationStep]) -> [ExaminationStep] {
            steps.sorted { (costs.value(of: $1), $0.phase, $0.id) < (costs.value(of: $0), $1.phase, $1.id) }
        }
        let decision = decision(for: presentation, assessment: assessment)
        if isSure(assessment) {
            let owed = byValue(steps.filter { $0.phase == .ruleOut && isOfNerve($0.item) })
            if decision.nerveScreen < thresholds.nerveScreen, !owed.isEmpty { return (owed, nil) }
            let first = percent(assessment.ranking.first?.probability ?? 0)
            return (
                [],
                "The first origin is stated at \(first), and no nerve or organ is undecided. "
                    + (decision.explained >= thresholds.explained
                        ? "Nothing more needs to be examined for the ranking's sake."
                        : "But the sure origins account for only \(percent(decision.explained)) of the drawn pain: look for a second one.")
            )
        }
        let worth = byValue(steps.filter { $0.gain >= costs.leastGain })
        return (worth, worth.isEmpty ? "No step is expected to change the ranking any more." : nil)
    }

    private func isOfNerve(_ item: ExaminationItem) -> Bool {
        switch item.subject {
        case .feeling, .reflex: true
        case .test(let id): index.nerveTests.contains(id.text)
        default: false
        }
    }

    private func decision(for presentation: Presentation, assessment: Assessment) -> Decision {
        Decision(knowledge: knowledge, thresholds: thresholds, presentation: presentation, assessment: assessment)
    }

    /// Whether the first origin is sure and no rival of a kind that must not be missed is undecided.
    public func isSure(_ assessment: Assessment) -> Bool {
        guard let first = assessment.ranking.first, first.probability >= thresholds.sure else { return false }
        return assessment.ranking.prefix(Assessor.leading).allSatisfy { ranked in
            switch ranked.source.kind {
            case .nerve, .entrapment, .viscus:
                ranked.probability < thresholds.organ || ranked.probability >= thresholds.sure
            case .muscle, .joint: true
            }
        }
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

/// What a presentation has the outcome of.
struct KnownItems {
    private let sided: Set<String>
    private let bare: Set<String>

    init(_ presentation: Presentation) {
        var sided: Set<String> = []
        var bare: Set<String> = []
        for finding in presentation.findings {
            for id in Self.items(of: finding) {
                sided.insert("\(id):\(finding.side?.rawValue ?? "")")
                if finding.side == nil { bare.insert(id) }
            }
        }
        self.sided = sided
        self.bare = bare
    }

    /// The items whose outcome a finding records.
    ///
    /// Pain drawn while a muscle is pressed is no outcome yet.
    private static func items(of finding: Finding) -> [String] {
        if case .palpation(let source, _, let sign, _) = finding.fact {
            let pressed = ExaminationItem(.pressing(source)).id
            return [pressed, "\(pressed):\(sign)"]
        }
        return item(of: finding).map { [$0] } ?? []
    }

    private static func item(of finding: Finding) -> String? {
        switch finding.fact {
        case .known(let key, _):
            switch key.kind {
            case .limited, .painful: "limited:\(key.term)"
            case .weak, .resistedPain: "weak:\(key.term)"
            default: key.description
            }
        case .test(let id, _): "test:\(id)"
        case .palpation, .palpationRefers: nil
        case .sensory(let zone, _): "sensory:\(zone)"
        case .reflex(let root, _): ExaminationItem(.reflex(root)).id
        case .palpationOfZone, .wasting: finding.text
        }
    }

    func contains(_ item: ExaminationItem) -> Bool {
        bare.contains(item.id) || sided.contains("\(item.id):\(item.side?.rawValue ?? "")")
            || item.side == nil && [Side.right, .left].contains { sided.contains("\(item.id):\($0.rawValue)") }
    }
}
