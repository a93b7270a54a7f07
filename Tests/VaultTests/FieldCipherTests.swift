import Foundation
import Testing
import Vault

@Suite struct FieldCipherTests {
    let folder: TemporaryFolder
    let file: KeyFile
    let keyring: DataKeyring
    let key: DataKey
    let cipher: FieldCipher
    // From Python's cryptography: data key 3 of practice-1 under the known master key 7, and a name under it.
    let knownWrapped = "AQAAAAcAAAAAAAAAAAAAAAAunZf9kQmlmiCBgx40Ab+24nJkYBy0Vhi4p4m4+cJjaVL8xgpfzVp5co9TMwz4coE="
    let knownField = "AQAAAAMJCQkJCQkJCQkJCQket1BI7d+xfvTfdB3BZJxrIXpmyGBKU/rPgbNf"

    init() throws {
        folder = try TemporaryFolder()
        file = try knownKeys(folder)
        keyring = DataKeyring(masters: file.keys)
        key = try keyring.unwrap(#require(Data(base64Encoded: knownWrapped)), id: 3, practice: "practice-1")
        cipher = FieldCipher(keys: [key])
    }

    @Test func `what Python sealed opens`() throws {
        #expect(try cipher.open(#require(Data(base64Encoded: knownField)), context: "client.name:42") == "Zoë Müller")
    }

    @Test(arguments: ["", "a", "Zoë 👩🏽‍⚕️\u{0}", String(repeating: "long ", count: 50_000)])
    func `texts come back, and the same text never looks the same`(text: String) throws {
        let (one, other) = (try cipher.seal(text, context: "c"), try cipher.seal(text, context: "c"))
        #expect(one != other)
        #expect(one.count == text.utf8.count + 33)
        #expect(try cipher.open(one, context: "c") == text)
        // A slice whose indices don't begin at 0.
        #expect(try cipher.open((Data([1, 2, 3]) + other).dropFirst(3), context: "c") == text)
    }

    @Test func `a field doesn't open in another record or column`() throws {
        let sealed = try cipher.seal("Zoë", context: "client.name:1")
        for context in ["client.name:2", "client.mail:1", "", "client.name:1 "] {
            #expect(throws: VaultError.damaged) { try cipher.open(sealed, context: context) }
        }
    }

    @Test func `no altered, cut or lengthened field opens`() throws {
        let sealed = try cipher.seal("Zoë", context: "c")
        for mask in [0x01, 0x80] as [UInt8] {
            for wrong in altered(sealed, by: mask) {
                #expect(throws: VaultError.self) { try cipher.open(wrong, context: "c") }
            }
        }
        for length in 0..<sealed.count {
            #expect(throws: VaultError.damaged) { try cipher.open(sealed.prefix(length), context: "c") }
        }
        #expect(throws: VaultError.damaged) { try cipher.open(sealed + [0], context: "c") }
    }

    @Test func `bytes that aren't text don't open as text`() throws {
        let sealed = try cipher.seal(bytes: Data([0xFF, 0xFE]), context: "c")
        #expect(try cipher.bytes(sealed, context: "c") == Data([0xFF, 0xFE]))
        #expect(throws: VaultError.damaged) { try cipher.open(sealed, context: "c") }
    }

    @Test func `after a rotation the new key seals and both open`() throws {
        let old = try cipher.seal("before", context: "c")
        let rotated = FieldCipher(keys: [DataKeyring.makeKey(id: 4), key])
        let new = try rotated.seal("after", context: "c")
        #expect(try rotated.open(old, context: "c") == "before")
        #expect(try rotated.open(new, context: "c") == "after")
        #expect(rotated.needsReseal(old) && !rotated.needsReseal(new))
        #expect(throws: VaultError.unknownKey(4)) { try cipher.open(new, context: "c") }
    }

    @Test func `without a key nothing is sealed`() {
        #expect(throws: VaultError.unknownKey(0)) { try FieldCipher(keys: []).seal("a", context: "c") }
        #expect(throws: VaultError.unknownKey(0)) { try DataKeyring(masters: []).wrap(key, practice: "p") }
    }

    @Test func `a data key unwraps for its practice and number alone`() throws {
        let wrapped = try keyring.wrap(key, practice: "practice-1")
        #expect(wrapped.count == 65)
        let back = try keyring.unwrap(wrapped, id: 3, practice: "practice-1")
        #expect(try FieldCipher(keys: [back]).open(cipher.seal("same key", context: "c"), context: "c") == "same key")
        #expect(throws: VaultError.damaged) { try keyring.unwrap(wrapped, id: 3, practice: "practice-2") }
        #expect(throws: VaultError.damaged) { try keyring.unwrap(wrapped, id: 4, practice: "practice-1") }
        for wrong in altered(wrapped) {
            #expect(throws: VaultError.self) { try keyring.unwrap(wrong, id: 3, practice: "practice-1") }
        }
    }

    @Test func `after a rotation of the master key old data keys unwrap and are wrapped anew`() throws {
        let wrapped = try keyring.wrap(key, practice: "p")
        try file.addKey()
        let rotated = DataKeyring(masters: file.keys)
        #expect(rotated.needsRewrap(wrapped))
        let again = try rotated.wrap(rotated.unwrap(wrapped, id: 3, practice: "p"), practice: "p")
        #expect(!rotated.needsRewrap(again))
        #expect(try rotated.unwrap(again, id: 3, practice: "p").id == 3)
        #expect(throws: VaultError.unknownKey(8)) { try keyring.unwrap(again, id: 3, practice: "p") }
    }
}
