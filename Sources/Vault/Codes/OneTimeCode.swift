import Crypto
public import Foundation

/// Codes of six digits that an authenticator app shows, one for each 30 seconds.
///
/// TOTP (RFC 6238) with HMAC-SHA-1, the form that every app reads.
public enum OneTimeCode {
    /// Seconds one code is shown.
    static let period = 30.0

    /// A fresh shared secret of 160 bits (RFC 4226, section 4, R6).
    public static func secret() -> Data { Randomness.bytes(20) }

    /// The secret as text for typing into an app: Base32 without padding.
    public static func text(of secret: Data) -> String { Base32.standard.encode(secret) }

    /// Reads a typed secret; `nil` when it isn't Base32.
    ///
    /// Case, spaces and hyphens don't matter.
    public static func secret(text: String) -> Data? {
        Base32.standard.decode(text.uppercased().filter { $0 != " " && $0 != "-" })
    }

    /// The `otpauth:` address that apps read from a QR code.
    public static func provisioning(secret: Data, account: String, issuer: String) -> String {
        let (account, issuer) = (escaped(account), escaped(issuer))
        return "otpauth://totp/\(issuer):\(account)?secret=\(text(of: secret))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=6&period=30"
    }

    /// The time step whose code was typed, if it is new.
    ///
    /// Codes of the step before and after count too, for clocks that differ (RFC 6238, section 5.2). The caller keeps
    /// the step in the same transaction, and gives it as `lastStep` next time: no code works twice.
    ///
    /// - Parameters:
    ///   - code: Six ASCII digits; spaces are passed over.
    ///   - secret: The shared secret.
    ///   - date: The moment it was typed.
    ///   - lastStep: The last step used, 0 for none.
    /// - Returns: The greatest matching step above `lastStep`; `nil` without one.
    public static func step(of code: String, secret: Data, at date: Date, after lastStep: Int) -> Int? {
        let typed = Data(code.utf8.filter { $0 != UInt8(ascii: " ") })
        guard typed.count == 6, let now = Int(exactly: (date.timeIntervalSince1970 / period).rounded(.down)),
            (1...(1 << 48)).contains(now)
        else { return nil }
        // All three are computed and compared, whichever matches.
        let matches = (now - 1...now + 1).filter { step in
            let isSame = ConstantTime.equal(Data(self.code(secret: secret, step: step).utf8), typed)
            return isSame && step > lastStep
        }
        return matches.max()
    }

    /// The code of one time step (RFC 4226, section 5.3).
    ///
    /// - Precondition: `step` isn't negative.
    package static func code(secret: Data, step: Int) -> String {
        var message = Data()
        message.append(bigEndian: UInt64(step))
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    private static func escaped(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
