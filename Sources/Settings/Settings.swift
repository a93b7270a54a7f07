/// Everything a running server is told from outside; see ``SettingName`` for the spellings.
public struct Settings: Sendable {
    /// The address listened on; a name, or an address without brackets.
    public let host: String
    /// The port listened on; 0 lets the system choose.
    public let port: Int
    /// The folder of the built-in database and of what else is stored.
    public let dataFolder: String
    /// The PostgreSQL database; nil means the built-in database in ``dataFolder``.
    public let databaseURL: ConnectionURL?
    /// The same database as the owner of its tables, for migrations.
    public let databaseOwnerURL: ConnectionURL?
    /// The file of the keys that the records are encrypted with.
    public let keyFile: String
    /// The TLS certificate chain, PEM.
    public let certificate: String?
    /// The private key of the certificate, PEM.
    public let privateKey: String?
    /// The reverse proxies whose forwarded headers are believed.
    public let trustedProxies: [AddressRange]
    /// The origin that links in mails begin with; nil where no links leave this machine.
    public let publicURL: WebOrigin?
    /// The address the metrics are served on.
    public let metricsHost: String
    /// The port of the metrics; 0 means none.
    public let metricsPort: Int
    /// Whether invented clients are shown instead of a practice's records.
    public let demo: Bool
    /// Minutes without a request that end a session; 1 to 15.
    public let idleMinutes: Int
    /// Hours after which every session ends; 1 to 12.
    public let absoluteHours: Int
    /// The folder that backups are written to.
    public let backupFolder: String?
    /// The file with the passphrase that backups are encrypted with.
    public let backupPassphraseFile: String?
    /// How much is logged.
    public let logLevel: LogLevel
    /// Seconds after which a request is given up; 1 to 300.
    public let requestSeconds: Int
    /// Bytes of the largest request body; 1,000 to 100,000,000.
    public let largestRequest: Int
    /// Requests per minute of one address; up to 10,000,000, 0 for no limit.
    public let requestsPerMinute: Int
    /// How letters leave.
    public let mail: MailSettings
    /// Where each value came from.
    let origins: [SettingName: SettingOrigin]

    /// Where a value came from.
    public func origin(of name: SettingName) -> SettingOrigin { origins[name] ?? .standard }

    /// The certificate chain and its key, where the server speaks TLS itself.
    public var tls: (certificate: String, privateKey: String)? {
        guard let certificate, let privateKey else { return nil }
        return (certificate, privateKey)
    }

    /// Whether only this machine can reach the server.
    public var isLoopback: Bool { HostName(host)?.isLoopback ?? false }

    /// Whether the peer is a reverse proxy whose forwarded headers are believed; false for text that is no address.
    public func trusts(peer address: String) -> Bool {
        IPAddress(address).map { address in trustedProxies.contains { $0.contains(address) } } ?? false
    }
}

extension Settings {
    /// The same settings with the records of a demonstration in a folder of its own, whatever database is named.
    public func demonstrating(in folder: String) -> Settings {
        Settings(
            host: host, port: port, dataFolder: folder, databaseURL: nil, databaseOwnerURL: nil,
            keyFile: folder + "/keys.json", certificate: certificate, privateKey: privateKey,
            trustedProxies: trustedProxies, publicURL: publicURL, metricsHost: metricsHost, metricsPort: metricsPort,
            demo: demo, idleMinutes: idleMinutes, absoluteHours: absoluteHours, backupFolder: nil,
            backupPassphraseFile: nil, logLevel: logLevel, requestSeconds: requestSeconds,
            largestRequest: largestRequest, requestsPerMinute: requestsPerMinute,
            // Made people get no mail, whatever server is named.
            mail: MailSettings(
                host: nil, port: 25, security: .none, user: nil, passwordFile: nil, authorities: nil,
                sender: mail.sender ?? "demonstration@tautband.example"), origins: origins
        )
    }
}
