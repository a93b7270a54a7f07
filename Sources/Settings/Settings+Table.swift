import Foundation

extension Settings {
    /// One setting as `tautband config` shows it.
    public struct Row: Hashable, Sendable, Encodable {
        /// The key of the settings file.
        public let name: String
        /// The value, passwords masked; nil where nothing is set.
        public let value: String?
        /// Where it came from, in words.
        public let origin: String
    }

    /// All settings in their fixed order, passwords masked.
    public func table() -> [Row] {
        SettingName.allCases.map { Row(name: $0.key, value: value(of: $0), origin: origin(of: $0).description) }
    }

    /// The table as aligned text, a line each.
    public func tableText() -> String {
        let rows = table()
        let name = rows.map(\.name.count).max() ?? 0
        let value = min(60, rows.map { $0.value?.count ?? 0 }.max() ?? 0)
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        return rows.map { row in
            "\(padded(row.name, name))  \(padded(row.value ?? "-", value))  \(row.origin)\n"
        }.joined()
    }

    /// The table as a JSON array of objects with `name`, `value` (absent where nothing is set) and `origin`.
    public func tableJSON() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(table()), as: UTF8.self)
    }

    private func value(of name: SettingName) -> String? {
        switch name {
        case .host: host
        case .port: "\(port)"
        case .data: dataFolder
        case .databaseURL: databaseURL?.description
        case .databaseOwnerURL: databaseOwnerURL?.description
        case .keyFile: keyFile
        case .certificate: certificate
        case .privateKey: privateKey
        case .trustedProxies: trustedProxies.isEmpty ? nil : trustedProxies.map(\.description).joined(separator: ", ")
        case .publicURL: publicURL?.description
        case .metricsHost: metricsHost
        case .metricsPort: "\(metricsPort)"
        case .demo: "\(demo)"
        case .idleMinutes: "\(idleMinutes)"
        case .absoluteHours: "\(absoluteHours)"
        case .backupFolder: backupFolder
        case .backupPassphraseFile: backupPassphraseFile
        case .logLevel: logLevel.rawValue
        case .requestSeconds: "\(requestSeconds)"
        case .largestRequest: "\(largestRequest)"
        case .requestsPerMinute: "\(requestsPerMinute)"
        case .mailServer: mail.host.map { $0.contains(":") ? "[\($0)]:\(mail.port)" : "\($0):\(mail.port)" }
        case .mailSecurity: mail.security.rawValue
        case .mailUser: mail.user
        case .mailPasswordFile: mail.passwordFile
        case .mailAuthorities: mail.authorities
        case .mailSender: mail.sender
        }
    }
}
