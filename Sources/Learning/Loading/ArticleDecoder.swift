import Knowledge

/// Reads one page from its file; every defect of form goes to the log.
enum ArticleDecoder {
    private static let shared: Set<String> = [
        "schema", "id", "title", "short", "description", "reviewed", "defaults", "order", "summary", "questions",
        "related", "physician", "muscles",
    ]
    private static let keys: [Article.Kind: Set<String>] = [
        .page: shared.union(["sections", "blocks"]),
        .condition: shared.union(["benefit", "evidence", "can", "cannot", "self_care"]),
    ]

    static func article(_ root: ContentReader, kind: Article.Kind) -> Article {
        let reader = root.withDefaults()
        reader.allowOnly(keys[kind] ?? [])
        if reader.text("schema") != "1" {
            reader.report("schema version must be 1", at: "schema", value: reader.text("schema") ?? "")
        }
        let written = reader.required("reviewed")
        let reviewed = ReviewDay(written)
        if reviewed == nil { reader.report("not a day", at: "reviewed", value: written) }
        if reader.node["defaults"] == nil { reader.report("is missing", at: "defaults") }
        let studies = reader.child("evidence")
        studies?.allowOnly(["findings", "missing"])
        return Article(
            id: reader.required("id"), kind: kind, file: reader.file, title: reader.required("title"),
            shortTitle: reader.required("short"), description: reader.required("description"),
            reviewed: reviewed ?? ReviewDay.unknown,
            evidence: reader.child("defaults")?.ownEvidence() ?? Evidence(sources: [], level: .unverified),
            order: reader.text("order").flatMap(Int.init) ?? 0, summary: reader.claims("summary"),
            benefit: reader.claims("benefit"), findings: studies?.elements("findings").map(finding) ?? [],
            missing: studies?.claims("missing") ?? [], can: reader.claims("can"), cannot: reader.claims("cannot"),
            physician: reader.elements("physician").map(sign), muscles: reader.elements("muscles").map(muscle),
            selfCare: reader.claims("self_care"), sections: reader.elements("sections").map(section),
            questions: reader.elements("questions").map(question), related: reader.texts("related"),
            blocks: reader.elements("blocks").compactMap(block)
        )
    }

    private static func finding(_ reader: ContentReader) -> Finding {
        reader.allowOnly(["text", "src", "level", "outcome", "certainty"])
        return Finding(
            claim: reader.claim(), outcome: reader.word("outcome", fallback: .unclear),
            certainty: reader.word("certainty", fallback: .notRated)
        )
    }

    private static func sign(_ reader: ContentReader) -> WarningSign {
        reader.allowOnly(["text", "src", "level", "urgency", "rules", "facts", "beyond"])
        return WarningSign(
            claim: reader.claim(), urgency: reader.word("urgency", fallback: .routine), rules: reader.texts("rules"),
            facts: reader.texts("facts"), beyondGate: reader.text("beyond")
        )
    }

    private static func muscle(_ reader: ContentReader) -> MuscleUse {
        reader.allowOnly(["id", "text", "src", "level", "care"])
        return MuscleUse(
            id: reader.required("id"), claim: reader.claim(), showsSelfCare: reader.text("care") == "true"
        )
    }

    private static func section(_ reader: ContentReader) -> Article.Section {
        reader.allowOnly(["id", "title", "text", "list", "steps", "note"])
        return Article.Section(
            id: reader.required("id"), title: reader.required("title"), paragraphs: reader.claims("text"),
            list: reader.claims("list"), steps: reader.claims("steps"), note: reader.child("note")?.claim()
        )
    }

    private static func question(_ reader: ContentReader) -> Question {
        reader.allowOnly(["q", "a"])
        let answer = reader.claims("a")
        if answer.isEmpty { reader.report("a question without an answer", at: "a") }
        return Question(question: reader.required("q"), answer: answer)
    }

    private static func block(_ reader: ContentReader) -> Article.Block? {
        let block = Article.Block(rawValue: reader.node.text ?? "")
        if block == nil { reader.report("no such block", value: reader.node.shown) }
        return block
    }
}

extension ReviewDay {
    /// Stands where a file names no day, beside its diagnostic.
    static let unknown = ReviewDay(year: 2020, month: 1, day: 1)

    private init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }
}
