public import Electromyography

/// Magnitude and median frequency around holds as a picture: before, during and after, each with its interval.
public struct HoldPicture: Sendable {
    private let document: HoldReportDocument

    public init(_ document: HoldReportDocument) { self.document = document }

    private struct Row {
        let title: String
        let unit: String
        let values: [(phase: String, value: HoldReportDocument.Value?)]
        let isReal: Bool
    }

    private var rows: [Row] {
        document.holds.enumerated().flatMap { place, hold in
            let phases = [("before", hold.before), ("during", hold.during), ("after", hold.after)]
            return [
                Row(
                    title: "Hold \(place + 1), magnitude (RMS)", unit: "µV",
                    values: phases.map { ($0.0, $0.1?.rmsUV) }, isReal: hold.realChange.rms),
                Row(
                    title: "Hold \(place + 1), median frequency", unit: "Hz",
                    values: phases.map { ($0.0, $0.1?.mdfHz) }, isReal: hold.realChange.mdf),
            ]
        }
    }

    /// The picture as SVG; `width` in pixels, 320 to 4,000.
    public func svg(width: Double = 760) -> String {
        let width = min(max(width, 320), 4_000)
        let rows = rows
        let height = 126.0 * Double(rows.count) + 24
        let described = rows.map { row in
            row.title + (row.isReal ? ", a real change: " : ", no real change: ")
                + row.values.map { phase, value in
                    "\(phase) " + (value.map { "\(SVGParts.number($0.value)) \(row.unit)" } ?? "not measurable")
                }.joined(separator: ", ")
        }
        var parts = [
            SVGParts.opening(
                width, height, "Surface EMG before, during and after holds", described.joined(separator: ". "))
        ]
        for (index, row) in rows.enumerated() { parts.append(draw(row, top: 126 * Double(index) + 6, width: width)) }
        parts.append(SVGParts.text(8, height - 6, "Lines over the bars: 95 % intervals", size: 12))
        return parts.joined(separator: "\n") + "\n</svg>"
    }

    private func draw(_ row: Row, top: Double, width: Double) -> String {
        let most = row.values.compactMap { $0.value?.high }.filter(\.isFinite).max() ?? 1
        let (left, right) = (70.0, 84.0)
        let scale = (width - left - right) / max(most, 1e-9)
        var parts = [
            SVGParts.text(8, top + 16, row.title, weight: 700),
            SVGParts.text(8, top + 34, row.isReal ? "a real change from before to after" : "no real change", size: 12),
        ]
        for (index, value) in row.values.enumerated() {
            let y = top + 44 + 25 * Double(index)
            parts.append(SVGParts.text(8, y + 13, value.phase, size: 13))
            guard let estimate = value.value else {
                parts.append(SVGParts.text(left, y + 13, "not measurable", size: 13))
                continue
            }
            let (low, high) = (left + max(estimate.low, 0) * scale, left + estimate.high * scale)
            let colour = SVGParts.colours[value.phase] ?? "#1c2529"
            parts.append(
                "<rect x=\"\(SVGParts.number(left))\" y=\"\(SVGParts.number(y))\""
                    + " width=\"\(SVGParts.number(max(estimate.value * scale, 0)))\" height=\"17\" fill=\"\(colour)\""
                    + " fill-opacity=\"0.55\"/><path d=\"M\(SVGParts.number(low)) \(SVGParts.number(y + 8.5))"
                    + "H\(SVGParts.number(high))M\(SVGParts.number(low)) \(SVGParts.number(y + 3))v11"
                    + "M\(SVGParts.number(high)) \(SVGParts.number(y + 3))v11\" stroke=\"#1c2529\" stroke-width=\"2\""
                    + " fill=\"none\"/>")
            parts.append(
                SVGParts.text(
                    width - 4, y + 13, "\(SVGParts.number(estimate.value)) \(row.unit)", size: 13, anchor: "end"))
        }
        return parts.joined()
    }
}
