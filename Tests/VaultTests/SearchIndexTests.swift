import Foundation
import Testing
import Vault

@Suite struct SearchIndexTests {
    let index: SearchIndex

    init() throws {
        // The data key 32, 33 ... 63 that Python wrapped; see `FieldCipherTests`.
        let wrapped = "AQAAAAcAAAAAAAAAAAAAAAAunZf9kQmlmiCBgx40Ab+24nJkYBy0Vhi4p4m4+cJjaVL8xgpfzVp5co9TMwz4coE="
        let keyring = DataKeyring(masters: try knownKeys(TemporaryFolder()).keys)
        index = SearchIndex(
            key: try keyring.unwrap(#require(Data(base64Encoded: wrapped)), id: 3, practice: "practice-1"))
    }

    private func finds(_ query: String, _ name: String) -> Bool {
        let tokens = index.queryTokens(query)
        return !tokens.isEmpty && index.tokens(of: name).isSuperset(of: tokens)
    }

    @Test func `a token is the one that Python computes`() {
        #expect(index.queryTokens("MÜL").map { $0.base64EncodedString() } == ["KgaK0BXhWIBzWw=="])
    }

    @Test(arguments: [
        ("mul", "Zoë Müller"), ("Müller", "Muller"), ("muller", "Müller"), ("MU\u{308}LLER", "Müller"),
        ("zoe mu", "Zoë Müller"),
        ("muller zoe", "Zoë Müller"), ("brien", "Sinéad O'Brien"), ("o'b", "Sinéad O’Brien"),
        ("obrien", "Sinéad O'Brien"),
        ("O’Brien", "O'Brien"), ("strasser", "Straßer"), ("Straßer", "STRASSER"), ("lu", "Müller-Lüdenscheidt"),
        ("ludenscheidtson", "Lüdenscheidtsohn"), ("æ", "Aegir"), ("orsted", "Ørsted"), ("łuk", "Lukasz"),
        ("şe", "Sevgi Şen"),
        ("山", "山田 太郎"), ("3", "Ward 3"), ("fi", "ﬁnn"),
    ])
    func `a beginning of each word finds the name`(query: String, name: String) {
        #expect(finds(query, name))
    }

    @Test(arguments: [
        ("uller", "Müller"), ("mullers", "Müller"), ("zoe maier", "Zoë Müller"), ("", "Müller"), (" -' ", "Müller"),
        ("x", ""),
    ])
    func `other letters find nothing`(query: String, name: String) {
        #expect(!finds(query, name))
    }

    @Test func `tokens are short and as many as different beginnings`() {
        #expect(index.tokens(of: "Anna").count == 4)
        #expect(index.tokens(of: "Anna Annabel").count == 7)
        #expect(index.tokens(of: "Wolfeschlegelstein").count == 12)
        #expect(index.tokens(of: "").isEmpty)
        #expect(index.tokens(of: "Anna").allSatisfy { $0.count == 10 })
        #expect(index.tokens(of: (0..<500).map { "w\($0)" }.joined(separator: " ")).count <= 16 * 12)
        #expect(index.queryTokens("anna anna ANNA").count == 1)
    }

    @Test func `another practice has other tokens`() {
        let other = SearchIndex(key: DataKeyring.makeKey(id: 3))
        #expect(other.tokens(of: "Anna").isDisjoint(with: index.tokens(of: "Anna")))
    }
}
