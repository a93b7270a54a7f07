/// What somebody typed, cut into a name and what narrows it down.
struct PlaceQuery {
    /// One way to read the text.
    struct Reading {
        /// The beginning of a name, folded.
        let name: [UInt8]
        /// Regions or countries, folded; all must match.
        let qualifiers: [[UInt8]]
    }

    /// The ways to read the text, from the longest name to the shortest.
    ///
    /// What follows a comma is a region or country (three at most). Without a comma up to four words at the end may
    /// be one: `springfield il`.
    let readings: [Reading]

    private static let commas: Set<Character> = [",", "،", "、", "，", ";"]

    /// Reads a text of which the first 120 scalars count.
    init(_ text: String, _ folding: Folding) {
        var start = String.UnicodeScalarView()
        start.append(contentsOf: text.unicodeScalars.prefix(120))
        let parts = String(start).split(maxSplits: 3, omittingEmptySubsequences: false) { Self.commas.contains($0) }
            .map(folding.folded)
        let words = parts.first?.split(separator: 0x20) ?? []
        let qualifiers = parts.dropFirst().filter { !$0.isEmpty }
        guard !words.isEmpty else {
            readings = []
            return
        }
        readings = (max(1, words.count - 4)...words.count).reversed().map { count in
            let rest = Array(words[count...].joined(separator: [0x20]))
            return Reading(
                name: Array(words[..<count].joined(separator: [0x20])),
                qualifiers: (rest.isEmpty ? [] : [rest]) + qualifiers)
        }
    }

    /// Other spellings of a folded name: `st` for `sankt` and `saint` and back; at a lower rank `o` for `oe`.
    static func spellings(of name: [UInt8]) -> [(name: [UInt8], isLoose: Bool)] {
        var found = [(name, false)]
        let words = name.split(separator: 0x20, maxSplits: 1).map(Array.init)
        let saints = ["st", "sankt", "saint"].map { Array($0.utf8) }
        if words.count == 2, saints.contains(words[0]) {
            found += saints.filter { $0 != words[0] }.map { ($0 + [0x20] + words[1], false) }
        }
        return found
            + found.compactMap { spelling in
                let short = withoutUmlautPairs(spelling.0)
                return short == spelling.0 ? nil : (short, true)
            }
    }

    /// The name with `a`, `o`, `u` for `ae`, `oe`, `ue`.
    private static func withoutUmlautPairs(_ name: [UInt8]) -> [UInt8] {
        var short: [UInt8] = []
        for byte in name {
            if byte == UInt8(ascii: "e"), let last = short.last, "aou".utf8.contains(last) { continue }
            short.append(byte)
        }
        return short
    }
}
