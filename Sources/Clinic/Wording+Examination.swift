import Anatomy
public import Examination
import Knowledge
public import Reasoning

extension Wording {
    /// What to do in a step, in a few words.
    public func title(of item: ExaminationItem) -> String {
        let side = item.side.map { $0 == .midline ? "" : ", \($0.rawValue)" } ?? ""
        switch item.subject {
        case .fact(let key):
            switch key.kind {
            case .aggravatedBy: return "Ask: does it get worse with \(term(of: key))?"
            case .relievedBy: return "Ask: does it get better with \(term(of: key))?"
            case .unchangedBy: return "Ask: does it stay the same with \(term(of: key))?"
            case .history: return "Ask: \(self.key(key))?"
            case .quality: return "Ask: does it feel like \(self.key(key))?"
            default: return "Look for: \(self.key(key))\(side)"
            }
        case .range(let movement): return "Range: \(name(of: movement.text))\(side)"
        case .strength(let movement): return "Against resistance: \(name(of: movement.text))\(side)"
        case .test(let id): return "Test: \(knowledge.vocabulary.test[id]?.name ?? id.text)\(side)"
        case .feeling(let zone): return "Light touch: \(self.zone(zone))\(side)"
        case .reflex(let root): return "Reflex: \(root.text.replacing("root/", with: "").uppercased())\(side)"
        case .pressing(let source): return "Press: \(self.source(source))\(side)"
        case .sign(let source, let sign):
            return
                "\(self.source(source)), finger still there: \(knowledge.vocabulary.palpationSign[sign]?.name ?? sign.text)?\(side)"
        case .factor(let id): return "Ask: \(knowledge.vocabulary.perpetuatingFactor[id]?.name ?? id.text)?"
        }
    }

    /// An outcome as a button says it.
    public func answer(_ word: String, to item: ExaminationItem) -> String {
        switch (item.subject, word) {
        case (.fact(let key), "yes") where key.kind == .sign: "Found"
        case (.fact(let key), "no") where key.kind == .sign: "Not found"
        case (.sign, "yes"): "Found"
        case (.sign, "no"): "Not found"
        case (_, "yes"): "Yes"
        case (_, "no"): "No"
        case (.range, "limited"): "Limited"
        case (.range, "painful"): "Full, but it hurts"
        case (.range, "full"): "Full and painless"
        case (.strength, "weak"): "Weak"
        case (.strength, "painful"): "Strong, but it hurts"
        case (.strength, "strong"): "Strong and painless"
        case (_, "positive"): "Positive"
        case (_, "negative"): "Negative"
        case (.feeling, "reduced"): "Less than on the other side"
        case (.feeling, "normal"): "The same on both sides"
        case (.reflex, "reduced"): "Less than on the other side"
        case (.reflex, "normal"): "The same on both sides"
        case (.pressing, "familiar_referred"): "Their own pain, and it goes elsewhere"
        case (.pressing(let source), "familiar"):
            source.kind == .muscle ? "Their own pain, and it stays here (held 5 s)" : "The client's own pain"
        case (.pressing, "referred"): "Pain goes elsewhere, but not their own"
        case (.pressing, "knot"): "Band and tender, pain stays (held 5 s)"
        case (.pressing(let source), "tender"):
            source.kind == .muscle ? "Tender only, no band (held 5 s)" : "Tender, but not their own pain"
        case (.pressing, "nothing"): "Not tender"
        default: word
        }
    }

    /// What a pressed place turned out to be.
    public func kind(_ kind: PointKind) -> String {
        switch kind {
        case .activeTriggerPoint: "active trigger point"
        case .latentTriggerPoint: "latent trigger point"
        case .spreading: "spreading pain, inside the muscle"
        case .knot: "knot: local muscle pain"
        case .tenderPoint: "tender point"
        case .nothing: "nothing found"
        case .contradictory: "findings contradict each other"
        case .open: "not decided yet"
        }
    }

    /// A conclusion in one line.
    public func headline(_ conclusion: ExaminationConclusion) -> String {
        let names = conclusion.sources.prefix(3).map { on($0) }.joined(separator: "; ")
        switch conclusion.action {
        case .refer:
            let when =
                switch conclusion.urgency {
                case .emergency: "Emergency: call help now"
                case .routine: "Have it checked by a physician"
                default: "Refer to a physician soon"
                }
            return names.isEmpty ? when : "\(when) (\(names))"
        case .ruleOut where conclusion.sources.first?.source.kind == .muscle:
            return "Look at the nerves before treating: \(names)"
        case .ruleOut: return names.isEmpty ? "Decide the nerve first" : "Decide the nerve first: \(names)"
        case .examine: return "Examine further"
        case .treatMuscle: return "Can be treated: \(names)"
        case .leave: return "No muscle leads: \(names)"
        }
    }

    /// A source with its side.
    public func on(_ source: SourceOnSide) -> String {
        source.side == .midline ? self.source(source.source) : "\(self.source(source.source)), \(source.side.rawValue)"
    }

    /// The movement or activity of a finding, without what is said of it.
    private func term(of key: FindingKey) -> String {
        let words = self.key(key)
        for start in ["worse with ", "better with ", "unchanged by "] where words.hasPrefix(start) {
            return String(words.dropFirst(start.count))
        }
        return words
    }

    private func name(of movement: String) -> String {
        let joint = movement.split(separator: "/").first.map { $0.replacing("_", with: " ") } ?? ""
        let name = knowledge.vocabulary.movements.first { $0.id.text == movement }?.name ?? movement
        return "\(name) (\(joint))"
    }
}
