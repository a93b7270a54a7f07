/// The address of a PostgreSQL database, which may hold a password.
///
/// Printing, interpolating and dumping show the masked form; only ``secret`` gives the whole text.
public struct ConnectionURL: Hashable, Sendable {
    /// The whole text, password included: for the connection only, never for a message.
    public let secret: String

    /// Accepts `postgres://` and `postgresql://` without spaces and control characters; nil otherwise.
    public init?(_ text: String) {
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"), text.utf8.count <= 4096 else {
            return nil
        }
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.properties.generalCategory != .control }) else {
            return nil
        }
        secret = text
    }
}

extension ConnectionURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text with every password as `***`.
    ///
    /// A badly escaped address hides more than its password, never less.
    public var description: String {
        guard let start = secret.firstRange(of: "://")?.upperBound else { return "***" }
        let head = secret[..<start]
        var rest = String(secret[start...])
        let authority = rest.prefix { !"/?#".contains($0) }
        // Beyond the authority an @ may belong to a password that was not escaped, and what follows it too.
        guard !rest[authority.endIndex...].contains("@") else { return "\(head)***" }
        if let at = rest.lastIndex(of: "@"), let colon = rest[..<at].firstIndex(of: ":") {
            rest = "\(rest[...colon])***\(rest[at...])"
        }
        guard let mark = rest.firstIndex(of: "?") else { return head + rest }
        let parameters = rest[rest.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let masked = parameters.map { parameter -> String in
            guard let equals = parameter.firstIndex(of: "=") else { return String(parameter) }
            let name = parameter[..<equals]
            // An escaped name could spell "password" unseen, so it is not trusted either.
            let isOpen = !name.contains("%") && !name.lowercased().contains("pass")
            return isOpen ? String(parameter) : "\(name)=***"
        }
        return "\(head)\(rest[...mark])\(masked.joined(separator: "&"))"
    }

    /// The masked text.
    public var debugDescription: String { description }

    /// A mirror without the secret.
    public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
