extension TimeLineDrawing {
    /// The row of sessions: an upright line each, as high as many points were held, their number where it fits.
    func treatments(top: Double) -> TimeLinePart {
        var part = TimeLinePart(top: top)
        guard !course.treatments.isEmpty else { return part }
        let total = course.treatments.reduce(0) { $0 + $1.holds }
        let largest = course.treatments.map(\.holds).max() ?? 0
        let isNumbered = hasRoomForHolds
        let sums =
            [
                "\(course.treatments.count) \(course.treatments.count == 1 ? "session" : "sessions")",
                "\(total) \(total == 1 ? "hold" : "holds")",
            ] + (isNumbered ? [] : ["at most \(largest)"])
        let above = heading(
            "Treatments", note: layout.isNarrow ? sums.joined(separator: ", ") : "holds of each session", top: top + 2,
            into: &part)
        let plotTop = top + above + 2
        let base = plotTop + 40
        let most = Double(max(largest, 1))
        let thickness = min(max(layout.pixels * 2, 1.2), 3)
        var ticks = ""
        var empty: [String] = []
        for treatment in course.treatments {
            let x = layout.middle(treatment.day)
            let height = treatment.holds == 0 ? 0 : 5 + 19 * Double(treatment.holds) / most
            if treatment.holds == 0 {
                empty.append(
                    TimeLineMark.ring.svg(x: x, y: base - 4, size: 1.8 + thickness * 0.6, colour: TimeLineInk.ink))
            } else {
                ticks += "M\(number(x)) \(number(base))v\(number(-height))"
            }
            guard isNumbered else { continue }
            part.above.append(
                timeLineLabel(
                    "\(treatment.holds)", x: x, y: base - max(height, 8) - 4, anchor: "middle", fill: TimeLineInk.ink,
                    halo: true))
        }
        part.svg.insert(
            timeLineStroke(layout.rule(base), TimeLineInk.frame)
                + timeLineStroke(ticks, TimeLineInk.ink, width: thickness, name: "holds"), at: 0)
        part.svg += empty
        if !layout.isNarrow {
            part.svg += sums.enumerated().map {
                timeLineLabel($1, x: layout.right + 8, y: base - 1 - Double(sums.count - 1 - $0) * 13)
            }
        }
        part.bands = [(plotTop, base)]
        part.bottom = base + 10
        return part
    }

    /// Whether the number of holds finds room above each session.
    private var hasRoomForHolds: Bool {
        var end = -Double.infinity
        for treatment in course.treatments {
            let half = TimeLineText.width("\(treatment.holds)", size: 11) / 2
            let x = layout.middle(treatment.day)
            guard x - half > end + 2, x + half < layout.width - 2 else { return false }
            end = x + half
        }
        return true
    }

    /// One strip for each exposure: the more, the higher and the darker; hatched where nothing was recorded.
    func exposures(top: Double) -> TimeLinePart {
        var part = TimeLinePart(top: top)
        guard !course.strips.isEmpty else { return part }
        if layout.isNarrow {
            part.bottom += heading("Exposures", note: "each \(layout.stretchName)", top: top, into: &part)
        } else {
            part.svg.append(
                timeLineLabel(
                    "Exposures", x: margin, y: top + 13, size: 12.5, bold: true, fill: TimeLineInk.ink))
            part.bottom += 22
        }
        for strip in course.strips { draw(strip, &part) }
        part.bottom += 2
        return part
    }

    private func draw(_ strip: TimeLineCourse.Strip, _ part: inout TimeLinePart) {
        let names = layout.isNarrow ? [] : wrapped(strip)
        let height = strip.isUnderTest ? 30.0 : names.count > 1 ? 27 : 18
        let top = part.bottom + (layout.isNarrow ? strip.isUnderTest ? 19 : 15 : 0)
        let base = top + height
        var x = margin
        if strip.isUnderTest {
            let middle = layout.isNarrow ? top - 10 : top + height / 2
            part.svg.append(
                "<path d=\"M\(number(x)) \(number(middle - 5))l8 5l-8 5Z\" fill=\"\(TimeLineInk.ink)\"/>")
            x += 12
        }
        part.svg +=
            layout.isNarrow ? name(strip, x: x, top: top) : name(strip, names, x: x, middle: top + height / 2)
        part.svg.append("<g class=\"exposure\">")
        part.svg += bars(strip, top: top, height: height)
        part.svg.append(timeLineStroke(layout.rule(base), TimeLineInk.frame))
        if strip.isUnderTest {
            part.svg.append(
                timeLineBox(
                    x: layout.left - 2, y: top - 2, width: layout.plot + 4, height: height + 4, fill: "none",
                    stroke: TimeLineInk.ink, more: "stroke-width=\"1.6\" class=\"tested\""))
        }
        let told = "\(strip.name), \(strip.scale)\(strip.isUnderTest ? ", under test" : "")"
        part.svg.append("<title>\(TimeLineText.escaped(told))</title></g>")
        part.bands.append((top, base))
        part.bottom = base + (strip.isUnderTest ? 8 : 6)
    }

    /// The name of a strip in the lines that stand beside it.
    private func wrapped(_ strip: TimeLineCourse.Strip) -> [String] {
        let room = layout.left - 10 - margin - (strip.isUnderTest ? 12 : 0)
        return TimeLineText.wrapped(strip.name, to: room, size: 11.5, bold: strip.isUnderTest, most: 2)
    }

    /// Name and scale above a strip.
    private func name(_ strip: TimeLineCourse.Strip, x: Double, top: Double) -> [String] {
        let foot = top - (strip.isUnderTest ? 6.5 : 3)
        let note = TimeLineText.fitted(
            strip.scale + (strip.isUnderTest ? ", under test" : ""), to: layout.width * 0.45, size: 11)
        let room = layout.width - margin - x - TimeLineText.width(note, size: 11) - 8
        let name = TimeLineText.fitted(strip.name, to: room, size: 11, bold: strip.isUnderTest)
        return [
            timeLineLabel(name, x: x, y: foot, bold: strip.isUnderTest, fill: TimeLineInk.ink),
            timeLineLabel(note, x: layout.width - margin, y: foot, anchor: "end"),
        ]
    }

    /// The name to the left of a strip, its scale to the right.
    private func name(_ strip: TimeLineCourse.Strip, _ lines: [String], x: Double, middle: Double) -> [String] {
        let top = middle + 4 - Double(lines.count - 1) * 6.5
        let scale = TimeLineText.fitted(strip.scale, to: layout.width - layout.right - 14, size: 11)
        var labels = lines.enumerated().map { index, line in
            timeLineLabel(
                line, x: x, y: top + Double(index) * 13, size: 11.5, bold: strip.isUnderTest, fill: TimeLineInk.ink)
        }
        labels.append(timeLineLabel(scale, x: layout.right + 8, y: strip.isUnderTest ? middle - 3 : middle + 4))
        if strip.isUnderTest {
            labels.append(
                timeLineLabel("under test", x: layout.right + 8, y: middle + 11, bold: true, fill: TimeLineInk.ink))
        }
        return labels
    }

    private func bars(_ strip: TimeLineCourse.Strip, top: Double, height: Double) -> [String] {
        let base = top + height
        var levels = [String](repeating: "", count: TimeLineInk.ramp.count)
        var missing = ""
        var next = layout.first
        func hatch(to day: Int) {
            guard day > next else { return }
            let (from, to) = (layout.edge(next), layout.edge(day))
            missing += "M\(number(from)) \(number(top))H\(number(to))V\(number(base))H\(number(from))Z"
        }
        for bin in layout.binned(strip.shares, days: days) {
            hatch(to: bin.days.lowerBound)
            next = bin.days.upperBound + 1
            let (from, to) = (layout.edge(bin.days.lowerBound), layout.edge(next))
            let level = min(Int(bin.mean * Double(levels.count)), levels.count - 1)
            // Nothing at all is still drawn as a thin line: it was recorded.
            let high = max(bin.mean * height, 1.2)
            let gap = to - from >= 8 ? 0.5 : 0
            levels[level] +=
                "M\(number(from + gap)) \(number(base))V\(number(base - high))H\(number(to - gap))V\(number(base))Z"
        }
        hatch(to: layout.last + 1)
        return zip(levels, TimeLineInk.ramp).filter { !$0.0.isEmpty }.map {
            "<path d=\"\($0)\" fill=\"\($1)\"/>"
        } + (missing.isEmpty ? [] : ["<path class=\"missing\" d=\"\(missing)\" fill=\"url(#\(prefix)-missing)\"/>"])
    }
}
