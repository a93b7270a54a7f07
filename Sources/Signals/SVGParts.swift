/// What the pictures of signals are made of.
enum SVGParts {
    /// The colours of the stretches before, during and after a hold; each has a contrast of 4.5 or more on white, and a
    /// form of its own beside.
    static let colours: [String: String] = ["before": "#5b4636", "during": "#b3261e", "after": "#0f4c5c"]

    /// The dashes of a line by stretch, so that colour is not all that tells them apart.
    static let dashes: [String: String] = ["before": "2 3", "during": "7 3", "after": "none"]

    /// A line of text.
    static func text(
        _ x: Double, _ y: Double, _ words: String, size: Int = 14, weight: Int = 400, anchor: String = "start"
    ) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(size)\" font-weight=\"\(weight)\""
            + " text-anchor=\"\(anchor)\">\(escaped(words))</text>"
    }

    static func escaped(_ words: String) -> String {
        words.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    /// A number with at most one decimal; 0 for what no picture holds.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }

    /// Begins a picture.
    static func opening(_ width: Double, _ height: Double, _ title: String, _ description: String) -> String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\" "
            + "font-family=\"system-ui, sans-serif\" font-size=\"14\" fill=\"#1c2529\">"
            + "<title>\(escaped(title))</title><desc>\(escaped(description))</desc>"
    }

    /// A round step so that at most `most` of them fit into a length: 1, 2 or 5 times a power of ten.
    static func step(_ length: Double, most: Int) -> Double {
        guard length.isFinite, length > 0, most > 0 else { return 1 }
        var step = 1e-6
        while step < 1e9 {
            for factor in [1.0, 2, 5] where length / (step * factor) <= Double(most) { return step * factor }
            step *= 10
        }
        return step
    }
}
