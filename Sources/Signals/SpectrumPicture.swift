/// The spectra before, during and after one hold as a picture.
public struct SpectrumPicture: Sendable {
    private let spectra: [HoldStudy.Spectrum]
    private let title: String

    /// - Parameters:
    ///   - spectra: Those of one hold.
    ///   - title: Such as `Hold 1`.
    public init(_ spectra: [HoldStudy.Spectrum], title: String) { (self.spectra, self.title) = (spectra, title) }

    private static let (floor, height) = (-50.0, 260.0)

    /// The picture as SVG, empty without a spectrum; `width` in pixels, 320 to 4,000.
    public func svg(width: Double = 760) -> String {
        guard let most = spectra.compactMap(\.frequencies.last).max(), most > 0, most.isFinite else { return "" }
        let width = min(max(width, 320), 4_000)
        let (left, right, top, bottom) = (44.0, width - 8, 30.0, Self.height - 64)
        func x(_ hertz: Double) -> Double { left + (right - left) * hertz / most }
        func y(_ level: Double) -> Double { top + (bottom - top) * max(level, Self.floor) / Self.floor }
        let medians = spectra.compactMap { one in
            one.mdfHz.map { "\(one.phase) \(SVGParts.number($0)) Hz" }
        }.joined(separator: ", ")
        var parts = [
            SVGParts.opening(
                width, Self.height, "\(title): power spectra", "Median frequencies: \(medians)"),
            SVGParts.text(8, 18, "\(title): power against frequency", weight: 700),
        ]
        for level in stride(from: 0.0, through: Self.floor, by: -10) {
            parts.append(line(left, y(level), right, y(level)))
            parts.append(SVGParts.text(left - 4, y(level) + 4, SVGParts.number(level), size: 11, anchor: "end"))
        }
        let step = SVGParts.step(most, most: max(2, Int(width / 90)))
        for hertz in stride(from: 0.0, through: most, by: step) {
            parts.append(line(x(hertz), top, x(hertz), bottom))
            parts.append(SVGParts.text(x(hertz), bottom + 14, SVGParts.number(hertz), size: 11, anchor: "middle"))
        }
        parts.append(
            SVGParts.text(right, bottom + 28, "Hz; decibels below each stretch's peak", size: 11, anchor: "end"))
        for (place, one) in spectra.enumerated() {
            let colour = SVGParts.colours[one.phase] ?? "#1c2529"
            let style =
                "stroke=\"\(colour)\" stroke-width=\"1.8\" fill=\"none\" stroke-dasharray=\"\(SVGParts.dashes[one.phase] ?? "none")\""
            let path = zip(one.frequencies, one.levels).enumerated().map { index, point in
                "\(index == 0 ? "M" : "L")\(SVGParts.number(x(point.0))) \(SVGParts.number(y(point.1)))"
            }.joined()
            parts.append("<path d=\"\(path)\" \(style)/>")
            if let median = one.mdfHz {
                parts.append(
                    "<path d=\"M\(SVGParts.number(x(median))) \(SVGParts.number(top))V\(SVGParts.number(bottom))\" \(style)/>"
                )
            }
            let column = left + (right - left) / 3 * Double(place)
            parts.append("<path d=\"M\(SVGParts.number(column)) \(SVGParts.number(Self.height - 16))h26\" \(style)/>")
            parts.append(SVGParts.text(column + 30, Self.height - 12, one.phase, size: 12))
        }
        return parts.joined(separator: "\n") + "\n</svg>"
    }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<path d=\"M\(SVGParts.number(x1)) \(SVGParts.number(y1))L\(SVGParts.number(x2)) \(SVGParts.number(y2))\" stroke=\"#c9d1d4\" stroke-width=\"1\"/>"
    }
}
