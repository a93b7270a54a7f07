/// One thing that can be set; the raw value is its key in the settings file.
///
/// Flag, environment variable and file key follow from each other: `idle_minutes` is `--idle-minutes` and
/// `TAUTBAND_IDLE_MINUTES`. The port alone also listens to plain `PORT`.
public enum SettingName: String, CaseIterable, Sendable, Hashable {
    case host
    case port
    case data
    case databaseURL = "database_url"
    case databaseOwnerURL = "database_owner_url"
    case keyFile = "key_file"
    case certificate = "tls_certificate"
    case privateKey = "tls_key"
    case trustedProxies = "trusted_proxies"
    case publicURL = "public_url"
    case metricsHost = "metrics_host"
    case metricsPort = "metrics_port"
    case demo
    case idleMinutes = "idle_minutes"
    case absoluteHours = "absolute_hours"
    case backupFolder = "backup_folder"
    case backupPassphraseFile = "backup_passphrase_file"
    case logLevel = "log_level"
    case requestSeconds = "request_seconds"
    case largestRequest = "largest_request"
    case requestsPerMinute = "requests_per_minute"
    case mailServer = "mail_server"
    case mailSecurity = "mail_security"
    case mailUser = "mail_user"
    case mailPasswordFile = "mail_password_file"
    case mailAuthorities = "mail_authorities"
    case mailSender = "mail_sender"

    /// The key in the settings file.
    public var key: String { rawValue }

    /// The option of the command line, with its dashes.
    public var flag: String { "--" + rawValue.replacing("_", with: "-") }

    /// The environment variables, first wins.
    public var variables: [String] {
        let own = "TAUTBAND_" + rawValue.uppercased()
        return self == .port ? [own, "PORT"] : [own]
    }

    /// Whether the value must not be repeated in messages.
    public var isSecret: Bool { self == .databaseURL || self == .databaseOwnerURL }
}
