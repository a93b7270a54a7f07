import Crypto
public import Foundation

/// Finds sealed names by the beginnings of their words, without the store knowing the names.
///
/// Each beginning of 1...12 letters of each word gives a token, HMAC-SHA256 cut to 80 bits, under a key of the practice.
/// Who reads the store learns which names begin alike, how often each beginning occurs and roughly how long words are,
/// and can guess common names from that; not the letters themselves. Practices can't be compared with each other.
public struct SearchIndex: Sendable {
    /// Letters of the longest beginning.
    static let longestPrefix = 12
    /// Words of a name or query that count.
    static let mostWords = 16
    /// Bytes of a token.
    static let tokenBytes = 10

    let key: SymmetricKey

    /// - Parameter key: The practice's data key that the index is bound to; with another, all tokens are made anew.
    public init(key: DataKey) {
        self.key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key.key, info: Data("tautband name search".utf8), outputByteCount: 32
        )
    }

    /// The tokens to keep beside a sealed name.
    ///
    /// A word with an apostrophe counts in parts and as one: `O'Brien` is found by `brien` and `obrien`.
    public func tokens(of name: String) -> Set<Data> {
        var words = Self.words(of: name)
        let joined = name.filter { !Self.apostrophes.contains($0) }
        if joined != name { words += Self.words(of: joined) }
        let prefixes = words.flatMap { word in
            (1...Self.longestPrefix).prefix(word.count).map { String(word.prefix($0)) }
        }
        let keyed = HMAC<SHA256>(key: key)
        return Set(Set(prefixes).map { Self.token($0, keyed) })
    }

    /// One token for each word of a query; a name is found when it has them all.
    ///
    /// Empty when the query holds no letter or digit: that finds nothing, not everyone.
    public func queryTokens(_ query: String) -> [Data] {
        var seen: Set<String> = []
        return Self.words(of: query).map { String($0.prefix(Self.longestPrefix)) }.filter { seen.insert($0).inserted }
            .map { Self.token($0, HMAC<SHA256>(key: key)) }
    }

    /// The code of a beginning, cut.
    ///
    /// `keyed`: The code before its first byte; its preparation is most of the work.
    private static func token(_ prefix: String, _ keyed: HMAC<SHA256>) -> Data {
        var code = keyed
        code.update(data: Data(prefix.utf8))
        return Data(code.finalize().prefix(tokenBytes))
    }

    /// Words in small letters without marks above or below them, split at all that is neither letter nor digit.
    static func words(of text: String) -> [String] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return text.lowercased().utf8.split { !(0x61...0x7a).contains($0) && !(0x30...0x39).contains($0) }
                .prefix(mostWords).map { String(Substring($0)) }
        }
        var folded = text.precomposedStringWithCompatibilityMapping
            .folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
        for (letter, plain) in [("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ð", "d")] {
            folded = folded.replacing(letter, with: plain)
        }
        return folded.split { !$0.isLetter && !$0.isNumber }.prefix(mostWords).map(String.init)
    }

    private static let apostrophes: Set<Character> = ["'", "’", "‘", "ʼ", "`", "´"]
}
