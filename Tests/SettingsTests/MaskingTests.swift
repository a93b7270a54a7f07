import Foundation
import Settings
import Testing

@Suite struct MaskingTests {
    @Test(arguments: [
        ("postgres://app:SECRET@db:5432/clinic", "postgres://app:***@db:5432/clinic"),
        ("postgresql://app@db/clinic?sslmode=require", "postgresql://app@db/clinic?sslmode=require"),
        ("postgres://db:5432/clinic", "postgres://db:5432/clinic"),
        ("postgres:///clinic?host=/run/postgresql", "postgres:///clinic?host=/run/postgresql"),
        ("postgres://db/clinic?password=SECRET&user=app", "postgres://db/clinic?password=***&user=app"),
        ("postgres://db/clinic?pass%77ord=SECRET", "postgres://db/clinic?pass%77ord=***"),
        ("postgres://app:SEC@RET@db/clinic", "postgres://app:***@db/clinic"),
        ("postgres://app:SEC/RET@db/clinic", "postgres://***"), ("postgres://app:SEC?RET@db/clinic", "postgres://***"),
        ("postgres://db:5432/clinic?password=a@SECRET", "postgres://***"),
    ])
    func `a database address shows all but the password`(text: String, masked: String) throws {
        let url = try #require(ConnectionURL(text))
        #expect(url.secret == text)
        #expect(url.description == masked)
        #expect(url.debugDescription == masked)
        var dumped = ""
        dump(url, to: &dumped)
        #expect(!dumped.contains("SECRET"))
    }

    @Test(arguments: [
        "", "mysql://db", "db", "postgres:db", "postgres://a b", "postgres://a\nb", "postgres://a\u{85}b",
    ])
    func `another kind of address is refused`(text: String) {
        #expect(ConnectionURL(text) == nil)
    }

    @Test func `no printed form of the settings has a password`() throws {
        let settings = try Settings.resolve(environment: [
            "TAUTBAND_DATABASE_URL": "postgres://app:SECRET@db/clinic",
            "TAUTBAND_DATABASE_OWNER_URL": "postgres://owner:SECRET@db/clinic",
        ])
        var dumped = ""
        dump(settings, to: &dumped)
        let told = ["\(settings)", String(reflecting: settings), settings.tableText(), try settings.tableJSON()]
        for text in told + [dumped] {
            #expect(!text.contains("SECRET"))
            #expect(text.contains("owner:***@db"))
        }
    }

    @Test func `an error does not repeat a secret`() {
        let error = #expect(throws: SettingsError.self) {
            try Settings.resolve(environment: ["TAUTBAND_DATABASE_URL": "postgre://app:SECRET@db/clinic"])
        }
        #expect(error?.description.contains("SECRET") == false)
        #expect(error?.description.contains("database_url is '***' (environment TAUTBAND_DATABASE_URL)") == true)
    }

    @Test func `a broken file is reported by its place, without quoting it`() {
        let error = #expect(throws: SettingsError.self) {
            try Settings.resolve(configFile: "s.json", environment: [:]) { _ in
                Data("{\n  \"database_url\": \"postgres://app:SECRET@db/clinic\",,\n}".utf8)
            }
        }
        #expect(error?.description.contains("SECRET") == false)
        #expect(error?.description.contains("line 2") == true)
    }

    @Test(arguments: [
        ("https://clinic.example", "https://clinic.example"), ("HTTPS://Clinic.Example:443/", "https://clinic.example"),
        ("https://clinic.example:8443", "https://clinic.example:8443"), ("http://[::1]:8080", "http://[::1]:8080"),
    ])
    func `an origin is read and written as a browser does`(text: String, written: String) throws {
        #expect(try #require(WebOrigin(text)).description == written)
    }

    @Test(arguments: [
        "", "clinic.example", "ftp://clinic.example", "https://", "https://clinic.example/path",
        "https://clinic.example?a",
        "https://clinic.example#a", "https://me@clinic.example", "https://clinic.example:0",
        "https://clinic.example:70000",
        "https://clinic.example:99999999999999999999", "https://a b", "javascript:alert(1)", "https://clinic.example\n",
    ])
    func `what is more or less than an origin is refused`(text: String) {
        #expect(WebOrigin(text) == nil)
    }
}
