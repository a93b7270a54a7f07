import Foundation

/// The header of a letter or of a part: folded as RFC 5322 asks.
struct HeaderLines {
    /// The octets that a line should not pass (RFC 5322, section 2.1.1, asks for 78, RFC 2047 for 76).
    static let longestLine = 76

    private(set) var text = ""

    /// Adds a header of words; lines are broken only between words, which readers see as one blank.
    mutating func add(_ name: String, words: [String]) {
        var line = name + ":"
        for (position, word) in words.enumerated() {
            if position > 0, line.utf8.count + 1 + word.utf8.count > Self.longestLine {
                text += line + "\r\n"
                line = ""
            }
            line += " " + word
        }
        text += line + "\r\n"
    }

    /// Adds a header of free text: as it is when ASCII can carry it, otherwise as encoded words.
    mutating func add(_ name: String, text value: String) {
        if let words = Self.plainWords(value) {
            add(name, words: words)
        } else {
            let room = max(Self.longestLine - name.utf8.count - 2, 24)
            add(name, words: EncodedWords.words(value, firstRoom: min(room, EncodedWords.longest)))
        }
    }

    /// Adds a header of addresses with their names.
    mutating func add(_ name: String, _ address: MailAddress) {
        guard let shown = address.name else { return add(name, words: [address.address]) }
        add(name, words: Self.phrase(shown) + ["<\(address.address)>"])
    }

    /// Adds a header of a value with parameters, as `Content-Type` has them; values in quotes where needed.
    mutating func add(_ name: String, _ value: String, parameters: [(name: String, value: String)]) {
        var words = [value]
        for parameter in parameters {
            words[words.count - 1] += ";"
            words += MIMEParameter.words(parameter.name, parameter.value)
        }
        add(name, words: words)
    }

    /// The words of a text that ASCII carries without change; `nil` where folding could change it.
    private static func plainWords(_ text: String) -> [String]? {
        guard PlainLine.isPrintableASCII(text), !text.contains("=?") else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.allSatisfy({ (1...60).contains($0.utf8.count) }) else { return nil }
        return words.map(String.init)
    }

    /// A display name: in quotes, or as encoded words.
    private static func phrase(_ name: String) -> [String] {
        guard plainWords(name) != nil, name.utf8.count <= 60 else { return EncodedWords.words(name, firstRoom: 60) }
        let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return ["\"\(escaped)\""]
    }
}
