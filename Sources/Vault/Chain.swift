import Crypto
public import Foundation

/// The chain of hashes through the audit trail: whoever changes, drops or slips in an entry breaks all that follow.
///
/// The chain alone doesn't show a cut tail or a trail written wholly anew; a signed head kept elsewhere does.
public enum Chain {
    /// What comes before the first entry: 32 zero bytes.
    public static let genesis = Data(repeating: 0, count: SHA256.byteCount)

    /// The hash of an entry: SHA-256 of the previous hash, then of each field its length (UInt32, big-endian) and UTF-8.
    ///
    /// Lengths go in, so that no two lists of fields give the same bytes.
    ///
    /// - Parameters:
    ///   - previous: The hash of the entry before, 32 bytes.
    ///   - fields: The entry's texts, always in the same order.
    /// - Returns: 32 bytes.
    public static func next(previous: Data, fields: [String]) -> Data {
        var bytes = Data(capacity: 512)
        bytes.append(previous)
        for field in fields {
            bytes.append(bigEndian: UInt32(clamping: field.utf8.count))
            bytes.append(contentsOf: field.utf8)
        }
        return Data(SHA256.hash(data: bytes))
    }

    /// The newest entry of a trail at a moment.
    public struct Head: Hashable, Sendable {
        public let sequence: Int64
        public let hash: Data
        /// Signed in whole seconds.
        public let date: Date

        public init(sequence: Int64, hash: Data, date: Date) {
            self.sequence = sequence
            self.hash = hash
            self.date = date
        }

        /// What is signed: `sequence:hash in hex:seconds since 1970`.
        var message: Data {
            let hex = hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
            let seconds = Int64(exactly: date.timeIntervalSince1970.rounded(.down)) ?? .min
            return Data("\(sequence):\(hex):\(seconds)".utf8)
        }
    }

    /// HMAC-SHA256 of a head, to be kept where the store's owner can't change it.
    public static func signHead(_ head: Head, with master: MasterKey) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: head.message, using: key(of: master)))
    }

    /// Whether one of the master keys signed the head.
    public static func isSigned(_ head: Head, signature: Data, by masters: [MasterKey]) -> Bool {
        masters.contains { master in
            HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: head.message, using: key(of: master))
        }
    }

    private static func key(of master: MasterKey) -> SymmetricKey { master.derived(for: "tautband audit head") }
}
