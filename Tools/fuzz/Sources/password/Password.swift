import Harness
import Vault

/// The rules for a new password, beside a name and an address of mail.
@main struct Entry {
    static func main() {
        let rules = PasswordRules()
        fuzz { data in
            var pieces = Pieces(data)
            let (password, name, mail) = (pieces.text(), pieces.text(), pieces.text())
            for hasSecondFactor in [false, true] {
                _ = described {
                    try rules.check(password, name: name, mail: mail, hasSecondFactor: hasSecondFactor)
                }
            }
        }
    }
}
