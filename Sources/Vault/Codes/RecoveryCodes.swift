import Crypto
public import Foundation

/// Codes on paper, for when the authenticator is lost; each works once.
///
/// 120 random bits each, of which SHA-256 without a salt is kept (OWASP ASVS 5.0, 6.5.2 asks for 112).
public enum RecoveryCodes {
    /// Codes in one set.
    public static let count = 10
    private static let bytes = 15

    /// A fresh set: texts to show once, such as `7K3M-Q2ZD-0FVX-9RTA-B5CE-H8JN`, and what to keep of each, in the same order.
    public static func make() -> (texts: [String], hashes: [Data]) {
        let codes = (0..<count).map { _ in Randomness.bytes(bytes) }
        return (codes.map(text), codes.map { Data(SHA256.hash(data: $0)) })
    }

    /// What was kept of a typed code; `nil` when it can't be one.
    ///
    /// Case, spaces and hyphens don't matter; O reads as 0, I and L as 1.
    public static func hash(of typed: String) -> Data? {
        guard typed.utf8.count <= 64 else { return nil }
        let plain = typed.uppercased().filter { !$0.isWhitespace && $0 != "-" }
            .replacing("O", with: "0").replacing("I", with: "1").replacing("L", with: "1")
        guard let bytes = Base32.crockford.decode(plain), bytes.count == Self.bytes else { return nil }
        return Data(SHA256.hash(data: bytes))
    }

    /// The place of a typed code among the hashes that are left; `nil` when it isn't there.
    ///
    /// All are compared, whichever matches.
    public static func index(of typed: String, in hashes: [Data]) -> Int? {
        guard let hash = hash(of: typed) else { return nil }
        return hashes.indices.filter { ConstantTime.equal(hashes[$0], hash) }.first
    }

    private static func text(_ code: Data) -> String {
        let letters = Array(Base32.crockford.encode(code))
        return stride(from: 0, to: letters.count, by: 4)
            .map { String(letters[$0..<min($0 + 4, letters.count)]) }.joined(separator: "-")
    }
}
