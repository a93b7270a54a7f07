/// The identifier of a letter (RFC 5322, section 3.6.4).
///
/// It is given by the caller and stays the same at each try, so that a server or a mail program that gets the letter
/// twice can tell.
public struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// `left@right`, at most 250 octets, without the angle brackets.
    public let text: String

    /// Creates an identifier.
    ///
    /// - Parameters:
    ///   - unique: What no other letter of this host has, for example the identifier of a record and the event.
    ///   - host: The domain that the letters come from.
    /// - Throws: ``MailError`` when `unique` is not atoms joined by dots, or `host` is not a domain.
    public init(unique: String, host: String) throws(MailError) {
        guard MailAddress.isDotAtom(unique) else {
            throw .invalid(field: "message identifier", reason: "has a character that is not accepted")
        }
        let text = unique + "@" + (try MailAddress.checkedDomain(host))
        guard text.utf8.count <= 250 else {
            throw .tooLong(field: "message identifier", octets: text.utf8.count, limit: 250)
        }
        self.text = text
    }

    /// Reads `left@right`, with or without angle brackets.
    ///
    /// - Throws: ``MailError`` as in the other initializer.
    public init(_ text: String) throws(MailError) {
        var bare = Substring(text)
        if bare.hasPrefix("<"), bare.hasSuffix(">") { bare = bare.dropFirst().dropLast() }
        guard let at = bare.lastIndex(of: "@") else {
            throw .invalid(field: "message identifier", reason: "has no @")
        }
        try self.init(unique: String(bare[..<at]), host: String(bare[bare.index(after: at)...]))
    }

    /// With angle brackets, as in a header.
    public var description: String { "<\(text)>" }
}
