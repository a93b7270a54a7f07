/// The best few candidates seen so far, each place once.
struct BestPlaces {
    /// A place that matched, by one of its names.
    struct Candidate {
        let place: Int
        /// A position in the name that matched.
        let word: Int
        /// 0 and 1 for whole names, 2 and 3 for beginnings; odd for a loose spelling.
        let tier: Int
        /// Higher is better within a tier.
        let score: Double

        /// Whether this one comes first; places are numbered by falling population.
        func isBetter(than other: Candidate) -> Bool {
            if tier != other.tier { return tier < other.tier }
            if score != other.score { return score > other.score }
            return (place, word) < (other.place, other.word)
        }
    }

    private(set) var candidates: [Candidate] = []
    private let limit: Int

    /// Keeps at most `limit` candidates, at least one.
    init(limit: Int) { self.limit = max(limit, 1) }

    /// Whether no candidate of this tier and at most this score can belong among the best any more.
    func excludes(tier: Int, score: Double) -> Bool {
        guard candidates.count == limit, let last = candidates.last else { return false }
        return (last.tier, -last.score) < (tier, -score)
    }

    /// Takes in a candidate if it belongs among the best.
    ///
    /// - Complexity: O(1) for most, O(*limit*) when it is taken in.
    mutating func consider(_ candidate: Candidate) {
        if candidates.count == limit, let last = candidates.last, !candidate.isBetter(than: last) { return }
        if let same = candidates.firstIndex(where: { $0.place == candidate.place }) {
            guard candidate.isBetter(than: candidates[same]) else { return }
            candidates.remove(at: same)
        }
        let index = candidates.firstIndex { candidate.isBetter(than: $0) } ?? candidates.count
        candidates.insert(candidate, at: index)
        if candidates.count > limit { candidates.removeLast() }
    }
}
