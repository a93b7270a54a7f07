/// Content lines of iCalendar (RFC 5545, section 3.1): escaped, folded and ended as the format asks.
struct CalendarLines {
    /// The octets that a line may have without its break.
    static let longestLine = 75

    private(set) var text = ""

    private var octets = 0

    /// Adds `name:value` as it is; the value must already be in the form of its type.
    mutating func add(_ name: String, _ value: String) {
        octets = 0
        for character in name + ":" + value {
            // A letter and its accents stay together, unless they alone are longer than a line.
            if character.utf8.count < Self.longestLine {
                append(String(character))
            } else {
                for scalar in character.unicodeScalars { append(String(scalar)) }
            }
        }
        text += "\r\n"
    }

    private mutating func append(_ part: String) {
        if octets + part.utf8.count > Self.longestLine {
            text += "\r\n "
            octets = 1
        }
        text += part
        octets += part.utf8.count
    }

    /// Adds a value of type TEXT, escaped.
    mutating func add(_ name: String, text value: String) { add(name, Self.escaped(value)) }

    /// Adds a value of type DATE-TIME, in UTC.
    mutating func add(_ name: String, _ moment: Moment) { add(name, Self.utc(moment)) }

    /// `20260329T010000Z`.
    static func utc(_ moment: Moment) -> String {
        String(moment.description.unicodeScalars.filter { $0 != "-" && $0 != ":" })
    }

    /// A TEXT value: line breaks become `\n`, other control characters except the tab are left out.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where afterReturn: break
            case "\r", "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\\", ";", ",":
                escaped.append("\\")
                escaped.append(scalar)
            case "\t": escaped.append(scalar)
            default:
                if !isControl(scalar) { escaped.append(scalar) }
            }
            afterReturn = scalar == "\r"
        }
        return String(escaped)
    }

    /// A parameter value in quotes, with the escapes of RFC 6868 for what quotes can't hold.
    static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "^": quoted.append(contentsOf: "^^".unicodeScalars)
            case "\"": quoted.append(contentsOf: "^'".unicodeScalars)
            case "\n": quoted.append(contentsOf: "^n".unicodeScalars)
            default:
                if !isControl(scalar) { quoted.append(scalar) }
            }
        }
        quoted.append("\"")
        return String(quoted)
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || scalar.value == 0x7f }
}
