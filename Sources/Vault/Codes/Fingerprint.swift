import Crypto
public import Foundation

/// SHA-256 of a text, for what is kept only to be recognized.
public enum Fingerprint {
    public static func of(_ text: String) -> Data { Data(SHA256.hash(data: Data(text.utf8))) }
}

/// SHA-256 over bytes that come piece by piece.
public struct RunningDigest {
    private var hash = SHA256()

    public init() {}

    public mutating func add(_ bytes: Data) { hash.update(data: bytes) }

    /// Of all bytes so far, in hexadecimal.
    public var hex: String { hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined() }
}
