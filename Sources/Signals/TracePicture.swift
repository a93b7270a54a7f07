/// A trace with its holds as a picture, for paper and for pages without scripts.
public struct TracePicture: Sendable {
    private let view: TraceView
    private let holds: [ClosedRange<Double>]
    private let label: String

    /// - Parameters:
    ///   - view: What is drawn; some hundred pixels.
    ///   - holds: In seconds.
    ///   - label: What the channel is called.
    public init(_ view: TraceView, holds: [ClosedRange<Double>], label: String) {
        (self.view, self.holds, self.label) = (view, holds, label)
    }

    private static let height = 220.0

    /// The picture as SVG; `width` in pixels, 320 to 4,000.
    public func svg(width: Double = 760) -> String {
        let width = min(max(width, 320), 4_000)
        let (left, right, top, bottom) = (48.0, width - 8, 30.0, Self.height - 40)
        let length = max(view.to - view.from, 1e-9)
        let most = Double(zip(view.lowest, view.highest).flatMap { [abs($0 ?? 0), abs($1 ?? 0)] }.max() ?? 0)
        let reach = most > 0 && most.isFinite ? most : 1
        func x(_ seconds: Double) -> Double { left + (right - left) * min(max((seconds - view.from) / length, 0), 1) }
        func y(_ value: Double) -> Double { (top + bottom) / 2 - (bottom - top) / 2 * value / reach }
        var parts = [
            SVGParts.opening(
                width, Self.height, "The trace of \(label)",
                "\(SVGParts.number(view.from)) to \(SVGParts.number(view.to)) seconds, \(holds.count) holds marked"),
            SVGParts.text(8, 18, label, weight: 700),
            SVGParts.text(right, 18, "± \(SVGParts.number(reach)) \(view.unit)", size: 12, anchor: "end"),
        ]
        for (place, hold) in holds.enumerated() where hold.upperBound > view.from && hold.lowerBound < view.to {
            let (start, end) = (x(hold.lowerBound), x(hold.upperBound))
            parts.append(
                "<rect x=\"\(SVGParts.number(start))\" y=\"\(SVGParts.number(top))\""
                    + " width=\"\(SVGParts.number(max(end - start, 1)))\" height=\"\(SVGParts.number(bottom - top))\""
                    + " fill=\"#f3d7d4\" stroke=\"#b3261e\" stroke-width=\"1\"/>")
            parts.append(SVGParts.text((start + end) / 2, top + 13, "\(place + 1)", size: 12, anchor: "middle"))
        }
        let count = Double(max(view.lowest.count, 1))
        var path = ""
        for (pixel, pair) in zip(view.lowest, view.highest).enumerated() {
            guard let low = pair.0, let high = pair.1 else { continue }
            let place = SVGParts.number(left + (right - left) * (Double(pixel) + 0.5) / count)
            let (from, to) = (y(Double(high)), y(Double(low)))
            path += "M\(place) \(SVGParts.number(from))V\(SVGParts.number(max(to, from + 0.6)))"
        }
        parts.append("<path d=\"\(path)\" stroke=\"#0f4c5c\" stroke-width=\"1\" fill=\"none\"/>")
        let step = SVGParts.step(length, most: max(2, Int(width / 90)))
        let first = (view.from / step).rounded(.up) * step
        for seconds in stride(from: first, through: view.to, by: step) {
            parts.append(
                "<path d=\"M\(SVGParts.number(x(seconds))) \(SVGParts.number(bottom))v5\" stroke=\"#1c2529\"/>")
            parts.append(SVGParts.text(x(seconds), bottom + 18, SVGParts.number(seconds), size: 11, anchor: "middle"))
        }
        parts.append(SVGParts.text(right, bottom + 34, "seconds", size: 11, anchor: "end"))
        return parts.joined(separator: "\n") + "\n</svg>"
    }
}
