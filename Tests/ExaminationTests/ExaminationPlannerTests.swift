import Anatomy
import Examination
import Knowledge
import Reasoning
import Testing

/// What is shipped, loaded once for all suites of this file.
private enum Shipped {
    static let assessor: Assessor? = {
        guard let vocabulary = try? Vocabulary(), let knowledge = try? KnowledgeBase.load(vocabulary: vocabulary) else {
            return nil
        }
        return Assessor(knowledge: knowledge, surface: try? BodySurface(vocabulary: vocabulary))
    }()
}

@Suite struct ExaminationPlannerTests {
    let knowledge: KnowledgeBase
    let assessor: Assessor
    let planner: ExaminationPlanner

    init() throws {
        let shipped = try #require(Shipped.assessor)
        (knowledge, assessor) = (shipped.knowledge, shipped)
        planner = ExaminationPlanner(knowledge: knowledge)
    }

    private func plan(
        _ zones: [String], side: Side = .right, findings: [String] = [], order: PlanOrder = .teaching
    ) throws -> ExaminationPlan {
        let drawing = try zones.map { try PaintedZone(place: SidedZone(Zone.ID($0), side), intensity: 6) }
        let told = try findings.flatMap { try Finding.parse($0, vocabulary: knowledge.vocabulary) }
        let presentation = Presentation(drawing: drawing, findings: told)
        return planner.plan(for: presentation, assessment: try assessor.assess(presentation), order: order)
    }

    @Test func `the shoulder plan names movers, stabilizers, arm, forearm, hand, neck and the nerves, in order`() throws
    {
        let plan = try plan(["upper_limb/shoulder/anterior_deltoid", "upper_limb/shoulder/lateral_deltoid"])
        let phases = plan.steps.map(\.phase)
        #expect(phases == phases.sorted(), "teaching order goes phase by phase")
        func ids(_ phase: ExaminationPhase) -> Set<String> { Set(plan.steps.filter { $0.phase == phase }.map(\.id)) }
        #expect(ids(.ruleOut).contains { $0.hasPrefix("test:spurling") || $0.hasPrefix("test:ultt") })
        let movers = Set(plan.steps.filter { $0.phase == .joint && $0.role == .mover }.map(\.structure))
        #expect(
            movers.isSuperset(of: [
                "muscle:deltoid", "muscle:supraspinatus", "muscle:infraspinatus", "muscle:subscapularis",
            ]))
        #expect(plan.steps.contains { $0.phase == .joint && $0.role == .stabilizer })
        #expect(ids(.joint).contains("limited:shoulder/abduction"))
        for muscle in ["biceps_brachii", "extensor_carpi_radialis_longus", "flexor_digitorum_superficialis"] {
            #expect(plan.steps.contains { $0.structure == "muscle:\(muscle)" }, "\(muscle)")
        }
        #expect(ids(.limb).contains { $0.hasPrefix("limited:elbow/") || $0.hasPrefix("limited:wrist/") })
        #expect(ids(.innervation).contains("limited:neck/rotation"))
        #expect(ids(.innervation).contains { $0.hasPrefix("palpation:scalenus") || $0 == "palpation:levator_scapulae" })
        #expect(!ids(.perpetuating).isEmpty)
    }

    @Test func `every leaf zone has a plan, and an empty phase says why`() throws {
        for zone in knowledge.vocabulary.leaves {
            let plan = try plan([zone.id.text], side: zone.laterality == .paired ? .left : .midline)
            #expect(plan.steps.count >= 10, "\(zone.id)")
            for phase in ExaminationPhase.allCases where !plan.steps.contains(where: { $0.phase == phase }) {
                #expect((plan.emptyPhases[phase]?.count ?? 0) > 10, "\(zone.id) \(phase)")
            }
            #expect(Set(plan.steps.map(\.item)).count == plan.steps.count, "\(zone.id) asks twice")
        }
    }

    @Test func `what is known is not asked again`() throws {
        let before = try plan(["pelvis/front/groin"])
        #expect(before.steps.contains { $0.id == "limited:hip/internal_rotation" })
        let after = try plan(["pelvis/front/groin"], findings: ["limited:hip/internal_rotation:right"])
        #expect(!after.steps.contains { $0.id == "limited:hip/internal_rotation" })
    }

    @Test func `an emergency flag leaves no step`() throws {
        let plan = try plan(
            ["trunk/chest/mid_chest"], side: .left,
            findings: ["history:chest_pressure", "history:exertional_onset", "history:sweating", "history:age_over_50"]
        )
        #expect(plan.steps.isEmpty)
        #expect(plan.stop != nil)
    }

    @Test func `the shortest path takes what tells most per minute and discomfort, and gains are honest`() throws {
        let plan = try plan(["upper_limb/shoulder/anterior_deltoid"], order: .shortest)
        let costs = StepCosts()
        let values = plan.steps.map(costs.value)
        #expect(values == values.sorted(by: >))
        #expect(plan.steps.allSatisfy { $0.gain >= costs.leastGain })
        #expect(!plan.steps.isEmpty)
    }

    @Test func `both orders ask the same questions`() throws {
        let taught = try plan(["upper_limb/shoulder/anterior_deltoid"])
        let shortest = try plan(["upper_limb/shoulder/anterior_deltoid"], order: .shortest)
        let all = Set(taught.steps.map(\.item))
        #expect(shortest.steps.allSatisfy { all.contains($0.item) })
    }

    @Test func `every joint of the vocabulary's movements has movers in some plan`() throws {
        let joints = Set(
            knowledge.vocabulary.movements.compactMap { $0.id.text.split(separator: "/").first.map(String.init) })
        var seen: Set<String> = []
        for zone in knowledge.vocabulary.leaves {
            let plan = try plan([zone.id.text], side: zone.laterality == .paired ? .right : .midline)
            for step in plan.steps where step.kind == .movement {
                seen.insert(step.structure.split(separator: "/").first.map(String.init) ?? "")
            }
        }
        let missing = joints.subtracting(seen).sorted()
        #expect(missing.isEmpty, "no plan moves \(missing)")
    }
}

@Suite struct ConclusionTests {
    let knowledge: KnowledgeBase
    let assessor: Assessor
    let planner: ExaminationPlanner

    init() throws {
        let shipped = try #require(Shipped.assessor)
        (knowledge, assessor) = (shipped.knowledge, shipped)
        planner = ExaminationPlanner(knowledge: knowledge)
    }

    private func conclude(_ findings: [String], zones: [String] = ["anterior_deltoid"]) throws -> ExaminationConclusion
    {
        let presentation = Presentation(
            drawing: try zones.map {
                try PaintedZone(place: SidedZone(Zone.ID("upper_limb/shoulder/\($0)"), .right), intensity: 6)
            }, findings: try findings.flatMap { try Finding.parse($0, vocabulary: knowledge.vocabulary) }
        )
        return planner.conclusion(for: presentation, assessment: try assessor.assess(presentation))
    }

    private let pressed = [
        "palpation:infraspinatus:familiar_pain:right", "palpation:infraspinatus:referred_pain:right",
        "palpation:infraspinatus:taut_band:right", "resisted_pain:shoulder/external_rotation:right",
    ]
    private let screened = [
        "test:spurling=negative:right", "sensory:upper_limb/fingers/thumb_palm_side:normal:right",
        "reflex:c6:normal:right",
    ]

    @Test func `a muscle that pressing confirms can be treated once the nerves were looked at`() throws {
        #expect(try conclude(pressed).action == .ruleOut)
        let done = try conclude(pressed + screened)
        #expect(done.action == .treatMuscle)
        #expect(done.sources.first?.source == PainSourceID(.muscle, "infraspinatus"))
    }

    @Test(arguments: [
        "sensory:upper_limb/fingers/thumb_palm_side:reduced:right", "reflex:c5:reduced:right",
        "wasting:infraspinatus:right", "history:weight_loss",
    ])
    func `however sure the hands are, an open nerve finding or red flag forbids treating`(finding: String) throws {
        let conclusion = try conclude(pressed + screened + [finding, "history:cancer_history"])
        #expect(conclusion.action == .refer)
    }

    @Test func `tingling is open until a nerve test was negative and no nerve is likely`() throws {
        let tingling = ["sensory:upper_limb/fingers/little_finger_palm_side:tingling:right"]
        #expect(try conclude(pressed + tingling).action != .treatMuscle)
        #expect(!(try conclude(pressed + tingling).openNerveFindings.isEmpty))
    }

    @Test func `nothing pressed is nothing to treat`() throws {
        #expect(try conclude(["resisted_pain:shoulder/external_rotation:right"]).action == .examine)
    }

    @Test func `the drawn referral is measured against complaint and expected field`() throws {
        let told = try [
            "palpation:infraspinatus:referred_pain:right",
            "palpation_refers:infraspinatus:upper_limb/shoulder/anterior_deltoid:right",
        ].flatMap { try Finding.parse($0, vocabulary: knowledge.vocabulary) }
        let presentation = Presentation(
            drawing: [
                try PaintedZone(place: SidedZone(Zone.ID("upper_limb/shoulder/anterior_deltoid"), .right), intensity: 6)
            ], findings: told
        )
        let place = try #require(presentation.pressedPlaces.first)
        let match = try #require(
            ReferralMatch(place: place, presentation: presentation, knowledge: knowledge, surface: assessor.surface))
        #expect(match.complaint == 1)
        #expect(match.expected == 1)
    }
}

@Suite struct ExaminationTrialTests {
    private func trial() throws -> ExaminationTrial {
        let assessor = try #require(Shipped.assessor)
        return ExaminationTrial(assessor: assessor, surface: try #require(assessor.surface))
    }

    @Test func `examining synthetic clients finds more than their drawings, and pressing contributes most`() throws {
        var options = ExaminationTrial.Options()
        options.comparedOrders = 0
        options.most = 25
        let trial = try trial()
        let all = trial.run(clients: 24, seed: 5, options: options)
        #expect(all.clients == 24)
        #expect(all.stop.top1 >= all.drawing.top1 + 0.15)
        options.kinds.remove(.palpation)
        #expect(trial.run(clients: 24, seed: 5, options: options).stop.top1 < all.stop.top1)
    }

    @Test func `the same seed gives the same figures`() throws {
        var options = ExaminationTrial.Options()
        options.comparedOrders = 2
        options.most = 8
        let trial = try trial()
        let first = trial.run(clients: 3, seed: 7, options: options)
        let second = trial.run(clients: 3, seed: 7, options: options)
        #expect(first.stop.brier == second.stop.brier && first.stop.steps == second.stop.steps)
        #expect(first.teaching?.steps == second.teaching?.steps)
    }
}
