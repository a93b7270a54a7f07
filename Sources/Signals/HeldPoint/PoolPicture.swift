import MotorUnits

/// The model of a held point as a picture: the first session, close-ups of one second, the days after.
///
/// The same question gives the same picture, to the byte. Colours hold 4.5 to 1 against white, and what colour says is
/// also said by a dash, a number or a word.
public struct PoolPicture: Sendable {
    /// How wide the picture is meant to be.
    public enum Size: String, CaseIterable, Sendable {
        /// For screens and paper; 720 units wide.
        case wide

        /// For phones; 340 units wide, with letters as large.
        case narrow
    }

    let point: HeldPoint

    /// Creates the picture of what the model said.
    public init(_ point: HeldPoint) { self.point = point }

    /// The picture as an `svg` element of its own, with title and description.
    ///
    /// - Parameters:
    ///   - size: How wide it is meant to be.
    ///   - id: What the identifiers inside begin with; two pictures on one page need different ones.
    /// - Returns: Well-formed XML.
    public func svg(_ size: Size = .wide, id: String = "pool") -> String {
        let layout = PoolPictureLayout(size)
        var height = 4.0
        var parts: [String] = []
        let scale = PictureScale.roundLimit(
            (point.session + point.stays + point.treated).map(\.rms).reduce(point.withoutPoint, max))
        for panel in [session, closeUps, days] {
            let (drawn, bottom) = panel(layout, height, scale)
            parts.append(drawn)
            height = bottom + 22
        }
        let name = SVGParts.escaped(id)
        let box = "0 0 \(SVGParts.number(layout.width)) \(SVGParts.number(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="\(box)" role="img" \
            aria-labelledby="\(name)-title \(name)-desc" font-family="system-ui, sans-serif" fill="\(Colour.ink)">
            <title id="\(name)-title">A model of a held point</title>
            <desc id="\(name)-desc">\(SVGParts.escaped(description))</desc>
            <rect width="100%" height="100%" fill="#fff"/>
            \(parts.joined(separator: "\n"))
            </svg>
            """
    }

    /// What is to be seen, for whoever does not see it.
    private var description: String {
        let silent = point.closeUps.first { $0.part == .end }?.discharges.filter(\.times.isEmpty).map(\.unit) ?? []
        let units = silent.map(String.init).joined(separator: ", ")
        let raster = silent.isEmpty || !point.isHeld ? "" : " At the end of the hold these units are silent: \(units)."
        return "Three parts: the size of the simulated surface signal second by second, one second of it close up with "
            + "the firing of some motor units, and its size over the days. \(point.summary)\(raster)"
    }

    /// The colours; those of words and curves hold 4.5 to 1 against white and against the shade of the hold.
    enum Colour {
        static let ink = "#1c2529"
        static let soft = "#4c5a61"
        static let grid = "#d6d0c8"
        static let signal = "#0f4c5c"
        static let stays = "#b3261e"
        static let hold = "#fae3bd"
        static let holdEdge = "#8a5a00"
    }
}

/// Measures of the picture in one of its widths.
struct PoolPictureLayout {
    let width: Double
    let isNarrow: Bool

    /// Room for the numbers of the upright axis.
    let left = 56.0
    let right: Double

    /// The sizes of letters.
    let letters: Double
    let heading: Double

    init(_ size: PoolPicture.Size) {
        isNarrow = size == .narrow
        width = isNarrow ? 340 : 720
        right = width - 10
        letters = isNarrow ? 13.5 : 15
        heading = isNarrow ? 15 : 17
    }

    /// The heading of a panel, on as many lines as it needs, and where it ends.
    func heading(_ words: String, top: Double) -> (svg: String, bottom: Double) {
        let lines = wrapped(words, size: heading * 1.06)
        let drawn = lines.enumerated().map { index, line in
            SVGParts.text(line, x: 0, y: top + 16 + 20 * Double(index), size: heading, isBold: true)
        }
        return (drawn.joined(), top + 20 * Double(lines.count))
    }

    /// Words on lines that fit the picture; a letter takes about half its size.
    private func wrapped(_ words: String, size: Double) -> [String] {
        let most = Int(width / (size * 0.56))
        var lines: [String] = []
        for word in words.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= most {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// The lines and numbers of an upright axis in microvolts.
    func uprightAxis(_ scale: PictureScale, ticks: [Double], left: Double, right: Double) -> String {
        ticks.map { value in
            let y = scale.place(value)
            return SVGParts.line([(left, y), (right, y)], stroke: PoolPicture.Colour.grid, width: 1)
                + SVGParts.text(
                    "\(SVGParts.number(value))", x: left - 6, y: y + letters * 0.35, size: letters, anchor: .end,
                    fill: PoolPicture.Colour.soft)
        }.joined()
            + SVGParts.text(
                "µV", x: left - 6, y: scale.places.last - 10, size: letters, anchor: .end,
                fill: PoolPicture.Colour.soft)
    }

    /// The line, numbers and name of a level axis.
    func levelAxis(
        _ scale: PictureScale, ticks: [Double], y: Double, name: String
    ) -> (svg: String, bottom: Double) {
        let soft = PoolPicture.Colour.soft
        var parts = [
            SVGParts.line([(scale.places.first, y), (scale.places.last, y)], stroke: soft, width: 1.5)
        ]
        for value in ticks {
            let x = scale.place(value)
            parts.append(SVGParts.line([(x, y), (x, y + 5)], stroke: soft, width: 1.5))
            let words = value < 0 ? "−\(SVGParts.number(-value))" : SVGParts.number(value)
            parts.append(
                SVGParts.text(words, x: x, y: y + letters + 6, size: letters, anchor: .middle, fill: soft))
        }
        let middle = (scale.places.first + scale.places.last) / 2
        parts.append(
            SVGParts.text(
                name, x: middle, y: y + 2 * letters + 11, size: letters, anchor: .middle, fill: soft))
        return (parts.joined(), y + 2 * letters + 14)
    }
}
