/// A short number for a text, the same everywhere; not against an adversary (FNV-1a, 64 bits).
enum Fingerprint {
    /// Sixteen digits.
    static func hexadecimal(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
