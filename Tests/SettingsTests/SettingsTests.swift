import Foundation
import Settings
import Testing

@Suite struct SettingsTests {
    private func resolve(
        flags: [SettingName: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) throws -> Settings {
        try Settings.resolve(flags: flags, configFile: file == nil ? nil : "s.json", environment: environment) { path in
            #expect(path == "s.json")
            return Data((file ?? "").utf8)
        }
    }

    private func refusal(
        flags: [SettingName: String] = [:], environment: [String: String] = [:], file: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) -> String {
        let error = #expect(throws: SettingsError.self, sourceLocation: location) {
            try resolve(flags: flags, environment: environment, file: file)
        }
        return error?.description ?? ""
    }

    @Test func `without any word every value is its default`() throws {
        let settings = try resolve(environment: ["HOME": "/home/ada"])
        #expect(settings.host == "127.0.0.1" && settings.port == 8080)
        #expect(settings.dataFolder == "/home/ada/.local/share/tautband")
        #expect(settings.keyFile == "/home/ada/.local/share/tautband/keys.json")
        #expect(settings.databaseURL == nil && settings.tls == nil && settings.publicURL == nil)
        #expect(settings.metricsPort == 0 && settings.metricsHost == "127.0.0.1" && !settings.demo)
        #expect(settings.idleMinutes == 15 && settings.absoluteHours == 12 && settings.logLevel == .info)
        #expect(settings.requestSeconds == 30 && settings.largestRequest == 1_000_000)
        #expect(settings.requestsPerMinute == 600 && settings.trustedProxies.isEmpty)
        for name in SettingName.allCases { #expect(settings.origin(of: name) == .standard) }
        try settings.check()
    }

    @Test(arguments: [
        (["XDG_DATA_HOME": "/srv/x", "HOME": "/home/ada"], "/srv/x/tautband"),
        (["XDG_DATA_HOME": "relative", "HOME": "/home/ada"], "/home/ada/.local/share/tautband"),
        (["HOME": "/"], "/.local/share/tautband"), ([:], "./tautband-data"),
        (["TAUTBAND_DATA": "/data", "HOME": "/home/ada"], "/data"),
    ])
    func `the data folder follows the home of the user`(environment: [String: String], folder: String) throws {
        #expect(try resolve(environment: environment).dataFolder == folder)
    }

    @Test func `a flag beats the environment, which beats the file, which beats the default`() throws {
        let file = """
            {"port": 1, "host": "10.0.0.1", "idle_minutes": 5, "demo": true, "trusted_proxies": ["10.0.0.0/8"]}
            """
        let environment = ["TAUTBAND_PORT": "2", "PORT": "3", "TAUTBAND_HOST": "::1", "TAUTBAND_DEMO": ""]
        let settings = try resolve(flags: [.port: "4"], environment: environment, file: file)
        #expect(settings.port == 4 && settings.origin(of: .port) == .flag("--port"))
        #expect(settings.host == "::1" && settings.origin(of: .host) == .environment("TAUTBAND_HOST"))
        #expect(settings.idleMinutes == 5 && settings.origin(of: .idleMinutes) == .file("s.json"))
        #expect(settings.demo, "an empty variable counts as unset")
        #expect(settings.absoluteHours == 12 && settings.origin(of: .absoluteHours) == .standard)
        #expect(settings.trusts(peer: "10.2.3.4") && !settings.trusts(peer: "11.2.3.4") && !settings.trusts(peer: ""))
        #expect(try resolve(environment: environment, file: file).port == 2)
        let plain = try resolve(environment: ["PORT": "3"], file: file)
        #expect(plain.port == 3 && plain.origin(of: .port) == .environment("PORT"))
        #expect(try resolve(file: file).port == 1)
    }

    @Test func `the file is named by the flag, else by the environment`() throws {
        let environment = ["TAUTBAND_CONFIG": "e.json"]
        var read: [String] = []
        let take: (String) -> Data = { path in
            read.append(path)
            return Data("{}".utf8)
        }
        _ = try Settings.resolve(configFile: "f.json", environment: environment, read: take)
        _ = try Settings.resolve(environment: environment, read: take)
        _ = try Settings.resolve(environment: ["TAUTBAND_CONFIG": ""], read: take)
        #expect(read == ["f.json", "e.json"])
    }

    @Test func `a file that is not there is reported by its name`() {
        let error = #expect(throws: SettingsError.self) {
            try Settings.resolve(configFile: "/nowhere/s.json", environment: [:])
        }
        #expect(error?.description.hasPrefix("settings file /nowhere/s.json: cannot be read") == true)
    }

    @Test(arguments: ["", "[]", "7", "{", "{\"port\" 1}", "nul\u{0}", String(repeating: "[", count: 100_000)])
    func `a file that is no JSON object is refused`(file: String) {
        #expect(refusal(file: file).hasPrefix("settings file s.json: not a JSON object"))
    }

    @Test func `an unknown key is named with those that are known`() {
        let text = refusal(file: #"{"prot": 1}"#)
        #expect(text.contains("s.json: unknown key 'prot'; allowed: host, port, "))
    }

    @Test(arguments: [
        #"{"port": "8080"}"#, #"{"port": 1.5}"#, #"{"port": true}"#, #"{"port": null}"#, #"{"port": 65536}"#,
        #"{"port": -1}"#, #"{"port": 99999999999999999999}"#, #"{"port": {}}"#, #"{"host": 1}"#, #"{"host": ""}"#,
        #"{"host": "a b"}"#, #"{"host": "[1.2.3.4]"}"#, #"{"demo": "yes"}"#, #"{"demo": 1}"#, #"{"idle_minutes": 16}"#,
        #"{"idle_minutes": 0}"#, #"{"absolute_hours": 13}"#, #"{"trusted_proxies": "10.0.0.2"}"#,
        #"{"trusted_proxies": [1]}"#, #"{"trusted_proxies": ["0.0.0.0/0"]}"#, #"{"trusted_proxies": ["proxy"]}"#,
        #"{"data": ""}"#, #"{"data": "a\u0000b"}"#, #"{"key_file": []}"#, #"{"log_level": "loud"}"#,
        #"{"public_url": "clinic.example"}"#, #"{"database_url": "mysql://db"}"#, #"{"request_seconds": 0}"#,
        #"{"largest_request": 999}"#, #"{"requests_per_minute": -1}"#,
    ])
    func `a wrong type or range names file, key and what is allowed`(file: String) throws {
        let key = try #require(file.split(separator: "\"").dropFirst().first)
        let text = refusal(file: file)
        #expect(text.hasPrefix("\(key) is '"))
        #expect(text.contains("(file s.json); allowed: "))
    }

    @Test(arguments: [
        ("TAUTBAND_PORT", "eighty"), ("PORT", "65536"), ("PORT", " 80"), ("TAUTBAND_DEMO", "maybe"),
        ("TAUTBAND_IDLE_MINUTES", "60"), ("TAUTBAND_TRUSTED_PROXIES", "10.0.0.2, everyone"),
        ("TAUTBAND_LOG_LEVEL", "verbose"), ("TAUTBAND_TLS_KEY", "a\nb"),
    ])
    func `a wrong variable is named`(variable: String, value: String) {
        #expect(refusal(environment: [variable: value]).contains("(environment \(variable)); allowed: "))
    }

    @Test func `a wrong flag is named, and its value kept on one line`() {
        #expect(refusal(flags: [.port: "8\n0"]).hasPrefix(#"port is '8\n0' (flag --port); allowed: "#))
        #expect(refusal(flags: [.host: ""]).hasPrefix("host is '' (flag --host)"))
        #expect(refusal(flags: [.logLevel: String(repeating: "x", count: 100_000)]).count < 400)
    }

    @Test func `variables take lists and switches in words`() throws {
        let settings = try resolve(environment: [
            "TAUTBAND_TRUSTED_PROXIES": "10.0.0.2, fd00::/8 192.168.0.0/16", "TAUTBAND_DEMO": "ON",
            "TAUTBAND_LOG_LEVEL": "Debug",
        ])
        #expect(settings.trustedProxies.map(\.description) == ["10.0.0.2", "fd00::/8", "192.168.0.0/16"])
        #expect(settings.demo && settings.logLevel == .debug)
    }

    @Test(arguments: [
        (["TAUTBAND_HOST": "0.0.0.0"], false), (["TAUTBAND_HOST": "::"], false),
        (["TAUTBAND_HOST": "clinic.example"], false),
        (["TAUTBAND_HOST": "::ffff:0.0.0.0"], false), (["TAUTBAND_HOST": "localhost.example"], false),
        (["TAUTBAND_HOST": "127.9.9.9"], true), (["TAUTBAND_HOST": "[::1]"], true),
        (["TAUTBAND_HOST": "LocalHost"], true),
        (["TAUTBAND_HOST": "::ffff:127.0.0.1"], true),
        (["TAUTBAND_HOST": "0.0.0.0", "TAUTBAND_TRUSTED_PROXIES": "10.0.0.2"], true),
        (["TAUTBAND_HOST": "0.0.0.0", "TAUTBAND_TLS_CERTIFICATE": "c.pem", "TAUTBAND_TLS_KEY": "k.pem"], true),
    ])
    func `plain HTTP is for this machine, or behind a named proxy`(
        environment: [String: String], isAllowed: Bool
    ) throws {
        let settings = try resolve(environment: environment)
        if isAllowed {
            try settings.check()
        } else {
            let error = #expect(throws: SettingsError.self) { try settings.check() }
            #expect(error == .plainHTTP(host: settings.host))
            for way in ["--host 127.0.0.1", "TAUTBAND_TLS_CERTIFICATE", "TAUTBAND_TRUSTED_PROXIES"] {
                #expect(error?.description.contains(way) == true)
            }
        }
    }

    @Test func `a certificate needs its key, and the key its certificate`() throws {
        #expect(throws: SettingsError.lonely(given: .certificate, missing: .privateKey)) {
            try resolve(environment: ["TAUTBAND_TLS_CERTIFICATE": "c.pem"]).check()
        }
        #expect(throws: SettingsError.lonely(given: .privateKey, missing: .certificate)) {
            try resolve(environment: ["TAUTBAND_TLS_KEY": "k.pem"]).check()
        }
    }

    @Test(arguments: [
        ("http://clinic.example", false), ("http://localhost.example", false), ("http://0.0.0.0", false),
        ("https://clinic.example", true), ("http://localhost:8080", true), ("http://[::1]:8080", true),
        ("http://127.0.0.1", true),
    ])
    func `links to another machine are https`(url: String, isAllowed: Bool) throws {
        let settings = try resolve(environment: ["TAUTBAND_PUBLIC_URL": url])
        if isAllowed {
            try settings.check()
        } else {
            #expect(throws: SettingsError.insecurePublicURL(url)) { try settings.check() }
        }
    }

    @Test func `no requests a minute means no limit`() throws {
        #expect(try resolve(file: #"{"requests_per_minute": 0}"#).requestsPerMinute == 0)
    }

    @Test func `pages and metrics do not share a port`() throws {
        #expect(throws: SettingsError.sharedPort(8080)) { try resolve(flags: [.metricsPort: "8080"]).check() }
        try resolve(flags: [.port: "0"]).check()
    }

    @Test func `the table has every setting once, with its origin`() throws {
        let settings = try resolve(flags: [.port: "81"], file: #"{"host": "::1"}"#)
        let rows = settings.table()
        #expect(rows.map(\.name) == SettingName.allCases.map(\.key))
        #expect(rows.first { $0.name == "port" }?.origin == "flag --port")
        #expect(rows.first { $0.name == "host" }?.value == "::1")
        #expect(rows.first { $0.name == "tls_key" }?.value == nil)
        #expect(settings.tableText().split(separator: "\n").count == rows.count)
        let json = try JSONSerialization.jsonObject(with: Data(settings.tableJSON().utf8))
        #expect((json as? [[String: Any]])?.count == rows.count)
    }

    @Test func `flag, variable and key follow from each other`() {
        #expect(SettingName.idleMinutes.flag == "--idle-minutes")
        #expect(SettingName.idleMinutes.variables == ["TAUTBAND_IDLE_MINUTES"])
        #expect(SettingName.certificate.variables == ["TAUTBAND_TLS_CERTIFICATE"])
        #expect(SettingName.data.variables == ["TAUTBAND_DATA"])
        #expect(SettingName.port.variables == ["TAUTBAND_PORT", "PORT"])
    }
}
