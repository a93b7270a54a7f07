/// The words most like one that is not known, for "did you mean".
///
/// `word`: What was written.
/// `words`: What would have been right.
/// `limit`: How many at most.
/// - Returns: Nearest first: words that contain it or are contained, then by edit distance (at most a third of
///   the length).
/// - Complexity: O(*n* *l*²) for *n* words of length *l*.
public func suggestions(for word: String, among words: some Sequence<String>, limit: Int = 3) -> [String] {
    let wanted = Array(word.lowercased().utf8.prefix(120))
    let last = wanted.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? wanted
    var scored: [(score: Int, word: String)] = []
    for candidate in words {
        let bytes = Array(candidate.utf8.prefix(160))
        let tail = bytes.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? bytes
        let distance = min(editDistance(wanted, bytes), editDistance(last, tail) + (last == wanted ? 0 : 2))
        let contains =
            !last.isEmpty
            && String(decoding: bytes, as: UTF8.self)
                .contains(String(decoding: last, as: UTF8.self))
        if contains {
            scored.append((min(distance, 1), candidate))
        } else if distance <= max(2, last.count / 3) {
            scored.append((distance, candidate))
        }
    }
    return scored.sorted { ($0.score, $0.word) < ($1.score, $1.word) }.prefix(limit).map(\.word)
}

/// The Levenshtein distance of two byte strings.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var previous = Array(0...right.count)
    var current = previous
    for (i, a) in left.enumerated() {
        current[0] = i + 1
        for (j, b) in right.enumerated() {
            current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a == b ? 0 : 1))
        }
        swap(&previous, &current)
    }
    return previous[right.count]
}
