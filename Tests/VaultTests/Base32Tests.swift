import Foundation
import Testing
import Vault

@Suite struct Base32Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "MY======"), ("fo", "MZXQ===="), ("foo", "MZXW6==="), ("foob", "MZXW6YQ="),
        ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI======"),
    ])
    func `texts are those of RFC 4648, with padding and without`(plain: String, text: String) {
        let bytes = Data(plain.utf8)
        #expect(Base32.standard.encode(bytes, padded: true) == text)
        #expect(Base32.standard.decode(text) == bytes)
        let bare = text.replacing("=", with: "")
        #expect(Base32.standard.encode(bytes) == bare)
        #expect(Base32.standard.decode(bare) == bytes)
    }

    @Test(arguments: [
        "M", "MZX", "MZXW6Y", "MZ", "MY=====", "MY=======", "MY====A=", "my", "M1", "ÄÄ", "=", "MZXW6YQ=MY",
    ])
    func `texts that no bytes give are refused`(text: String) {
        #expect(Base32.standard.decode(text) == nil)
    }

    @Test func `every length reads back in both alphabets`() {
        for length in 0...40 {
            let bytes = Data((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) })
            for alphabet in [Base32.standard, .crockford] {
                #expect(alphabet.decode(alphabet.encode(bytes)) == bytes)
                #expect(alphabet.decode(alphabet.encode(bytes, padded: true)) == bytes)
            }
        }
    }
}
