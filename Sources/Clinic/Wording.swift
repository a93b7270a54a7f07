public import Anatomy
public import Knowledge
public import Reasoning

/// Puts identifiers and evidence into plain words.
public struct Wording: Sendable {
    public let knowledge: KnowledgeBase
    private var vocabulary: Vocabulary { knowledge.vocabulary }

    public init(knowledge: KnowledgeBase) {
        self.knowledge = knowledge
    }

    /// A place in words, for example front of shoulder, right.
    public func place(_ place: SidedZone) -> String {
        let name = zone(place.zone)
        return place.side == .midline ? name : "\(name), \(place.side.rawValue)"
    }

    /// The plain name of a zone.
    public func zone(_ id: Zone.ID) -> String { vocabulary.zone[id]?.name ?? id.text }

    /// A source in words (infraspinatus, upper part): muscles by the name that anatomy gives them, all else in plain words.
    public func source(_ id: PainSourceID, part: String? = nil) -> String {
        let plain = knowledge.source[id]?.name ?? id.name
        let name = id.kind == .muscle ? id.name.replacing("_", with: " ") : plain
        guard let part, part != "whole" else { return name }
        return "\(name), \(part.replacing("_", with: " ")) part"
    }

    /// The plain name of a muscle beside its anatomical one; `nil` for everything else.
    public func plainName(_ id: PainSourceID) -> String? {
        id.kind == .muscle ? knowledge.source[id]?.name : nil
    }

    /// A finding as a person would say it.
    public func finding(_ finding: Finding) -> String {
        let side = finding.side.map { $0 == .midline ? "" : ", \($0.rawValue)" } ?? ""
        switch finding.fact {
        case .known(let key, let isPresent): return (isPresent ? "" : "not: ") + self.key(key) + side
        case .test(let test, let isPositive):
            return "\(name(of: test, in: vocabulary.test)): \(isPositive ? "positive" : "negative")\(side)"
        case .palpation(let source, let part, let sign, let isPresent):
            let found = isPresent ? "" : "not: "
            return
                "pressing \(self.source(source, part: part))\(side): \(found)\(name(of: sign, in: vocabulary.palpationSign))"
        case .palpationRefers(let source, let part, let zone):
            return "pressing \(self.source(source, part: part))\(side) sends pain to \(self.zone(zone))"
        case .palpationOfZone(let zone, let sign):
            return "pressing \(self.zone(zone))\(side): \(name(of: sign, in: vocabulary.palpationSign))"
        case .sensory(let zone, let feeling): return "feeling \(feeling.rawValue) at \(self.zone(zone))\(side)"
        case .reflex(let root, let state):
            return "\(root.text.replacing("root/", with: "").uppercased()) reflex \(state.rawValue)\(side)"
        case .wasting(let source): return "\(self.source(source)) is wasted\(side)"
        }
    }

    /// A finding of the knowledge as a person would say it.
    public func key(_ key: FindingKey) -> String {
        let movement = vocabulary.movement[Movement.ID(key.term)].map { movement in
            let joint = key.term.split(separator: "/").first.map { $0.replacing("_", with: " ") } ?? ""
            return "\(movement.name) (\(joint))"
        }
        let activity = vocabulary.activity[Term.ID(key.term)]?.name
        let term = movement ?? activity ?? key.term.replacing("_", with: " ")
        switch key.kind {
        case .limited: return "limited: \(term)"
        case .painful: return "painful: \(term)"
        case .weak: return "weak: \(term)"
        case .resistedPain: return "hurts against resistance: \(term)"
        case .aggravatedBy: return "worse with \(term)"
        case .relievedBy: return "better with \(term)"
        case .unchangedBy: return "unchanged by \(term)"
        case .history: return vocabulary.historyFact[Term.ID(key.term)]?.name ?? term
        case .sign: return vocabulary.sign[Term.ID(key.term)]?.name ?? term
        case .quality: return "\(vocabulary.quality[Term.ID(key.term)]?.name ?? term) pain"
        }
    }

    /// A line of a ledger as a person would say it.
    public func evidence(_ entry: LedgerEntry) -> String {
        if entry.label == .unpainted, entry.nats > 0 {
            return "zones that its rivals usually reach were left unpainted"
        }
        return evidence(entry.label)
    }

    /// An item of evidence as a person would say it.
    public func evidence(_ label: EvidenceLabel) -> String {
        switch label {
        case .painted(let place): return "pain drawn at \(self.place(place))"
        case .unpainted: return "zones it usually reaches were left unpainted"
        case .numbness(let region):
            if region == "normal" { return "normal feeling where it would be lost" }
            let (path, side) = FlagFact.zoneAndSide(region)
            let name = vocabulary.zone[Zone.ID(path)]?.name ?? path
            return "numbness or tingling: \(name)\(side.map { $0 == .midline ? "" : ", \($0.rawValue)" } ?? "")"
        case .finding(let finding): return self.finding(finding)
        case .context(_, let reason): return reason
        }
    }

    /// A fact of a red-flag rule as a person would say it.
    public func fact(_ text: String) -> String {
        if let (quantity, isAtLeast, value) = FlagFact.comparison(text) {
            return "\(quantity) \(isAtLeast ? "at least" : "below") \(Int(value))"
        }
        var rest = text
        var denied = ""
        if rest.hasPrefix("no:") {
            rest.removeFirst(3)
            denied = "not: "
        }
        guard let colon = rest.firstIndex(of: ":") else { return text }
        let form = String(rest[..<colon])
        let term = String(rest[rest.index(after: colon)...])
        switch form {
        case "zone", "region":
            let (path, side) = FlagFact.zoneAndSide(term)
            let name = vocabulary.zone[Zone.ID(path)]?.name ?? path
            return "pain drawn at \(name)\(side.map { $0 == .midline ? "" : ", \($0.rawValue)" } ?? "")"
        case "numb": return "numbness at \(vocabulary.zone[Zone.ID(FlagFact.zoneAndSide(term).path)]?.name ?? term)"
        case "sex": return term
        case "palpation_sign": return vocabulary.palpationSign[Term.ID(term)]?.name ?? term
        case "test":
            let halves = term.split(separator: "=").map(String.init)
            return "\(vocabulary.test[Term.ID(halves.first ?? "")]?.name ?? term): \(halves.last ?? "")"
        default:
            guard let kind = FindingKind(rawValue: form) else { return text }
            return denied + key(FindingKey(kind, term))
        }
    }

    /// What to examine, as an instruction.
    public func step(_ step: SuggestedStep.Step) -> String {
        switch step {
        case .palpate(let source, let part):
            let point = knowledge.source[source]?.parts.first { $0.name == part }?.points.first
            let place = point.map { ": \($0.text)" } ?? ""
            return "press \(self.source(source, part: part)) for 5 s\(place)"
        case .find(let key):
            switch key.kind {
            case .aggravatedBy: return "ask: \(self.key(key))?"
            case .limited: return "measure the range: \(self.key(key).replacing("limited: ", with: ""))"
            case .weak: return "test the strength: \(self.key(key).replacing("weak: ", with: ""))"
            case .resistedPain:
                return "resist: \(self.key(key).replacing("hurts against resistance: ", with: ""))"
            default: return "look for: \(self.key(key))"
            }
        case .test(let test): return "test: \(name(of: test, in: vocabulary.test))"
        }
    }

    private func name(of id: Term.ID, in table: [Term.ID: Term]) -> String { table[id]?.name ?? id.text }
}
