import Anatomy
import Examination
import Knowledge
import Reasoning
import Testing

@Suite struct ExaminationPlannerTests {
    let knowledge: KnowledgeBase
    let assessor: Assessor
    let planner: ExaminationPlanner

    init() throws {
        let vocabulary = try Vocabulary()
        knowledge = try KnowledgeBase.load(vocabulary: vocabulary)
        assessor = Assessor(knowledge: knowledge, surface: try BodySurface(vocabulary: vocabulary))
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
            #expect(Set(plan.steps.map(\.id)).count == plan.steps.count, "\(zone.id) asks twice")
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
        let values = plan.steps.map { $0.gain / ($0.minutes * (costs.discomfort[$0.kind] ?? 1)) }
        #expect(values == values.sorted(by: >))
        #expect(plan.steps.allSatisfy { $0.gain >= costs.leastGain })
        #expect(!plan.steps.isEmpty)
    }

    @Test func `a finding that no leading origin causes gains nothing`() throws {
        let presentation = Presentation(
            drawing: [try PaintedZone(place: SidedZone(Zone.ID("head/jaw/jaw_angle"), .right), intensity: 6)]
        )
        let gain = FindingGain(ranking: try assessor.assess(presentation).ranking, knowledge: knowledge)
        #expect(gain.gain(of: FindingKey(.weak, "ankle/dorsiflexion")).nats == 0)
        #expect(gain.gain(of: FindingKey(.limited, "jaw/opening")).nats > 0)
    }
}
