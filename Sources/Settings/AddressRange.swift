/// A network of IP addresses: a prefix and its length, as in `10.0.0.0/8`; a lone address is a range of one.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// The lowest address.
    public let base: IPAddress
    /// How many leading bits are fixed; 0 to the width of the address.
    public let length: Int

    /// A range around an address; bits behind the prefix are cleared, and the length is kept within the width.
    init(base: IPAddress, length: Int) {
        self.length = max(0, min(length, base.width))
        self.base = IPAddress(width: base.width, bits: Self.cleared(base, length: self.length))
    }

    /// Parses an address or `address/length`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.utf8.contains(UInt8(ascii: "%")), let base = IPAddress(String(first))
        else {
            return nil
        }
        guard parts.count == 2 else {
            self.init(base: base, length: base.width)
            return
        }
        let digits = parts[1].utf8
        guard (1...3).contains(digits.count), digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let written = Int(parts[1])
        else { return nil }
        // An IPv4 address in IPv6 clothes counts its prefix from bit 96.
        let offset = base.width == 32 && first.utf8.contains(UInt8(ascii: ":")) ? 96 : 0
        guard (0...base.width).contains(written - offset) else { return nil }
        self.init(base: base, length: written - offset)
    }

    /// Whether the address lies inside.
    public func contains(_ address: IPAddress) -> Bool {
        address.width == base.width && Self.cleared(address, length: length) == base.bits
    }

    /// Whether the text is an address that lies inside; false for text that is no address.
    public func contains(_ text: String) -> Bool {
        IPAddress(text).map(contains) ?? false
    }

    /// The address alone where the range has one, else with its length.
    public var description: String { length == base.width ? "\(base)" : "\(base)/\(length)" }

    private static func cleared(_ address: IPAddress, length: Int) -> UInt128 {
        let free = address.width - length
        return (address.bits >> free) << free
    }
}
