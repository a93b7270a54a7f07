extension TimeLineDrawing {
    /// The panel of pain with the phases and the events on top.
    func pain(top: Double) -> TimeLinePart {
        var part = TimeLinePart(top: top)
        let phases = phaseStrip(top: top)
        part.svg += phases.svg
        part.above += phases.above
        let events = self.events(top: phases.bottom)
        part.svg += events.labels
        let plotTop = events.bottom + 6
        let height = layout.isNarrow ? 150.0 : 190.0
        let base = plotTop + height
        func y(_ value: Double) -> Double { base - value / 10 * height }

        if !layout.isNarrow {
            _ = heading("Pain", note: "0–10, each \(layout.stretchName)", top: plotTop - 4, into: &part)
        }
        part.svg += painFree(plotTop - 4, base, &part.above)
        let steps: [Double] = layout.isNarrow ? [0, 5, 10] : [0, 2, 4, 6, 8, 10]
        part.svg.append(timeLineStroke(steps.map { layout.rule(y($0)) }.joined(), TimeLineInk.grid))
        part.svg += steps.map {
            timeLineLabel(number($0), x: layout.left - 6, y: y($0) + 4, anchor: "end")
        }
        if let threshold = course.threshold {
            part.svg.append(
                timeLineStroke(
                    layout.rule(y(threshold)), TimeLineInk.ink, width: 1.4, dash: "7 4", name: "threshold"))
        }
        part.svg += events.stems(to: base)
        if course.pain.isEmpty {
            part.above.append(
                timeLineLabel(
                    "There is no pain recorded yet.", x: (layout.left + layout.right) / 2, y: y(5) - 6, size: 12,
                    anchor: "middle", halo: true))
        }
        part.svg += layout.stretch == 1 ? daily(y) : banded(y)
        part.svg += endLabels(y, top: plotTop, base: base)
        part.above += events.marks
        part.bands = [(top, base)]
        let axis = self.axis(top: base)
        part.svg += axis.svg
        part.bottom = axis.bottom + 8
        return part
    }

    /// A dot a day, joined where days follow each other.
    private func daily(_ y: (Double) -> Double) -> [String] {
        var line = ""
        var dots = ""
        var before: Int?
        for reading in course.pain {
            let place = "\(number(layout.middle(reading.day))) \(number(y(reading.value)))"
            line += (before == reading.day - 1 ? "L" : "M") + place
            dots += "M\(place)h0.01"
            before = reading.day
        }
        guard !line.isEmpty else { return [] }
        let radius = min(max(layout.pixels * 0.38, 1.2), 3.6)
        return [
            timeLineStroke(line, TimeLineInk.pain, width: layout.pixels < 4 ? 1.1 : 1.6, isRound: true, name: "pain"),
            timeLineStroke(dots, TimeLineInk.deep, width: radius * 2, isRound: true, name: "dots"),
        ]
    }

    /// The lowest and the highest pain of each stretch as a band, the median as a line.
    private func banded(_ y: (Double) -> Double) -> [String] {
        var band = ""
        var line = ""
        var run: [TimeLineBin] = []
        func close() {
            guard let start = run.first, let end = run.last else { return }
            let (from, to) = (layout.edge(start.days.lowerBound), layout.edge(end.days.upperBound + 1))
            func path(_ bins: [TimeLineBin], _ value: (TimeLineBin) -> Double, from: Double, to: Double) -> String {
                let inner = bins.map { bin in
                    let middle = (layout.edge(bin.days.lowerBound) + layout.edge(bin.days.upperBound + 1)) / 2
                    return "\(number(middle)) \(number(y(value(bin))))"
                }
                let (near, far) = (bins.first.map(value) ?? 0, bins.last.map(value) ?? 0)
                return (["\(number(from)) \(number(y(near)))"] + inner + ["\(number(to)) \(number(y(far)))"])
                    .joined(separator: "L")
            }
            band += "M\(path(run, \.high, from: from, to: to))L\(path(run.reversed(), \.low, from: to, to: from))Z"
            line += "M\(path(run, \.median, from: from, to: to))"
            run = []
        }
        for bin in layout.binned(course.pain, days: days) {
            if let before = run.last, before.days.upperBound + 1 != bin.days.lowerBound { close() }
            run.append(bin)
        }
        close()
        guard !line.isEmpty else { return [] }
        return [
            "<path class=\"band\" d=\"\(band)\" fill=\"\(TimeLineInk.band)\" stroke=\"#d98f88\" stroke-width=\"0.7\" "
                + "stroke-linejoin=\"round\"/>",
            timeLineStroke(line, TimeLineInk.deep, width: 1.8, isRound: true, name: "median"),
        ]
    }

    /// Stretches without pain: a tint, a bar on the ground, and their length where it fits.
    private func painFree(_ top: Double, _ base: Double, _ above: inout [String]) -> [String] {
        course.painFree.map { stretch in
            let (from, to) = (layout.edge(stretch.lowerBound), layout.edge(stretch.upperBound + 1))
            let words = ["pain-free \(stretch.count) days", "\(stretch.count) days", "\(stretch.count)"].first {
                TimeLineText.width($0, size: 11) + 8 <= to - from
            }
            if let words {
                above.append(
                    timeLineLabel(
                        words, x: (from + to) / 2, y: top + 15, anchor: "middle", fill: TimeLineInk.freeDark,
                        halo: true))
            }
            let x = "x=\"\(number(from))\" width=\"\(number(to - from))\""
            return "<g class=\"pain-free\"><rect \(x) y=\"\(number(top))\" height=\"\(number(base - top))\" "
                + "fill=\"\(TimeLineInk.free)\"/><rect \(x) y=\"\(number(base - 1))\" height=\"5\" "
                + "fill=\"\(TimeLineInk.freeDark)\"/></g>"
        }
    }

    /// The threshold and the last pain in words at the right; narrow pictures say both in head and legend.
    private func endLabels(_ y: (Double) -> Double, top: Double, base: Double) -> [String] {
        guard !layout.isNarrow else { return [] }
        var blocks: [(y: Double, lines: [String], colour: String, bold: Bool)] = []
        if let last = course.pain.last {
            blocks.append((y(last.value), ["last \(number(last.value))"], TimeLineInk.deep, true))
        }
        if let threshold = course.threshold {
            blocks.append((y(threshold), ["important", "change: ≤ \(number(threshold))"], TimeLineInk.ink, false))
        }
        let tops = TimeLineSpread.tops(
            blocks.map { $0.y - Double($0.lines.count) * 6.5 }, heights: blocks.map { Double($0.lines.count) * 13 + 3 },
            within: top - 6, base + 8)
        return zip(blocks, tops).flatMap { block, top in
            block.lines.enumerated().map { index, words in
                timeLineLabel(
                    words, x: layout.right + 8, y: top + 10 + Double(index) * 13, size: block.bold ? 12 : 11,
                    bold: block.bold, fill: block.colour)
            }
        }
    }
}
