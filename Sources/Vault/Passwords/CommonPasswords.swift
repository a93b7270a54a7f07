/// Passwords that are tried first, as rules over a list of words.
///
/// Stands for some millions of entries without holding them: a common word, or two, written in any case or with the
/// usual figures for letters (`p4ssw0rd`), alone or with digits and marks before or behind it (`Summer2024!`).
/// It is made by rule and does not hold a list of leaked passwords.
enum CommonPasswords {
    /// Whether the password, as a whole, is one of them.
    ///
    /// - Complexity: at most some thousand look-ups; passwords above 64 code points are never found.
    static func contains(_ password: FoldedPassword) -> Bool {
        guard password.scalars.count <= 64 else { return false }
        let isSpaced = password.scalars.count - password.core.count <= 4
        return [password.scalars, isSpaced ? password.core : password.scalars].contains { text in
            guard !CommonWords.whole.contains(string(text[...])) else { return true }
            return starts(of: text).contains { start in
                ends(of: text, from: start).contains { isWords(text[start..<$0]) }
            }
        }
    }

    /// The places up to which the beginning is only digits and marks.
    private static func starts(of text: [Unicode.Scalar]) -> [Int] {
        text.indices.filter { isTrimming(text[..<$0]) }
    }

    private static func ends(of text: [Unicode.Scalar], from start: Int) -> [Int] {
        (start + 1...text.count).filter { isTrimming(text[$0...]) }
    }

    /// Whether it is what people add to a word: up to four digits or a straight row of them, and up to three marks.
    private static func isTrimming(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
        let digits = part.filter { ("0"..."9").contains($0) }
        let marks = part.filter { $0.isASCII && !$0.properties.isAlphabetic && !("0"..."9").contains($0) }
        guard digits.count + marks.count == part.count, marks.count <= 3 else { return false }
        return digits.count <= 4 || KeyRows.longestRun(in: Array(digits), from: 0) == digits.count
    }

    /// Whether it is one common word or two in a row, figures read as letters.
    private static func isWords(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
        guard part.count <= 2 * CommonWords.longest else { return false }
        return [Unicode.Scalar("i"), Unicode.Scalar("l")].contains { one in
            let text = part.map { figures[$0] ?? ($0 == "1" || $0 == "!" ? one : $0) }
            if CommonWords.words.contains(string(text[...])) { return true }
            return text.indices.dropFirst(3).contains { middle in
                CommonWords.words.contains(string(text[..<middle]))
                    && CommonWords.words.contains(string(text[middle...]))
            }
        }
    }

    private static let figures: [Unicode.Scalar: Unicode.Scalar] = [
        "0": "o", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s", "7": "t", "8": "b", "9": "g",
    ]

    private static func string(_ text: ArraySlice<Unicode.Scalar>) -> String {
        var string = String.UnicodeScalarView()
        string.append(contentsOf: text)
        return String(string)
    }
}
