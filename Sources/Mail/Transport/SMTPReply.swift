/// An answer of a mail server (RFC 5321, section 4.2).
public struct SMTPReply: Hashable, Sendable, CustomStringConvertible {
    /// What an answer says about the letter.
    public enum Kind: Hashable, Sendable {
        /// Done, or go on (2xx and 3xx).
        case positive

        /// Not now (4xx).
        case temporary

        /// Never in this form (5xx).
        case permanent

        /// About us and not about the letter: log in, use TLS, speak otherwise.
        case aboutUs

        /// Not a code of RFC 5321.
        case other
    }

    /// The three digits, 0...999.
    public let code: Int

    /// The server's words in one line, at most 200 characters; addresses are left out, since they may be a client's.
    public let text: String

    /// Creates an answer from the code and the server's words.
    public init(code: Int, text: String) {
        self.code = min(max(code, 0), 999)
        self.text = Self.redacted(text)
    }

    /// Reads a line such as `250 2.0.0 Ok`; `nil` unless it begins with three digits.
    ///
    /// Of an answer in several lines this is the last one: its code counts for all.
    public init?(line: String) {
        let digits = line.utf8.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let code = Int(String(decoding: digits, as: UTF8.self))
        else { return nil }
        self.init(code: code, text: String(decoding: line.utf8.dropFirst(4), as: UTF8.self))
    }

    /// What the code says.
    ///
    /// 500 to 504, 530, 534, 535 and 538 (RFC 5321, RFC 4954, RFC 3207) are about the way we speak: with the next letter
    /// it would be no different.
    public var kind: Kind {
        switch code {
        case 200..<400: .positive
        case 432, 454: .aboutUs
        case 400..<500: .temporary
        case 500...504, 530, 534, 535, 538: .aboutUs
        case 500..<600: .permanent
        default: .other
        }
    }

    /// Code and words.
    public var description: String { text.isEmpty ? String(code) : "\(code) \(text)" }

    private static func redacted(_ text: String) -> String {
        let words = text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f } }
        return String(words.map { $0.contains("@") ? "(address)" : String($0) }.joined(separator: " ").prefix(200))
    }
}
