public import Foundation

/// Seals single fields of the record with a practice's data keys.
///
/// The context says where the field is, for example `client.name:<record id>`: what was sealed for one record or
/// column doesn't open in another. Nonces are random; with 96 bits one data key may seal up to 2³² fields before two
/// might meet (NIST SP 800-38D, section 8.3), and should be replaced long before. The length of a text shows.
public struct FieldCipher: Sendable {
    private let keys: [UInt32: DataKey]
    private let active: DataKey?

    /// - Parameter keys: The practice's keys; the one with the greatest id seals, all open.
    public init(keys: [DataKey]) {
        self.keys = Dictionary(keys.map { ($0.id, $0) }) { $1 }
        active = keys.max { $0.id < $1.id }
    }

    /// The key that seals; `nil` without any key.
    public var newest: DataKey.ID? { active?.id }

    /// Seals a text for one place.
    ///
    /// - Throws: ``VaultError/unknownKey(_:)`` with 0 when there is no key at all.
    public func seal(_ text: String, context: String) throws(VaultError) -> Data {
        try seal(bytes: Data(text.utf8), context: context)
    }

    /// Seals bytes for one place; throws as ``seal(_:context:)``.
    public func seal(bytes: Data, context: String) throws(VaultError) -> Data {
        guard let active else { throw .unknownKey(0) }
        return try Envelope.seal(bytes, key: active.key, id: active.id, context: context)
    }

    /// Opens a text from the place it was sealed for.
    ///
    /// - Throws: ``VaultError/unknownKey(_:)``, ``VaultError/damaged``.
    public func open(_ sealed: Data, context: String) throws(VaultError) -> String {
        guard let text = String(validating: try bytes(sealed, context: context), as: UTF8.self) else { throw .damaged }
        return text
    }

    /// Opens bytes from the place they were sealed for; throws as ``open(_:context:)``.
    public func bytes(_ sealed: Data, context: String) throws(VaultError) -> Data {
        try Envelope.open(sealed, context: context) { keys[$0]?.key }
    }

    /// Whether another than the newest key sealed it.
    public func needsReseal(_ sealed: Data) -> Bool { Envelope.keyID(of: sealed) != active?.id }
}
