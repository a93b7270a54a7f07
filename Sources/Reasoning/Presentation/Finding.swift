public import Anatomy
public import Knowledge

/// One fact of the history or the examination, in the grammar of `findings.tsv`.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
    public enum Fact: Hashable, Sendable {
        /// A finding that the knowledge links to sources; `isPresent` is false for denied or normal ones.
        case known(FindingKey, isPresent: Bool)
        case test(Term.ID, isPositive: Bool)
        /// A sign on pressing; `isPresent` is false for one that was looked for and not found.
        case palpation(PainSourceID, part: String?, sign: Term.ID, isPresent: Bool)
        case palpationRefers(PainSourceID, part: String?, to: Zone.ID)
        case palpationOfZone(Zone.ID, sign: Term.ID)
        case sensory(Zone.ID, SkinFeeling)
        case reflex(Nerve.ID, ReflexState)
        case wasting(PainSourceID)
    }

    public enum SkinFeeling: String, CaseIterable, Sendable { case numb, tingling, reduced, sensitive, normal }
    public enum ReflexState: String, CaseIterable, Sendable { case reduced, increased, normal }

    public let fact: Fact
    /// `nil` when not known or without meaning.
    public let side: Side?
    /// As written, without the side.
    public let text: String

    /// Whether it was found by examining, not told.
    public var isExamined: Bool {
        switch fact {
        case .known(let key, _): [.limited, .painful, .weak, .resistedPain].contains(key.kind)
        case .test, .palpation, .palpationRefers, .palpationOfZone, .reflex, .wasting: true
        case .sensory: false
        }
    }

    public var description: String { side.map { "\(text):\($0.rawValue)" } ?? text }
}

extension Finding {
    /// Reads a finding; `both` gives one finding a side.
    ///
    /// `text`: For example `weak:shoulder/abduction:right` or `no:history:fever`.
    /// `side`: The side, when it stands apart from the text.
    /// - Throws: ``PresentationError`` naming the text and words like it.
    public static func parse(
        _ text: String, side: String? = nil, vocabulary: Vocabulary
    ) throws(PresentationError) -> [Finding] {
        guard text.utf8.count <= 300 else { throw .badFinding("\(text.prefix(60))…", reason: "too long") }
        var words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        var sideText = side
        if let last = words.last, ["right", "left", "both", "midline"].contains(last) {
            sideText = sideText ?? last
            words.removeLast()
        }
        let sides: [Side?]
        switch sideText {
        case nil: sides = [nil]
        case "both": sides = [.right, .left]
        case .some(let written):
            guard let one = Side(rawValue: written) else { throw .unknownSide(written) }
            sides = [one]
        }
        var reader = FindingReader(words: words, original: text, vocabulary: vocabulary)
        let fact = try reader.fact()
        let bare = words.joined(separator: ":")
        return sides.map { Finding(fact: fact, side: $0, text: bare) }
    }
}

/// Reads the words of a finding between colons.
private struct FindingReader {
    let words: [String]
    let original: String
    let vocabulary: Vocabulary

    mutating func fact() throws(PresentationError) -> Finding.Fact {
        if words.first == "no", words.count == 3 {
            return try known(words[1], words[2], isPresent: false)
        }
        if words.first == "no", words.count == 4, words[1] == "palpation" {
            return try palpation(words[2], words[3], isPresent: false)
        }
        guard let form = words.first, words.count >= 2 else {
            throw .unknownFinding(shown, near: forms(like: words.first ?? ""))
        }
        switch (form, words.count) {
        case ("full", 2): return try known("limited", words[1], isPresent: false)
        case ("strong", 2): return try known("weak", words[1], isPresent: false)
        case ("test", 2): return try test(words[1])
        case ("palpation", 3): return try palpation(words[1], words[2], isPresent: true)
        case ("palpation_refers", 3):
            let (source, part) = try palpated(words[1])
            return .palpationRefers(source, part: part, to: try leafZone(words[2]))
        case ("palpation_zone", 3):
            return .palpationOfZone(try leafZone(words[1]), sign: try palpationSign(words[2]))
        case ("sensory", 3):
            guard let feeling = Finding.SkinFeeling(rawValue: words[2]) else {
                throw .badFinding(shown, reason: "feeling must be numb, tingling, reduced, sensitive or normal")
            }
            return .sensory(try leafZone(words[1]), feeling)
        case ("reflex", 3):
            let root = Nerve.ID("root/\(words[1])")
            guard vocabulary.nerve[root] != nil else { throw .badFinding(shown, reason: "unknown root '\(words[1])'") }
            guard let state = Finding.ReflexState(rawValue: words[2]) else {
                throw .badFinding(shown, reason: "a reflex is reduced, increased or normal")
            }
            return .reflex(root, state)
        case ("wasting", 2): return .wasting(try palpated(words[1]).source)
        case (_, 2): return try known(form, words[1], isPresent: true)
        default: throw .unknownFinding(shown, near: forms(like: form))
        }
    }

    private var shown: String { String(original.prefix(120)) }

    private func known(
        _ form: String, _ term: String, isPresent: Bool
    ) throws(PresentationError) -> Finding.Fact {
        guard let kind = FindingKind(rawValue: form) else { throw .unknownFinding(shown, near: forms(like: form)) }
        var word = term
        if kind == .limited, let equals = term.firstIndex(of: "=") {
            let measured = Double(term[term.index(after: equals)...])
            guard let measured, measured.isFinite, abs(measured) <= 400 else {
                throw .badFinding(shown, reason: "the measured value is not a number of degrees or millimetres")
            }
            word = String(term[..<equals])
        }
        let isKnown: Bool
        let choices: [String]
        switch kind {
        case .limited, .painful, .weak, .resistedPain:
            isKnown = vocabulary.movement[Movement.ID(word)] != nil
            choices = vocabulary.movements.map(\.id.text)
        case .aggravatedBy, .relievedBy, .unchangedBy:
            isKnown = vocabulary.movement[Movement.ID(word)] != nil || vocabulary.activity[Term.ID(word)] != nil
            choices = vocabulary.movements.map(\.id.text) + vocabulary.activities.map(\.id.text)
        case .history:
            isKnown = vocabulary.historyFact[Term.ID(word)] != nil
            choices = vocabulary.history.map(\.id.text)
        case .sign:
            isKnown = vocabulary.sign[Term.ID(word)] != nil
            choices = vocabulary.signs.map(\.id.text)
        case .quality:
            isKnown = vocabulary.quality[Term.ID(word)] != nil
            choices = vocabulary.qualities.map(\.id.text)
        }
        guard isKnown else {
            throw .unknownFinding(shown, near: suggestions(for: word, among: choices).map { "\(form):\($0)" })
        }
        return .known(FindingKey(kind, word), isPresent: isPresent)
    }

    private func test(_ text: String) throws(PresentationError) -> Finding.Fact {
        let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard halves.count == 2, halves[1] == "positive" || halves[1] == "negative" else {
            throw .badFinding(shown, reason: "write test:<test>=positive or =negative")
        }
        guard vocabulary.test[Term.ID(halves[0])] != nil else {
            throw .unknownFinding(
                shown, near: suggestions(for: halves[0], among: vocabulary.tests.lazy.map(\.id.text))
            )
        }
        return .test(Term.ID(halves[0]), isPositive: halves[1] == "positive")
    }

    private func palpation(
        _ target: String, _ sign: String, isPresent: Bool
    ) throws(PresentationError) -> Finding.Fact {
        let sign = try palpationSign(sign)
        if target.hasPrefix("joint.") {
            let joint = Joint.ID(String(target.dropFirst(6)))
            guard vocabulary.joint[joint] != nil else {
                throw .unknownFinding(
                    shown, near: suggestions(for: joint.text, among: vocabulary.joints.map(\.id.text)))
            }
            return .palpation(PainSourceID(.joint, joint.text), part: nil, sign: sign, isPresent: isPresent)
        }
        let (source, part) = try palpated(target)
        return .palpation(source, part: part, sign: sign, isPresent: isPresent)
    }

    private func palpated(_ text: String) throws(PresentationError) -> (source: PainSourceID, part: String?) {
        let halves = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard let name = halves.first, let muscle = vocabulary.muscle[Muscle.ID(name)] else {
            throw .unknownFinding(
                shown, near: suggestions(for: text, among: vocabulary.muscles.lazy.map(\.id.text))
            )
        }
        let part = halves.count > 1 ? halves[1] : nil
        if let part, !muscle.parts.contains(part) {
            throw .badFinding(
                shown, reason: "\(name) has no part '\(part)'; its parts: \(muscle.parts.joined(separator: ", "))"
            )
        }
        return (PainSourceID(.muscle, name), part)
    }

    private func palpationSign(_ text: String) throws(PresentationError) -> Term.ID {
        guard vocabulary.palpationSign[Term.ID(text)] != nil else {
            throw .unknownFinding(
                shown, near: suggestions(for: text, among: vocabulary.palpationSigns.lazy.map(\.id.text))
            )
        }
        return Term.ID(text)
    }

    private func leafZone(_ text: String) throws(PresentationError) -> Zone.ID {
        guard vocabulary.zone[Zone.ID(text)]?.isLeaf == true else {
            throw .unknownZone(shown, near: suggestions(for: text, among: vocabulary.leaves.lazy.map(\.id.text)))
        }
        return Zone.ID(text)
    }

    private func forms(like text: String) -> [String] {
        let forms =
            FindingKind.allCases.map(\.rawValue)
            + [
                "test", "palpation", "palpation_refers", "palpation_zone", "sensory", "reflex", "wasting", "full",
                "strong",
            ]
        return suggestions(for: text, among: forms).map { "\($0):…" }
    }
}
