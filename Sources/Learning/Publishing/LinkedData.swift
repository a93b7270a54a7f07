/// A value of JSON-LD, written in a fixed order.
indirect enum LinkedData {
    case text(String)
    case number(Int)
    case list([LinkedData])
    case object([(key: String, value: LinkedData)])

    /// The text for a `<script type="application/ld+json">` element.
    ///
    /// `<`, `>` and `&` are written as escapes, so that no text can end the element or begin a comment in it (HTML
    /// Standard, 4.12.1.3, restrictions for contents of script elements); U+2028 and U+2029 too.
    ///
    /// - Complexity: O(letters).
    var script: String {
        var out = ""
        write(to: &out)
        return out
    }

    private func write(to out: inout String) {
        switch self {
        case .text(let text): Self.write(text, to: &out)
        case .number(let number): out += String(number)
        case .list(let elements):
            out += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { out += "," }
                element.write(to: &out)
            }
            out += "]"
        case .object(let entries):
            out += "{"
            for (index, entry) in entries.enumerated() {
                if index > 0 { out += "," }
                Self.write(entry.key, to: &out)
                out += ":"
                entry.value.write(to: &out)
            }
            out += "}"
        }
    }

    private static func write(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{7f}": out += escaped(scalar.value)
            default:
                if scalar.value < 0x20 { out += escaped(scalar.value) } else { out.unicodeScalars.append(scalar) }
            }
        }
        out += "\""
    }

    private static func escaped(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }
}
