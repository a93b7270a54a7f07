import Foundation

/// A password in small letters, with what makes it guessable whatever the words.
struct FoldedPassword {
    /// All code points, in small letters.
    let scalars: [Unicode.Scalar]
    /// Letters and digits alone.
    let core: [Unicode.Scalar]

    init(_ password: String) {
        scalars = Array(password.lowercased().unicodeScalars)
        core = scalars.filter { CharacterSet.alphanumerics.contains($0) }
    }

    /// Whether a shorter piece comes again and again to the end, or fewer than four different code points are used.
    ///
    /// - Complexity: O(*n*²) for at most 256 code points.
    var isRepetition: Bool {
        guard Set(scalars).count >= 4 else { return true }
        return [scalars, core].contains { text in
            text.count >= 2
                && (1...text.count / 2).contains { period in
                    zip(text, text.dropFirst(period)).allSatisfy { $0 == $1 }
                }
        }
    }

    /// Whether, with each run along keyboard, alphabet or digits counted as one, fewer than six are left.
    var isMadeOfRuns: Bool {
        var pieces = 0
        var index = 0
        while index < scalars.count {
            let run = KeyRows.longestRun(in: scalars, from: index)
            index += run >= 3 ? run : 1
            pieces += 1
        }
        return pieces < 6
    }

    /// Whether it is a day of the years 1900...2099 in figures, in one of the usual orders, and nothing else.
    var isDate: Bool {
        let digits = core.compactMap { scalar in scalar.isASCII ? Int(String(scalar)) : nil }
        guard core.count == 8, digits.count == 8, scalars.count <= 10 else { return false }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        func isDay(_ year: Int, _ one: Int, _ other: Int) -> Bool {
            (1_900...2_099).contains(year) && (1...31).contains(one) && (1...31).contains(other)
                && min(one, other) <= 12
        }
        return isDay(number(0..<4), number(4..<6), number(6..<8)) || isDay(number(4..<8), number(0..<2), number(2..<4))
    }

    /// Whether it contains a name so that little is left, or contains a name of six letters or more at all.
    ///
    /// Case and everything but letters and digits are passed over; names under three letters only count as the whole.
    func leansOn(_ name: String) -> Bool {
        let part = FoldedPassword(name.precomposedStringWithCompatibilityMapping).core
        guard !part.isEmpty else { return false }
        if core == part { return true }
        guard part.count >= 3, core.count >= part.count else { return false }
        let found = (0...core.count - part.count).contains { core[$0..<$0 + part.count].elementsEqual(part) }
        return found && (part.count >= 6 || scalars.count - part.count < PasswordRules.shortestWithSecondFactor)
    }
}

/// Keys and letters that follow one another.
enum KeyRows {
    private static let rows: [[Unicode.Scalar]] = {
        let texts = [
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "012345678901234567890",
            "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertzuiopü+", "asdfghjklöä#", "yxcvbnm,.-",
            "azertyuiop", "qsdfghjklm", "wxcvbn,;:",
            "!@#$%^&*()", "!\"§$%&/()=",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.", "1qay2wsx3edc4rfv5tgb6zhn7ujm8ik,9ol.", "qazwsxedcrfvtgbyhnujm",
            "qaywsxedcrfvtgbzhnujm", "1q2w3e4r5t6y7u8i9o0p", "1q2w3e4r5t6z7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
            "q1w2e3r4t5z6u7i8o9p0", "a1b2c3d4e5f6g7h8i9j0", "1a2b3c4d5e6f7g8h9i0j", "aqswdefrgthyjukilo",
            "zaqxswcdevfr",
        ]
        let forward = texts.map { Array($0.unicodeScalars) }
        return forward + forward.map { $0.reversed() }
    }()

    /// Length of the longest piece from `start` on that follows a row, one step or none at a time; at least 1.
    static func longestRun(in text: [Unicode.Scalar], from start: Int) -> Int {
        var longest = text[start...].prefix { $0 == text[start] }.count
        for row in rows {
            for place in row.indices where row[place] == text[start] {
                longest = max(longest, zip(row[place...], text[start...]).prefix { $0 == $1 }.count)
            }
        }
        return longest
    }
}
