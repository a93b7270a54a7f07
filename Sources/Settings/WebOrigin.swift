import Foundation

/// Scheme, host and port of the page as its visitors type it, such as `https://clinic.example`.
public struct WebOrigin: Hashable, Sendable, CustomStringConvertible {
    /// Whether the scheme is https.
    public let isSecure: Bool
    /// The host in lower case; an IPv6 address stands without brackets.
    public let host: String
    /// The port where it is not the scheme's own; 1 to 65535.
    public let port: Int?

    /// Accepts http and https without user, path (a lone `/` is dropped), query and fragment; nil otherwise.
    public init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", parts.user == nil, parts.password == nil,
            parts.query == nil, parts.fragment == nil, parts.path.isEmpty || parts.path == "/",
            let host = HostName(parts.host ?? "")
        else { return nil }
        // A port that is no number is absent from the parts, but not from the text.
        guard (parts.port != nil) == (parts.rangeOfPort != nil), (1...65_535).contains(parts.port ?? 80) else {
            return nil
        }
        isSecure = scheme == "https"
        self.host = host.text.lowercased()
        port = parts.port == (isSecure ? 443 : 80) ? nil : parts.port
    }

    /// The origin as a browser sends it, without a slash at the end.
    public var description: String {
        let written = host.contains(":") ? "[\(host)]" : host
        return "\(isSecure ? "https" : "http")://\(written)\(port.map { ":\($0)" } ?? "")"
    }

    /// Whether it names this machine only.
    public var isLoopback: Bool { HostName(host)?.isLoopback ?? false }
}
