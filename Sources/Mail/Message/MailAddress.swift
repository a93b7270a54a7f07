import Foundation

/// A mail address that can stand in a header and in a command to a server, with a name to show.
///
/// Accepted is `local@domain` with a local part of dot-separated atoms in ASCII. A domain with other letters is turned
/// into its form in ASCII (IDNA 2008); a local part with other letters would need a server with SMTPUTF8 on the whole
/// way and is refused, as are quoted local parts, addresses of machines (`[192.0.2.1]`) and domains without a dot,
/// except `localhost`.
public struct MailAddress: Hashable, Sendable {
    /// `local@domain`, always ASCII, at most 254 octets (RFC 5321, section 4.5.3.1.3, without the angle brackets).
    public let address: String

    /// The name to show; `nil` for the address only.
    public let name: String?

    /// Creates an address.
    ///
    /// - Parameters:
    ///   - address: The bare address, without name, brackets and blanks.
    ///   - name: The name to show, at most 200 octets; one line.
    /// - Throws: ``MailError`` when the address or the name is not accepted.
    public init(_ address: String, name: String? = nil) throws(MailError) {
        guard address.utf8.count <= 1000 else {
            throw .tooLong(field: "address", octets: address.utf8.count, limit: 254)
        }
        guard let at = address.unicodeScalars.lastIndex(of: "@") else {
            throw .invalid(field: "address", reason: "has no @")
        }
        let local = String(address.unicodeScalars[..<at])
        let domain = String(address.unicodeScalars[address.unicodeScalars.index(after: at)...])
        try Self.check(local: local)
        self.address = local + "@" + (try Self.checkedDomain(domain))
        guard self.address.utf8.count <= 254 else {
            throw .tooLong(field: "address", octets: self.address.utf8.count, limit: 254)
        }
        if let name {
            self.name = try PlainLine.checked(name, "name", limit: 200)
        } else {
            self.name = nil
        }
    }

    /// The part after the `@`, in lower case.
    public var domain: String {
        address.lastIndex(of: "@").map { String(address[address.index(after: $0)...]) } ?? address
    }

    /// A domain in ASCII and lower case.
    ///
    /// - Throws: ``MailError`` when a label is not 1 to 63 letters, digits and inner hyphens, or the whole is not a name
    ///   that mail can go to.
    static func checkedDomain(_ domain: String) throws(MailError) -> String {
        var ascii = domain.lowercased()
        if !ascii.utf8.allSatisfy({ $0 < 0x80 }) {
            var components = URLComponents()
            components.host = domain
            ascii = components.encodedHost?.lowercased() ?? ""
        }
        let labels = ascii.split(separator: ".", omittingEmptySubsequences: false)
        guard ascii.utf8.count <= 253, labels.allSatisfy(isLabel) else {
            throw .invalid(field: "domain", reason: "is not a name of the domain system")
        }
        guard labels.count > 1 || ascii == "localhost" else { throw .invalid(field: "domain", reason: "has no dot") }
        guard let last = labels.last, !last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .invalid(field: "domain", reason: "is a number")
        }
        return ascii
    }

    /// Whether the text is one or more atoms of RFC 5322 (section 3.2.3), joined by dots.
    static func isDotAtom(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isAtomOctet) }
    }

    /// Whether the octet may stand in an atom.
    static func isAtomOctet(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(octet)
        }
    }

    private static func check(local: String) throws(MailError) {
        guard local.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw .invalid(field: "local part", reason: "has letters outside of ASCII, which many servers refuse")
        }
        guard (1...64).contains(local.utf8.count) else {
            throw .tooLong(field: "local part", octets: local.utf8.count, limit: 64)
        }
        guard isDotAtom(local) else {
            throw .invalid(field: "local part", reason: "has a character that is not accepted, or a dot too many")
        }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.utf8.first != 0x2d && label.utf8.last != 0x2d
            && label.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d }
    }
}
