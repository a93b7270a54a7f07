import Anatomy

/// Two findings that cannot both be true.
public struct Contradiction: Hashable, Sendable {
    public let first: Finding
    public let second: Finding
}

extension Presentation {
    /// The pairs of findings that exclude each other, in the order of the first of each.
    ///
    /// Neither of a pair counts as evidence until one is corrected or withdrawn; the red flags see both.
    /// - Complexity: O(findings²).
    public var contradictions: [Contradiction] {
        var pairs: [Contradiction] = []
        for (index, first) in findings.enumerated() {
            for second in findings.dropFirst(index + 1)
            where first.side == second.side && first.excludes(second) {
                pairs.append(Contradiction(first: first, second: second))
            }
        }
        return pairs
    }

    /// The findings that no other contradicts.
    public var consistentFindings: [Finding] {
        let torn = Set(contradictions.flatMap { [$0.first, $0.second] })
        return torn.isEmpty ? findings : findings.filter { !torn.contains($0) }
    }
}

extension Finding {
    /// Whether both cannot be true of the same side.
    fileprivate func excludes(_ other: Finding) -> Bool {
        switch (fact, other.fact) {
        case (.known(let key, let isPresent), .known(let second, let isSecond)):
            return key == second && isPresent != isSecond
        case (.test(let id, let isPositive), .test(let second, let isSecond)):
            return id == second && isPositive != isSecond
        case (.sensory(let zone, let feeling), .sensory(let second, let other)):
            return zone == second && feeling != other && (feeling == .normal || other == .normal)
        case (.reflex(let root, let state), .reflex(let second, let other)): return root == second && state != other
        case (
            .palpation(let source, let part, let sign, let isPresent),
            .palpation(let second, let other, let third, let isThird)
        ):
            guard source == second, part == other else { return false }
            if sign == third { return isPresent != isThird }
            guard isPresent, isThird else { return false }
            let pair = Set([sign.text, third.text])
            let painful: Set = [
                "tender_spot", "familiar_pain", "familiar_headache", "referred_pain", "referred_sensation",
                "local_only",
                "spreading", "jump_sign",
            ]
            if pair.contains("no_tenderness") { return !pair.isDisjoint(with: painful) }
            return pair.contains("local_only") && !pair.isDisjoint(with: ["referred_pain", "referred_sensation"])
        default: return false
        }
    }
}
