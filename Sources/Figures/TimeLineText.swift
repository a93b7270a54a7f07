/// Words in a time line: how wide they are, how they are cut, and how they are written into the document.
enum TimeLineText {
    /// Fonts of one and the same widths, so that what fits on one machine fits on the next.
    static let family = "'Liberation Sans', Arial, Helvetica, sans-serif"

    /// The widths of the signs from space to `~` in thousandths of the font size, as in Arial.
    private static let widths: [Int] = [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
        500, 500, 500, 334, 260, 334, 584,
    ]

    /// The width of words in pixels, rather too much than too little.
    static func width(_ text: String, size: Double, bold: Bool = false) -> Double {
        var total = 0
        for sign in text {
            let value = Int(sign.unicodeScalars.first?.value ?? 32)
            switch value {
            case 32...126: total += widths[value - 32]
            case 0xb0, 0xb7: total += 400
            case 0...0x2ff: total += 660
            case 0x300...0x52f: total += 720
            case 0x2010...0x2015: total += 600
            default: total += 1_000
            }
        }
        return Double(total) / 1_000 * size * (bold ? 1.09 : 1.03)
    }

    /// Words cut to a width, with an ellipsis where something is left out.
    static func fitted(_ text: String, to room: Double, size: Double, bold: Bool = false) -> String {
        let text = clean(text)
        guard width(text, size: size, bold: bold) > room else { return text }
        var short = text
        while !short.isEmpty {
            short.removeLast()
            let cut = short.last == " " ? String(short.dropLast()) : short
            if width(cut + "…", size: size, bold: bold) <= room { return cut + "…" }
        }
        return ""
    }

    /// Words in lines of a width; a word too long for a line is cut.
    static func wrapped(_ text: String, to room: Double, size: Double, bold: Bool = false, most: Int = 40) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in clean(text, most: 4_000).split(separator: " ") {
            let next = line.isEmpty ? String(word) : line + " " + word
            if !line.isEmpty, width(next, size: size, bold: bold) > room {
                lines.append(line)
                line = String(word)
            } else {
                line = next
            }
        }
        if !line.isEmpty { lines.append(line) }
        if lines.count > most {
            lines[most - 1] = lines[(most - 1)...].joined(separator: " ")
            lines.removeLast(lines.count - most)
        }
        return lines.map { fitted($0, to: room, size: size, bold: bold) }
    }

    /// One line of it: signs that XML does not know and line breaks become spaces, and so many signs are kept.
    static func clean(_ text: String, most: Int = 400) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(4 * most) {
            let isOdd =
                scalar.value < 32 || (0x7f...0x9f).contains(scalar.value) || scalar.value & 0xfffe == 0xfffe
                || (0x2028...0x202e).contains(scalar.value)
            clean.append(isOdd ? " " : scalar)
        }
        return String(String(clean).prefix(most))
    }

    /// Text for an XML document.
    static func escaped(_ text: String) -> String {
        clean(text, most: 20_000).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
            ">", with: "&gt;"
        )
        .replacing("\"", with: "&quot;")
    }
}

/// The colours of a time line, told apart in grey by their lightness.
enum TimeLineInk {
    static let ink = "#16202a"
    static let soft = "#45545d"
    static let grid = "#e3e7e9"
    static let frame = "#b9c2c6"
    static let pain = "#b3261e"
    static let deep = "#7a120c"
    static let band = "#eab8b3"
    static let free = "#d3ebd9"
    static let freeDark = "#24633a"
    static let treated = "#0f4c5c"
    static let amber = "#8a5a00"
    /// From little to much.
    static let ramp = ["#b4d0d8", "#84b0bd", "#4f8a9b", "#24667a", "#0c4a5e"]
    /// Of the movements, in their order.
    static let motion = ["#0c4a5e", "#a4590a", "#5b3a8c", "#2e6b3f", "#8f1d54", "#3d4a52"]
}

/// One line of words as an element; `more` holds further attributes.
func timeLineLabel(
    _ text: String, x: Double, y: Double, size: Double = 11, anchor: String = "start", bold: Bool = false,
    fill: String = TimeLineInk.soft, halo: Bool = false
) -> String {
    guard !text.isEmpty else { return "" }
    return "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" fill=\"\(fill)\""
        + (anchor == "start" ? "" : " text-anchor=\"\(anchor)\"") + (bold ? " font-weight=\"700\"" : "")
        + (halo ? " stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"" : "")
        + ">\(TimeLineText.escaped(text))</text>"
}
