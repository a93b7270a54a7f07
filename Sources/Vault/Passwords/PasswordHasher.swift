import Foundation
import Workload

/// Hashes and checks passwords with Argon2id, off Swift's cooperative threads.
///
/// Each hash takes tens of MiB and of milliseconds; a bounded line keeps a flood of sign-ins from taking all memory.
/// Passwords are brought into NFKC form first, so that the same letters typed on another keyboard match
/// (NIST SP 800-63B-4, section 3.1.1.2). Nothing is ever cut off.
public final class PasswordHasher: Sendable {
    /// Longest password looked at, in bytes of UTF-8; longer ones never match and can't be hashed.
    package static let longestInput = 4_096

    private let cost: HashingCost
    private let line: BoundedQueue
    private let decoy: String

    /// Creates a hasher.
    ///
    /// - Parameters:
    ///   - cost: What a new hash costs.
    ///   - atOnce: Hashes that run side by side, at least 1.
    ///   - waiting: Hashes that may wait; more are refused.
    public init(cost: HashingCost = .password, atOnce: Int = 2, waiting: Int = 32) {
        self.cost = cost
        line = BoundedQueue(atOnce: atOnce, waiting: waiting)
        let (salt, output) = (Randomness.bytes(Argon2.saltBytes), Randomness.bytes(Argon2.outputBytes))
        decoy =
            "$argon2id$v=19$m=\(cost.memory),t=\(cost.passes),p=\(cost.lanes)"
            + "$\(Self.unpadded(salt))$\(Self.unpadded(output))"
    }

    /// The PHC string of a password with a fresh salt.
    ///
    /// - Throws: ``VaultError/busy``; ``VaultError/weakPassword(reason:)`` above the longest input;
    ///   ``VaultError/hashing(code:)``.
    public func hash(_ password: String) async throws -> String {
        guard Self.isBounded(password) else { throw VaultError.weakPassword(reason: PasswordRules.tooLong) }
        let cost = cost
        return try await inLine {
            try Argon2.encode(Self.normalised(password), salt: Randomness.bytes(Argon2.saltBytes), cost: cost)
        }
    }

    /// Whether a password is the one behind a stored PHC string.
    ///
    /// - Throws: ``VaultError/busy``; ``VaultError/damaged`` when the string isn't Argon2id in bounds;
    ///   ``VaultError/hashing(code:)``.
    public func verify(_ password: String, against stored: String) async throws -> Bool {
        guard PasswordHashForm(stored) != nil else { throw VaultError.damaged }
        guard Self.isBounded(password) else {
            try await verifyNothing("")
            return false
        }
        return try await inLine { try Argon2.verify(Self.normalised(password), against: stored) }
    }

    /// Does the work of ``verify(_:against:)`` where there is no account, so that the time tells nothing.
    ///
    /// The times agree for hashes of the present cost; accounts that wait for a rehash may differ.
    ///
    /// - Throws: ``VaultError/busy``, ``VaultError/hashing(code:)``.
    public func verifyNothing(_ password: String) async throws {
        let decoy = decoy
        let bounded = Self.isBounded(password) ? password : ""
        _ = try await inLine { try Argon2.verify(Self.normalised(bounded), against: decoy) }
    }

    /// Whether a stored hash isn't of the present cost, or isn't readable, and should be made anew at the next sign-in.
    public func needsRehash(_ stored: String) -> Bool {
        guard let form = PasswordHashForm(stored) else { return true }
        return form.cost != cost || form.saltBytes != Argon2.saltBytes || form.outputBytes != Argon2.outputBytes
    }

    private func inLine<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        do { return try await line.run(work) } catch is BoundedQueue.Full { throw VaultError.busy }
    }

    private static func isBounded(_ password: String) -> Bool { password.utf8.count <= longestInput }

    private static func normalised(_ password: String) -> String {
        password.precomposedStringWithCompatibilityMapping
    }

    private static func unpadded(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("=", with: "")
    }
}
