public import Anatomy

/// The grammar of a single fact in a red-flag rule.
public enum FlagFact {
    /// What is wrong with a fact, or `nil` when the vocabulary knows every word of it.
    public static func problem(with text: String, vocabulary: Vocabulary) -> String? {
        if comparison(text) != nil { return nil }
        var rest = text
        if rest.hasPrefix("no:") { rest.removeFirst(3) }
        guard let colon = rest.firstIndex(of: ":") else { return "unknown form of fact" }
        let form = rest[..<colon]
        let term = String(rest[rest.index(after: colon)...])
        let known: Bool
        switch form {
        case "history": known = vocabulary.historyFact[Term.ID(term)] != nil
        case "sign": known = vocabulary.sign[Term.ID(term)] != nil
        case "quality": known = vocabulary.quality[Term.ID(term)] != nil
        case "palpation_sign": known = vocabulary.palpationSign[Term.ID(term)] != nil
        case "sex": known = term == "female" || term == "male"
        case "test":
            let halves = term.split(separator: "=")
            known =
                halves.count == 2 && vocabulary.test[Term.ID(String(halves[0]))] != nil
                && (halves[1] == "positive" || halves[1] == "negative")
        case "aggravated_by", "relieved_by", "unchanged_by":
            known = vocabulary.activity[Term.ID(term)] != nil || vocabulary.movement[Movement.ID(term)] != nil
        case "limited", "weak", "painful": known = vocabulary.movement[Movement.ID(term)] != nil
        case "zone", "region", "numb":
            let (path, _) = zoneAndSide(term)
            known =
                form == "zone"
                ? vocabulary.zone[Zone.ID(path)]?.isLeaf == true : vocabulary.zone[Zone.ID(path)] != nil
        default: return "unknown form of fact"
        }
        return known ? nil : "unknown word in a fact"
    }

    /// Splits `trunk/chest:left` into path and side.
    public static func zoneAndSide(_ text: String) -> (path: String, side: Side?) {
        guard let colon = text.lastIndex(of: ":"), let side = Side(rawValue: String(text[text.index(after: colon)...]))
        else { return (text, nil) }
        return (String(text[..<colon]), side)
    }

    /// Reads `age>=50`, `age<20`, `intensity>=8`.
    public static func comparison(_ text: String) -> (quantity: String, isAtLeast: Bool, value: Double)? {
        guard text.hasPrefix("age") || text.hasPrefix("intensity") else { return nil }
        for (sign, isAtLeast) in [(">=", true), ("<", false)] {
            let halves = text.components(around: sign)
            if let halves, ["age", "intensity"].contains(halves.0), let value = Double(halves.1) {
                return (halves.0, isAtLeast, value)
            }
        }
        return nil
    }
}

extension String {
    /// The texts before and after the first occurrence of `separator`.
    fileprivate func components(around separator: String) -> (String, String)? {
        guard let range = firstRange(of: separator) else { return nil }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }
}
