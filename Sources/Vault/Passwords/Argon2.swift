import CArgon2
import Foundation

/// Argon2id version 1.3 (RFC 9106), as libargon2 does it; blocks the thread.
enum Argon2 {
    static let saltBytes = 16
    static let outputBytes = 32

    /// The key that a secret, a salt and a cost give.
    static func key(_ secret: String, salt: Data, cost: HashingCost) throws(VaultError) -> Data {
        var output = [UInt8](repeating: 0, count: outputBytes)
        let (secret, salt) = (Array(secret.utf8), Array(salt))
        let code = argon2id_hash_raw(
            cost.passes, cost.memory, cost.lanes, secret, secret.count, salt, salt.count, &output, output.count
        )
        guard code == ARGON2_OK.rawValue else { throw .hashing(code: code) }
        return Data(output)
    }

    /// The PHC string of a secret.
    static func encode(_ secret: String, salt: Data, cost: HashingCost) throws(VaultError) -> String {
        let (secret, salt) = (Array(secret.utf8), Array(salt))
        let length = argon2_encodedlen(
            cost.passes, cost.memory, cost.lanes, UInt32(clamping: salt.count), UInt32(outputBytes), Argon2_id
        )
        var encoded = [CChar](repeating: 0, count: length)
        let code = argon2id_hash_encoded(
            cost.passes, cost.memory, cost.lanes, secret, secret.count, salt, salt.count, outputBytes, &encoded, length
        )
        guard code == ARGON2_OK.rawValue else { throw .hashing(code: code) }
        return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether the secret is the one behind a PHC string.
    static func verify(_ secret: String, against encoded: String) throws(VaultError) -> Bool {
        let secret = Array(secret.utf8)
        let code = argon2id_verify(encoded, secret, secret.count)
        switch code {
        case ARGON2_OK.rawValue: return true
        case ARGON2_VERIFY_MISMATCH.rawValue: return false
        case ARGON2_MEMORY_ALLOCATION_ERROR.rawValue, ARGON2_THREAD_FAIL.rawValue: throw .hashing(code: code)
        // All other codes find fault with the stored text.
        default: throw .damaged
        }
    }
}

/// The readable part of a PHC string `$argon2id$v=19$m=...,t=...,p=...$salt$hash`.
struct PasswordHashForm: Equatable {
    let cost: HashingCost
    let saltBytes: Int
    let outputBytes: Int

    /// `nil` for another scheme, another version and costs out of range.
    init?(_ encoded: String) {
        let parts = encoded.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19", encoded.utf8.count <= 512,
            let cost = Self.cost(parts[3])
        else { return nil }
        self.cost = cost
        saltBytes = parts[4].utf8.count * 3 / 4
        outputBytes = parts[5].utf8.count * 3 / 4
    }

    private static func cost(_ text: Substring) -> HashingCost? {
        let numbers = zip(["m=", "t=", "p="], text.split(separator: ",", omittingEmptySubsequences: false))
            .compactMap { name, field in field.hasPrefix(name) ? UInt32(field.dropFirst(2)) : nil }
        guard numbers.count == 3 else { return nil }
        let cost = HashingCost(memory: numbers[0], passes: numbers[1], lanes: numbers[2])
        // Written back it must be the same, so that no second spelling is let in.
        return cost.flatMap { "m=\($0.memory),t=\($0.passes),p=\($0.lanes)" == text ? $0 : nil }
    }
}
