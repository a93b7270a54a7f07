import Foundation
import Testing
import Vault

@Suite struct OneTimeCodeTests {
    /// The secret of RFC 6238, appendix B.
    let secret = Data("12345678901234567890".utf8)

    private func moment(_ seconds: Int) -> Date { Date(timeIntervalSince1970: TimeInterval(seconds)) }

    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func `codes are those of RFC 6238`(seconds: Int, code: String) {
        #expect(OneTimeCode.code(secret: secret, step: seconds / 30) == code)
        #expect(OneTimeCode.step(of: code, secret: secret, at: moment(seconds), after: 0) == seconds / 30)
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
    func `the step before and after count too`(offset: Int, isTaken: Bool) {
        let step = 41_152_263
        let code = OneTimeCode.code(secret: secret, step: step + offset)
        #expect(
            (OneTimeCode.step(of: code, secret: secret, at: moment(step * 30 + 7), after: 0) == step + offset)
                == isTaken)
    }

    @Test func `no code works twice, nor one before it`() {
        let step = 41_152_263
        let now = moment(step * 30)
        func used(_ offset: Int, after last: Int) -> Int? {
            OneTimeCode.step(
                of: OneTimeCode.code(secret: secret, step: step + offset), secret: secret, at: now, after: last)
        }
        #expect(used(0, after: step - 1) == step)
        #expect(used(0, after: step) == nil)
        #expect(used(-1, after: step) == nil)
        #expect(used(1, after: step) == step + 1)
    }

    @Test(arguments: ["", "05471", "0050471", "abcdef", "０５０４７１", "-50471", "050472", "05047é"])
    func `what isn't the code is refused`(code: String) {
        #expect(OneTimeCode.step(of: code, secret: secret, at: moment(1_111_111_111), after: 0) == nil)
    }

    @Test func `spaces as apps show them are passed over`() {
        #expect(OneTimeCode.step(of: "050 471", secret: secret, at: moment(1_111_111_111), after: 0) != nil)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 0, 1e300])
    func `a senseless clock matches nothing`(seconds: Double) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(OneTimeCode.step(of: "050471", secret: secret, at: date, after: 0) == nil)
    }

    @Test func `the address for apps names issuer, account and secret`() {
        #expect(
            OneTimeCode.provisioning(
                secret: Data("Hello!\u{DE}".utf8), account: "zoë+1@example.org", issuer: "Taut & Band")
                == "otpauth://totp/Taut%20%26%20Band:zo%C3%AB%2B1%40example.org?secret=JBSWY3DPEHBZ4&issuer=Taut%20%26%20Band"
                + "&algorithm=SHA1&digits=6&period=30"
        )
    }

    @Test func `a secret has 160 bits and reads back as it was typed`() {
        let secret = OneTimeCode.secret()
        let text = OneTimeCode.text(of: secret)
        #expect(secret.count == 20 && secret != OneTimeCode.secret())
        #expect(text.count == 32)
        #expect(OneTimeCode.secret(text: text.lowercased()) == secret)
        #expect(
            OneTimeCode.secret(text: "\(text.prefix(4)) \(text.dropFirst(4).prefix(4))-\(text.dropFirst(8))") == secret)
        #expect(OneTimeCode.secret(text: "no base32!") == nil)
    }
}
