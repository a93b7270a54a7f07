extension SVGParts {
    /// Where a text begins at its point.
    enum Anchor: String {
        case start, middle, end
    }

    /// A line of text in the size and colour of a part of the picture.
    static func text(
        _ words: String, x: Double, y: Double, size: Double, anchor: Anchor = .start, isBold: Bool = false,
        fill: String? = nil
    ) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\""
            + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"") + (isBold ? " font-weight=\"700\"" : "")
            + (fill.map { " fill=\"\($0)\"" } ?? "") + ">\(escaped(words))</text>"
    }

    /// A line through points; nothing for fewer than two.
    static func line(
        _ points: [(x: Double, y: Double)], stroke: String, width: Double, dash: String? = nil
    ) -> String {
        guard let first = points.first, points.count > 1 else { return "" }
        let way = points.dropFirst().map { "\(number($0.x)) \(number($0.y))" }.joined(separator: " ")
        return "<path d=\"M\(number(first.x)) \(number(first.y))L\(way)\" fill=\"none\" stroke=\"\(stroke)\" "
            + "stroke-width=\"\(number(width))\" stroke-linejoin=\"round\""
            + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>"
    }

    static func rectangle(
        x: Double, y: Double, width: Double, height: Double, fill: String, stroke: String? = nil
    ) -> String {
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(max(width, 0)))\" "
            + "height=\"\(number(max(height, 0)))\" fill=\"\(fill)\"" + (stroke.map { " stroke=\"\($0)\"" } ?? "")
            + "/>"
    }
}
