import Anatomy
import Foundation
import Knowledge
import Reasoning
import Testing

@Suite struct ForecasterTests {
    let assessor: Assessor

    init() throws {
        let vocabulary = try Vocabulary()
        assessor = Assessor(
            knowledge: try KnowledgeBase.load(vocabulary: vocabulary), surface: try BodySurface(vocabulary: vocabulary)
        )
    }

    private func presentation(_ findings: [String] = []) throws -> Presentation {
        Presentation(
            drawing: try ["anterior_deltoid", "lateral_deltoid"].map {
                try PaintedZone(place: SidedZone(Zone.ID("upper_limb/shoulder/\($0)"), .right), intensity: 6)
            }, findings: try findings.flatMap { try Finding.parse($0, vocabulary: assessor.knowledge.vocabulary) }
        )
    }

    private func assess(_ presentation: Presentation) throws -> Assessment {
        var options = Assessor.Options()
        options.ledgers = 0
        options.nextSteps = false
        return try assessor.assess(presentation, options: options)
    }

    private let items = [
        ExaminationItem(.pressing(PainSourceID(.muscle, "deltoid")), side: .right),
        ExaminationItem(.pressing(PainSourceID(.muscle, "infraspinatus")), side: .right),
        ExaminationItem(.pressing(PainSourceID(.joint, "supraspinatus_tendon")), side: .right),
        ExaminationItem(.strength(Movement.ID("shoulder/abduction")), side: .right),
        ExaminationItem(.range(Movement.ID("shoulder/external_rotation")), side: .right),
        ExaminationItem(.test(Term.ID("hawkins_kennedy")), side: .right),
    ]

    @Test func `the chances of the answers add up to one`() throws {
        let forecaster = try #require(try assess(presentation()).forecaster)
        for item in items {
            let answers = forecaster.answers(to: item)
            #expect(answers.count == item.outcomes.count)
            #expect(abs(answers.reduce(0) { $0 + $1.probability } - 1) < 1e-6, "\(item.id)")
        }
    }

    @Test func `what is foretold of the leading source comes about when the answer is given`() throws {
        let start = try presentation()
        let before = try assess(start)
        let forecaster = try #require(before.forecaster)
        for item in items.prefix(2) {
            for (answer, outcome) in zip(forecaster.answers(to: item, most: 1), item.outcomes) {
                guard let change = answer.changes.first else { continue }
                var told = start
                told.findings += outcome.findings
                let after = try assess(told)
                let now = after.ranking.first { $0.source == change.source.source && $0.side == change.source.side }
                #expect(abs((now?.probability ?? 0) - change.to) < 0.12, "\(item.id) \(answer.word)")
            }
        }
    }

    @Test func `the gain of pressing one muscle is the information of its posterior`() throws {
        // Independent oracle: mutual information of a state (active or not) and the answer, from the marginal alone.
        let before = try assess(presentation())
        let forecaster = try #require(before.forecaster)
        let gain = try #require(forecaster.gains(of: [items[0]]).first)
        let model = PalpationModel()
        func entropy(_ row: [Double]) -> Double { row.reduce(0) { $0 - $1 * logarithmOf($1) } }
        let active = model.chances(.triggerPoint)
        let idle = model.chances(.other)
        // The computed share lies below the stated one; the information grows with it between these.
        func information(_ share: Double) -> Double {
            entropy(zip(active, idle).map { share * $0 + (1 - share) * $1 }) - share * entropy(active)
                - (1 - share) * entropy(idle)
        }
        #expect(gain > information(0.03) && gain < information(0.5))
    }

    @Test func `what no likely cause brings about tells nothing, and an answer that is known is no news twice`() throws
    {
        let forecaster = try #require(try assess(presentation()).forecaster)
        let gains = forecaster.gains(of: [
            ExaminationItem(.strength(Movement.ID("ankle/dorsiflexion")), side: .right),
            ExaminationItem(.factor(Term.ID("poor_sleep"))), items[0],
        ])
        #expect(gains[0] < 0.01)
        #expect(gains[1] == 0)
        #expect(gains[2] > 0.05)
    }

    @Test func `the same case gives the same gains, to the bit`() throws {
        let first = try assess(presentation()).forecaster?.gains(of: items)
        let second = try assess(presentation()).forecaster?.gains(of: items)
        #expect(first == second)
    }

    @Test func `a cluster replaces its items`() throws {
        let items = ["sij_distraction", "sij_compression", "sij_thigh_thrust"].map { "test:\($0)=positive:right" }
        var start = Presentation(
            drawing: [try PaintedZone(place: SidedZone(Zone.ID("pelvis/back/sacroiliac"), .right), intensity: 6)]
        )
        func probability(_ texts: [String]) throws -> Double {
            start.findings = try texts.flatMap { try Finding.parse($0, vocabulary: assessor.knowledge.vocabulary) }
            return try assess(start).ranking.first { $0.source.name == "sacroiliac" && $0.side == .right }?.probability
                ?? 0
        }
        let byItems = try probability(items)
        let byCluster = try probability(["test:sij_cluster_three=positive:right"])
        #expect(abs(byItems - byCluster) < 0.02, "three positive items say what the cluster says")
        #expect(try probability(items + ["test:sij_cluster_three=positive:right"]) <= byCluster + 0.02)
    }
}

private func logarithmOf(_ x: Double) -> Double { x > 0 ? log(x) : 0 }
