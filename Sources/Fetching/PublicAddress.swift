/// Whether an address belongs to the open internet.
///
/// A program that fetches what others name must not be led into its own network (server-side request forgery, OWASP ASVS 5.0
/// 1.3.6). The ranges are those of the IANA registries of special-purpose addresses (RFC 6890 and its updates).
public enum PublicAddress {
    /// Four bytes of IPv4.
    public static func isPublic(v4 bytes: [UInt8]) -> Bool {
        guard bytes.count == 4 else { return false }
        let (a, b, c) = (bytes[0], bytes[1], bytes[2])
        switch (a, b, c) {
        case (0, _, _), (10, _, _), (127, _, _): return false
        case (100, 64...127, _): return false  // shared by providers
        case (169, 254, _): return false  // link-local, and the metadata of clouds
        case (172, 16...31, _), (192, 168, _): return false
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100), (203, 0, 113): return false
        case (224..., _, _): return false  // multicast, reserved, broadcast
        default: return true
        }
    }

    /// Sixteen bytes of IPv6; one that carries an IPv4 address is judged by that.
    public static func isPublic(v6 bytes: [UInt8]) -> Bool {
        guard bytes.count == 16 else { return false }
        let head = bytes[0..<12]
        if head.elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]) {
            return isPublic(v4: Array(bytes[12..<16]))
        }
        // NAT64 and 6to4 lead to the IPv4 address inside.
        if head.elementsEqual([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return isPublic(v4: Array(bytes[12..<16]))
        }
        if bytes[0] == 0x20, bytes[1] == 0x02 { return isPublic(v4: Array(bytes[2..<6])) }
        // Only 2000::/3 is given out; documentation, benchmarking and Teredo lie inside of it.
        guard bytes[0] & 0xe0 == 0x20 else { return false }
        if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] < 0x02 { return false }
        if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] == 0x0d, bytes[3] == 0xb8 { return false }
        return true
    }
}
