/// Text of any script in a header, as encoded words of RFC 2047.
enum EncodedWords {
    /// The octets that one encoded word may have, with its delimiters (RFC 2047, section 2).
    static let longest = 75

    private static let opening = "=?utf-8?q?".utf8.count
    private static let frame = opening + "?=".utf8.count

    /// The encoded words of a text; between them belongs a blank or the break of a folded line, which readers drop.
    ///
    /// Each holds whole scalars, because a reader decodes each by itself. The shorter one of the encodings Q and B is
    /// taken.
    ///
    /// - Parameters:
    ///   - text: The text; not empty.
    ///   - firstRoom: The octets that the first one may have, for a line that has something before it; at least 24.
    /// - Returns: The words, each of at most 75 octets.
    /// - Complexity: O(*n*), where *n* is the length of the text.
    static func words(_ text: String, firstRoom: Int = longest) -> [String] {
        let octets = Array(text.utf8)
        let plain = octets.count(where: isPlain)
        let quoted = plain + (octets.count - plain) * 3
        return quoted <= (octets.count + 2) / 3 * 4 ? quotedWords(text, firstRoom) : base64Words(text, firstRoom)
    }

    private static func quotedWords(_ text: String, _ firstRoom: Int) -> [String] {
        words(text, rooms: (firstRoom - frame, longest - frame), size: { isPlain($0) ? 1 : 3 }) { octets in
            "=?utf-8?q?" + octets.map(quoted).joined() + "?="
        }
    }

    private static func base64Words(_ text: String, _ firstRoom: Int) -> [String] {
        words(text, rooms: ((firstRoom - frame) / 4 * 3, (longest - frame) / 4 * 3), size: { _ in 1 }) { octets in
            "=?utf-8?b?" + Base64Text.encoded(octets) + "?="
        }
    }

    private static func words(
        _ text: String, rooms: (first: Int, other: Int), size: (UInt8) -> Int, word: ([UInt8]) -> String
    ) -> [String] {
        var words: [String] = []
        var octets: [UInt8] = []
        var used = 0
        for scalar in text.unicodeScalars {
            let own = Array(String(scalar).utf8)
            let cost = own.reduce(0) { $0 + size($1) }
            if used + cost > (words.isEmpty ? rooms.first : rooms.other), !octets.isEmpty {
                words.append(word(octets))
                octets = []
                used = 0
            }
            octets += own
            used += cost
        }
        if !octets.isEmpty { words.append(word(octets)) }
        return words
    }

    // The signs that even a phrase may have as they are (RFC 2047, section 5, rule 3); a blank becomes one underscore.
    private static func isPlain(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x20, 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!*+-/".utf8.contains(octet)
        }
    }

    private static func quoted(_ octet: UInt8) -> String {
        if octet == 0x20 { return "_" }
        return isPlain(octet) ? String(Unicode.Scalar(octet)) : "=" + Hexadecimal.pair(octet)
    }
}
