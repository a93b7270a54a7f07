import Anatomy

extension DocumentReader {
    /// A block that must be there, or its `none` with a reason.
    ///
    /// `severity`: How a missing block is reported.
    func stated<Value: Sendable>(
        _ key: String, missing severity: Diagnostic.Severity = .error, _ decode: (DocumentReader) -> Value?
    ) -> Stated<Value> {
        guard let block = child(key) else {
            let message = "\(key) is missing; write {none: \"reason\"} where it does not apply"
            if severity == .error { error(message, at: key) } else { warn(message, at: key) }
            return .none(reason: "not written yet")
        }
        if let reason = block.text("none") {
            if reason.count < 8 { block.error("none needs a reason", at: "none") }
            return .none(reason: reason)
        }
        guard let value = decode(block) else { return .none(reason: "not readable") }
        return .known(value)
    }

    /// The elements of a key's list; empty when the key holds a `none` with its reason instead.
    func listed(unlessNone key: String) -> [DocumentReader] {
        child(key).map { $0.text("none") == nil ? $0.listed : [] } ?? []
    }

    /// This node as a cited sentence: a text, or a map with `text`, `src` and `level`.
    func statement() -> Statement {
        Statement(text: node.text ?? required("text"), evidence: evidence())
    }

    /// The cited sentence of a key that must be there.
    func statement(_ key: String) -> Statement {
        guard let block = child(key) else {
            error("\(key) is missing", at: key)
            return Statement(text: "", evidence: Evidence(sources: [], level: .unverified))
        }
        return block.statement()
    }

    /// The cited sentences of a list that must not be empty.
    func statements(_ key: String) -> [Statement] {
        let all = elements(key).map { $0.statement() }
        if all.isEmpty { error("\(key) is missing", at: key) }
        return all
    }

    /// Muscles written `infraspinatus` or `deltoid/anterior`; unknown ones are reported and left out.
    func muscles(_ key: String) -> [String] { elements(key).muscleNames }

    /// Named tests; unknown ones are reported and left out.
    func tests(_ key: String) -> [Term.ID] {
        elements(key).compactMap { element in
            let id = Term.ID(element.node.text ?? "")
            guard vocabulary.test[id] != nil else {
                element.error("unknown test", value: element.node)
                return nil
            }
            return id
        }
    }

    /// Sources of pain in written form, and groups of muscles; unknown ones are reported and left out.
    func sources(_ key: String) -> [String] {
        elements(key).compactMap { element in
            guard let text = element.node.text, vocabulary.isSource(text) || vocabulary.isGroup(text) else {
                element.error("unknown source of pain", value: element.node)
                return nil
            }
            return text
        }
    }

    /// What to examine, with the tests and structures that it names.
    func examinationHint() -> ExaminationHint {
        ExaminationHint(
            text: node.text ?? required("text"), tests: tests("tests"), sources: sources("sources"),
            evidence: evidence()
        )
    }

    /// `{low, high}` or a single number.
    func range(_ key: String, in limits: ClosedRange<Double>) -> ClosedRange<Double>? {
        guard let block = child(key) else { return nil }
        if block.node.text != nil { return number(key, in: limits).map { $0...$0 } }
        guard let low = block.number("low", in: limits) else { return nil }
        let high = block.number("high", in: limits) ?? low
        guard low <= high else {
            block.error("low is above high", value: block.node)
            return nil
        }
        return low...high
    }
}

extension [DocumentReader] {
    /// The muscles and parts that these nodes name; unknown ones are reported and left out.
    var muscleNames: [String] {
        compactMap { element in
            guard let text = element.node.text, element.vocabulary.isMuscleOrPart(text) else {
                let all = element.vocabulary.muscles.lazy.map(\.id.text)
                element.error(
                    "unknown muscle or part" + hint(suggestions(for: element.node.text ?? "", among: all)),
                    value: element.node
                )
                return nil
            }
            return text
        }
    }
}

extension Vocabulary {
    /// Whether a text names a muscle, or a part of one as `deltoid/anterior`.
    func isMuscleOrPart(_ text: String) -> Bool {
        let halves = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard let name = halves.first, let muscle = muscle[Muscle.ID(name)] else { return false }
        return halves.count == 1 || muscle.parts.contains(halves[1])
    }

    /// Whether a text names a group of muscles, as `group:hamstrings`.
    func isGroup(_ text: String) -> Bool {
        text.hasPrefix("group:") && groups[String(text.dropFirst(6))] != nil
    }

    /// Whether a text names a source of pain, as `muscle:deltoid/anterior` or `joint:hip`.
    func isSource(_ text: String) -> Bool {
        guard let id = PainSourceID(text: text) else { return false }
        return switch id.kind {
        case .muscle: isMuscleOrPart(id.name)
        case .nerve: nerve[Nerve.ID(id.name)] != nil
        case .entrapment: entrapment[EntrapmentSite.ID(id.name)] != nil
        case .joint: joint[Joint.ID(id.name)] != nil
        case .viscus: viscus[Viscus.ID(id.name)] != nil
        }
    }
}
