import Anatomy
public import Knowledge

/// A red flag that the facts raise.
public struct RedFlag: Hashable, Sendable {
    public let rule: RedFlagRule
    /// The facts that raised it, in the words of the grammar.
    public let because: [String]
}

/// The deterministic safety gate: looks at facts alone, before and apart from any probability, and nothing that
/// pressing reproduces can clear it.
public struct RedFlagGate: Sendable {
    private let rules: [RedFlagRule]
    private let vocabulary: Vocabulary

    public init(knowledge: KnowledgeBase) {
        rules = knowledge.redFlags
        vocabulary = knowledge.vocabulary
    }

    /// The flags raised by a presentation, most urgent first, then in the order of the rules.
    public func flags(for presentation: Presentation) -> [RedFlag] {
        let facts = KnownFacts(presentation)
        var raised: [RedFlag] = []
        for rule in rules {
            var because: [String] = []
            if facts.holds(rule.condition, because: &because) {
                raised.append(RedFlag(rule: rule, because: Array(Set(because)).sorted()))
            }
        }
        return raised.enumerated().sorted {
            ($1.element.rule.urgency, $0.offset) < ($0.element.rule.urgency, $1.offset)
        }.map(\.element)
    }
}

/// The facts of a presentation in the grammar of the rules.
private struct KnownFacts {
    private let presentation: Presentation
    private let positive: Set<String>
    private let painted: Set<SidedZone>
    private let numb: Set<Zone.ID>

    init(_ presentation: Presentation) {
        self.presentation = presentation
        var positive: Set<String> = []
        var numb: Set<Zone.ID> = []
        for finding in presentation.findings {
            switch finding.fact {
            case .known(let key, let isPresent):
                positive.insert(isPresent ? key.description : "no:\(key.description)")
            case .test(let test, let isPositive):
                positive.insert("test:\(test)=\(isPositive ? "positive" : "negative")")
            case .palpation(_, _, let sign, true), .palpationOfZone(_, let sign):
                positive.insert("palpation_sign:\(sign)")
            case .sensory(let zone, let feeling):
                if feeling == .numb || feeling == .tingling || feeling == .reduced { numb.insert(zone) }
            case .palpation, .palpationRefers, .reflex, .wasting: break
            }
        }
        for zone in presentation.drawing {
            for quality in zone.qualities {
                positive.insert("quality:\(quality)")
                if quality.text == "numb" || quality.text == "tingling" { numb.insert(zone.place.zone) }
            }
        }
        // Age tells the age facts even when nobody repeats them in the history.
        if let age = presentation.patient.age {
            if age > 50 { positive.insert("history:age_over_50") }
            if age > 65 { positive.insert("history:age_over_65") }
            if age < 20 { positive.insert("history:age_under_20") }
        }
        self.positive = positive
        self.numb = numb
        painted = Set(presentation.drawing.map(\.place))
    }

    func holds(_ condition: FlagCondition, because: inout [String]) -> Bool {
        switch condition {
        case .fact(let text):
            guard holds(fact: text) else { return false }
            because.append(text)
            return true
        case .all(let parts):
            var found: [String] = []
            for part in parts where !holds(part, because: &found) { return false }
            because += found
            return true
        case .any(let parts):
            var anyHolds = false
            for part in parts where holds(part, because: &because) { anyHolds = true }
            return anyHolds
        case .not(let part):
            var ignored: [String] = []
            return !holds(part, because: &ignored)
        case .atLeast(let count, let parts):
            var found: [String] = []
            let number = parts.count { holds($0, because: &found) }
            guard number >= count else { return false }
            because += found
            return true
        }
    }

    private func holds(fact text: String) -> Bool {
        if let (quantity, isAtLeast, value) = FlagFact.comparison(text) {
            if quantity == "age" {
                guard let age = presentation.patient.age.map(Double.init) else {
                    return isAtLeast
                        && ((value <= 50 && positive.contains("history:age_over_50"))
                            || (value <= 65 && positive.contains("history:age_over_65")))
                        || !isAtLeast && value >= 20 && positive.contains("history:age_under_20")
                }
                return isAtLeast ? age >= value : age < value
            }
            let strongest = presentation.drawing.map(\.intensity).max() ?? 0
            return isAtLeast ? strongest >= value : strongest < value
        }
        if text.hasPrefix("sex:") { return presentation.patient.sex?.rawValue == String(text.dropFirst(4)) }
        if text.hasPrefix("zone:") {
            let (path, side) = FlagFact.zoneAndSide(String(text.dropFirst(5)))
            return painted.contains { $0.zone.text == path && (side == nil || $0.side == side) }
        }
        if text.hasPrefix("region:") {
            let (path, side) = FlagFact.zoneAndSide(String(text.dropFirst(7)))
            return painted.contains { lies($0.zone, in: path) && (side == nil || $0.side == side) }
        }
        if text.hasPrefix("numb:") {
            let (path, _) = FlagFact.zoneAndSide(String(text.dropFirst(5)))
            return numb.contains { lies($0, in: path) }
        }
        return positive.contains(text)
    }

    private func lies(_ zone: Zone.ID, in path: String) -> Bool {
        zone.text == path || zone.text.hasPrefix(path + "/")
    }
}
