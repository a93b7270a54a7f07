import Foundation
import Testing
import Vault

@Suite struct SignedLinkTests {
    let folder: TemporaryFolder
    let file: KeyFile
    let links: SignedLink
    let ticket = "0b7f6f0c-9d3e-4a55-8a3c-2f1f4b0c9e11"
    let expiry = Date(timeIntervalSince1970: 1_800_000_000)
    /// From Python's hmac and cryptography.
    let known =
        "v1.Y29uZmlybTowYjdmNmYwYy05ZDNlLTRhNTUtOGEzYy0yZjFmNGIwYzllMTE6MTgwMDAwMDAwMA"
        + ".Sirmq0h88kH9QL-SiLC9Gc1r-q6HHKouZVPpld8bG9M"

    init() throws {
        folder = try TemporaryFolder()
        file = try knownKeys(folder)
        links = SignedLink(masters: file.keys)
    }

    @Test func `a link is the one that Python signs, and opens before its end`() throws {
        #expect(try links.sign(purpose: "confirm", ticket: ticket, expiry: expiry + 0.7) == known)
        let contents = try links.open(known, purpose: "confirm", at: expiry - 1)
        #expect(contents.ticket == ticket && contents.expiry == expiry)
    }

    @Test func `a link ends at its expiry`() {
        #expect(throws: SignedLink.Fault.expired) { try links.open(known, purpose: "confirm", at: expiry) }
    }

    @Test func `a link for something else doesn't open`() {
        #expect(throws: SignedLink.Fault.wrongPurpose) { try links.open(known, purpose: "reset", at: expiry - 1) }
    }

    @Test func `no altered link opens`() {
        for wrong in altered(Data(known.utf8)) {
            let text = String(decoding: wrong, as: UTF8.self)
            #expect(throws: SignedLink.Fault.self, "\(text)") {
                try links.open(text, purpose: "confirm", at: expiry - 1)
            }
        }
    }

    @Test func `a link of another key is forged`() throws {
        let other = SignedLink(masters: try KeyFile.create(at: folder.file("other.json")).keys)
        let text = try other.sign(purpose: "confirm", ticket: ticket, expiry: expiry)
        #expect(throws: SignedLink.Fault.forged) { try links.open(text, purpose: "confirm", at: expiry - 1) }
        #expect(throws: SignedLink.Fault.forged) {
            try SignedLink(masters: []).open(known, purpose: "confirm", at: expiry - 1)
        }
    }

    @Test func `links on their way outlive a new key`() throws {
        try file.addKey()
        let rotated = SignedLink(masters: file.keys)
        #expect(try rotated.open(known, purpose: "confirm", at: expiry - 1).ticket == ticket)
        #expect(try rotated.sign(purpose: "confirm", ticket: ticket, expiry: expiry) != known)
    }

    @Test(arguments: [
        "", "v1", "v1..", "v1.a.b.c", "v2.YQ.YQ", "v1.YQ.YQ", "...", String(repeating: "v1.", count: 90_000),
    ])
    func `texts without the form are malformed`(text: String) {
        #expect(throws: SignedLink.Fault.malformed) { try links.open(text, purpose: "confirm", at: expiry) }
    }

    @Test(arguments: [
        ("Confirm", 36, 1.0), ("con:firm", 36, 1), ("", 36, 1), ("confirm", 35, 1), ("confirm", 37, 1),
        ("confirm", 36, -1),
        ("confirm", 36, .nan), ("confirm", 36, 1e30),
    ])
    func `what hasn't its form isn't signed`(purpose: String, length: Int, seconds: Double) {
        #expect(throws: SignedLink.Fault.malformed) {
            try links.sign(
                purpose: purpose, ticket: String(repeating: "a", count: length),
                expiry: Date(timeIntervalSince1970: seconds)
            )
        }
        #expect(throws: SignedLink.Fault.malformed) {
            try links.sign(purpose: "confirm", ticket: String(ticket.dropLast()) + ":", expiry: expiry)
        }
    }
}
