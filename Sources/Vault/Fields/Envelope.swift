import Crypto
import Foundation

/// The form of everything sealed for the store: version 1, key id (big-endian), nonce, ciphertext, tag.
///
/// AES-256-GCM (NIST SP 800-38D) with random nonces of 96 bits; the header and the context are authenticated.
enum Envelope {
    private static let version: UInt8 = 1
    private static let headerBytes = 5

    static func seal(_ bytes: Data, key: SymmetricKey, id: UInt32, context: String) throws(VaultError) -> Data {
        var sealed = Data(capacity: headerBytes + bytes.count + 28)
        sealed.append(version)
        sealed.append(bigEndian: id)
        guard let box = try? AES.GCM.seal(bytes, using: key, authenticating: [UInt8](sealed) + [UInt8](context.utf8))
        else { throw .damaged }
        sealed.append(contentsOf: box.nonce)
        sealed.append(box.ciphertext)
        sealed.append(box.tag)
        return sealed
    }

    /// The id of the key that sealed it; `nil` for another form.
    static func keyID(of sealed: Data) -> UInt32? {
        var reader = ByteReader(sealed)
        guard sealed.count >= headerBytes + 12 + 16, reader.integer(UInt8.self) == version else { return nil }
        return reader.integer()
    }

    static func open(
        _ sealed: Data, context: String, key: (UInt32) -> SymmetricKey?
    ) throws(VaultError) -> Data {
        guard let id = keyID(of: sealed) else { throw .damaged }
        guard let key = key(id) else { throw .unknownKey(id) }
        let authenticated = [UInt8](sealed.prefix(headerBytes)) + [UInt8](context.utf8)
        guard let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst(headerBytes)),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: authenticated)
        else { throw .damaged }
        return bytes
    }
}
