/// A file that goes with a letter.
public struct MailAttachment: Hashable, Sendable {
    /// The name that the file is offered by, at most 120 octets; never a path.
    public let fileName: String

    /// The kind of content, such as `application/pdf`, in lower case.
    public let type: String

    /// The content.
    public let content: [UInt8]

    /// Creates an attachment.
    ///
    /// - Parameters:
    ///   - fileName: The name, without folders, not beginning with a dot.
    ///   - type: Type and subtype, without parameters; not `multipart/` or `message/`, which would be read as parts of
    ///     the letter itself.
    ///   - content: The octets.
    /// - Throws: ``MailError`` when the name or the type is not accepted.
    public init(fileName: String, type: String, content: [UInt8]) throws(MailError) {
        self.fileName = try PlainLine.checked(fileName, "file name", limit: 120)
        guard !fileName.hasPrefix("."), !fileName.utf8.contains(where: { "/\\:*?\"<>|".utf8.contains($0) }) else {
            throw .invalid(field: "file name", reason: "is a path or has a sign that file systems refuse")
        }
        let type = type.lowercased()
        let halves = type.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ (1...60).contains($0.utf8.count) && Self.isToken($0) }) else {
            throw .invalid(field: "type", reason: "is not of the form type/subtype")
        }
        guard halves[0] != "multipart", halves[0] != "message" else {
            throw .invalid(field: "type", reason: "is not the type of a file")
        }
        self.type = type
        self.content = content
    }

    private static func isToken(_ text: Substring) -> Bool {
        text.utf8.allSatisfy {
            (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || "-.+_".utf8.contains($0)
        }
    }
}
