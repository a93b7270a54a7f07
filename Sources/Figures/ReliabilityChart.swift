/// A reliability diagram: what was said across, what came true up, the diagonal where both agree.
public struct ReliabilityChart: Sendable {
    /// One curve; its points lie anywhere in the unit square.
    public struct Curve: Sendable {
        public let name: String
        public let points: [(said: Double, came: Double, count: Int)]

        public init(name: String, points: [(said: Double, came: Double, count: Int)]) {
            self.name = name
            self.points = points
        }
    }

    private let title: String
    private let note: String
    private let curves: [Curve]

    public init(title: String, note: String, curves: [Curve]) {
        self.title = title
        self.note = note
        self.curves = curves
    }

    /// The diagram as an SVG document of 460 by 520 units; curves differ in dash and mark, not in colour alone.
    public func svg() -> String {
        let (left, top, size) = (60.0, 56.0, 360.0)
        func x(_ share: Double) -> Double { left + share * size }
        func y(_ share: Double) -> Double { top + (1 - share) * size }
        func text(_ x: Double, _ y: Double, _ words: String, _ more: String = "") -> String {
            let safe = words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            return "<text x=\"\(x)\" y=\"\(y)\" font-size=\"12\" \(more)>\(safe)</text>"
        }
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 460 520\" font-family=\"sans-serif\" fill=\"#16202a\">",
            "<title>\(title)</title><rect width=\"460\" height=\"520\" fill=\"#fff\"/>",
            text(left, 24, title, "font-weight=\"700\""), text(left, 42, note, "fill=\"#45545d\""),
        ]
        for step in stride(from: 0.0, through: 1.001, by: 0.2) {
            parts.append(
                "<path d=\"M\(x(step)) \(y(0))V\(y(1))M\(x(0)) \(y(step))H\(x(1))\" stroke=\"#dde3e5\" fill=\"none\"/>")
            let label = "\((step * 10).rounded() / 10)"
            parts.append(text(x(step), y(0) + 16, label, "text-anchor=\"middle\""))
            parts.append(text(left - 8, y(step) + 4, label, "text-anchor=\"end\""))
        }
        parts.append(
            "<path d=\"M\(x(0)) \(y(0))L\(x(1)) \(y(1))\" stroke=\"#7b8a92\" stroke-dasharray=\"2 4\" fill=\"none\"/>")
        let looks = [("#0c4a5e", "", "circle"), ("#b3261e", "7 4", "square")]
        for (index, curve) in curves.enumerated() {
            let (colour, dash, mark) = looks[index % looks.count]
            let path = curve.points.enumerated().map { "\($0 == 0 ? "M" : "L")\(x($1.said)) \(y($1.came))" }.joined()
            parts.append(
                "<path d=\"\(path)\" stroke=\"\(colour)\" stroke-width=\"2\" stroke-dasharray=\"\(dash)\" fill=\"none\"/>"
            )
            func dot(_ x: Double, _ y: Double) -> String {
                mark == "circle"
                    ? "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"4\" fill=\"\(colour)\"/>"
                    : "<rect x=\"\(x - 4)\" y=\"\(y - 4)\" width=\"8\" height=\"8\" fill=\"\(colour)\"/>"
            }
            parts += curve.points.map { dot(x($0.said), y($0.came)) }
            let line = 470.0 + Double(index) * 20
            parts += [dot(left + 4, line - 4), text(left + 16, line, curve.name)]
        }
        parts.append(text(left + size / 2, top + size + 34, "stated probability", "text-anchor=\"middle\""))
        parts.append(
            "<text transform=\"rotate(-90)\" x=\"\(-(top + size / 2))\" y=\"18\" font-size=\"12\" text-anchor=\"middle\">share that came true</text>"
        )
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }
}
