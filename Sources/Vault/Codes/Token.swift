import Crypto
public import Foundation

/// A secret of 256 random bits that a cookie or a link carries; the server keeps its hash alone.
public struct Token: Sendable {
    /// 43 letters of base64url.
    public let text: String
    /// SHA-256 of the 32 bytes.
    public let hash: Data

    /// Makes a fresh token from the system's generator.
    public init() {
        let bytes = Randomness.bytes(32)
        text = Base64URL.encode(bytes)
        hash = Data(SHA256.hash(data: bytes))
    }

    /// Reads a token that came back; `nil` when it isn't one in its only form.
    public init?(text: String) {
        guard text.utf8.count == 43, let bytes = Base64URL.decode(text), bytes.count == 32 else { return nil }
        self.text = text
        hash = Data(SHA256.hash(data: bytes))
    }

    /// Whether a kept hash is this token's; the time doesn't tell how much of it agrees.
    public func matches(_ kept: Data) -> Bool { ConstantTime.equal(hash, kept) }
}
