/// Decimal numbers in text, read to the nearest value.
enum DecimalNumber {
    /// The powers of ten that a `Double` holds exactly.
    private static let exactPowers: [Double] = (0...22).map { power in
        (0..<power).reduce(1.0) { value, _ in value * 10 }
    }

    /// The number that the octets spell, with an optional sign and exponent.
    ///
    /// Words such as `nan` and `inf` and hexadecimal digits are refused; a number that is too large is infinite.
    /// The quick way is exact: a mantissa below 2^53 times or through a power of ten up to 10^22 is rounded once
    /// (Clinger 1990, doi:10.1145/93548.93557). All else goes to the standard library.
    ///
    /// - Parameters:
    ///   - text: The octets without blanks around them.
    ///   - mark: The octet between whole and broken part.
    /// - Returns: The number; `nil` for anything else.
    /// - Complexity: O(*n*), where *n* is the number of octets.
    @inline(__always)
    static func parsed(_ text: UnsafeBufferPointer<UInt8>, mark: UInt8) -> Double? {
        let count = text.count
        var at = 0
        var isNegative = false
        if at < count, text[at] == 0x2d || text[at] == 0x2b {
            isNegative = text[at] == 0x2d
            at += 1
        }
        var mantissa: UInt64 = 0
        var digits = 0
        var significant = 0
        var power = 0
        var isInFraction = false
        while at < count {
            let byte = text[at]
            let digit = byte &- 0x30
            if digit <= 9 {
                digits += 1
                if significant > 0 || digit > 0 { significant += 1 }
                if significant <= 18 { mantissa = mantissa &* 10 &+ UInt64(digit) }
                if isInFraction { power -= 1 }
            } else if byte == mark, !isInFraction {
                isInFraction = true
            } else {
                break
            }
            at += 1
        }
        guard digits > 0 else { return nil }
        if at < count {
            guard text[at] == 0x65 || text[at] == 0x45, let exponent = exponent(text, from: at + 1) else { return nil }
            power += exponent
        }
        guard significant <= 18, mantissa <= 1 << 53, power >= -22, power <= 22 else {
            return mantissa == 0 && significant == 0 ? (isNegative ? -0.0 : 0) : slow(text, mark: mark)
        }
        let whole = Double(mantissa)
        let size = power < 0 ? whole / exactPowers[-power] : whole * exactPowers[power]
        return isNegative ? -size : size
    }

    /// Whole number after the letter of the exponent, to the end; held at ±100,000, where any number is 0 or infinite.
    private static func exponent(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var at = start
        var isNegative = false
        if at < text.count, text[at] == 0x2d || text[at] == 0x2b {
            isNegative = text[at] == 0x2d
            at += 1
        }
        guard at < text.count else { return nil }
        var value = 0
        while at < text.count {
            let digit = text[at] &- 0x30
            guard digit <= 9 else { return nil }
            value = min(100_000, value * 10 + Int(digit))
            at += 1
        }
        return isNegative ? -value : value
    }

    private static func slow(_ text: UnsafeBufferPointer<UInt8>, mark: UInt8) -> Double? {
        let point = UInt8(ascii: ".")
        return Double(String(decoding: text.map { $0 == mark ? point : $0 }, as: UTF8.self))
    }
}
