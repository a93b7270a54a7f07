import Foundation
import Testing
import Vault

@Suite struct TokenTests {
    @Test func `a token reads back and matches its own hash alone`() throws {
        let token = Token()
        #expect(token.text.count == 43)
        #expect(token.text.utf8.allSatisfy { $0.isToken })
        let back = try #require(Token(text: token.text))
        #expect(back.matches(token.hash) && token.hash.count == 32)
        #expect(!Token().matches(token.hash))
        #expect(!token.matches(Data()) && !token.matches(token.hash.dropLast()))
        for wrong in altered(token.hash) { #expect(!token.matches(wrong)) }
    }

    @Test func `texts in another form aren't tokens`() {
        let zeros = String(repeating: "A", count: 43)
        #expect(Token(text: zeros) != nil)
        // The last letter holds two bits that must be zero: one token has one text.
        #expect(Token(text: String(zeros.dropLast()) + "B") == nil)
        for text in [
            "", "A", zeros + "=", zeros + "A", String(zeros.dropLast()), String(zeros.dropLast()) + "+", "ä" + zeros,
        ] {
            #expect(Token(text: text) == nil)
        }
    }

    @Test func `ten recovery codes, each found in its own place`() {
        let (texts, hashes) = RecoveryCodes.make()
        #expect(texts.count == 10 && Set(hashes).count == 10)
        for (place, text) in texts.enumerated() {
            #expect(text.count == 29 && text.split(separator: "-").map(\.count) == [4, 4, 4, 4, 4, 4])
            #expect(RecoveryCodes.index(of: text, in: hashes) == place)
            #expect(RecoveryCodes.index(of: " \(text.lowercased().replacing("-", with: " "))\n", in: hashes) == place)
        }
        #expect(RecoveryCodes.index(of: texts[3], in: []) == nil)
        #expect(RecoveryCodes.index(of: RecoveryCodes.make().texts[0], in: hashes) == nil)
    }

    @Test func `letters that look alike read alike`() {
        #expect(
            RecoveryCodes.hash(of: "OIL0-0000-0000-0000-0000-0000")
                == RecoveryCodes.hash(of: "011000000000000000000000"))
        #expect(RecoveryCodes.hash(of: "0110-0000-0000-0000-0000-0000") != nil)
    }

    @Test(arguments: [
        "", "0000", "0000-0000-0000-0000-0000-000U", "0000-0000-0000-0000-0000-00000",
        String(repeating: "0", count: 1_000),
    ])
    func `what can't be a recovery code has no hash`(text: String) {
        #expect(RecoveryCodes.hash(of: text) == nil)
    }
}

extension UInt8 {
    fileprivate var isToken: Bool {
        (97...122).contains(self) || (65...90).contains(self) || (48...57).contains(self) || self == 45 || self == 95
    }
}
