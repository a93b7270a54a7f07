import Anatomy
import Foundation
import Knowledge
import Testing

@Suite struct ShippedKnowledgeTests {
    let knowledge: KnowledgeBase

    init() throws {
        knowledge = try KnowledgeBase.load(vocabulary: Vocabulary())
    }

    @Test func `the shipped knowledge has no error`() {
        #expect(knowledge.errors.map(\.description) == [])
    }

    @Test func `all muscles have a card and there are at least three hundred trigger points`() {
        #expect(knowledge.muscleCount == 171)
        #expect(knowledge.triggerPointCount >= 300)
    }

    @Test func `every statement has a citation and a level`() {
        #expect(knowledge.citedStatements == knowledge.statements)
        #expect(knowledge.statements > 10_000)
    }

    @Test func `every source of pain of the vocabulary has a card`() {
        let vocabulary = knowledge.vocabulary
        let expected =
            vocabulary.muscles.count + vocabulary.nerves.count + vocabulary.entrapments.count
            + vocabulary.joints.count + vocabulary.viscera.count
        #expect(knowledge.sources.count == expected)
    }

    @Test func `the cache gives what the files give`() throws {
        let vocabulary = try Vocabulary()
        let plain = try KnowledgeBase.load(
            folder: ResourceFolder.of(target: "Knowledge"), vocabulary: vocabulary, usingCache: false
        )
        #expect(plain.version == knowledge.version)
        #expect(plain.statements == knowledge.statements)
        #expect(plain.sources.map(\.id) == knowledge.sources.map(\.id))
        #expect(plain.sources.map(\.parts) == knowledge.sources.map(\.parts))
    }
}

@Suite struct KnowledgeDiagnosticsTests {
    /// Writes files into a folder of their own and loads them.
    private func load(_ files: [String: String]) throws -> KnowledgeBase {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("knowledge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        return try KnowledgeBase.load(
            folder: ResourceFolder(path: folder.path), vocabulary: Vocabulary(), usingCache: false
        )
    }

    private let citations = "a-2020: {authors: A, title: T, year: 2020, journal: J, doi: 10.1000/a, seen: abstract}\n"

    private func card(_ change: (String) -> String = { $0 }) -> String {
        change(
            """
            schema: 1
            id: supinator
            defaults: {src: [a-2020], level: secondary}
            occurrence: {value: usual}
            layer: deep
            attachments:
              origin: {text: "outer elbow", place: upper_limb/elbow/outer_elbow}
              insertion: {text: "radius", place: upper_limb/forearm/upper_forearm_back}
            innervation: [{nerve: nerve/posterior_interosseous, roots: [c6, c7]}]
            actions: [{movement: forearm/supination, role: prime_mover}]
            parts:
              superficial:
                points: [{id: "supinator/superficial#1", text: "below the elbow", at: {zone: upper_limb/forearm/upper_forearm_back, down: 0.1, out: 0.8}}]
                refers:
                  - {kind: own_site, zones: [upper_limb/forearm/upper_forearm_back], to: ipsilateral}
                  - {kind: essential, zones: [upper_limb/elbow/outer_elbow], to: ipsilateral}
              deep:
                points: [{id: "supinator/deep#1", text: "deep to it", at: {zone: upper_limb/elbow/elbow_crease}}]
                refers:
                  - {kind: own_site, zones: [upper_limb/elbow/elbow_crease], to: ipsilateral}
                  - {kind: essential, zones: [upper_limb/elbow/outer_elbow], to: ipsilateral}
            about: {text: "turns the palm up"}
            keys: [biceps_brachii]
            satellites: {none: "no muscle is named in the works read"}
            unit: {agonists: [biceps_brachii], antagonists: [pronator_teres]}
            entraps: {ids: [radial_tunnel], text: "between its heads"}
            autonomic: {none: "no sign beyond pain is described"}
            palpation: {technique: [flat], client: "sitting", hand: "thumb flat", path: "below the elbow", feel: "a cord"}
            hazards: [{kind: nerve, structure: "deep radial nerve", avoid: "no strong pressure", zones: [upper_limb/elbow/outer_elbow]}]
            hold: {dose: light, text: "thumb flat, forearm resting"}
            lengthen: {text: "turn the palm down, elbow straight"}
            self_care: {pressure: "thumb of the other hand", habits: ["use a lighter racket"]}
            perpetuating: [{factor: repetition, check: "how often does the forearm turn?"}]
            prevalence: {none: "no published share found"}
            contraindications: {none: "none of its own"}
            """
        )
    }

    private func errors(_ change: (String) -> String) throws -> [Diagnostic] {
        let knowledge = try load(["citations/c.yaml": citations, "muscles/supinator.yaml": card(change)])
        return knowledge.errors.filter { $0.file == "muscles/supinator.yaml" }
    }

    @Test func `a good card gives no error`() throws {
        #expect(try errors { $0 }.isEmpty)
    }

    @Test(arguments: [
        ("upper_limb/elbow/outer_elbow], to: ipsilateral}", "upper_limb/elbow/outer_elbo], to: ipsilateral}", "zone"),
        ("level: secondary", "level: certain", "level"),
        ("[a-2020], level", "[b-2020], level", "citation"),
        ("role: prime_mover", "role: hero", "one of"),
        ("forearm/supination", "forearm/spin", "movement"),
        ("down: 0.1", "down: 1.4", "number"),
        ("supinator/deep#1", "supinator/deep#2", "supinator/deep#1"),
        ("  deep:\n", "  deeper:\n", "part"),
        ("roots: [c6, c7]", "roots: [c6, c9]", "root"),
        ("schema: 1", "schema: 9", "schema"),
    ])
    func `a defect is reported with file, line, path and value`(old: String, new: String, word: String) throws {
        let found = try errors { $0.replacing(old, with: new) }
        #expect(found.contains { $0.description.contains(word) && $0.line > 0 }, "\(found)")
    }

    @Test func `broken YAML is one diagnostic and the rest still loads`() throws {
        let knowledge = try load([
            "citations/c.yaml": citations, "muscles/supinator.yaml": card(), "muscles/anconeus.yaml": "a: [1, 2",
        ])
        #expect(knowledge.errors.contains { $0.file == "muscles/anconeus.yaml" && $0.message.contains("YAML") })
        #expect(knowledge.source[PainSourceID(.muscle, "supinator")] != nil)
    }

    @Test(arguments: ["doi: 11.1/x", "doi: 'not a doi'", "pmid: '12a'"])
    func `a malformed identifier of a paper is an error`(field: String) throws {
        let knowledge = try load([
            "citations/c.yaml": "a-2020: {authors: A, title: T, year: 2020, journal: J, seen: abstract, \(field)}\n"
        ])
        #expect(knowledge.errors.contains { $0.message.contains("well-formed") })
    }

    @Test func `a rule with an unknown fact is reported and left out`() throws {
        let knowledge = try load([
            "citations/c.yaml": citations,
            "red_flags.yaml": """
            schema: 1
            defaults: {src: [a-2020], level: abstract}
            rules:
              - {id: one, urgency: urgent, title: T, action: A, when: "history:fevver"}
              - {id: two, urgency: urgent, title: T, action: A, when: {all: ["history:fever", "age>=50"]}}
            """,
        ])
        #expect(knowledge.redFlags.map(\.id) == ["two"])
        #expect(knowledge.errors.contains { $0.value.contains("fevver") })
    }
}
