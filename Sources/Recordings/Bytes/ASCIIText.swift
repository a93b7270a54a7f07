/// Texts and numbers as the headers of recordings hold them.
enum ASCIIText {
    /// The text without blanks, tabs and line ends around it.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.value <= 0x20 }
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    /// The octets as UTF-8 or, when they are none, as Latin-1, which older devices write.
    static func decoded(_ bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
        return String(scalars)
    }

    /// A whole number with an optional sign, and nothing else; `nil` for other text and for what is too large.
    static func wholeNumber(_ text: some StringProtocol) -> Int? {
        let digits = text.utf8.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
        guard digits.utf8.first != UInt8(ascii: "+") else { return nil }
        return Int(digits)
    }

    /// A finite decimal number, and nothing else.
    static func number(_ text: some StringProtocol) -> Double? {
        let bytes = Array(text.utf8)
        let value = bytes.withUnsafeBufferPointer { DecimalNumber.parsed($0, mark: UInt8(ascii: ".")) }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// Splits at blanks and tabs.
    static func words(_ text: some StringProtocol) -> [String] {
        text.utf8.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }.map { decoded($0) }
    }

    /// The text in at most so many octets, without cutting a character.
    static func shortened(_ text: String, to octets: Int) -> String {
        guard text.utf8.count > octets else { return text }
        var shortened = ""
        var used = 0
        for scalar in text.unicodeScalars {
            used += String(scalar).utf8.count
            guard used <= octets else { break }
            shortened.unicodeScalars.append(scalar)
        }
        return shortened
    }
}
