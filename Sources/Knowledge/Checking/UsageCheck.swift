import Anatomy

/// Every row of the vocabulary is used by the knowledge, or listed as unused with a reason.
struct UsageCheck {
    let vocabulary: Vocabulary
    let log: ReadingLog
    /// Per table, the identifiers that are left out on purpose, with the reason.
    let excused: [String: [String: String]]

    /// Compares the tables with what the content uses.
    func run(_ content: KnowledgeContent) {
        var used: [String: Set<String>] = [:]
        func use(_ table: String, _ id: String) { used[table, default: []].insert(id) }
        func use(_ key: FindingKey) {
            switch key.kind {
            case .limited, .painful, .weak, .resistedPain: use("movements", key.term)
            case .aggravatedBy, .relievedBy, .unchangedBy:
                use(key.term.contains("/") ? "movements" : "activities", key.term)
            case .history: use("history", key.term)
            case .sign: use("signs", key.term)
            case .quality: use("qualities", key.term)
            }
        }
        for source in content.sources {
            for finding in source.findings { use(finding.key) }
            for entry in source.parts.flatMap(\.pain) + source.numbness { use("zones", entry.zone.text) }
            for action in source.muscle?.actions ?? [] { use("movements", action.movement.text) }
            for sign in source.muscle?.reference.autonomic.value ?? [] { sign.sign.map { use("signs", $0.text) } }
            for check in source.muscle?.reference.perpetuating.value ?? [] {
                use("perpetuating_factors", check.factor.text)
            }
            for hint in source.reference?.examine.value ?? [] { hint.tests.forEach { use("tests", $0.text) } }
        }
        for norm in content.norms { use("movements", norm.movement.text) }
        for factor in content.factors {
            use("perpetuating_factors", factor.id.text)
            for muscle in factor.muscles.value ?? [] where muscle.hasPrefix("group:") {
                use("groups", String(muscle.dropFirst(6)))
            }
        }
        for condition in content.conditions {
            for point in condition.points.value ?? [] where point.muscle.hasPrefix("group:") {
                use("groups", String(point.muscle.dropFirst(6)))
            }
            for text in condition.examination.flatMap(\.sources) where text.hasPrefix("group:") {
                use("groups", String(text.dropFirst(6)))
            }
        }
        for test in content.tests {
            for target in test.targets where target.hasPrefix("group:") { use("groups", String(target.dropFirst(6))) }
        }
        for fact in content.redFlags.flatMap({ facts($0.condition) }) + content.modifiers.map(\.fact) {
            let words = fact.replacing("no:", with: "").split(separator: ":").map(String.init)
            guard words.count >= 2 else { continue }
            if let kind = FindingKind(rawValue: words[0]) { use(FindingKey(kind, words[1])) }
        }
        let tables: [(String, [String])] = [
            ("movements", vocabulary.movements.map(\.id.text)), ("activities", vocabulary.activities.map(\.id.text)),
            ("history", vocabulary.history.map(\.id.text)), ("signs", vocabulary.signs.map(\.id.text)),
            ("qualities", vocabulary.qualities.map(\.id.text)), ("zones", vocabulary.leaves.map(\.id.text)),
            ("perpetuating_factors", vocabulary.perpetuatingFactors.map(\.id.text)),
            ("groups", vocabulary.groups.keys.sorted()),
        ]
        for (table, rows) in tables {
            let excuses = excused[table] ?? [:]
            for row in rows {
                let isUsed = used[table]?.contains(row) ?? false
                if !isUsed, excuses[row] == nil {
                    report(table, row, "used by no card; use it or list it with a reason")
                }
                if isUsed, excuses[row] != nil { report(table, row, "listed as unused, but a card uses it") }
            }
            for row in excuses.keys.sorted() where !rows.contains(row) { report(table, row, "not in the vocabulary") }
        }
    }

    private func report(_ table: String, _ row: String, _ message: String) {
        log.report(
            Diagnostic(
                severity: .warning, file: "unused.yaml", line: 0, path: "\(table).\(row)", value: "", message: message)
        )
    }

    private func facts(_ condition: FlagCondition) -> [String] {
        switch condition {
        case .fact(let fact): [fact]
        case .all(let parts), .any(let parts), .atLeast(_, let parts): parts.flatMap(facts)
        case .not(let part): facts(part)
        }
    }
}
