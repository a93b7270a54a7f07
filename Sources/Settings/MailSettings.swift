/// How letters leave the program.
public struct MailSettings: Hashable, Sendable {
    /// How the connection to the server is kept private.
    public enum Security: String, CaseIterable, Hashable, Sendable {
        /// TLS asked for after the greeting, and required; usually port 587.
        case startTLS = "starttls"
        /// TLS from the first octet; usually port 465.
        case tls
        /// None; for a server on this machine alone.
        case none
    }

    /// Name or address of the server; `nil` keeps letters as files in the folder `mail` of the data folder.
    public let host: String?
    /// 1 to 65,535.
    public let port: Int
    public let security: Security
    /// Who logs in; `nil` for nobody.
    public let user: String?
    /// The file that holds the password.
    public let passwordFile: String?
    /// The authorities that the server's certificate is checked against, PEM; `nil` for those of the system.
    public let authorities: String?
    /// The address that letters come from; `nil` without one: then no letter is written.
    public let sender: String?

    /// Splits `mail.example.org:587`; `nil` when it is neither a host nor a host with a port.
    static func server(_ text: String) -> (host: String, port: Int?)? {
        if let end = text.lastIndex(of: "]"), text.hasPrefix("[") {
            let host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            guard HostName(host) != nil else { return nil }
            if rest.isEmpty { return (host, nil) }
            guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65_535).contains(port) else { return nil }
            return (host, port)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, HostName(String(first)) != nil else { return nil }
        guard parts.count == 2 else { return (String(first), nil) }
        guard let port = Int(parts[1]), (1...65_535).contains(port) else { return nil }
        return (String(first), port)
    }
}
