import Crypto
public import Foundation

/// Signs what a link in a mail carries: `v1.<payload>.<mac>`, each part base64url.
///
/// The payload is `purpose:ticket:expiry`, readable to everyone; the mac is HMAC-SHA256 over `v1.<payload>` (RFC 2104)
/// with a key that HKDF (RFC 5869) derives from a master key for links alone. The newest key signs, all keys of the
/// ring open, so that a rotation doesn't break links on their way.
public struct SignedLink: Sendable {
    /// Why a link doesn't open.
    public enum Fault: Error, Equatable {
        /// It hasn't the form of a link of ours, for example because the mail program cut it.
        case malformed
        /// It wasn't signed by one of our keys, or was altered.
        case forged
        /// It was made for something else.
        case wrongPurpose
        /// It was right, but its time is over.
        case expired
    }

    /// What a link stands for.
    public struct Contents: Hashable, Sendable {
        /// The ticket's identifier, 36 letters.
        public let ticket: String
        /// When the link ends, in whole seconds.
        public let expiry: Date
    }

    private let keys: [SymmetricKey]

    /// - Parameter masters: The ring of master keys; only what one of these signed opens.
    public init(masters: [MasterKey]) {
        keys = masters.newestFirst.map { $0.derived(for: "tautband signed link") }
    }

    /// Signs a link.
    ///
    /// - Parameters:
    ///   - purpose: 1...32 small ASCII letters and underscores.
    ///   - ticket: 36 ASCII letters, digits and hyphens.
    ///   - expiry: Cut to whole seconds.
    /// - Returns: ASCII letters that need no escaping in an address.
    /// - Throws: ``Fault/malformed`` when one of them hasn't its form, ``Fault/forged`` without any key.
    public func sign(purpose: String, ticket: String, expiry: Date) throws(Fault) -> String {
        guard Self.isPurpose(purpose), Self.isTicket(ticket),
            let seconds = Int64(exactly: expiry.timeIntervalSince1970.rounded(.down)), seconds >= 0
        else { throw .malformed }
        guard let key = keys.first else { throw .forged }
        let signed = "v1." + Base64URL.encode(Data("\(purpose):\(ticket):\(seconds)".utf8))
        let mac = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: key)
        return signed + "." + Base64URL.encode(Data(mac))
    }

    /// Opens a link; nothing of the payload is read before the signature holds.
    public func open(_ text: String, purpose: String, at date: Date) throws(Fault) -> Contents {
        let parts = text.utf8.count <= 512 ? text.split(separator: ".", omittingEmptySubsequences: false) : []
        guard parts.count == 3, parts[0] == "v1", let payload = Base64URL.decode(String(parts[1])),
            let mac = Base64URL.decode(String(parts[2])), mac.count == SHA256.byteCount
        else { throw .malformed }
        let signed = Data("v1.\(parts[1])".utf8)
        guard keys.contains(where: { HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: signed, using: $0) })
        else { throw .forged }

        let fields = String(decoding: payload, as: UTF8.self).split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 3, let seconds = Int64(fields[2]) else { throw .malformed }
        guard fields[0] == purpose else { throw .wrongPurpose }
        let expiry = Date(timeIntervalSince1970: TimeInterval(seconds))
        guard date < expiry else { throw .expired }
        return Contents(ticket: String(fields[1]), expiry: expiry)
    }

    private static func isPurpose(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count) && text.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 }
    }

    private static func isTicket(_ text: String) -> Bool {
        text.utf8.count == 36
            && text.unicodeScalars.allSatisfy { letter in
                letter == "-" || ("0"..."9").contains(letter) || (letter.isASCII && letter.properties.isAlphabetic)
            }
    }
}
