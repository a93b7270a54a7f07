import Clinic
import Foundation
import Knowledge
import Reasoning
import Testing

private enum Shipped {
    static let product = try? Product.load()
}

@Suite struct ExaminationDocumentTests {
    let product: Product

    init() throws {
        product = try #require(Shipped.product)
    }

    private func object(_ data: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func presentation(_ findings: [String]) throws -> Presentation {
        let told = findings.map { "{\"id\": \"\($0)\", \"side\": \"right\"}" }.joined(separator: ",")
        return try product.cases.presentation(
            from: Data(
                """
                {"drawing": [{"zone": "upper_limb/shoulder/anterior_deltoid", "side": "right", "intensity": 6}],
                 "findings": [\(told)]}
                """.utf8), origin: "test"
        )
    }

    @Test func `every step says what it is, why it is there and what each answer would do`() throws {
        let plan = try object(try product.examination(presentation([]), shortest: false).json())
        let steps = try #require(plan["steps"] as? [[String: Any]])
        let phases: Set = ["rule_out", "joint", "limb", "innervation", "perpetuating"]
        let kinds: Set = ["question", "movement", "strength", "test", "palpation"]
        #expect(steps.count > 60)
        var changed = 0
        for step in steps {
            #expect(phases.contains(step["phase"] as? String ?? "") && kinds.contains(step["kind"] as? String ?? ""))
            #expect((step["reason"] as? String ?? "").count > 5 && (step["title"] as? String ?? "").count > 5)
            #expect(step["gain_nats"] is Double && step["minutes"] is Double && step["structure"] is String)
            let answers = try #require(step["answers"] as? [[String: Any]])
            #expect(answers.count >= 2)
            if answers.contains(where: { ($0["changes"] as? [Any])?.isEmpty == false }) { changed += 1 }
        }
        #expect(changed > 20)
        #expect(plan["next"] is String)
    }

    @Test func `what is pressed is named by the consensus, and what contradicts is told`() throws {
        let told = try presentation([
            "palpation:infraspinatus:familiar_pain", "palpation:infraspinatus:referred_pain",
            "limited:shoulder/abduction", "full:shoulder/abduction",
        ])
        let plan = try object(try product.examination(told, shortest: true).json())
        let pressed = try #require((plan["pressed"] as? [[String: Any]])?.first)
        #expect(pressed["kind"] as? String == "active_trigger_point")
        #expect((plan["contradictions"] as? [Any])?.count == 1)
    }

    @Test func `the letter tells findings, reasons with sources and how soon, and no diagnosis`() throws {
        let letter = try product.letter(
            presentation(["sensory:upper_limb/fingers/thumb_palm_side:reduced", "test:spurling=negative"]))
        #expect(letter.isNeeded && letter.urgencyWord == "urgent")
        #expect(letter.findings.contains { $0.contains("feeling reduced") })
        #expect(letter.negatives.contains { $0.contains("negative") })
        #expect(!letter.sources.isEmpty)
        let text = letter.text()
        #expect(text.contains("Where it hurts") && text.contains("names no diagnosis"))
    }

    @Test func `the letter of a red flag is as urgent as the flag`() throws {
        let told = try product.cases.presentation(
            from: Data(
                """
                {"drawing": [{"zone": "trunk/chest/mid_chest", "side": "left", "intensity": 8}],
                 "findings": [{"id": "history:chest_pressure"}, {"id": "history:exertional_onset"}, {"id": "history:sweating"}]}
                """.utf8), origin: "test")
        let letter = try product.letter(told)
        #expect(letter.urgencyWord == "emergency")
        #expect(letter.reasons.contains { !$0.citations.isEmpty })
    }

    @Test
    func `no published nerve, organ or joint case ends in treating a muscle while a flag or nerve finding is open`()
        throws
    {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/cases/cases")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var controls = 0
        for file in files.sorted(by: { $0.path < $1.path }) {
            let data = try Data(contentsOf: file)
            guard let kind = try object(data)["class"] as? String, !["muscle", "mixed"].contains(kind) else { continue }
            controls += 1
            var told = try product.cases.presentation(from: data, origin: file.lastPathComponent)
            // Even when the hands find the client's own pain in the likeliest muscle.
            let first = try product.assess(told).ranking.first { $0.source.kind == .muscle }
            if let first {
                told.findings += ExaminationItem(.pressing(first.source), side: first.side).outcomes[0].findings
            }
            let plan = try object(try product.examination(told, shortest: true).json())
            let conclusion = try #require(plan["conclusion"] as? [String: Any])
            let flags = (plan["red_flags"] as? [Any]) ?? []
            let open = (conclusion["open_nerve_findings"] as? [Any]) ?? []
            let action = conclusion["action"] as? String
            #expect(action != "treat_muscle" || flags.isEmpty && open.isEmpty, "\(file.lastPathComponent)")
            if !flags.isEmpty { #expect(action == "refer", "\(file.lastPathComponent)") }
            #expect(action != "treat_muscle", "\(file.lastPathComponent): no nerve was looked at yet")
        }
        #expect(controls == 10)
    }
}
