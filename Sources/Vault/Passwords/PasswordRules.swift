import Foundation

/// What a new password has to be: long, and none that would be tried first.
///
/// There are no rules about kinds of letters and no expiry (NIST SP 800-63B-4, section 3.1.1.2; OWASP ASVS 5.0, 6.2).
public struct PasswordRules: Sendable {
    /// Fewest code points when the password is all there is.
    public static let shortestAlone = 15
    /// Fewest code points beside a second factor.
    public static let shortestWithSecondFactor = 8
    /// Most code points.
    public static let longest = 256

    static let tooLong = "Use at most \(longest) characters."

    private let product: String

    /// - Parameter product: The name of the service, which nobody may use as a password.
    public init(product: String = "Tautband") { self.product = product }

    /// Checks a new password after NFKC, counting code points.
    ///
    /// - Parameters:
    ///   - password: As it was typed.
    ///   - name: The person's or account's name; may be empty.
    ///   - mail: The address of mail, of which the part before `@` is looked at; may be empty.
    ///   - hasSecondFactor: Whether a second factor is asked for at each sign-in.
    /// - Throws: ``VaultError/weakPassword(reason:)``, with what to do in plain English.
    public func check(
        _ password: String, name: String, mail: String, hasSecondFactor: Bool
    ) throws(VaultError) {
        guard password.utf8.count <= PasswordHasher.longestInput else { throw .weakPassword(reason: Self.tooLong) }
        let normal = password.precomposedStringWithCompatibilityMapping
        let count = normal.unicodeScalars.count
        let shortest = hasSecondFactor ? Self.shortestWithSecondFactor : Self.shortestAlone
        guard count <= Self.longest else { throw .weakPassword(reason: Self.tooLong) }
        guard count >= shortest else {
            throw .weakPassword(
                reason: "Use at least \(shortest) characters; some unrelated words in a row are easy to keep in mind."
            )
        }
        let folded = FoldedPassword(normal)
        if folded.isRepetition {
            throw .weakPassword(
                reason: "It repeats the same few characters. Use some unrelated words in a row instead."
            )
        }
        if folded.isMadeOfRuns {
            throw .weakPassword(
                reason: "It follows the keyboard, the alphabet or the digits. Use unrelated words in a row instead."
            )
        }
        if folded.isDate {
            throw .weakPassword(reason: "Dates are tried first. Use some unrelated words in a row instead.")
        }
        if CommonPasswords.contains(folded) {
            throw .weakPassword(
                reason: "This is among the passwords tried first. Use three or more unrelated words instead."
            )
        }
        let names = [name, String(mail.prefix { $0 != "@" })] + name.split(separator: " ").map(String.init)
        if names.contains(where: folded.leansOn) {
            throw .weakPassword(reason: "Leave your name and your address of mail out of the password.")
        }
        if folded.leansOn(product) {
            throw .weakPassword(reason: "Leave the name \(product) out of the password.")
        }
    }
}
