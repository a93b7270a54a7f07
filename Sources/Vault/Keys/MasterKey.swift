import Crypto
public import Foundation

/// A key of the installation, from its key file; wraps data keys and signs, never seals a record itself.
public struct MasterKey: Identifiable, Sendable {
    /// Counts from 1; the greatest is the active one.
    public let id: UInt32
    public let created: Date
    let key: SymmetricKey

    init(id: UInt32, created: Date, key: SymmetricKey) {
        self.id = id
        self.created = created
        self.key = key
    }

    /// A key of 256 bits for one use, by HKDF-SHA256 (RFC 5869) without a salt.
    func derived(for use: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(use.utf8), outputByteCount: 32)
    }
}

extension [MasterKey] {
    var newestFirst: [MasterKey] { sorted { $0.id > $1.id } }
}
