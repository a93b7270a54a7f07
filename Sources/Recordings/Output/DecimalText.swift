/// Numbers as text without an exponent.
enum DecimalText {
    /// The number with at most so many digits after the point, zeros at the end left out.
    ///
    /// - Precondition: The number is finite and below 1e15.
    static func text(_ value: Double, digits: Int) -> String {
        let power = (0..<digits).reduce(1.0) { size, _ in size * 10 }
        return text(scaled: (abs(value) * power).rounded(), digits: digits, isNegative: value < 0)
    }

    /// The number in at most 8 characters, not inside of the true one: down for a minimum, up for a maximum.
    ///
    /// - Returns: `nil` when there is no such text.
    static func eight(_ value: Double, up: Bool) -> String? {
        guard value.isFinite, abs(value) < 1e8 else { return nil }
        for digits in stride(from: 7, through: 0, by: -1) {
            let power = (0..<digits).reduce(1.0) { size, _ in size * 10 }
            let exact = value * power
            // A number that has so many digits is not pushed one further by the rounding of the product.
            let near = exact.rounded()
            let isExact = abs(exact - near) <= 1e-9 * max(1, abs(near)) && near / power == value
            let scaled = isExact ? near : exact.rounded(up ? .up : .down)
            let text = text(scaled: abs(scaled), digits: digits, isNegative: scaled < 0)
            if text.utf8.count <= 8 { return text }
        }
        return nil
    }

    private static func text(scaled: Double, digits: Int, isNegative: Bool) -> String {
        guard scaled < 9e18 else { return scaled.description }
        let number = String(UInt64(scaled))
        let padded = String(repeating: "0", count: max(0, digits + 1 - number.count)) + number
        var text = String(padded.dropLast(digits))
        let fraction = padded.suffix(digits)
        if let last = fraction.lastIndex(where: { $0 != "0" }) { text += "." + fraction[...last] }
        return isNegative && scaled > 0 ? "-" + text : text
    }
}
