import Foundation
public import Records
import Vault

extension Office {
    /// Changes the own password after showing the old one; all other sessions end.
    public func changePassword(
        current: String, new: String, session: Session, author: Author, caller: Caller
    ) async throws {
        let found = try await proven(current, author: author)
        let hash = try await hashed(
            new, hasSecondFactor: found.hasSecondFactor, name: found.name, mail: found.mail
        )
        try await records.setPassword(hash, keeping: session.id, by: author)
    }

    /// A second factor that is offered and not set yet.
    public struct OfferedFactor: Hashable, Sendable {
        /// `otpauth://…` for the QR code.
        public let uri: String
        /// Base32, for typing.
        public let text: String
    }

    /// A secret for the own account: a new one, or that of a form that came back, for showing it again after a wrong code.
    ///
    /// - Returns: `nil` when the form's secret is none.
    public func offeredFactor(_ text: String? = nil, for account: Account) -> OfferedFactor? {
        let secret = text.map { OneTimeCode.secret(text: $0) } ?? OneTimeCode.secret()
        guard let secret, secret.count == 20 else { return nil }
        return OfferedFactor(
            uri: OneTimeCode.provisioning(secret: secret, account: account.mail, issuer: "Tautband"),
            text: OneTimeCode.text(of: secret)
        )
    }

    /// Sets the offered factor after its first code; all other sessions end.
    ///
    /// - Returns: The recovery codes, shown once.
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` for a wrong code.
    public func setFactor(_ offer: OfferedFactor, code: String, session: Session, author: Author) async throws
        -> [String]
    {
        guard let secret = OneTimeCode.secret(text: offer.text),
            let step = OneTimeCode.step(of: code, secret: secret, at: clock(), after: 0)
        else {
            throw RecordsError.invalid(
                field: "code", value: "", reason: "is not the code that the app shows now; check the clock of the phone"
            )
        }
        let codes = RecoveryCodes.make()
        try await records.setSecondFactor(
            secret, step: step, recoveryCodes: codes.hashes, keeping: session.id, by: author
        )
        return codes.texts
    }

    /// Removes the second factor; the password must be long enough to stand alone.
    public func removeFactor(current: String, session: Session, author: Author) async throws {
        let account = try await proven(current, author: author)
        do {
            try PasswordRules().check(current, name: account.name, mail: account.mail, hasSecondFactor: false)
        } catch VaultError.weakPassword {
            throw RecordsError.invalid(
                field: "current", value: "",
                reason: "is too short to stand alone: choose a password of 15 characters or more first"
            )
        }
        try await records.setSecondFactor(nil, step: 0, recoveryCodes: [], keeping: session.id, by: author)
    }

    /// The own account, after showing its password.
    private func proven(_ password: String, author: Author) async throws -> Account {
        guard let id = author.account, let found = try await records.credentials(of: id) else {
            throw RecordsError.signedOut
        }
        let counts = try await records.countAttempt([Fingerprint.of("proof \(id)")], within: policy.window)
        if counts.first ?? 0 > policy.perDevice { throw RecordsError.tooMany(seconds: policy.window) }
        guard try await isRight(password, found.secrets.password) else {
            throw RecordsError.invalid(field: "current", value: "", reason: "is not the password of this account")
        }
        try await records.forgetAttempts(Fingerprint.of("proof \(id)"))
        return found.account
    }
}
