import Crypto
import Foundation

/// A backup sealed with a passphrase, as a stream of any length.
///
/// After the magic come memory, passes and lanes of Argon2id (UInt32 each), 16 bytes of salt and 4 random bytes that
/// begin every nonce. Then chunks: a frame (UInt32; the top bit marks the last chunk, the rest is the length of the
/// text, 65,536 in all but the last), the ciphertext and the tag of AES-256-GCM. The nonce is the 4 bytes and the
/// chunk's number (UInt64 from 0); the header's SHA-256, the number and the frame are authenticated. So chunks can't be
/// swapped, left out or repeated, and no end but the true one passes (STREAM: Hoang, Reyhanitabar, Rogaway and Vizár
/// 2015, DOI 10.1007/978-3-662-47989-6_24). All integers are big-endian.
public enum SealedArchive {
    /// Why a backup doesn't open.
    public enum Fault: Error, Equatable, CustomStringConvertible {
        /// It doesn't begin like a backup of ours.
        case notABackup
        /// The first chunk doesn't open: the passphrase is wrong, or the very beginning is damaged.
        case wrongPassphrase
        /// A chunk, counted from 0, was altered, or something follows the end.
        case damaged(chunk: Int)
        /// The end is missing.
        case truncated

        public var description: String {
            switch self {
            case .notABackup: "This file is not a Tautband backup."
            case .wrongPassphrase: "The passphrase does not open this backup."
            case .damaged(let chunk): "The backup is damaged at \(chunk) × 64 KiB; nothing of it was put in place."
            case .truncated: "The backup is incomplete: its end is missing. Was the copy broken off?"
            }
        }
    }

    static let magic = Data("TAUTBAND1".utf8)
    static let chunkBytes = 65_536
    static let tagBytes = 16
    static let lastMark: UInt32 = 1 << 31
    static let headerBytes = 9 + 3 * 4 + Argon2.saltBytes + 4

    /// What both ends derive from header and passphrase.
    struct Parameters {
        let cost: HashingCost
        let salt: Data
        let noncePrefix: Data

        init(cost: HashingCost) {
            self.cost = cost
            salt = Randomness.bytes(Argon2.saltBytes)
            noncePrefix = Randomness.bytes(4)
        }

        /// `nil` unless the bytes are a header with costs in bounds.
        init?(header: Data) {
            var reader = ByteReader(header)
            guard reader.take(magic.count) == magic,
                let memory: UInt32 = reader.integer(), let passes: UInt32 = reader.integer(),
                let lanes: UInt32 = reader.integer(),
                let cost = HashingCost(memory: memory, passes: passes, lanes: lanes),
                let salt = reader.take(Argon2.saltBytes), let prefix = reader.take(4), reader.count == 0
            else { return nil }
            self.cost = cost
            self.salt = salt
            noncePrefix = prefix
        }

        var header: Data {
            var header = magic
            for number in [cost.memory, cost.passes, cost.lanes] { header.append(bigEndian: number) }
            return header + salt + noncePrefix
        }

        func cipher(passphrase: String) throws(VaultError) -> ChunkCipher {
            let secret = passphrase.precomposedStringWithCompatibilityMapping
            return ChunkCipher(
                key: SymmetricKey(data: try Argon2.key(secret, salt: salt, cost: cost)), noncePrefix: noncePrefix,
                headerHash: Data(SHA256.hash(data: header))
            )
        }
    }

    /// Seals and opens the chunks of one archive.
    struct ChunkCipher {
        let key: SymmetricKey
        let noncePrefix: Data
        let headerHash: Data

        func seal(_ text: Data, number: UInt64, frame: UInt32) throws -> Data {
            let box = try AES.GCM.seal(
                text, using: key, nonce: nonce(number), authenticating: context(number, frame)
            )
            return box.ciphertext + box.tag
        }

        /// `nil` when the chunk isn't authentic.
        func open(_ sealed: Data, number: UInt64, frame: UInt32) -> Data? {
            guard sealed.count >= tagBytes, let nonce = try? nonce(number),
                let box = try? AES.GCM.SealedBox(
                    nonce: nonce, ciphertext: sealed.dropLast(tagBytes), tag: sealed.suffix(tagBytes)
                )
            else { return nil }
            return try? AES.GCM.open(box, using: key, authenticating: context(number, frame))
        }

        private func nonce(_ number: UInt64) throws -> AES.GCM.Nonce {
            var bytes = noncePrefix
            bytes.append(bigEndian: number)
            return try AES.GCM.Nonce(data: bytes)
        }

        private func context(_ number: UInt64, _ frame: UInt32) -> Data {
            var context = headerHash
            context.append(bigEndian: number)
            context.append(bigEndian: frame)
            return context
        }
    }
}
