extension TimeLineDrawing {
    private struct Item {
        /// Elements in a box of 26 by 12 whose upper left corner is at zero.
        let sample: String
        let words: String
    }

    /// What the signs mean, only of those that are drawn, and the notes.
    func legend(top: Double, notes: [String]) -> TimeLinePart {
        var part = TimeLinePart(top: top + 6)
        let size = 11.5
        part.svg.append(
            timeLineStroke(
                "M\(number(margin)) \(number(top + 2))H\(number(layout.width - margin))", TimeLineInk.frame))
        var x = margin
        var y = top + 10
        for item in items() {
            let words = TimeLineText.fitted(item.words, to: layout.width - 2 * margin - 32, size: size)
            let width = 32 + TimeLineText.width(words, size: size)
            if x > margin, x + width > layout.width - margin {
                x = margin
                y += 19
            }
            part.svg.append("<g transform=\"translate(\(number(x)) \(number(y)))\">\(item.sample)</g>")
            part.svg.append(timeLineLabel(words, x: x + 32, y: y + 10, size: size))
            x += width + 18
        }
        y += 24
        for note in notes + self.notes() {
            for line in TimeLineText.wrapped(note, to: layout.width - 2 * margin, size: size, most: 8) {
                part.svg.append(timeLineLabel(line, x: margin, y: y + 8, size: size))
                y += 16
            }
        }
        part.bottom = y + 4
        return part
    }

    private func items() -> [Item] { painItems() + eventItems() + causeItems() + otherItems() }

    private func painItems() -> [Item] {
        var items: [Item] = []
        if !course.pain.isEmpty {
            if layout.stretch == 1 {
                let line = timeLineStroke("M2 9L12 3", TimeLineInk.pain, width: 1.6)
                let dots = timeLineStroke(
                    "M2 9h.01M12 3h.01M24 6h.01", TimeLineInk.deep, width: 5, isRound: true)
                items.append(Item(sample: line + dots, words: "pain of the day; gap: not recorded"))
            } else {
                let band =
                    "<path d=\"M0 3L13 0L26 4V11L13 12L0 9Z\" fill=\"\(TimeLineInk.band)\" stroke=\"#d98f88\" "
                    + "stroke-width=\"0.7\"/>"
                let line = timeLineStroke("M0 6L13 7L26 8", TimeLineInk.deep, width: 1.8)
                items.append(
                    Item(
                        sample: band + line,
                        words: layout.isNarrow ? "lowest–highest pain, median" : "lowest to highest pain, line: median")
                )
            }
        }
        if let threshold = course.threshold {
            let line = timeLineStroke("M0 6H26", TimeLineInk.ink, width: 1.4, dash: "7 4")
            items.append(Item(sample: line, words: "important change: \(number(threshold)) or less"))
        }
        if !course.painFree.isEmpty {
            let tint =
                timeLineBox(x: 0, y: 0, width: 26, height: 9, fill: TimeLineInk.free)
                + timeLineBox(x: 0, y: 8, width: 26, height: 4, fill: TimeLineInk.freeDark)
            items.append(Item(sample: tint, words: "pain-free; number: days"))
        }
        return items
    }

    private func eventItems() -> [Item] {
        TimeLine.Event.Kind.allCases.filter { kind in course.events.contains { $0.event.kind == kind } }.map { kind in
            Item(sample: kind.mark.svg(x: 13, y: 6, size: 5, colour: kind.colour), words: kind.rawValue)
        }
    }

    private func causeItems() -> [Item] {
        var items: [Item] = []
        if course.changes.contains(where: { $0.kind == .change }) {
            let line = timeLineStroke("M13 -2V14", TimeLineInk.soft, width: 1.2, dash: "6 2")
            items.append(Item(sample: line, words: "change"))
        }
        if course.changes.contains(where: { $0.kind != .change }) {
            let line = timeLineStroke("M13 -2V14", TimeLineInk.treated, width: 2)
            let isBack = course.changes.contains { $0.kind == .causeBack }
            items.append(Item(sample: line, words: isBack ? "cause treated, or present again" : "cause treated"))
        }
        if course.phases.contains(where: { $0.treated > 0 }) {
            let shade =
                timeLineBox(
                    x: 0, y: 0, width: 26, height: 12, fill: TimeLineInk.treated, more: "fill-opacity=\"0.12\"")
                + timeLineBox(x: 0, y: 0, width: 26, height: 4, fill: TimeLineInk.treated)
            items.append(Item(sample: shade, words: "shaded: while a cause is treated"))
        }
        return items
    }

    private func otherItems() -> [Item] {
        var items: [Item] = []
        if course.motions.contains(where: { $0.norm != nil }) {
            let line = timeLineStroke("M0 6H26", Self.colour(0), width: 1.2, dash: "5 5")
            items.append(Item(sample: line, words: "norm of a movement"))
        }
        if !course.treatments.isEmpty {
            let ticks = timeLineStroke("M6 12V7M13 12V3M20 12V0", TimeLineInk.ink, width: 3)
            items.append(Item(sample: ticks, words: "session; height: holds"))
        }
        if !course.strips.isEmpty {
            let ramp = TimeLineInk.ramp.enumerated().map { index, colour in
                let height = Double(index + 1) * 2.4
                return timeLineBox(x: Double(index) * 5.2, y: 12 - height, width: 5.2, height: height, fill: colour)
            }
            items.append(Item(sample: ramp.joined(), words: "exposure, from little to much"))
            let hatched = timeLineBox(x: 0, y: 0, width: 26, height: 12, fill: "url(#\(prefix)-missing)")
            items.append(Item(sample: hatched, words: "not recorded"))
        }
        return items
    }

    private func notes() -> [String] {
        var notes: [String] = []
        if layout.stretch > 1 {
            let stretch = layout.stretchName
            notes.append(
                "There are more days than room: pain is drawn as a band from the lowest to the highest of each "
                    + "\(stretch) with its median as a line, exposures as the mean of each \(stretch).")
        }
        if course.omitted.movements > 0 { notes.append("Movements not drawn: \(course.omitted.movements).") }
        if course.omitted.exposures > 0 { notes.append("Exposures not drawn: \(course.omitted.exposures).") }
        return notes
    }
}
