/// An IPv4 or IPv6 address.
///
/// An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address, so that both spellings compare equal.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 32 for IPv4, 128 for IPv6.
    public let width: Int
    /// The address as a number below 2^width.
    let bits: UInt128

    init(width: Int, bits: UInt128) {
        (self.width, self.bits) = (width, bits)
    }

    /// Parses the text form; a zone (`fe80::1%eth0`) is dropped.
    ///
    /// Stricter than some libraries: IPv4 has four decimal parts without leading zeros. Nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        guard text.utf8.contains(UInt8(ascii: ":")) else {
            guard let bits = Self.fourParts(text[...]) else { return nil }
            self.init(width: 32, bits: UInt128(bits))
            return
        }
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, parts.last?.isEmpty == false, let bits = Self.eightGroups(String(first)) else {
            return nil
        }
        if bits >> 32 == 0xFFFF {
            self.init(width: 32, bits: bits & 0xFFFF_FFFF)
        } else {
            self.init(width: 128, bits: bits)
        }
    }

    /// Whether it leads back to the same machine: 127.0.0.0/8 or ::1.
    public var isLoopback: Bool { width == 32 ? bits >> 24 == 127 : bits == 1 }

    /// The shortest common spelling (RFC 5952 for IPv6).
    public var description: String {
        guard width == 128 else {
            return [24, 16, 8, 0].map { String((bits >> $0) & 0xFF) }.joined(separator: ".")
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (16 * (7 - $0))) }
        var (longest, start) = (0..<0, 0)
        for (place, group) in groups.enumerated() {
            if group != 0 { start = place + 1 }
            if place + 1 - start > longest.count { longest = start..<(place + 1) }
        }
        func written(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard longest.count > 1 else { return written(groups[...]) }
        return "\(written(groups[..<longest.lowerBound]))::\(written(groups[longest.upperBound...]))"
    }

    /// What one subscriber of the network is counted by: the address itself, or the /64 of an IPv6 address.
    ///
    /// A single household owns 2^64 addresses of IPv6; limits per address would not bind it.
    public var subscriber: AddressRange { AddressRange(base: self, length: min(width, 64)) }

    private static func fourParts(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            let digits = part.utf8
            guard (1...3).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0"),
                digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let value = UInt8(part)
            else { return nil }
            bits = bits << 8 | UInt32(value)
        }
        return bits
    }

    private static func eightGroups(_ text: String) -> UInt128? {
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard let head = halves.first, let tail = halves.last, halves.count <= 2 else { return nil }
        guard let left = groups(head, isLast: halves.count == 1) else { return nil }
        if halves.count == 1 {
            return left.count == 8 ? joined(left) : nil
        }
        guard let right = groups(tail, isLast: true), left.count + right.count < 8 else { return nil }
        return joined(left + [UInt16](repeating: 0, count: 8 - left.count - right.count) + right)
    }

    private static func groups(_ text: Substring, isLast: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (place, part) in parts.enumerated() {
            if isLast, place == parts.count - 1, let bits = fourParts(part) {
                groups += [UInt16(bits >> 16), UInt16(bits & 0xFFFF)]
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.first != UInt8(ascii: "+"),
                part.utf8.first != UInt8(ascii: "-"), let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups
    }

    private static func joined(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}
