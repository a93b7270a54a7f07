import Foundation

/// One line of text for people in a header: a subject, a name, the name of a file.
enum PlainLine {
    /// The text itself when it can stand in a header.
    ///
    /// Refused are control characters and breaks of lines and paragraphs (a second header could follow them), and the
    /// characters that turn the direction of writing, behind which a name can hide.
    /// - Throws: ``MailError``, also for an empty text, one of blanks alone, and one above the limit in octets.
    static func checked(_ text: String, _ field: String, limit: Int) throws(MailError) -> String {
        guard text.utf8.count <= limit else {
            throw .tooLong(field: field, octets: text.utf8.count, limit: limit)
        }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw .invalid(field: field, reason: "is empty")
        }
        guard !text.unicodeScalars.contains(where: isForbidden) else {
            throw .invalid(field: field, reason: "has a line break, a control character or a mark of direction")
        }
        return text
    }

    /// Whether all are letters, digits and signs of ASCII, with blanks but no control characters.
    static func isPrintableASCII(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20...0x7e).contains($0) } }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .control
        }
    }
}
