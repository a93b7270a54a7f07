import Knowledge
import Learning
import Testing

@Suite struct ContentRulesTests {
    private static let carpal = "conditions/carpal_tunnel.yaml"

    /// The diagnostics that a change of a file brings.
    private func found(_ file: String, _ old: String, _ new: String) throws -> [LearningDiagnostic] {
        try Shipped.changing(file) { $0.replacing(old, with: new) }.diagnostics
    }

    /// One defect per row: file, what is replaced, by what, and the path, value and part of the message expected.
    static let rules: [(file: String, old: String, new: String, path: String, value: String, message: String)] = [
        (carpal, "{id: infraspinatus,", "{id: infraspinatos,", "muscles[0].id", "infraspinatos", "unknown muscle"),
        (carpal, "id: carpal_tunnel\n", "id: carpal_tunel\n", "id", "carpal_tunel", "unknown condition"),
        (carpal, "src: [qerama-2009]", "src: [qerama-2010]", "muscles[0].src", "qerama-2010", "unknown source"),
        (carpal, "outcome: no_difference", "outcome: cured", "evidence.findings[2].outcome", "cured", "outside of the"),
        (carpal, "certainty: not_rated", "certainty: huge", "evidence.findings[0].certainty", "huge", "outside of the"),
        (carpal, "level: convention}", "level: sure}", "defaults.level", "sure", "outside of the levels"),
        (carpal, "level: convention}", "level: primary}", "defaults.level", "primary", "stronger than what was read"),
        (carpal, "level: abstract}", "level: primary}", "evidence.findings[0].level", "primary", "stronger than"),
        (carpal, "rules: [compartment]", "rules: [no_rule]", "physician[0].rules[0]", "no_rule", "no such rule"),
        (carpal, "rules: [compartment], ", "", "physician[0].rules", "", "names no rule"),
        (
            carpal, "history:fracture_recent", "history:saddle_numbness", "physician[0].facts[0]",
            "history:saddle_numbness", "none of the named rules reads this fact"
        ),
        (carpal, "history:fracture_recent", "history:nonsense", "physician[0].facts[0]", "history:nonsense", "unknown"),
        (
            carpal, "urgency: emergency, rules: [comp", "urgency: routine, rules: [comp", "physician[0].urgency",
            "routine", "weaker than"
        ),
        (carpal, "urgency: emergency", "urgency: panic", "physician[0].urgency", "panic", "outside of the scale"),
        (carpal, "\ncan:\n", "\ncould:\n", "could", "", "unknown key"),
        (carpal, "\ncan:\n", "\ncould:\n", "can", "", "this part is missing"),
        (carpal, "  missing:\n", "  lacking:\n", "evidence.missing", "", "what no study shows must be said"),
        (carpal, "reviewed: 2026-11-26", "reviewed: 2026-02-29", "reviewed", "2026-02-29", "not a day"),
        (
            carpal, "description: \"", "description: \"\(String(repeating: "long ", count: 20))", "description", "",
            "more than 160"
        ),
        (carpal, "defaults: {src: [practice-convention], level: convention}\n", "", "defaults", "", "is missing"),
        (
            carpal, "defaults: {src: [practice-convention], level: convention}\n", "", "summary[0]", "",
            "without a source"
        ),
        (carpal, "{src: [practice-convention], level", "{src: [], level", "defaults.src", "", "without a source"),
        (carpal, "schema: 1", "schema: 2", "schema", "2", "schema version"),
        (carpal, "related: [referred-pain", "related: [nowhere", "related[0]", "nowhere", "no such page"),
        (
            carpal, "{id: scalenus_medius, text", "{id: infraspinatus, text", "muscles[1].id", "infraspinatus",
            "named twice"
        ),
        (
            "conditions/tmj.yaml", "It is for trained hands.\"}", "It is for trained hands.\", care: true}",
            "muscles[2].id", "lateral_pterygoid", "may press alone"
        ),
        (
            "conditions/tmj.yaml", "and around the eye.\"}", "and around the eye.\", care: true}", "muscles[3].id",
            "sternocleidomastoid", "a muscle of the neck"
        ),
        (carpal, "Ease muscles along", "A proven way to ease muscles along", "can[1]", "proven", "a promise"),
        (carpal, "summary:\n", "summary:\n  - \"Hm\"\n", "summary[0]", "Hm", "too short"),
        ("referred-pain.yaml", "blocks: [press]", "blocks: [pres]", "blocks[0]", "pres", "no such block"),
        ("faq.yaml", "order: 8", "order: 8\nsections: [{id: x, title: Empty}]", "sections[0]", "", "an empty part"),
        ("sources.yaml", "work: furlan-2015", "work: furlan-2051", "readings[5].work", "furlan-2051", "unknown work"),
    ]

    @Test(arguments: rules.indices)
    func `each defect is named with file, path and value`(row: Int) throws {
        let rule = Self.rules[row]
        let defects = try found(rule.file, rule.old, rule.new)
        let file = rule.path == "id" ? nil : rule.file
        #expect(
            defects.contains {
                (file == nil || $0.file == file) && $0.path == rule.path && $0.message.contains(rule.message)
                    && (rule.value.isEmpty || $0.value == rule.value)
            },
            "\(rule.path) \(rule.message); found \(defects)"
        )
    }

    @Test func `a file that is no YAML is reported and the rest is read`() throws {
        let base = try Shipped.changing(Self.carpal) { _ in "schema: [1" }
        #expect(base.diagnostics.contains { $0.file == Self.carpal && $0.message.contains("not readable") })
        #expect(base.diagnostics.contains { $0.file == Self.carpal && $0.message.contains("no page for this row") })
        #expect(base.articles.count == 22)
    }

    @Test(arguments: ["[]", "1", "\"text\"", "{a: {b: [1, {c: 2}]}}", "- a\n- b", "summary: {text: [x]}"])
    func `a file of another shape is reported and read without a trap`(text: String) throws {
        let base = try Shipped.changing(Self.carpal) { _ in text }
        #expect(!base.diagnostics.filter { $0.file == Self.carpal }.isEmpty)
    }

    @Test func `a number that its source does not state is reported`() throws {
        let check = try Shipped.figures.get()
        let changed = try Shipped.changing(Self.carpal) { $0.replacing("by 2.0 points", with: "by 7.5 points") }
        let defects = check.diagnostics(of: changed)
        #expect(defects.map(\.value) == ["7.5"])
        #expect(defects.first?.file == Self.carpal)
        #expect(defects.first?.path == "evidence.findings[0]")
    }

    @Test func `a number on the common source of a page is reported`() throws {
        let check = try Shipped.figures.get()
        let changed = try Shipped.changing(Self.carpal) {
            $0.replacing("for some weeks.\"", with: "for 6 weeks.\"")
        }
        #expect(check.diagnostics(of: changed).contains { $0.message.contains("without a source of its own") })
    }

    @Test func `numbers inside names and per hundred are no figures`() throws {
        let check = try Shipped.figures.get()
        let changed = try Shipped.changing(Self.carpal) {
            $0.replacing("for some weeks.\"", with: "for some weeks, as C6 and T7 tell.\"")
        }
        #expect(check.diagnostics(of: changed).isEmpty)
    }
}
