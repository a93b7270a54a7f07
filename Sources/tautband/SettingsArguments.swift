import ArgumentParser
import Foundation
import Settings

/// The settings that the command line takes; the others come from environment and file.
struct SettingsArguments: ParsableArguments {
    @Option(help: "Address to listen on; others than loopback need TLS files or a named proxy. Default 127.0.0.1.")
    var host: String?

    @Option(help: "Port; 0 lets the system choose. Default 8080, or the environment's PORT.")
    var port: String?

    @Option(help: "Data folder. Default ~/.local/share/tautband.")
    var data: String?

    @Option(help: "Settings file (JSON); `tautband config` shows every setting.")
    var config: String?

    @Option(help: "Key file; keep it apart from the data. Default keys.json in the data folder.")
    var keyFile: String?

    @Option(help: "Origin that links begin with, such as https://clinic.example.")
    var publicURL: String?

    @Option(help: "TLS certificate chain (PEM).")
    var tlsCertificate: String?

    @Option(help: "TLS private key (PEM).")
    var tlsKey: String?

    @Option(help: "Addresses of reverse proxies that are trusted, with commas.")
    var trustedProxies: String?

    @Option(help: "Port of /metrics on loopback; 0 for none.")
    var metricsPort: String?

    @Option(help: "trace, debug, info, warning, error.")
    var logLevel: String?

    @Flag(help: "A practice with made people, in a folder of its own that is removed at the end.")
    var demo = false

    /// The effective settings.
    func settings() throws -> Settings {
        var flags: [SettingName: String] = [:]
        let given: [(SettingName, String?)] = [
            (.host, host), (.port, port), (.data, data), (.keyFile, keyFile), (.publicURL, publicURL),
            (.certificate, tlsCertificate), (.privateKey, tlsKey), (.trustedProxies, trustedProxies),
            (.metricsPort, metricsPort), (.logLevel, logLevel), (.demo, demo ? "true" : nil),
        ]
        for (name, value) in given { flags[name] = value }
        do {
            return try Settings.resolve(
                flags: flags, configFile: config, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw Failure("\(error)")
        }
    }
}
