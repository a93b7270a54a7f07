import Fetching
import Testing

@Suite("Fetching from the open internet alone")
struct FetcherTests {
    @Test(
        "addresses of the own network, of documentation and of clouds' metadata are refused",
        arguments: [
            [10, 0, 0, 1], [127, 0, 0, 1], [0, 0, 0, 0], [100, 64, 0, 1], [169, 254, 169, 254], [172, 16, 0, 1],
            [172, 31, 255, 255], [192, 168, 1, 1], [192, 0, 2, 1], [198, 18, 0, 1], [203, 0, 113, 9], [224, 0, 0, 1],
            [255, 255, 255, 255],
        ] as [[UInt8]])
    func refused(_ bytes: [UInt8]) {
        #expect(!PublicAddress.isPublic(v4: bytes))
        // The same in the clothes of IPv6: mapped, NAT64, 6to4.
        #expect(!PublicAddress.isPublic(v6: Array(repeating: 0, count: 10) + [0xff, 0xff] + bytes))
        #expect(!PublicAddress.isPublic(v6: [0, 0x64, 0xff, 0x9b] + Array(repeating: 0, count: 8) + bytes))
        #expect(!PublicAddress.isPublic(v6: [0x20, 0x02] + bytes + Array(repeating: 0, count: 10)))
    }

    @Test(
        "ordinary addresses are let through",
        arguments: [[8, 8, 8, 8], [172, 32, 0, 1], [100, 128, 0, 1], [192, 0, 1, 1]] as [[UInt8]])
    func allowed(_ bytes: [UInt8]) { #expect(PublicAddress.isPublic(v4: bytes)) }

    @Test("of IPv6 only what is given out passes: neither loopback, nor local, nor documentation")
    func six() {
        func bytes(_ head: [UInt8]) -> [UInt8] { head + Array(repeating: 0, count: 15 - head.count) + [1] }
        #expect(PublicAddress.isPublic(v6: bytes([0x2a, 0x00, 0x14, 0x50])))
        for head in [
            [0], [0xfc], [0xfd], [0xfe, 0x80], [0xff, 0x02], [0x20, 0x01, 0x0d, 0xb8], [0x20, 0x01, 0x00, 0x00],
        ] as [[UInt8]] {
            #expect(!PublicAddress.isPublic(v6: bytes(head)))
        }
    }

    @Test(
        "what is not a plain https address is refused before anything is asked",
        arguments: [
            "http://example.org/a.ics", "file:///etc/passwd", "https://user:secret@example.org/", "https://",
            "https://example.org:8443/", "gopher://example.org/", "",
        ])
    func addresses(_ text: String) async {
        await #expect(throws: Fetcher.Failure.self) { try await Fetcher().fetch(text) }
    }

    @Test(
        "a name that leads to this machine is refused when the connection is made",
        arguments: ["https://localhost/", "https://127.0.0.1/", "https://[::1]/"])
    func loopback(_ text: String) async {
        do {
            _ = try await Fetcher(largest: 1_000, seconds: 5).fetch(text)
            Issue.record("it was fetched")
        } catch { #expect(error.reason.contains("open internet")) }
    }
}
