import Anatomy

/// Reads tests, red-flag rules and citations.
enum RuleDecoder {
    /// One clinical test; defects go to the log.
    static func test(_ reader: DocumentReader) -> ClinicalTest? {
        let id = reader.required("id")
        guard let term = reader.vocabulary.test[Term.ID(id)] else {
            reader.error("unknown test", at: "id", value: reader.node["id"])
            return nil
        }
        let targets = reader.elements("for").compactMap(\.node.text)
        if targets.isEmpty { reader.error("names no source", at: "for") }
        return ClinicalTest(
            id: id, name: term.name, targets: targets, sensitivity: rate(reader.child("sensitivity")),
            specificity: rate(reader.child("specificity")), loads: reader.text("loads") ?? id,
            positive: reader.text("positive"), procedure: reader.child("procedure").map { $0.statement() },
            caution: optional("caution", in: reader) { $0.statement() },
            dependence: optional("depends_on", in: reader) { block in
                TestDependence(
                    tests: block.elements("ids").compactMap(\.node.text), text: block.text("text"),
                    evidence: block.evidence()
                )
            },
            cluster: reader.text("cluster"), countOf: reader.child("counts").flatMap(count), note: reader.text("note")
        )
    }

    /// What tests without reference part leave out.
    private static func optional<Value: Sendable>(
        _ key: String, in reader: DocumentReader, _ decode: (DocumentReader) -> Value?
    ) -> Stated<Value>? {
        reader.node[key] == nil ? nil : reader.stated(key, decode)
    }

    private static func count(_ reader: DocumentReader) -> TestCount? {
        let tests = reader.elements("of").compactMap(\.node.text)
        for test in tests where reader.vocabulary.test[Term.ID(test)] == nil {
            reader.error("unknown test '\(test)'", at: "of")
        }
        guard let number = reader.number("at_least", in: 1...Double(max(tests.count, 1))) else {
            reader.error("says not how many", at: "at_least")
            return nil
        }
        return TestCount(tests: tests, atLeast: Int(number))
    }

    private static func rate(_ reader: DocumentReader?) -> MeasuredRate? {
        guard let reader, reader.text("none") == nil, let value = reader.number("value", in: 0...1) else { return nil }
        return MeasuredRate(value: value, evidence: reader.evidence())
    }

    /// The rules of the safety gate.
    static func redFlags(_ reader: DocumentReader) -> [RedFlagRule] {
        reader.elements("rules").compactMap { rule in
            guard let block = rule.child("when"), let condition = condition(block) else {
                rule.error("no condition", at: "when")
                return nil
            }
            return RedFlagRule(
                id: rule.required("id"), urgency: rule.word("urgency", default: Urgency.urgent),
                organ: rule.text("organ").flatMap { PainSourceID(text: $0) }, title: rule.required("title"),
                action: rule.required("action"), condition: condition, evidence: rule.evidence()
            )
        }
    }

    /// The facts that shift whole kinds of source.
    static func modifiers(_ reader: DocumentReader) -> [ContextModifier] {
        reader.elements("rules").compactMap { rule in
            let fact = rule.required("when")
            if let problem = FlagFact.problem(with: fact, vocabulary: rule.vocabulary) {
                rule.error(problem, at: "when", value: rule.node["when"])
                return nil
            }
            let names = rule.elements("sources")
            for name in names where PainSourceID(text: name.node.text ?? "") == nil {
                name.error("not a source of pain", value: name.node)
            }
            guard let nats = rule.number("nats", in: -30...5) else {
                rule.error("no weight in nats", at: "nats")
                return nil
            }
            return ContextModifier(
                fact: fact,
                kinds: rule.elements("kinds").compactMap { PainSourceKind(rawValue: $0.node.text ?? "") },
                jointKinds: rule.elements("joint_kinds").compactMap(\.node.text),
                sources: names.compactMap { PainSourceID(text: $0.node.text ?? "") }, nats: nats,
                reason: rule.required("reason"), evidence: rule.evidence()
            )
        }
    }

    private static func condition(_ reader: DocumentReader) -> FlagCondition? {
        if let text = reader.node.text {
            if let problem = FlagFact.problem(with: text, vocabulary: reader.vocabulary) {
                reader.error(problem, value: reader.node)
                return nil
            }
            return .fact(text)
        }
        func list(_ key: String) -> [FlagCondition] { reader.elements(key).compactMap(condition) }
        if reader.node["all"] != nil { return .all(list("all")) }
        if reader.node["any"] != nil { return .any(list("any")) }
        if let inner = reader.child("not") { return condition(inner).map { .not($0) } }
        if let count = reader.number("at_least", in: 1...50) { return .atLeast(Int(count), of: list("of")) }
        reader.error("a condition is a fact or a map with all, any, not or at_least and of", value: reader.node)
        return nil
    }

    /// The citations of one file.
    static func citations(
        _ file: String, _ root: DocumentNode, into all: inout [Citation.ID: Citation],
        diagnostics: inout [Diagnostic]
    ) {
        for (key, node) in root.entries {
            func report(_ path: String, _ message: String, _ value: String) {
                diagnostics.append(
                    Diagnostic(
                        severity: .error, file: file, line: node.line, path: "\(key).\(path)", value: value,
                        message: message
                    )
                )
            }
            for needed in ["authors", "title", "year", "seen"] where node[needed]?.text == nil {
                report(needed, "\(needed) is missing", "")
            }
            let doi = node["doi"]?.text
            if let doi, !isWellFormed(doi: doi) { report("doi", "not a well-formed DOI", doi) }
            let pmid = node["pmid"]?.text
            if let pmid, pmid.isEmpty || pmid.count > 8 || !pmid.allSatisfy(\.isNumber) {
                report("pmid", "not a well-formed PMID", pmid)
            }
            if !["doi", "pmid", "isbn", "url"].contains(where: { node[$0]?.text != nil }) {
                report("doi", "no DOI, PMID, ISBN or address", "")
            }
            if all[key] != nil { report("", "citation key is used twice", key) }
            all[key] = Citation(
                id: key, authors: node["authors"]?.text ?? "", title: node["title"]?.text ?? "",
                year: Int(node["year"]?.text ?? "") ?? 0,
                venue: node["journal"]?.text ?? node["publisher"]?.text ?? "", doi: doi, pmid: pmid,
                isbn: node["isbn"]?.text, url: node["url"]?.text, seen: node["seen"]?.text ?? "",
                editionOf: node["edition_of"]?.text
            )
        }
    }

    private static func isWellFormed(doi: String) -> Bool {
        let parts = doi.split(separator: "/", maxSplits: 1)
        return parts.count == 2 && parts[0].hasPrefix("10.")
            && parts[0].dropFirst(3).allSatisfy { $0.isNumber || $0 == "." }
            && !doi.contains(" ")
    }
}
