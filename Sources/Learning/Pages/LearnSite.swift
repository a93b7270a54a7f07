/// The addresses that the pages need from the server.
public struct LearnSite: Sendable {
    /// Scheme and host without a slash at the end, `https://example.org`; `nil` where the server does not know it.
    public let origin: String?
    /// Where errors are told: a mail address or an address of the web.
    public let contact: String?

    /// Checks what it is given: an origin is taken only when it is `http` or `https` with a host and no path.
    public init(origin: String? = nil, contact: String? = nil) {
        self.origin = origin.flatMap { origin in
            let plain = origin.hasSuffix("/") ? String(origin.dropLast()) : origin
            return Self.isOrigin(plain) ? plain : nil
        }
        self.contact = contact.flatMap { contact in
            let isWeb = contact.hasPrefix("https://") || contact.hasPrefix("http://")
            let isPlain = contact.allSatisfy { !$0.isWhitespace && !"\"<>'".contains($0) }
            return isPlain && (isWeb || contact.contains("@")) ? contact : nil
        }
    }

    private static func isOrigin(_ text: String) -> Bool {
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let host = text.dropFirst(scheme.count)
            return !host.isEmpty
                && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-:[]".contains($0)) }
        }
        return false
    }

    /// A path with the origin before it; the path alone where there is none.
    func absolute(_ path: String) -> String { (origin ?? "") + path }

    /// Where an error on a page can be told.
    func report(path: String) -> String? {
        guard let contact else { return nil }
        if contact.hasPrefix("http") { return contact }
        let subject = "Error on \(path)".map { character -> String in
            character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
                ? String(character) : character.utf8.map { "%" + hex($0) }.joined()
        }
        return "mailto:\(contact)?subject=\(subject.joined())"
    }

    private func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0\(digits)" : digits
    }
}

/// Every address of the Learn pages, in one place.
public enum LearnAddress {
    public static let overview = "/learn"
    public static let draw = "/"
    public static let find = "/find"

    /// The page of an article.
    public static func page(_ slug: String) -> String { "\(overview)/\(slug)" }

    /// The card of a muscle.
    public static func muscle(_ id: String) -> String { "/muscles/\(id)" }

    /// The picture of where a muscle sends pain.
    public static func chart(_ id: String) -> String { "\(overview)/charts/\(id).svg" }

    /// The page on which a muscle is pressed.
    public static func press(_ id: String, on slug: String) -> String { "\(page(slug))?muscle=\(id)#press-answer" }
}
