import Crypto
public import Foundation

/// A key of one practice, under which its fields are sealed; lives in memory alone, in the store only wrapped.
public struct DataKey: Identifiable, Sendable {
    public let id: UInt32
    let key: SymmetricKey
}

/// Wraps the practices' data keys with the installation's master keys.
///
/// After a rotation of the master key only the wrapped keys are written anew, not the record.
public struct DataKeyring: Sendable {
    private let masters: [MasterKey]

    /// - Parameter masters: The ring; the newest wraps, all unwrap.
    public init(masters: [MasterKey]) { self.masters = masters.newestFirst }

    /// Makes a fresh data key of 256 bits.
    public static func makeKey(id: UInt32) -> DataKey { DataKey(id: id, key: SymmetricKey(size: .bits256)) }

    /// Wraps a data key for one practice with the newest master key.
    ///
    /// - Throws: ``VaultError/unknownKey(_:)`` with 0 when the ring is empty.
    public func wrap(_ key: DataKey, practice: String) throws(VaultError) -> Data {
        guard let master = masters.first else { throw .unknownKey(0) }
        let bytes = key.key.withUnsafeBytes { Data($0) }
        return try Envelope.seal(bytes, key: master.key, id: master.id, context: Self.context(practice, key.id))
    }

    /// Unwraps a data key.
    ///
    /// - Throws: ``VaultError/unknownKey(_:)`` when its master key isn't on the ring: look whether the key file changed;
    ///   ``VaultError/damaged`` when it was altered, or wrapped for another practice or id.
    public func unwrap(_ wrapped: Data, id: UInt32, practice: String) throws(VaultError) -> DataKey {
        let bytes = try Envelope.open(wrapped, context: Self.context(practice, id)) { id in
            masters.first { $0.id == id }?.key
        }
        guard bytes.count == 32 else { throw .damaged }
        return DataKey(id: id, key: SymmetricKey(data: bytes))
    }

    /// Whether another than the newest master key wrapped it, so that it should be wrapped anew.
    public func needsRewrap(_ wrapped: Data) -> Bool {
        Envelope.keyID(of: wrapped) != masters.first?.id
    }

    private static func context(_ practice: String, _ id: UInt32) -> String { "tautband data key:\(practice):\(id)" }
}
