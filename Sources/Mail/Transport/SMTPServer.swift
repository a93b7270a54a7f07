/// Where a mail server is and how to speak to it.
public struct SMTPServer: Hashable, Sendable {
    /// How the connection is kept private.
    public enum Security: Hashable, Sendable {
        /// TLS from the first octet (`smtps`, usually port 465).
        case tls

        /// TLS asked for after the greeting, and required (usually port 587).
        case startTLS

        /// No TLS; only to this machine itself.
        case none
    }

    /// Who logs in.
    public struct Login: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
        /// The name of the account.
        public let user: String

        /// Its password.
        public let password: String

        /// Creates a login.
        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }

        /// Without the password.
        public var description: String { "login of \(user)" }

        /// Without the password.
        public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
    }

    /// The name or number of the machine.
    public let host: String

    /// The port, 1...65535.
    public let port: Int

    /// How the connection is kept private.
    public let security: Security

    /// Who logs in; `nil` for nobody.
    public let login: Login?

    /// A file in PEM with the authorities that certificates are checked against; `nil` for those of the system.
    public let authorities: String?

    /// The name that we say of ourselves; `nil` for the name of this machine.
    public let ownName: String?

    /// Seconds to wait for a connection, 1...300.
    public let connectTimeout: Int

    /// Seconds for a whole letter, 1...3600.
    public let totalTimeout: Int

    /// Creates a description of a server.
    ///
    /// - Parameters:
    ///   - host: A domain, `localhost`, or an IPv4 or IPv6 address.
    ///   - port: The port.
    ///   - security: How the connection is kept private.
    ///   - login: Who logs in.
    ///   - authorities: A file in PEM.
    ///   - ownName: A domain that stands for us.
    ///   - connectTimeout: Seconds to wait for a connection.
    ///   - totalTimeout: Seconds for a whole letter. RFC 5321 (section 4.5.3.2.6) would have a client wait 10 minutes for
    ///     the answer to the final dot alone; the less is waited, the more often the outcome is unknown.
    /// - Throws: ``MailError/invalid(field:reason:)`` for a value that is not accepted, and for a connection without TLS
    ///   to another machine than this one.
    public init(
        host: String, port: Int, security: Security, login: Login? = nil, authorities: String? = nil,
        ownName: String? = nil, connectTimeout: Int = 15, totalTimeout: Int = 120
    ) throws(MailError) {
        let isNumber = host.contains(":") || host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2e }
        if isNumber {
            guard Self.isAddress(host) else { throw .invalid(field: "host", reason: "is not an address") }
            self.host = host
        } else {
            self.host = try Self.machine(host, field: "host")
        }
        guard (1...65_535).contains(port) else { throw .invalid(field: "port", reason: "is outside 1 to 65535") }
        let isOwn = self.host == "localhost" || host == "::1" || (isNumber && host.hasPrefix("127."))
        guard security != .none || isOwn else {
            throw .invalid(field: "security", reason: "without TLS is for this machine itself only")
        }
        guard (1...300).contains(connectTimeout), (1...3600).contains(totalTimeout) else {
            throw .invalid(field: "timeout", reason: "is outside 1 to 300 (connection) or 1 to 3600 (letter) seconds")
        }
        if let login, (login.user + login.password).unicodeScalars.contains(where: { $0.value < 0x20 }) {
            throw .invalid(field: "login", reason: "has a control character")
        }
        if let authorities, authorities.isEmpty || authorities.utf8.contains(0) {
            throw .invalid(field: "authorities", reason: "is not the name of a file")
        }
        self.port = port
        self.security = security
        self.login = login
        self.authorities = authorities
        self.ownName = if let ownName { try Self.machine(ownName, field: "own name") } else { nil }
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
    }

    /// The address for the library that does the talking.
    var url: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(security == .tls ? "smtps" : "smtp")://\(name):\(port)/\(ownName ?? "")"
    }

    // A name of one label is common inside a network of one's own (`mail`, a container's name).
    private static func machine(_ name: String, field: String) throws(MailError) -> String {
        let whole = name.contains(".") ? name : name + ".example"
        do { _ = try MailAddress.checkedDomain(whole) } catch {
            throw .invalid(field: field, reason: "is not a name of the domain system")
        }
        return name.contains(".") ? try MailAddress.checkedDomain(name) : name.lowercased()
    }

    private static func isAddress(_ text: String) -> Bool {
        if text.contains(":") {
            return text.utf8.count <= 45
                && text.utf8.allSatisfy {
                    (0x30...0x3a).contains($0) || (0x61...0x66).contains($0 | 0x20) || $0 == 0x2e
                }
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { $0.utf8.count <= 3 && UInt8($0) != nil }
    }
}
