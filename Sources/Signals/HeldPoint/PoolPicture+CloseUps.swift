import MotorUnits

extension PoolPicture {
    private static let row = 17.0

    /// Three columns of one second each: the signal, and below it when some of the units fire.
    func closeUps(_ layout: PoolPictureLayout, top: Double, most: Double) -> (svg: String, bottom: Double) {
        let count = point.closeUps.first?.discharges.count ?? 0
        let head = layout.heading(
            "One second close up: the signal, and the firing of \(count) of the motor units", top: top)
        let peak = point.closeUps.flatMap(\.signal).reduce(0) { max($0, abs($1)) }
        let limit = PictureScale.roundLimit(peak)
        let gap = layout.isNarrow ? 8.0 : 18
        let columns = Double(max(point.closeUps.count, 1))
        let wide = (layout.right - layout.left - gap * (columns - 1)) / columns
        let traceTop = head.bottom + 12 + (layout.letters + 5) * (layout.isNarrow ? 3 : 2) + 8
        let traceBottom = traceTop + (layout.isNarrow ? 76 : 90)
        let rasterTop = traceBottom + 16
        let bottom = rasterTop + Self.row * Double(count)
        let upright = PictureScale(-limit...limit, first: traceBottom, last: traceTop)
        var parts = [head.svg]
        for value in [-limit, 0, limit] {
            let words = value < 0 ? "−\(SVGParts.number(-value))" : SVGParts.number(value)
            parts.append(
                SVGParts.text(
                    words, x: layout.left - 6, y: upright.place(value) + layout.letters * 0.35, size: layout.letters,
                    anchor: .end, fill: Colour.soft))
        }
        parts.append(
            SVGParts.text(
                "µV", x: layout.left - 6, y: upright.place(limit / 2) + layout.letters * 0.35, size: layout.letters,
                anchor: .end, fill: Colour.soft))
        for (index, closeUp) in point.closeUps.enumerated() {
            let left = layout.left + Double(index) * (wide + gap)
            parts.append(title(closeUp, number: index + 1, x: left, top: head.bottom + 12, layout))
            parts.append(
                SVGParts.rectangle(
                    x: left, y: traceTop, width: wide, height: traceBottom - traceTop, fill: "none",
                    stroke: Colour.grid))
            parts.append(trace(closeUp, upright, left: left, width: wide))
            parts.append(raster(closeUp, layout, left: left, top: rasterTop, width: wide))
            for (words, x, anchor) in [
                ("0", left, SVGParts.Anchor.start), ("1 s", left + wide, .end),
            ] {
                parts.append(
                    SVGParts.text(
                        words, x: x, y: bottom + layout.letters + 2, size: layout.letters, anchor: anchor,
                        fill: Colour.soft))
            }
        }
        for (index, line) in (point.closeUps.first?.discharges ?? []).reversed().enumerated() {
            parts.append(
                SVGParts.text(
                    "unit \(line.unit)", x: layout.left - 6, y: rasterTop + Self.row * (Double(index) + 0.5) + 4.5,
                    size: min(layout.letters, 13.5), anchor: .end, fill: Colour.soft))
        }
        return (parts.joined(), bottom + layout.letters + 6)
    }

    private func title(
        _ closeUp: HeldPoint.CloseUp, number: Int, x: Double, top: Double, _ layout: PoolPictureLayout
    ) -> String {
        let words =
            switch closeUp.part {
            case .before: "before"
            case .end: !point.isHeld ? "no hold" : layout.isNarrow ? "end" : "end of the hold"
            case .later: layout.isNarrow ? "later" : "two minutes later"
            }
        let size = HeldPoint.size(closeUp.rms)
        let units = closeUp.activeUnits == 1 ? "1 unit" : "\(closeUp.activeUnits) units"
        let lines = layout.isNarrow ? [size, units] : ["\(size), \(units) active"]
        let line = layout.letters + 5
        return Self.badge(number, x: x + 11, y: top + layout.letters * 0.55, size: layout.letters)
            + SVGParts.text(words, x: x + 27, y: top + layout.letters * 0.9, size: layout.letters, isBold: true)
            + lines.enumerated().map { index, words in
                SVGParts.text(
                    words, x: x, y: top + layout.letters * 0.9 + line * Double(index + 1),
                    size: layout.isNarrow ? 13 : layout.letters)
            }.joined()
    }

    /// The signal: for each unit of width its highest and lowest sample.
    private func trace(_ closeUp: HeldPoint.CloseUp, _ upright: PictureScale, left: Double, width: Double) -> String {
        let samples = closeUp.signal
        let buckets = max(min(Int(width), samples.count), 1)
        var points: [(x: Double, y: Double)] = []
        for bucket in 0..<buckets {
            let part = samples[samples.count * bucket / buckets..<samples.count * (bucket + 1) / buckets]
            guard let high = part.max(), let low = part.min() else { continue }
            let x = left + (Double(bucket) + 0.5) * width / Double(buckets)
            // One after the other as they came, so that the line runs on.
            let isRising = (part.first ?? 0) <= (part.last ?? 0)
            points += (isRising ? [low, high] : [high, low]).map { (x, upright.place($0)) }
        }
        return SVGParts.line(points, stroke: Colour.signal, width: 1)
    }

    /// One row for each unit, the largest on top, one stroke for each discharge.
    private func raster(
        _ closeUp: HeldPoint.CloseUp, _ layout: PoolPictureLayout, left: Double, top: Double, width: Double
    ) -> String {
        let seconds = Double(closeUp.signal.count) / closeUp.sampleRate
        let level = PictureScale(0...max(seconds, 1e-3), first: left, last: left + width)
        return closeUp.discharges.reversed().enumerated().map { index, line in
            let y = top + Self.row * Double(index)
            let base = SVGParts.line(
                [(left, y + Self.row / 2), (left + width, y + Self.row / 2)], stroke: Colour.grid, width: 1)
            guard !line.times.isEmpty else {
                return base
                    + SVGParts.rectangle(x: left + width / 2 - 24, y: y + 1, width: 48, height: 15, fill: "#fff")
                    + SVGParts.text(
                        "silent", x: left + width / 2, y: y + Self.row / 2 + 4, size: min(layout.letters, 13.5),
                        anchor: .middle,
                        fill: Colour.soft)
            }
            let strokes = line.times.map { "M\(SVGParts.number(level.place($0))) \(SVGParts.number(y + 2))v13" }
            return base + "<path d=\"\(strokes.joined())\" stroke=\"\(Colour.ink)\" stroke-width=\"1.8\"/>"
        }.joined()
    }
}
