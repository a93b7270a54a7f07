import Anatomy
public import Knowledge
public import Reasoning

/// Where an examination stands: what its findings allow and what they forbid.
///
/// A muscle is never the thing to treat while a red flag or a nerve finding is open, however sure the hands are: a trigger point does
/// not argue against a nerve, both can be true.
public struct ExaminationConclusion: Hashable, Sendable {
    public enum Action: String, CaseIterable, Hashable, Sendable {
        /// A physician must see it.
        case refer
        /// A nerve, joint or organ must be decided first.
        case ruleOut = "rule_out"
        /// Too little is known.
        case examine
        /// The leading origin is a muscle whose pressing brings the complaint, and nothing forbids treating it.
        case treatMuscle = "treat_muscle"
        /// No muscle among what is likely.
        case leave
    }

    public let action: Action
    /// How soon, when referred.
    public let urgency: Urgency?
    /// The muscles to treat, or the sources to decide first.
    public let sources: [SourceOnSide]
    /// Why, one sentence each.
    public let because: [String]
    /// Findings of a nerve that nothing has cleared yet.
    public let openNerveFindings: [Finding]
}

/// The thresholds of decision, all in one place; model defaults (verification level `unverified`).
public struct DecisionThresholds: Hashable, Sendable {
    /// A first origin stated at this or more is sure enough.
    public var sure = 0.9
    /// A nerve at this or more stays open.
    public var nerve = 0.1
    /// An organ at this or more is referred: danger counts more than likelihood.
    public var organ = 0.15
    /// A muscle at this or more that pressing confirms can be treated.
    public var treat = 0.5
    /// Below this share of the drawn pain, by intensity, the sure origins leave room for a further one, and the plan says so.
    public var explained = 0.6
    /// How many nerve tests, reflexes or places of skin must have been found normal before a muscle can be treated.
    public var nerveScreen = 2

    public init() {}
}

/// Draws the conclusion of what is known.
struct Decision {
    let knowledge: KnowledgeBase
    let thresholds: DecisionThresholds
    let presentation: Presentation
    let assessment: Assessment

    var conclusion: ExaminationConclusion {
        let nerves = openNerveFindings
        if let worst = assessment.redFlags.first {
            return ExaminationConclusion(
                action: .refer, urgency: worst.rule.urgency, sources: [],
                because: assessment.redFlags.map { "\($0.rule.title): \($0.rule.action)" }, openNerveFindings: nerves
            )
        }
        if nerves.contains(where: isHard) {
            return ExaminationConclusion(
                action: .refer, urgency: .urgent, sources: leading([.nerve, .entrapment], from: 0),
                because: [
                    "a sign that a nerve does not work was found; a physician must see it before muscles are treated"
                ],
                openNerveFindings: nerves
            )
        }
        let organs = leading([.viscus], from: thresholds.organ)
        if !organs.isEmpty {
            return conclude(.refer, .urgent, organs, ["an organ is among the likely origins"], nerves)
        }
        guard let first = assessment.ranking.first else {
            return conclude(.examine, nil, [], ["nothing is ranked yet"], nerves)
        }
        let open = leading([.nerve, .entrapment], from: thresholds.nerve)
        if !nerves.isEmpty || !open.isEmpty {
            let why =
                nerves.isEmpty
                ? ["a nerve is still among the likely origins"]
                : ["findings of a nerve are open: decide the nerve first"]
            return conclude(.ruleOut, nil, Array(open.prefix(3)), why, nerves)
        }
        let pressed = presentation.pressedPlaces.filter { $0.kind == .activeTriggerPoint || isFamiliarKnot($0) }
        let confirmed = assessment.ranking.filter { ranked in
            ranked.source.kind == .muscle && ranked.probability >= thresholds.treat
                && pressed.contains { $0.source == ranked.source && ($0.side == nil || $0.side == ranked.side) }
        }
        if first.source.kind == .muscle, !confirmed.isEmpty, nerveScreen < thresholds.nerveScreen {
            return conclude(
                .ruleOut, nil, confirmed.map { SourceOnSide($0.source, $0.side) },
                [
                    "pressing brings the client's own pain; before treating, find at least \(thresholds.nerveScreen) nerve tests, "
                        + "reflexes or places of skin normal (\(nerveScreen) so far)"
                ], nerves
            )
        }
        if first.source.kind == .muscle, !confirmed.isEmpty {
            return conclude(
                .treatMuscle, nil, confirmed.map { SourceOnSide($0.source, $0.side) },
                ["pressing brings the client's own pain, and no red flag and no nerve finding is open"], nerves
            )
        }
        if first.source.kind == .muscle || first.probability < thresholds.treat {
            return conclude(
                .examine, nil, [SourceOnSide(first.source, first.side)],
                ["no leading muscle has been confirmed by pressing"], nerves)
        }
        return conclude(
            .leave, .routine, [SourceOnSide(first.source, first.side)],
            ["a joint or its tissue leads, not a muscle: have it examined before muscles are treated"], nerves
        )
    }

    private func conclude(
        _ action: ExaminationConclusion.Action, _ urgency: Urgency?, _ sources: [SourceOnSide], _ because: [String],
        _ nerves: [Finding]
    ) -> ExaminationConclusion {
        ExaminationConclusion(
            action: action, urgency: urgency, sources: sources, because: because, openNerveFindings: nerves
        )
    }

    private func isFamiliarKnot(_ place: PressedPlace) -> Bool {
        place.kind == .knot && place.isFamiliar
    }

    private func leading(_ kinds: Set<PainSourceKind>, from least: Double) -> [SourceOnSide] {
        assessment.ranking.prefix(Assessor.leading).filter { kinds.contains($0.source.kind) && $0.probability >= least }
            .map { SourceOnSide($0.source, $0.side) }
    }

    // MARK: Nerve findings

    /// How many findings say that a nerve is well.
    var nerveScreen: Int {
        presentation.consistentFindings.count { finding in
            switch finding.fact {
            case .sensory(_, .normal), .reflex(_, .normal): true
            case .test(let id, false): isNerveTest(id)
            default: false
            }
        }
    }

    /// The share of the drawn pain that sources stated at `sure` or more are known to send, by intensity.
    var explained: Double {
        let sure = assessment.ranking.prefix(Assessor.leading).filter { $0.probability >= thresholds.sure }
        let zones = Set(
            sure.flatMap { ranked in
                (knowledge.source[ranked.source]?.parts.flatMap(\.pain) ?? []).flatMap { entry in
                    entry.to.sides(from: ranked.side).map { SidedZone(entry.zone, $0) }
                }
            }
        )
        let total = presentation.drawing.reduce(0) { $0 + max($1.intensity, 0.5) }
        let inside = presentation.drawing.filter { zones.contains($0.place) }.reduce(0) { $0 + max($1.intensity, 0.5) }
        return total > 0 ? inside / total : 1
    }

    /// Findings that a nerve makes and that nothing has answered: lost feeling, reflex, wasting, positive nerve tests, tingling.
    ///
    /// Feeling that is lost, a reduced reflex and wasting stay open until a physician has seen them. Tingling and positive tests are
    /// answered when no nerve is left above the threshold and a test of a nerve was negative.
    private var openNerveFindings: [Finding] {
        let isAnswered =
            leading([.nerve, .entrapment], from: thresholds.nerve).isEmpty
            && presentation.findings.contains { finding in
                guard case .test(let id, false) = finding.fact else { return false }
                return isNerveTest(id)
            }
        var open = presentation.findings.filter { isHard($0) || isSoft($0) && !isAnswered }
        for zone in presentation.drawing where !isAnswered {
            for quality in zone.qualities where PaintedZone.nerveWords.contains(quality.text) {
                open += (try? Finding.parse("quality:\(quality)", vocabulary: knowledge.vocabulary)) ?? []
            }
        }
        var seen: Set<Finding> = []
        return open.filter { seen.insert($0).inserted }
    }

    private func isHard(_ finding: Finding) -> Bool {
        switch finding.fact {
        case .sensory(_, let feeling): feeling == .numb || feeling == .reduced
        case .reflex(_, let state): state != .normal
        case .wasting: true
        default: false
        }
    }

    private func isSoft(_ finding: Finding) -> Bool {
        switch finding.fact {
        case .sensory(_, let feeling): feeling == .tingling
        case .test(let id, true): isNerveTest(id)
        case .palpation(_, _, let sign, true): sign.text == "nerve_tender"
        case .known(let key, true): key.kind == .quality && PaintedZone.nerveWords.contains(key.term)
        default: false
        }
    }

    /// Whether a test tests for a nerve alone or first.
    private func isNerveTest(_ id: Term.ID) -> Bool {
        knowledge.tests.first { $0.id == id.text }?.isOfNerve ?? false
    }
}
