import Foundation
import Records
import Vault

extension Office {
    /// Who tries to sign in, from where.
    public struct Caller: Hashable, Sendable {
        /// The address the request came from.
        public let address: String
        /// What the browser calls itself.
        public let agent: String
        /// The cookie that says it has signed in before; empty without one.
        public let device: String

        public init(address: String, agent: String, device: String) {
            self.address = address
            self.agent = agent
            self.device = device
        }
    }

    /// What comes of the right password.
    public enum PasswordAnswer: Sendable {
        case signedIn(Issued)
        /// The second factor is asked for; the step's token is shown with it.
        case needsCode(step: String)
        /// Address or password is wrong; which one is not told.
        case wrong
    }

    /// Checks address and password.
    ///
    /// Takes as long for an address that has no account.
    /// - Throws: ``RecordsError/tooMany(seconds:)``.
    public func signIn(mail: String, password: String, caller: Caller) async throws -> PasswordAnswer {
        let mail = mail.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        guard mail.utf8.count <= 254, password.utf8.count <= 1024 else { return .wrong }
        let found = try await records.credentials(mail: mail)
        let bucket = try await count(mail: mail, account: found?.account.id, caller: caller)
        guard let found else {
            try await unlessBusy { try await hasher.verifyNothing(password) }
            try await records.refused(account: nil, practice: nil)
            return .wrong
        }
        let isRight = try await isRight(password, found.secrets.password)
        guard isRight, found.account.status == .active else {
            try await records.refused(account: found.account.id, practice: found.account.practice)
            return .wrong
        }
        try await records.forgetAttempts(bucket)
        guard found.secrets.codeSecret == nil else {
            let step = try signer().sign(
                purpose: "second_factor", ticket: found.account.id.text,
                expiry: clock().addingTimeInterval(Double(policy.codeStep))
            )
            return .needsCode(step: step)
        }
        return .signedIn(try await begin(found.account, proof: .none, device: caller.agent))
    }

    /// Counts the attempt under the names that may stop it.
    ///
    /// - Returns: The name to forget after success.
    private func count(mail: String, account: Account.ID?, caller: Caller) async throws -> Data {
        let address = Fingerprint.of("address \(caller.address)")
        if let account, isKnown(caller.device, account) {
            let name = Fingerprint.of("device \(caller.device)")
            let counts = try await records.countAttempt([name], within: policy.window)
            if counts.first ?? 0 > policy.perDevice { throw RecordsError.tooMany(seconds: policy.window) }
            return name
        }
        let name = Fingerprint.of("account \(mail)")
        let counts = try await records.countAttempt([address, name], within: policy.window)
        if counts.first ?? 0 > policy.perAddress || counts.last ?? 0 > policy.perAccount {
            throw RecordsError.tooMany(seconds: policy.window)
        }
        return name
    }

    private func isKnown(_ device: String, _ account: Account.ID) -> Bool {
        (try? signer().open(device, purpose: "device", at: clock()))?.ticket == account.text
    }

    /// What was shown as the second factor.
    public enum Shown: Hashable, Sendable {
        case code(String)
        case recovery(String)
    }

    /// Checks the second factor; `nil` when it is wrong, used, or the step is out of date.
    ///
    /// - Throws: ``RecordsError/tooMany(seconds:)``.
    public func signIn(step: String, shown: Shown, caller: Caller) async throws -> Issued? {
        guard let subject = try? signer().open(step, purpose: "second_factor", at: clock()),
            let id = Account.ID(text: subject.ticket), let found = try await records.credentials(of: id)
        else { return nil }
        let name = Fingerprint.of("code \(id)")
        let counts = try await records.countAttempt([name], within: policy.window)
        if counts.first ?? 0 > policy.perCode { throw RecordsError.tooMany(seconds: policy.window) }
        guard found.account.status == .active, let proof = proof(shown, found.secrets) else {
            try await records.refused(account: id, practice: found.account.practice)
            return nil
        }
        do {
            let issued = try await begin(found.account, proof: proof, device: caller.agent)
            try await records.forgetAttempts(name)
            return issued
        } catch RecordsError.notFound {
            return nil
        }
    }

    private func proof(_ shown: Shown, _ secrets: Secrets) -> SecondProof? {
        switch shown {
        case .code(let code):
            guard let secret = secrets.codeSecret,
                let step = OneTimeCode.step(of: code, secret: secret, at: clock(), after: secrets.lastCodeStep)
            else { return nil }
            return .code(step: step)
        case .recovery(let text):
            return RecoveryCodes.index(of: text, in: secrets.recoveryCodes).map { .recovery(secrets.recoveryCodes[$0]) }
        }
    }
}
