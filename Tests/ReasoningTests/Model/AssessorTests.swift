import Anatomy
import Foundation
import Knowledge
import Reasoning
import Testing

/// Loaded once for all tests of this file.
private enum Shipped {
    static let assessor: Assessor? = {
        guard let vocabulary = try? Vocabulary(), let surface = try? BodySurface(vocabulary: vocabulary),
            let knowledge = try? KnowledgeBase.load(vocabulary: vocabulary)
        else { return nil }
        return Assessor(knowledge: knowledge, surface: surface)
    }()
}

@Suite struct AssessorTests {
    let assessor: Assessor
    private var vocabulary: Vocabulary { assessor.knowledge.vocabulary }

    init() throws {
        assessor = try #require(Shipped.assessor)
    }

    private func painted(_ zones: [(String, String)], intensity: Double = 6) throws -> [PaintedZone] {
        try zones.flatMap { zone, side in
            try vocabulary.places(zone: zone, side: side).map { try PaintedZone(place: $0, intensity: intensity) }
        }
    }

    private func findings(_ texts: [String]) throws -> [Finding] {
        try texts.flatMap { try Finding.parse($0, vocabulary: vocabulary) }
    }

    private func probability(_ source: String, _ side: Side, in assessment: Assessment) -> Double {
        assessment.ranking.first { $0.source.description == source && $0.side == side }?.probability ?? 0
    }

    @Test func `front and depth of the shoulder lead to the muscles that send pain there`() throws {
        let answer = try assessor.assess(
            Presentation(drawing: painted([("anterior_deltoid", "right"), ("shoulder_joint_deep", "right")]))
        )
        let first = answer.ranking.filter { $0.source.kind == .muscle }.prefix(5).map(\.source.name)
        #expect(first.contains("infraspinatus"))
        #expect(answer.ranking.first?.side == .right)
    }

    @Test func `mirroring the drawing mirrors the answer`() throws {
        let zones = ["suboccipital", "temple", "shoulder_top"]
        let right = try assessor.assess(Presentation(drawing: painted(zones.map { ($0, "right") })))
        let left = try assessor.assess(Presentation(drawing: painted(zones.map { ($0, "left") })))
        for ranked in right.ranking.prefix(10) where ranked.side != .midline && ranked.source.kind != .viscus {
            let other = probability(ranked.source.description, ranked.side.mirrored, in: left)
            // Organs lie where they lie, so the rivals of the two sides differ a little.
            #expect(abs(other - ranked.probability) < 2e-3, "\(ranked.source)")
        }
    }

    @Test func `a drawing alone rarely gives a probability above six tenths`() throws {
        var confident = 0
        for zone in vocabulary.leaves {
            let side = zone.laterality == .paired ? "right" : "midline"
            let answer = try assessor.assess(Presentation(drawing: painted([(zone.id.text, side)])), options: bare)
            if (answer.ranking.first?.probability ?? 0) > 0.6 { confident += 1 }
        }
        #expect(confident * 20 <= vocabulary.leaves.count)
    }

    @Test func `a trigger point does not argue against a nerve`() throws {
        let drawing = try painted([
            ("upper_back_thigh", "right"), ("lower_calf", "right"), ("outer_foot_border", "right"),
        ])
        let nerve = try findings([
            "sensory:lower_limb/foot/outer_foot_border:numb:right", "reflex:s1:reduced:right",
            "test:slump=positive:right",
        ])
        let muscle = try findings(["palpation:gluteus_minimus:familiar_pain:right"])
        let alone = try assessor.assess(Presentation(drawing: drawing, findings: nerve))
        let both = try assessor.assess(Presentation(drawing: drawing, findings: nerve + muscle))
        let before = probability("nerve:root/s1", .right, in: alone)
        let after = probability("nerve:root/s1", .right, in: both)
        #expect(before > 0.3)
        #expect(after > before * 0.7)
        #expect(
            probability("muscle:gluteus_minimus", .right, in: both)
                > probability("muscle:gluteus_minimus", .right, in: alone))
    }

    @Test(arguments: [
        ("reflex:c6:normal:right", "nerve:root/c6"), ("test:spurling=negative:right", "nerve:root/c6"),
        ("sensory:upper_limb/fingers/thumb_palm_side:normal:right", "nerve:root/c6"),
        ("strong:elbow/flexion:right", "nerve:root/c6"),
        ("full:shoulder/internal_rotation:right", "muscle:infraspinatus"),
        ("palpation:infraspinatus:no_tenderness:right", "muscle:infraspinatus"),
    ])
    func `a normal finding lowers its cause`(finding: String, source: String) throws {
        let drawing = try painted([
            ("anterior_deltoid", "right"), ("thumb_side_forearm", "right"), ("outer_upper_arm", "right"),
        ])
        let before = try assessor.assess(Presentation(drawing: drawing))
        let after = try assessor.assess(Presentation(drawing: drawing, findings: findings([finding])))
        #expect(probability(source, .right, in: after) < probability(source, .right, in: before))
    }

    @Test func `painting more of one region is not that many witnesses`() throws {
        let one = try assessor.assess(Presentation(drawing: painted([("lower_calf", "right")])))
        let many = try assessor.assess(
            Presentation(
                drawing: painted([
                    ("lower_calf", "right"), ("upper_inner_calf", "right"), ("upper_outer_calf", "right"),
                    ("inner_shin", "right"), ("upper_outer_shin", "right"), ("lower_outer_shin", "right"),
                ])
            )
        )
        let (first, second) = (one.ranking.first?.probability ?? 0, many.ranking.first?.probability ?? 0)
        #expect(second < 0.75 && first > 0)
    }

    @Test func `the ledger says what each piece of evidence did`() throws {
        let answer = try assessor.assess(
            Presentation(
                drawing: painted([("anterior_deltoid", "right")]),
                findings: findings(["weak:shoulder/external_rotation:right", "no:history:numbness"])
            )
        )
        let infraspinatus = try #require(answer.ranking.first { $0.source.name == "infraspinatus" })
        #expect(infraspinatus.ledger.contains { $0.nats > 0.1 })
        #expect(answer.bound.map { $0 <= 1e-6 } ?? false)
        #expect(!answer.nextSteps.isEmpty)
    }

    @Test func `class shares add up to one`() throws {
        let answer = try assessor.assess(Presentation(drawing: painted([("kneecap", "left")])))
        #expect(abs(answer.classShares.values.reduce(0, +) - 1) < 1e-9)
    }

    @Test func `nothing told gives an empty ranking and no crash`() throws {
        let answer = try assessor.assess(Presentation())
        #expect(answer.ranking.isEmpty)
        #expect(answer.redFlags.isEmpty)
    }

    @Test func `the same input gives the same bits`() throws {
        let presentation = Presentation(
            drawing: try painted([
                ("occiput", "both"), ("temple", "both"), ("suboccipital", "both"), ("forehead", "both"),
            ])
        )
        let (one, two) = (try assessor.assess(presentation), try assessor.assess(presentation))
        #expect(one.ranking.map(\.probability) == two.ranking.map(\.probability))
    }

    private var bare: Assessor.Options {
        var options = Assessor.Options()
        options.ledgers = 0
        options.nextSteps = false
        return options
    }
}

@Suite struct RedFlagTests {
    let assessor: Assessor

    init() throws {
        assessor = try #require(Shipped.assessor)
    }

    private func flags(zones: [(String, String)], _ texts: [String], age: Int? = nil) throws -> [RedFlag] {
        let vocabulary = assessor.knowledge.vocabulary
        return try assessor.assess(
            Presentation(
                patient: Patient(age: age),
                drawing: zones.flatMap { zone, side in
                    try vocabulary.places(zone: zone, side: side).map { try PaintedZone(place: $0, intensity: 6) }
                },
                findings: texts.flatMap { try Finding.parse($0, vocabulary: vocabulary) }
            )
        ).redFlags
    }

    @Test func `saddle numbness with low back pain is an emergency`() throws {
        let raised = try flags(zones: [("lumbar_spine", "midline")], ["history:saddle_numbness"])
        #expect(raised.first?.rule.urgency == .emergency)
        #expect(raised.first?.because.contains { $0.contains("saddle") } ?? false)
    }

    @Test func `pressing that reproduces the pain never clears a heart flag`() throws {
        let zones = [("breastbone", "midline"), ("inner_upper_arm", "left")]
        let facts = ["history:exertional_onset", "history:sweating", "history:chest_pressure"]
        let before = try flags(zones: zones, facts, age: 61)
        let after = try flags(
            zones: zones,
            facts + ["palpation:pectoralis_major:familiar_pain:left", "test:chest_wall_palpation=positive"], age: 61
        )
        #expect(before.contains { $0.rule.urgency == .emergency })
        #expect(Set(before.map(\.rule.id)).isSubset(of: Set(after.map(\.rule.id))))
    }

    @Test(arguments: ["anterior_deltoid", "kneecap", "temple", "shoulder_top", "lower_calf", "outer_elbow"])
    func `a plain ache raises no flag`(zone: String) throws {
        #expect(try flags(zones: [(zone, "right")], ["quality:aching", "history:work_desk"], age: 35).isEmpty)
    }
}

@Suite struct FindingTests {
    let vocabulary: Vocabulary

    init() throws {
        vocabulary = try Vocabulary()
    }

    @Test(arguments: [
        "quality:aching", "aggravated_by:neck/rotation:right", "limited:neck/rotation=55:right",
        "full:hip/internal_rotation:left",
        "test:spurling=positive:right", "history:whiplash", "no:history:fever",
        "palpation:infraspinatus/upper:referred_pain:right",
        "palpation_refers:infraspinatus/upper:upper_limb/shoulder/anterior_deltoid:right",
        "palpation:joint.sacroiliac:tender_spot:left",
        "sensory:upper_limb/fingers/index_finger_palm_side:tingling:right",
        "reflex:c7:reduced:right", "wasting:abductor_pollicis_brevis:right", "sign:lacrimation:right",
        "no:sign:swelling:left",
        "palpation_zone:head/cranium/occiput:familiar_pain:right",
    ])
    func `every form of the vocabulary is read`(text: String) throws {
        let findings = try Finding.parse(text, vocabulary: vocabulary)
        #expect(findings.count == 1)
        let hasSide = text.hasSuffix(":right") || text.hasSuffix(":left")
        #expect((findings.first?.side != nil) == hasSide)
    }

    @Test(arguments: [
        "history:fevver", "weak:shoulder/abductoin", "test:spurling", "test:spurling=maybe",
        "limited:neck/rotation=abc",
        "limited:neck/rotation=1e999", "nonsense", "", ":", "palpation:infraspinatus/nowhere:taut_band",
        "reflex:c9:reduced",
        "no:history", "sensory:head:numb", "history:fever:sideways",
    ])
    func `what the vocabulary does not know is an error that names it`(text: String) {
        #expect(throws: PresentationError.self) { try Finding.parse(text, vocabulary: vocabulary) }
    }

    @Test func `both sides give two findings`() throws {
        #expect(
            try Finding.parse("weak:shoulder/abduction:both", vocabulary: vocabulary).map(\.side) == [.right, .left])
    }
}
