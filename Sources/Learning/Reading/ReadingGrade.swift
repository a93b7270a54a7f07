/// How hard a text is to read, as a school grade of the United States.
///
/// Flesch-Kincaid grade = 0.39 words per sentence + 11.8 syllables per word - 15.59. Kincaid JP, Fishburne RP, Rogers
/// RL, Chissom BS: Derivation of new readability formulas for Navy enlisted personnel. Research Branch Report 8-75,
/// Naval Technical Training Command, 1975 (DTIC AD-A006655).
public struct ReadingGrade: Hashable, Sendable {
    public let sentences: Int
    /// All words, exempt ones included.
    public let words: Int
    /// Words whose syllables count.
    public let countedWords: Int
    public let syllables: Int

    /// Reads texts, each of which ends its last sentence.
    ///
    /// - Parameters:
    ///   - texts: Paragraphs or lines.
    ///   - exempt: Words in lower case that lengthen a sentence but whose syllables do not count, such as the names of
    ///     muscles, which a page cannot replace.
    /// - Complexity: O(letters).
    public init(_ texts: [String], exempt: Set<String> = []) {
        var sentences = 0
        var words = 0
        var counted = 0
        var syllables = 0
        for text in texts {
            var inSentence = 0
            for token in Self.tokens(of: text) {
                switch token {
                case .word(let word):
                    words += 1
                    inSentence += 1
                    if exempt.contains(word) { continue }
                    counted += 1
                    syllables += Syllables.count(word)
                case .end:
                    if inSentence > 0 { sentences += 1 }
                    inSentence = 0
                }
            }
            if inSentence > 0 { sentences += 1 }
        }
        self.sentences = sentences
        self.words = words
        countedWords = counted
        self.syllables = syllables
    }

    /// The grade; 0 for a text without words.
    public var value: Double {
        guard sentences > 0, countedWords > 0 else { return 0 }
        return 0.39 * Double(words) / Double(sentences) + 11.8 * Double(syllables) / Double(countedWords) - 15.59
    }

    private enum Token {
        case word(String)
        case end
    }

    /// Words of letters, with hyphens and apostrophes parted or dropped; numbers count as words of one syllable.
    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var word = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            if character.isLetter || character.isNumber {
                word.append(contentsOf: character.lowercased())
                continue
            }
            if character == "'" || character == "\u{2019}" { continue }
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            let isInNumber = (character == "." || character == ",") && word.last?.isNumber == true && next.isNumber
            if isInNumber { continue }
            if !word.isEmpty { tokens.append(.word(word)) }
            word = ""
            if ".!?".contains(character), next.isWhitespace || next == "\"" || next == ")" {
                tokens.append(.end)
            }
        }
        if !word.isEmpty { tokens.append(.word(word)) }
        return tokens
    }
}
