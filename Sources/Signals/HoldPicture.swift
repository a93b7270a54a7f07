public import Electromyography

/// Magnitude and median frequency around holds as a picture: before, during and after, each with its interval.
public struct HoldPicture: Sendable {
    private let report: HoldReport

    public init(_ report: HoldReport) { self.report = report }

    private struct Row {
        let title: String
        let unit: String
        let values: [(phase: HoldPhase, estimate: Estimate?)]
        let isReal: Bool
    }

    /// The picture as SVG; `width` in pixels, 320 to 4,000.
    public func svg(width: Double = 760) -> String {
        let width = min(max(width, 320), 4_000)
        let rows = report.holds.enumerated().flatMap { place, hold in
            let phases = HoldPhase.allCases
            return [
                Row(
                    title: "Hold \(place + 1), magnitude (RMS)", unit: "µV",
                    values: phases.map { ($0, hold.measures($0)?.rms) }, isReal: hold.change.isRealRMS),
                Row(
                    title: "Hold \(place + 1), median frequency", unit: "Hz",
                    values: phases.map { ($0, hold.measures($0)?.medianFrequency) },
                    isReal: hold.change.isRealMedianFrequency),
            ]
        }
        let height = 120.0 * Double(rows.count) + 50
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\" "
                + "font-family=\"system-ui, sans-serif\" font-size=\"14\" fill=\"#1c2529\">",
            "<title>Surface EMG before, during and after holds</title>",
        ]
        for (index, row) in rows.enumerated() { parts.append(draw(row, top: 120 * Double(index) + 10, width: width)) }
        parts.append(text(10, height - 18, "Bars: 95 % intervals. \(HoldReport.notice)", size: 11))
        return parts.joined(separator: "\n") + "\n</svg>"
    }

    private func draw(_ row: Row, top: Double, width: Double) -> String {
        let most = row.values.compactMap { $0.estimate?.high }.max() ?? 1
        let scale = (width - 260) / max(most, 1e-9)
        var parts = [text(10, top + 16, row.title + (row.isReal ? ": a real change" : ": no real change"), weight: 700)]
        for (index, value) in row.values.enumerated() {
            let y = top + 34 + 26 * Double(index)
            parts.append(text(20, y + 12, "\(value.phase.rawValue)"))
            guard let estimate = value.estimate else {
                parts.append(text(100, y + 12, "not measurable"))
                continue
            }
            let (low, high) = (100 + estimate.low * scale, 100 + estimate.high * scale)
            let middle = 100 + estimate.value * scale
            parts.append(
                "<rect x=\"100\" y=\"\(number(y))\" width=\"\(number(max(middle - 100, 0)))\" height=\"16\" fill=\"#0f4c5c\" fill-opacity=\"0.75\"/>"
                    + "<path d=\"M\(number(low)) \(number(y + 8))H\(number(high))M\(number(low)) \(number(y + 3))v10M\(number(high)) \(number(y + 3))v10\" stroke=\"#b3261e\" stroke-width=\"2\" fill=\"none\"/>"
            )
            parts.append(text(width - 150, y + 12, "\(number(estimate.value)) \(row.unit)"))
        }
        return parts.joined()
    }

    private func text(_ x: Double, _ y: Double, _ words: String, size: Int = 14, weight: Int = 400) -> String {
        let plain = words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return
            "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(size)\" font-weight=\"\(weight)\">\(plain)</text>"
    }

    private func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }
}
