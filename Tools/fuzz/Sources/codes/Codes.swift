import Crypto
import Foundation
import Harness
@testable import Vault

/// Links, tokens, one-time codes, recovery codes and stored password hashes.
@main struct Entry {
    static func main() {
        let moment = Date(timeIntervalSince1970: 1_800_000_000)
        let master = MasterKey(id: 1, created: moment, key: SymmetricKey(data: Data(repeating: 7, count: 32)))
        let links = SignedLink(masters: [master])
        let signing = master.derived(for: "tautband signed link")
        fuzz { data in
            var pieces = Pieces(data)
            switch pieces.byte() % 8 {
            case 0:
                _ = described { try links.open(pieces.text(), purpose: "invitation", at: moment) }
            case 1:
                // Any payload under a right signature.
                let signed = "v1." + Base64URL.encode(pieces.rest)
                let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: signing)
                let text = signed + "." + Base64URL.encode(Data(code))
                guard let contents = described({ try links.open(text, purpose: "invitation", at: moment) })
                else { return }
                precondition(contents.expiry > moment)
            case 2:
                let text = pieces.text()
                guard let token = Token(text: text) else { return }
                precondition(token.text == text && Base64URL.decode(text).map(Base64URL.encode) == text)
            case 3:
                guard let secret = OneTimeCode.secret(text: pieces.text()) else { return }
                precondition(OneTimeCode.secret(text: OneTimeCode.text(of: secret)) == secret)
                _ = OneTimeCode.step(of: "123456", secret: secret, at: moment, after: 0)
                _ = OneTimeCode.provisioning(secret: secret, account: pieces.text(), issuer: pieces.text())
            case 4:
                let seconds = pieces.rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                let date = Date(timeIntervalSince1970: Double(bitPattern: seconds))
                pieces = Pieces(Data(pieces.rest.dropFirst(8)))
                let step = OneTimeCode.step(of: pieces.text(), secret: pieces.rest, at: date, after: 0)
                precondition(step.map { $0 > 0 } ?? true)
            case 5:
                let text = pieces.text()
                precondition(RecoveryCodes.hash(of: text).map { $0.count == 32 } ?? true)
                _ = RecoveryCodes.index(of: text, in: [Data(), Data(repeating: 1, count: 32)])
            case 6:
                let text = pieces.text()
                for base in [Base32.standard, .crockford] {
                    guard let bytes = base.decode(text) else { continue }
                    precondition(base.encode(bytes, padded: text.contains("=")) == text)
                }
            default:
                let text = pieces.text()
                guard let form = PasswordHashForm(text) else { return }
                precondition(form.cost.memory <= 1 << 20)
                if form.cost.memory <= 64, form.cost.passes <= 2 {
                    _ = described { try Argon2.verify("password", against: text) }
                }
            }
        }
    }
}
