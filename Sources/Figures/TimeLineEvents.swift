extension TimeLineDrawing {
    /// The strip that says in words where causes are treated; nothing where none is.
    func phaseStrip(top: Double) -> (svg: [String], above: [String], bottom: Double) {
        guard !course.phases.isEmpty else { return ([], [], top) }
        var part = TimeLinePart(top: top)
        var above: [String] = []
        if !layout.isNarrow { _ = heading("Causes", top: top + 1, into: &part) }
        for phase in course.phases {
            let (from, to) = (layout.edge(phase.days.lowerBound), layout.edge(phase.days.upperBound + 1))
            let isTreated = phase.treated > 0
            part.svg.append(
                timeLineBox(
                    x: from, y: top + 0.5, width: to - from, height: 16, fill: isTreated ? TimeLineInk.treated : "#fff",
                    stroke: TimeLineInk.treated, more: "class=\"phase\""))
            let words =
                switch phase.treated {
                case 0: ["cause present", "present"]
                case 1: ["cause treated", "treated"]
                default: ["\(phase.treated) causes treated", "\(phase.treated) treated"]
                }
            let middle = { (fitting: String) in
                self.middle(from, to, for: TimeLineText.width(fitting, size: 11, bold: true) + 8)
            }
            if let fitting = words.first(where: { middle($0) != nil }), let x = middle(fitting) {
                above.append(
                    timeLineLabel(
                        fitting, x: x, y: top + 12.5, anchor: "middle", bold: true,
                        fill: isTreated ? "#fff" : TimeLineInk.treated))
            }
        }
        return (part.svg, above, top + 20)
    }

    /// The middle for words of a width, between lines of changes if there is room between them.
    private func middle(_ from: Double, _ to: Double, for width: Double) -> Double? {
        guard width <= to - from else { return nil }
        let lines = course.changes.map { layout.edge($0.day) }.filter { $0 > from && $0 < to }
        let edges = [from] + lines + [to]
        let gaps = zip(edges, edges.dropFirst()).filter { $1 - $0 >= width }
        let widest = gaps.max { $0.1 - $0.0 < $1.1 - $1.0 } ?? (from, to)
        return (widest.0 + widest.1) / 2
    }

    /// The marks of what came back, above the plot of pain.
    struct Events {
        var labels: [String] = []
        var marks: [String] = []
        /// Where the marks stand, and how high.
        var places: [(x: Double, y: Double, kind: TimeLine.Event.Kind)] = []
        var bottom: Double

        /// Dotted lines from the marks down to the pain of their day.
        func stems(to base: Double) -> [String] {
            places.filter { $0.kind != .flare }.map { place in
                timeLineStroke(
                    "M\(number(place.x)) \(number(place.y + 6))V\(number(base))", place.kind.colour, width: 1.2,
                    dash: "1.5 3")
            }
        }
    }

    func events(top: Double) -> Events {
        guard !course.events.isEmpty else { return Events(bottom: top) }
        var events = Events(bottom: top)
        var part = TimeLinePart(top: top)
        if !layout.isNarrow { _ = heading("Returns and flares", top: top + 2, into: &part) }
        events.labels = part.svg
        let (size, row) = (5.0, 16.0)
        var lanes = TimeLineLanes(4)
        var rows: [(lane: Int, label: String, x: Double)] = []
        for (event, label) in course.events {
            let x = layout.middle(event.day)
            let short = TimeLineText.fitted(label, to: 90, size: 11, bold: true)
            let width = TimeLineText.width(short, size: 11, bold: true)
            let isLeft = x + size + 3 + width > layout.width - 4
            let start = isLeft ? x - size - 3 - width : x + size + 3
            let alone = (x - size - 1)...(x + size + 1)
            let full = min(isLeft ? start - 8 : start, alone.lowerBound)...max(start + width + 3, alone.upperBound)
            if !short.isEmpty, let lane = lanes.place(full) {
                rows.append((lane, short, start))
            } else {
                rows.append((lanes.place(alone) ?? 3, "", start))
            }
        }
        let used = Double(max(lanes.used, 1))
        events.bottom = top + max(used * row, layout.isNarrow ? 0 : 32) + 2
        for ((event, label), place) in zip(course.events, rows) {
            let x = layout.middle(event.day)
            let y = events.bottom - 2 - Double(place.lane) * row - row / 2
            let name = label.isEmpty ? event.kind.rawValue : "\(event.kind.rawValue) \(label)"
            events.places.append((x, y, event.kind))
            events.marks.append(
                "<g class=\"\(event.kind.rawValue)\">"
                    + event.kind.mark.svg(x: x, y: y, size: size, colour: event.kind.colour)
                    + timeLineLabel(
                        place.label, x: place.x, y: y + 4, bold: true, fill: event.kind.colour, halo: true)
                    + "<title>\(TimeLineText.escaped("\(name), \(days.name(event.day))"))</title></g>")
        }
        return events
    }
}
