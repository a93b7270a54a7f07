import Foundation

/// Checks of text that people type.
public enum Text {
    /// One line: trimmed, not empty, without control characters.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)``.
    public static func line(_ text: String, field: String, longest: Int) throws(RecordsError) -> String {
        let trimmed = try optionalLine(text, field: field, longest: longest)
        guard !trimmed.isEmpty else { throw .invalid(field: field, value: "", reason: "is empty") }
        return trimmed
    }

    /// One line that may be empty.
    public static func optionalLine(_ text: String, field: String, longest: Int) throws(RecordsError) -> String {
        if isPlain(text) { return try bounded(text, field: field, longest: longest) }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard trimmed.unicodeScalars.allSatisfy({ !isControl($0) }) else {
            throw .invalid(field: field, value: "", reason: "holds a control character")
        }
        return try bounded(trimmed, field: field, longest: longest)
    }

    /// Several lines that may be empty.
    public static func block(_ text: String, field: String, longest: Int) throws(RecordsError) -> String {
        if isPlain(text) { return try bounded(text, field: field, longest: longest) }
        let plain = text.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
            .precomposedStringWithCanonicalMapping
        guard plain.unicodeScalars.allSatisfy({ !isControl($0) || $0 == "\n" || $0 == "\t" }) else {
            throw .invalid(field: field, value: "", reason: "holds a control character")
        }
        return try bounded(plain, field: field, longest: longest)
    }

    /// An address of mail, in small letters: one `@` with something on both sides and a dot behind it.
    public static func mail(_ text: String, field: String) throws(RecordsError) -> String {
        let line = try line(text, field: field, longest: 254).lowercased()
        let halves = line.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, let name = halves.first, let host = halves.last, !name.isEmpty,
            host.contains("."), !host.hasPrefix("."), !host.hasSuffix("."), !line.contains(where: \.isWhitespace),
            !line.utf8.contains(where: { "<>,;:\"()[]\\".utf8.contains($0) })
        else { throw .invalid(field: field, value: line, reason: "is no address of mail, such as name@example.org") }
        return line
    }

    /// Whether the text is printable ASCII without blanks at its ends: it stays as it is, as most texts do.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7e).contains($0) } && text.utf8.first != 0x20 && text.utf8.last != 0x20
    }

    private static func bounded(_ text: String, field: String, longest: Int) throws(RecordsError) -> String {
        guard text.utf8.count <= longest || text.count <= longest && text.utf8.count <= longest * 4 else {
            throw .invalid(field: field, value: "", reason: "is longer than \(longest) characters")
        }
        return text
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
            || (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}
