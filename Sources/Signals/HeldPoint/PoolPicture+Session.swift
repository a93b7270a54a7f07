import MotorUnits

extension PoolPicture {
    /// The first session: the size of the signal by the second, with the hold shaded and the close-ups marked.
    func session(_ layout: PoolPictureLayout, top: Double, most: Double) -> (svg: String, bottom: Double) {
        let head = layout.heading("The first session: size of the simulated surface signal", top: top)
        let plotTop = head.bottom + 36
        let plotBottom = plotTop + (layout.isNarrow ? 150 : 180)
        let upright = PictureScale(0...most, first: plotBottom, last: plotTop)
        let end = point.session.last?.time ?? 1
        // Counted from the start of the hold.
        let start = point.hold.lowerBound
        let level = PictureScale(-start...max(end - start, 1 - start), first: layout.left, last: layout.right - 8)
        var parts = [head.svg, hold(layout, level, top: plotTop, bottom: plotBottom)]
        parts.append(
            layout.uprightAxis(
                upright, ticks: upright.ticks(most: 5, steps: Self.steps(most)), left: layout.left,
                right: layout.right - 8))
        let axis = layout.levelAxis(
            level, ticks: level.ticks(most: layout.isNarrow ? 6 : 10, steps: [15, 30, 60, 120]), y: plotBottom,
            name: point.isHeld ? "seconds from the start of the hold" : "seconds")
        parts.append(axis.svg)
        let floor = upright.place(point.withoutPoint)
        parts.append(
            SVGParts.line(
                [(layout.left, floor), (layout.right - 8, floor)], stroke: Colour.soft, width: 1.5, dash: "2 4"))
        parts.append(
            SVGParts.text(
                "without the point", x: layout.left + 6, y: floor - 6, size: layout.letters, fill: Colour.soft))
        parts.append(
            SVGParts.line(
                point.session.map { (level.place($0.time - start), upright.place($0.rms)) }, stroke: Colour.signal,
                width: 3))
        for (index, closeUp) in point.closeUps.enumerated() {
            let (x, y) = (level.place(closeUp.time - start), upright.place(closeUp.rms))
            parts.append(Self.badge(index + 1, x: min(x, layout.right - 12), y: y, size: layout.letters))
        }
        return (parts.joined(), axis.bottom)
    }

    private func hold(_ layout: PoolPictureLayout, _ level: PictureScale, top: Double, bottom: Double) -> String {
        let seconds = point.hold.upperBound - point.hold.lowerBound
        let (first, last) = (level.place(0), level.place(seconds))
        let words =
            point.isHeld
            ? "hold: \(SVGParts.number(seconds)) s at \(SVGParts.number(point.scenario.pressure)) of 10" : "no hold"
        // The words stay inside the picture, however short the hold.
        let half = Double(words.count) * layout.letters * 0.27
        let middle = min(max((first + last) / 2, layout.left + half), layout.right - half)
        let label = SVGParts.text(
            words, x: middle, y: top - 14, size: layout.letters, anchor: .middle, isBold: true,
            fill: Colour.holdEdge)
        guard point.isHeld else { return label }
        return SVGParts.rectangle(
            x: first, y: top - 6, width: last - first, height: bottom - top + 6, fill: Colour.hold)
            + SVGParts.line([(first, top - 6), (first, bottom)], stroke: Colour.holdEdge, width: 1.5)
            + SVGParts.line([(last, top - 6), (last, bottom)], stroke: Colour.holdEdge, width: 1.5) + label
    }

    /// The number of a close-up in a ring.
    static func badge(_ number: Int, x: Double, y: Double, size: Double) -> String {
        "<circle cx=\"\(SVGParts.number(x))\" cy=\"\(SVGParts.number(y))\" r=\"11\" fill=\"#fff\" "
            + "stroke=\"\(Colour.ink)\" stroke-width=\"1.5\"/>"
            + SVGParts.text("\(number)", x: x, y: y + size * 0.35, size: size, anchor: .middle, isBold: true)
    }

    /// Distances of marks on an upright axis that ends at a round value.
    static func steps(_ most: Double) -> [Double] {
        let power = PictureScale.roundLimit(most / 8)
        return [power, PictureScale.roundLimit(most / 4), PictureScale.roundLimit(most / 3), most]
    }
}
