/// Shares without a return over days: steps with their intervals as bands, curves that differ in dash as well as in colour.
public struct SurvivalChart: Sendable {
    public struct Step: Hashable, Sendable {
        public let day: Double
        public let share: Double
        public let low: Double
        public let high: Double

        /// Shares are 0...1; without an interval `low` and `high` are the share.
        public init(day: Double, share: Double, low: Double, high: Double) {
            (self.day, self.share, self.low, self.high) = (day, share, low, high)
        }
    }

    public struct Curve: Sendable {
        public let name: String
        public let steps: [Step]
        /// The day up to which the curve is drawn.
        public let lastDay: Double

        public init(name: String, steps: [Step], lastDay: Double) {
            (self.name, self.steps, self.lastDay) = (name, steps, lastDay)
        }
    }

    private let title: String
    private let curves: [Curve]

    public init(title: String, curves: [Curve]) {
        self.title = title
        self.curves = curves
    }

    /// The chart as an SVG element of the given width; three curves at most are told apart.
    public func svg(width: Double = 640) -> String {
        let (left, top, right) = (48.0, 16.0, 16.0)
        let (plotWidth, plotHeight) = (width - left - right, 240.0)
        let legend = 24.0 * Double(curves.count)
        let height = top + plotHeight + 48 + legend
        let span = max(curves.map(\.lastDay).max() ?? 1, 1)
        func x(_ day: Double) -> Double { left + min(max(day, 0), span) / span * plotWidth }
        func y(_ share: Double) -> Double { top + (1 - share) * plotHeight }
        func round(_ value: Double) -> Double { (value * 10).rounded() / 10 }
        func text(_ x: Double, _ y: Double, _ words: String, _ more: String = "") -> String {
            let safe = words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            return "<text x=\"\(round(x))\" y=\"\(round(y))\" font-size=\"13\" \(more)>\(safe)</text>"
        }
        let safeTitle = title.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" font-family=\"sans-serif\" fill=\"#16202a\""
                + " role=\"img\" aria-label=\"\(safeTitle)\">",
            "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#fff\"/>",
        ]
        for share in [0, 0.25, 0.5, 0.75, 1] {
            parts.append("<path d=\"M\(left) \(y(share))H\(left + plotWidth)\" stroke=\"#dde3e5\" fill=\"none\"/>")
            parts.append(text(left - 8, y(share) + 4, "\(Int(share * 100)) %", "text-anchor=\"end\""))
        }
        let step = Self.step(for: span, most: width < 480 ? 4 : 8)
        for day in stride(from: 0, through: span, by: step) {
            parts.append("<path d=\"M\(round(x(day))) \(y(0))v5\" stroke=\"#7b8a92\" fill=\"none\"/>")
            parts.append(text(x(day), y(0) + 20, "\(Int(day))", "text-anchor=\"middle\""))
        }
        parts.append(text(left + plotWidth / 2, y(0) + 38, "days without pain", "text-anchor=\"middle\""))
        let looks = [("#0c4a5e", ""), ("#b3261e", "8 4"), ("#5b3d8c", "2 4")]
        for (index, curve) in curves.enumerated() {
            let (colour, dash) = looks[index % looks.count]
            var upper = "M\(round(x(0))) \(y(1))"
            var lower: [String] = ["\(round(x(0))) \(y(1))"]
            var line = upper
            var last = (high: 1.0, low: 1.0)
            for step in curve.steps {
                let place = round(x(step.day))
                line += "H\(place)V\(round(y(step.share)))"
                upper += "H\(place)V\(round(y(step.high)))"
                lower += ["\(place) \(round(y(last.low)))", "\(place) \(round(y(step.low)))"]
                last = (step.high, step.low)
            }
            let end = round(x(curve.lastDay))
            line += "H\(end)"
            upper += "H\(end)V\(round(y(last.low)))"
            parts.append(
                "<path d=\"\(upper)L\(lower.reversed().joined(separator: "L"))Z\" fill=\"\(colour)\" fill-opacity=\"0.12\"/>"
            )
            parts.append(
                "<path d=\"\(line)\" stroke=\"\(colour)\" stroke-width=\"2.5\" stroke-dasharray=\"\(dash)\" fill=\"none\"/>"
            )
            let row = top + plotHeight + 62 + Double(index) * 24
            parts.append(
                "<path d=\"M\(left) \(row - 4)h32\" stroke=\"\(colour)\" stroke-width=\"2.5\" stroke-dasharray=\"\(dash)\" fill=\"none\"/>"
            )
            parts.append(text(left + 40, row, curve.name))
        }
        return parts.joined() + "</svg>"
    }

    /// Days between two marks: round numbers, no more marks than asked for.
    private static func step(for span: Double, most: Int) -> Double {
        let choices: [Double] = [7, 14, 30, 60, 90, 180, 365, 730, 1_825, 3_650, 36_500]
        return choices.first { span / $0 <= Double(most) } ?? span
    }
}
