import Mail
import Testing

@Suite struct MailAddressTests {
    @Test(arguments: [
        ("kim@example.org", "kim@example.org"), ("Kim.O'Hara+nmt@Example.ORG", "Kim.O'Hara+nmt@example.org"),
        ("a@localhost", "a@localhost"), ("info@müller.de", "info@xn--mller-kva.de"),
        ("post@例え.jp", "post@xn--r8jz45g.jp"), ("x@xn--mller-kva.de", "x@xn--mller-kva.de"),
    ])
    func `an address is kept, its domain in small ASCII letters`(given: String, kept: String) throws {
        #expect(try MailAddress(given).address == kept)
    }

    @Test(arguments: [
        "", "kim", "@example.org", "kim@", "kim@example", "kim@@example.org", "kim@exa mple.org", "kim @example.org",
        ".kim@example.org", "kim.@example.org", "k..m@example.org", "kim@-example.org", "kim@example-.org",
        "kim@example..org", "kim@example.org.", "kim@127.0.0.1", "kim@[127.0.0.1]", "\"kim\"@example.org",
        "kïm@example.org", "kim@ex_ample.org", "Kim <kim@example.org>", "kim@example.org,jo@example.org",
        "kim@example.org\r\nBcc: jo@example.org", "kim\n@example.org", "kim@example.org\n", "kim@example.org\0",
        "kim@exam\u{202e}ple.org", "kim>@example.org", "kim@example.org>", "kim;jo@example.org",
    ])
    func `what is no plain address is refused`(given: String) {
        #expect(throws: MailError.self) { try MailAddress(given) }
    }

    @Test func `the limits of RFC 5321 hold`() throws {
        let local = String(repeating: "a", count: 64)
        #expect(try MailAddress(local + "@example.org").address.utf8.count == 76)
        #expect(throws: MailError.tooLong(field: "local part", octets: 65, limit: 64)) {
            try MailAddress("a" + local + "@example.org")
        }
        let label = String(repeating: "b", count: 63)
        func domain(_ last: Int) -> String { "\(label).\(label).\(String(repeating: "c", count: last)).at" }
        #expect(try MailAddress(local + "@" + domain(58)).address.utf8.count == 254)
        #expect(throws: MailError.tooLong(field: "address", octets: 255, limit: 254)) {
            try MailAddress(local + "@" + domain(59))
        }
        #expect(throws: MailError.self) { try MailAddress("a@b\(label).org") }
        #expect(throws: MailError.self) { try MailAddress("a@" + String(repeating: "a.", count: 100_000) + "org") }
    }

    @Test(arguments: [
        "Kim\r\nBcc: jo@example.org", "Kim\n", "Kim\u{0}", "Kim\u{7f}", "Kim\u{85}Jo", "Kim\u{2028}Jo", "\u{202e}miK",
        "", "  ", String(repeating: "é", count: 101),
    ])
    func `a name is one visible line`(name: String) {
        #expect(throws: MailError.self) { try MailAddress("kim@example.org", name: name) }
    }

    @Test func `an error does not repeat the address`() {
        do {
            _ = try MailAddress("kim secret@example.org")
            Issue.record("was accepted")
        } catch {
            #expect(!"\(error)".contains("secret"))
            #expect("\(error)" == "The local part has a character that is not accepted, or a dot too many.")
        }
    }

    @Test(arguments: ["a b", "", "a@b", "a\r\n", "<a", "ä", "."])
    func `an identifier is made of atoms`(unique: String) {
        #expect(throws: MailError.self) { try MessageID(unique: unique, host: "example.org") }
    }

    @Test func `an identifier is read with and without brackets`() throws {
        let id = try MessageID(unique: "booking.7.confirm", host: "Tautband.example")
        #expect(id.text == "booking.7.confirm@tautband.example")
        #expect(try MessageID(id.description) == id)
        #expect(try MessageID(id.text) == id)
        #expect(throws: MailError.self) { try MessageID("booking") }
        #expect(throws: MailError.self) { try MessageID("<<a@b.org>>") }
    }

    @Test(arguments: [
        "http://example.org/a", "javascript:alert(1)", "/a", "https://", "https://example.org/a b",
        "https://example.org/\r\nX: y", "https://kim@example.org/", "https://example.org/>", "https://exämple.org/",
        "ftp://localhost/", "https://example.org/\"", "http://localhost.example.org/",
    ])
    func `a link is a safe page`(url: String) {
        #expect(throws: MailError.self) { try MailLink(url) }
    }

    @Test(arguments: [
        "https://example.org/a?b=1&c=%20", "http://localhost:8080/x", "http://127.0.0.1/", "http://[::1]/",
    ])
    func `a page elsewhere by https or here by http is a link`(url: String) throws {
        #expect(try MailLink(url).url == url)
    }
}
