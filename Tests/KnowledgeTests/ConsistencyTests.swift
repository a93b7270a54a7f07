import Anatomy
import Foundation
import Knowledge
import Testing

@Suite struct ShippedConsistencyTests {
    let knowledge: KnowledgeBase

    init() throws {
        knowledge = try KnowledgeBase.load(vocabulary: Vocabulary(), checksConsistency: true)
    }

    @Test func `the statements agree with each other`() {
        #expect(knowledge.errors.map(\.description) == [])
        #expect(knowledge.warnings.map(\.description) == [])
    }

    @Test func `every field of a muscle's card is there or says why not`() {
        for source in knowledge.sources {
            guard let reference = source.muscle?.reference else { continue }
            let reasons = [
                reference.about.reason, reference.keys.reason, reference.palpation.reason, reference.hazards.reason,
                reference.hold.reason, reference.lengthen.reason, reference.selfCare.reason,
                reference.perpetuating.reason,
                reference.contraindications.reason, reference.noPrevalence,
            ]
            for reason in reasons.compactMap({ $0 }) {
                #expect(reason.count >= 8 && reason != "not written yet", "\(source.id)")
            }
            #expect(source.parts.allSatisfy { !$0.sheets.isEmpty }, "\(source.id) has a part without shape")
        }
    }

    @Test func `most statements were checked, and nine in ten of those with a number`() {
        func better(_ counts: [VerificationLevel: Int]) -> Double {
            let all = counts.values.reduce(0, +)
            return Double(all - (counts[.unverified] ?? 0)) / Double(max(all, 1))
        }
        #expect(better(knowledge.statementsPerLevel) >= 0.7)
        #expect(better(knowledge.numbersPerLevel) >= 0.9)
    }

    @Test func `at least 250 works are cited, each with an identifier`() {
        #expect(knowledge.citations.count >= 250)
        for citation in knowledge.citations.values {
            #expect(
                citation.doi != nil || citation.pmid != nil || citation.isbn != nil || citation.url != nil,
                "\(citation.id)")
        }
    }

    @Test func `conditions, factors and doses are complete`() {
        #expect(knowledge.conditions.count == 15)
        #expect(knowledge.perpetuatingFactors.count == knowledge.vocabulary.perpetuatingFactors.count)
        #expect(knowledge.doses.count == HoldDose.allCases.count)
        #expect(knowledge.doses[.standard]?.seconds == 60...90)
        let segments = Set(knowledge.chains.map(\.region))
        #expect(segments.isSuperset(of: [.shoulder, .neck, .lowBack, .knee, .jaw, .foot, .hand]))
    }
}

@Suite struct ConsistencyRuleTests {
    /// Loads the shipped knowledge with one card changed.
    private func warnings(changing name: String, _ change: (String) -> String) throws -> [Diagnostic] {
        let shipped = try ResourceFolder.of(target: "Knowledge")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("knowledge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: URL(fileURLWithPath: shipped.path), to: folder)
        let file = folder.appendingPathComponent("muscles/\(name).yaml")
        let old = try String(contentsOf: file, encoding: .utf8)
        let new = change(old)
        #expect(new != old, "the change did not apply")
        try Data(new.utf8).write(to: file)
        return try KnowledgeBase.load(
            folder: ResourceFolder(path: folder.path), vocabulary: Vocabulary(), usingCache: false,
            checksConsistency: true
        ).diagnostics.filter { $0.file == "muscles/\(name).yaml" }
    }

    @Test func `a root that is none of the nerve's is reported`() throws {
        let found = try warnings(changing: "infraspinatus") { $0.replacing("roots: [c5, c6]", with: "roots: [c5, s1]") }
        #expect(found.contains { $0.message.contains("not a root") && $0.value == "s1" })
    }

    @Test func `a mover that does not cross the joint is reported`() throws {
        let found = try warnings(changing: "infraspinatus") {
            $0.replacing(
                "{movement: shoulder/external_rotation, role: prime_mover",
                with: "{movement: knee/flexion, role: prime_mover")
        }
        #expect(found.contains { $0.value == "knee/flexion" })
    }

    @Test func `a limited movement that does not lengthen the muscle is reported unless it is explained`() throws {
        let found = try warnings(changing: "infraspinatus") {
            $0.replacing(
                "  painful: [shoulder/hand_behind_back",
                with: "  painful: [shoulder/external_rotation, shoulder/hand_behind_back"
            )
            .replacing(
                "limited: [{id: shoulder/hand_behind_back",
                with: "limited: [shoulder/external_rotation, {id: shoulder/hand_behind_back")
        }
        #expect(found.contains { $0.path == "findings.limited" && $0.value == "shoulder/external_rotation" })
    }

    @Test func `a point in a danger zone without a hazard is an error`() throws {
        let found = try warnings(changing: "psoas_major") { text in
            guard let start = text.range(of: "\nhazards:") else { return text }
            let rest = text[start.upperBound...]
            let end = rest.range(of: "\nhold:")?.lowerBound ?? rest.endIndex
            return text[..<start.lowerBound] + "\nhazards: {none: \"nothing lies near it\"}" + rest[end...]
        }
        #expect(found.contains { $0.severity == .error && $0.path == "hazards" })
    }

    @Test func `a missing field names the field`() throws {
        let found = try warnings(changing: "infraspinatus") { $0.replacing("\nlengthen:", with: "\nlengthened:") }
        #expect(found.contains { $0.severity == .error && $0.path == "lengthen" })
        #expect(found.contains { $0.message == "unknown key" && $0.path == "lengthened" })
    }
}
