/// Why the settings cannot be used; the description tells what to change.
public enum SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The settings file cannot be read.
    case unreadable(file: String, reason: String)
    /// The settings file is not one JSON object.
    case notAnObject(file: String, reason: String)
    /// The settings file has a key that means nothing; most often a misspelt one.
    case unknownKey(file: String, key: String)
    /// A value has the wrong type or is out of range; `value` is masked where it is a secret.
    case invalid(name: SettingName, value: String, origin: SettingOrigin, allowed: String)
    /// One of the two TLS files is missing.
    case lonely(given: SettingName, missing: SettingName)
    /// Records would travel readable over a network.
    case plainHTTP(host: String)
    /// Links would lead to plain HTTP on another machine.
    case insecurePublicURL(String)
    /// Pages and metrics cannot share a port.
    case sharedPort(Int)

    /// What is wrong, where, and what is allowed.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "settings file \(file): cannot be read: \(reason)"
        case .notAnObject(let file, let reason):
            "settings file \(file): not a JSON object: \(reason)"
        case .unknownKey(let file, let key):
            "settings file \(file): unknown key '\(key)'; allowed: "
                + SettingName.allCases.map(\.key).joined(separator: ", ")
        case .invalid(let name, let value, let origin, let allowed):
            "\(name.key) is '\(value)' (\(origin)); allowed: \(allowed)"
        case .lonely(let given, let missing):
            "\(given.key) is given without \(missing.key); "
                + "give both (\(given.variables[0]) and \(missing.variables[0])) or neither"
        case .plainHTTP(let host):
            "plain HTTP on '\(host)' would let the network read health records. Three ways out: listen on this "
                + "machine only (--host 127.0.0.1); or give TLS files (TAUTBAND_TLS_CERTIFICATE and TAUTBAND_TLS_KEY); "
                + "or name the reverse proxy that adds TLS (TAUTBAND_TRUSTED_PROXIES, for example 10.0.0.2)"
        case .insecurePublicURL(let text):
            "public_url '\(text)' must begin with https:// unless it names this machine (localhost, 127.0.0.1, [::1])"
        case .sharedPort(let port):
            "metrics_port \(port) is also the port of the pages; choose another one, or 0 for no metrics"
        }
    }
}

/// Outside text made fit for one line of a message: control characters escaped, at most 120 characters.
func shown(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars.prefix(120) {
        line += scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return text.unicodeScalars.count > 120 ? line + "…" : line
}
