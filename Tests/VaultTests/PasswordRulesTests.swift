import Foundation
import Testing
import Vault

@Suite struct PasswordRulesTests {
    let rules = PasswordRules()

    private func reason(
        _ password: String, name: String = "Anna Berger", mail: String = "a.berger@example.org", second: Bool = true
    ) -> String? {
        do {
            try rules.check(password, name: name, mail: mail, hasSecondFactor: second)
            return nil
        } catch .weakPassword(let reason) {
            return reason
        } catch {
            return "another error"
        }
    }

    @Test(arguments: [
        ("kv9wtqzm", true, true), ("kv9wtqz", true, false), ("kv9wtqzmhb2xpd", false, false),
        ("kv9wtqzmhb2xpdr", false, true), ("👩‍⚕️🦴🌧️ü", true, true),
    ])
    func `code points are counted`(password: String, second: Bool, isGood: Bool) {
        #expect((reason(password, second: second) == nil) == isGood)
    }

    @Test func `up to 256 code points are taken`() {
        let letters = Array("kv9w tqz mhb xpd jlf")
        var state: UInt64 = 1
        let long = String(
            (0..<256).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return letters[Int(state >> 33) % letters.count]
            }
        )
        #expect(reason(long) == nil)
        #expect(reason(long + "x") == "Use at most 256 characters.")
        #expect(reason(String(repeating: "kvw", count: 100_000)) == "Use at most 256 characters.")
    }

    @Test(arguments: [
        "correct ladder mitten orbit", "der graue Esel kaut Nudeln", "vier-Kieselsteine-im-Schuh",
        "mossy kettle hums at dusk",
        "sunshine dragon coffee umbrella", "power station nine lamps", "zqf8#kw!pt0mvxy", "我喜欢在早上喝茶看书写字画画唱歌",
    ])
    func `good passwords pass without any rule about kinds of letters`(password: String) {
        #expect(reason(password, second: false) == nil)
    }

    @Test(arguments: [
        "password", "PASSWORD", "Passw0rd", "p@ssw0rd2024", "password123", "Password1!", "sunshine", "iloveyou",
        "letmein1",
        "football99", "Summer2024!", "sommer2024", "Passwort1", "trustno1", "welcome123", "Physio2025!", "massage12",
        "dragonmaster", "michael1987", "2024summer", "$unshine1", "passwordpassword", "Password-Password-1",
        "correcthorsebatterystaple",
        "correct horse battery staple", "ThisIsMyPassword", "maytheforcebewithyou", "MyPassword", "schatzi2020",
        "footballdragon2024", "pass word 123", "password!!!", "1password1", "charlie123456789",
    ])
    func `passwords tried first are refused in any case`(password: String) {
        #expect(reason(password) != nil)
    }

    @Test(arguments: [
        "aaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "abcabcabc", "abcabcabcabcabca", "xk7xk7xk7xk7xk7", "ababababab",
        "kv9wtqzmkv9wtqzm",
        "11112222", "........", "kvw-kvw-kvw-kvw", "1212121212",
    ])
    func `one piece again and again is refused`(password: String) {
        #expect(reason(password)?.hasPrefix("It repeats") == true)
    }

    @Test(arguments: [
        "12345678", "123456789012345", "87654321", "abcdefgh", "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrq", "qwertyuiop",
        "qwertzuiop", "azertyuiop", "poiuytrewq", "asdfghjkl", "1qaz2wsx3edc4rfv", "1q2w3e4r5t6y7u8i", "qwerty123456",
        "QWERTYuiop1234", "abcdefgh12345678", "yxcvbnm,.-", "!@#$%^&*()", "asdfghjklöä", "qazwsxedc", "1a2b3c4d5e",
    ])
    func `keyboard, alphabet and digits in a row are refused`(password: String) {
        #expect(reason(password)?.hasPrefix("It follows") == true)
    }

    @Test(arguments: ["19870412", "12.04.1987", "04/12/1987", "31121999", "2004-10-27"])
    func `a date alone is refused`(password: String) {
        #expect(reason(password) != nil)
    }

    @Test(arguments: [
        "annaberger", "Anna Berger", "Anna-Berger-87xq", "a.berger!", "ABerger#wq", "my long words by anna berger here",
        "xx berger qq zw lk",
    ])
    func `the own name is refused`(password: String) {
        #expect(reason(password) == "Leave your name and your address of mail out of the password.")
    }

    @Test func `a short name within other words doesn't count`() {
        #expect(reason("banana boat sinks slowly", name: "Ana", mail: "an@example.org", second: false) == nil)
        #expect(reason("information desk closes at noon", name: "", mail: "info@example.org", second: false) == nil)
        #expect(reason("kv9wtqzmhb2xpdr", name: "", mail: "", second: false) == nil)
        #expect(reason("kv9wtqzmhb2xpdr", name: " - ", mail: "@", second: false) == nil)
    }

    @Test(arguments: ["tautband", "TautBand!", "taut-band-2026", "my tautband login words"])
    func `the product's name is refused`(password: String) {
        #expect(reason(password) != nil)
    }

    @Test func `the reason says what to do`() {
        #expect(
            reason("kv9wtqz", second: false)
                == "Use at least 15 characters; some unrelated words in a row are easy to keep in mind."
        )
    }
}
