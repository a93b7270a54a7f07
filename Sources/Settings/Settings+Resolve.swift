public import Foundation

extension Settings {
    /// Finds every value: flag before environment before file before default.
    ///
    /// `flags`: What the command line gave, as text; a switch is `"true"`.
    /// `configFile`: The path of the settings file; nil takes `TAUTBAND_CONFIG`, and no file where that is unset.
    /// `environment`: The variables of the process; empty ones count as unset.
    /// `read`: Gives the bytes of the settings file.
    /// The rules between values are the matter of ``check()``.
    /// - Throws: ``SettingsError`` with origin, name, value and what is allowed.
    public static func resolve(
        flags: [SettingName: String] = [:], configFile: String? = nil, environment: [String: String],
        read: (String) throws -> Data = { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    ) throws(SettingsError) -> Settings {
        var sources = try SettingSources(flags: flags, configFile: configFile, environment: environment, read: read)
        let hosts = "an IP address or a host name"
        let urls = "an address that begins with postgres:// or postgresql://"
        let proxies = "IP addresses and networks such as 10.0.0.2 or fd00::/8, but not every address"
        let names = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
        let folder = try sources.path(.data) ?? standardFolder(environment)
        return Settings(
            host: try sources.text(.host, allowed: hosts) { HostName($0)?.text } ?? "127.0.0.1",
            port: try sources.integer(.port, in: 0...65_535, default: 8080),
            dataFolder: folder,
            databaseURL: try sources.text(.databaseURL, allowed: urls, parse: ConnectionURL.init),
            databaseOwnerURL: try sources.text(.databaseOwnerURL, allowed: urls, parse: ConnectionURL.init),
            keyFile: try sources.path(.keyFile) ?? folder + "/keys.json",
            certificate: try sources.path(.certificate),
            privateKey: try sources.path(.privateKey),
            trustedProxies: try sources.list(.trustedProxies, allowed: proxies) { text in
                AddressRange(text).flatMap { $0.length > 0 ? $0 : nil }
            },
            publicURL: try sources.text(
                .publicURL, allowed: "an origin such as https://clinic.example, without path", parse: WebOrigin.init),
            metricsHost: try sources.text(.metricsHost, allowed: hosts) { HostName($0)?.text } ?? "127.0.0.1",
            metricsPort: try sources.integer(.metricsPort, in: 0...65_535, default: 0),
            demo: try sources.truth(.demo, default: false),
            idleMinutes: try sources.integer(.idleMinutes, in: 1...15, default: 15),
            absoluteHours: try sources.integer(.absoluteHours, in: 1...12, default: 12),
            backupFolder: try sources.path(.backupFolder),
            backupPassphraseFile: try sources.path(.backupPassphraseFile),
            logLevel: try sources.text(.logLevel, allowed: names) { LogLevel(rawValue: $0.lowercased()) } ?? .info,
            requestSeconds: try sources.integer(.requestSeconds, in: 1...300, default: 30),
            largestRequest: try sources.integer(.largestRequest, in: 1_000...100_000_000, default: 1_000_000),
            requestsPerMinute: try sources.integer(.requestsPerMinute, in: 0...10_000_000, default: 600),
            mail: try mail(&sources),
            origins: sources.origins
        )
    }

    private static func mail(_ sources: inout SettingSources) throws(SettingsError) -> MailSettings {
        let servers = "a mail server such as mail.example.org:587"
        let server = try sources.text(.mailServer, allowed: servers, parse: MailSettings.server)
        let kinds = MailSettings.Security.allCases.map(\.rawValue).joined(separator: ", ")
        let security =
            try sources.text(.mailSecurity, allowed: kinds) { MailSettings.Security(rawValue: $0.lowercased()) }
            ?? .startTLS
        let standard = security == .tls ? 465 : security == .none ? 25 : 587
        let plain = "text without control characters"
        func line(_ text: String) -> String? {
            text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } ? text : nil
        }
        return MailSettings(
            host: server?.host, port: server?.port ?? standard, security: security,
            user: try sources.text(.mailUser, allowed: plain, parse: line),
            passwordFile: try sources.path(.mailPasswordFile), authorities: try sources.path(.mailAuthorities),
            sender: try sources.text(.mailSender, allowed: "an address of mail such as practice@example.org") { text in
                text.split(separator: "@").count == 2 ? line(text) : nil
            })
    }

    /// The user's data folder by the XDG rules, which ignore a relative `XDG_DATA_HOME`; without a home, the working
    /// folder's `tautband-data`.
    private static func standardFolder(_ environment: [String: String]) -> String {
        if let shared = environment["XDG_DATA_HOME"], shared.hasPrefix("/") { return shared + "/tautband" }
        if let home = environment["HOME"], home.hasPrefix("/") {
            return (home == "/" ? "" : home) + "/.local/share/tautband"
        }
        return "./tautband-data"
    }
}
