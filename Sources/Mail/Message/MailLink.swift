import Foundation

/// The address of a page that may stand in a letter and in its headers.
public struct MailLink: Hashable, Sendable {
    /// The address, of visible ASCII characters only, at most 900 octets.
    public let url: String

    /// Creates a link.
    ///
    /// - Throws: ``MailError`` unless it is an absolute `https` address (or `http` at this machine itself, for
    ///   development) without user name, blanks, quotes and angle brackets.
    public init(_ url: String) throws(MailError) {
        guard url.utf8.count <= 900 else { throw .tooLong(field: "link", octets: url.utf8.count, limit: 900) }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"<>\"`\\".utf8.contains($0) }),
            let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty, parts.user == nil
        else { throw .invalid(field: "link", reason: "is not the address of a page") }
        let isLocal = ["localhost", "127.0.0.1", "[::1]", "::1"].contains(host)
        guard parts.scheme == "https" || (parts.scheme == "http" && isLocal) else {
            throw .invalid(field: "link", reason: "does not begin with https://")
        }
        self.url = url
    }
}
