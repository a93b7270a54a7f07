import Settings
import Testing

@Suite struct AddressTests {
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"), ("::1", "::1"),
        ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:10.1.2.3", "10.1.2.3"), ("::ffff:0a01:0203", "10.1.2.3"), ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
        ("1::", "1::"),
    ])
    func `an address is read and written in its common spelling`(text: String, common: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == common)
        #expect(IPAddress(common) == address)
    }

    @Test(arguments: [
        "", " ", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "+1.2.3.4", "1.2.3.4 ", "1..2.3", "a.b.c.d",
        "٣.1.1.1",
        ":", ":::", "1:2", "1::2::3", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::", "+f::", "-1::", "g::", "::1%",
        "1.2.3.4::", "::1.2.3", "::1.2.3.4:5", "localhost", "[::1]", String(repeating: ":", count: 100_000),
    ])
    func `text that is no address is refused`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.9.9.9/8", "10.0.0.1", true),
        ("10.0.0.2", "10.0.0.2", true), ("10.0.0.2", "10.0.0.3", false), ("0.0.0.0/0", "1.2.3.4", true),
        ("0.0.0.0/0", "::1", false), ("::/0", "1.2.3.4", false), ("fd00::/8", "fdff::1", true),
        ("fd00::/8", "fe00::1", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("10.0.0.0/8", "::ffff:10.1.1.1", true),
        ("::ffff:10.0.0.0/104", "10.1.1.1", true), ("fe80::/10", "fe80::1%eth0", true),
        ("10.0.0.0/8", "no address", false),
        ("10.0.0.0/8", "", false), ("192.168.1.128/25", "192.168.1.127", false), ("::1/128", "::1", true),
    ])
    func `a range contains what shares its prefix`(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8",
        "10.0.0.0/99999999999",
        "::ffff:10.0.0.0/95", "fe80::1%eth0/64", "10.0.0.0/a", "proxy/8",
    ])
    func `text that is no range is refused`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(arguments: [
        ("10.1.2.3", "10.1.2.3"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::ffff:1.2.3.4", "1.2.3.4"),
    ])
    func `a subscriber is one IPv4 address or one IPv6 network`(text: String, subscriber: String) throws {
        #expect(try #require(IPAddress(text)).subscriber.description == subscriber)
    }
}
