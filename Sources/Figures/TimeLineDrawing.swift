/// Draws a time line from top to bottom: head, changes, events and pain, motion, treatments, exposures, legend.
struct TimeLineDrawing {
    let title: String
    let days: TimeLineDays
    let course: TimeLineCourse
    let layout: TimeLineLayout
    let prefix: String
    let ticks: (fine: [TimeLineDays.Tick], coarse: [TimeLineDays.Tick])

    init(_ line: TimeLine, width: Double, prefix: String) {
        title = TimeLineText.clean(line.title)
        days = TimeLineDays(zero: line.zero)
        course = TimeLineCourse(line)
        layout = TimeLineLayout(width: width, course: course)
        self.prefix = String(prefix.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        ticks = days.ticks(first: layout.first, last: layout.last, pixels: layout.pixels)
    }

    /// The whole document.
    func svg() -> String {
        let head = self.head()
        var body = head.svg
        var bottom = head.bottom
        if course.isEmpty {
            let box = empty(top: bottom)
            body += box.svg
            bottom = box.bottom
        } else {
            let flags = self.flags(top: bottom)
            let pain = self.pain(top: flags.bottom)
            var parts = [pain]
            if !course.motions.isEmpty { parts.append(motion(top: pain.bottom)) }
            let below = parts.last?.bottom ?? bottom
            let rows = self.treatments(top: below)
            let strips = exposures(top: rows.bottom)
            parts += [rows, strips]
            var end = strips.bottom
            if parts.count > 1, !rows.bands.isEmpty || !strips.bands.isEmpty || !course.motions.isEmpty {
                let axis = self.axis(top: end)
                parts.append(axis)
                end = axis.bottom
            }
            let bands = parts.flatMap(\.bands)
            body += shades(bands) + grid(bands) + parts.flatMap(\.svg)
            body += flags.lines(bands) + flags.svg + parts.flatMap(\.above)
            let legend = self.legend(top: end, notes: flags.notes)
            body += legend.svg
            bottom = legend.bottom
        }
        return frame(body, height: bottom)
    }

    private func frame(_ body: [String], height: Double) -> String {
        let (width, height) = (number(layout.width), number(height.rounded(.up)))
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
            + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-labelledby=\"\(prefix)-title\" "
            + "aria-describedby=\"\(prefix)-desc\" class=\"time-line\" font-family=\"\(TimeLineText.family)\">"
            + "<title id=\"\(prefix)-title\">\(TimeLineText.escaped(title))</title>"
            + "<desc id=\"\(prefix)-desc\">\(TimeLineText.escaped(description()))</desc>"
            + "<defs><pattern id=\"\(prefix)-missing\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
            + "<path d=\"M-1 6L6 -1M-1 1L1 -1M4 6L6 4\" stroke=\"#8d989e\" stroke-width=\"0.8\"/></pattern></defs>"
            + "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#fff\"/>" + body.joined() + "</svg>"
    }

    // MARK: Head

    /// The margin of text that belongs to no plot.
    var margin: Double { layout.isNarrow ? 8 : 14 }

    private func head() -> TimeLinePart {
        var part = TimeLinePart(top: 8)
        let room = layout.width - 2 * margin
        for line in TimeLineText.wrapped(title, to: room, size: 16, bold: true, most: 3) {
            part.svg.append(
                timeLineLabel(line, x: margin, y: part.bottom + 15, size: 16, bold: true, fill: TimeLineInk.ink))
            part.bottom += 20
        }
        guard !course.isEmpty else { return part }
        for line in TimeLineText.wrapped(subtitle(), to: room, size: 12, most: 3) {
            part.svg.append(timeLineLabel(line, x: margin, y: part.bottom + 13, size: 12))
            part.bottom += 16
        }
        part.bottom += 6
        return part
    }

    private func empty(top: Double) -> TimeLinePart {
        var part = TimeLinePart(top: top)
        let (x, width) = (margin, layout.width - 2 * margin)
        part.svg = [
            "<rect x=\"\(number(x))\" y=\"\(number(top + 4))\" width=\"\(number(width))\" height=\"64\" rx=\"8\" "
                + "fill=\"none\" stroke=\"\(TimeLineInk.frame)\" stroke-dasharray=\"5 4\"/>",
            timeLineLabel(
                "There is nothing recorded yet.", x: layout.width / 2, y: top + 40, size: 13, anchor: "middle"),
        ]
        part.bottom = top + 80
        return part
    }

    /// Writes the name of a panel beside it, or above it where the picture is narrow.
    ///
    /// Returns the room it took above.
    func heading(_ name: String, note: String = "", top: Double, into part: inout TimeLinePart) -> Double {
        if layout.isNarrow {
            let room = layout.width - 2 * margin
            let short = TimeLineText.fitted(name, to: room, size: 12, bold: true)
            part.svg.append(
                timeLineLabel(short, x: margin, y: top + 13, size: 12, bold: true, fill: TimeLineInk.ink))
            let used = TimeLineText.width(short, size: 12, bold: true) + 6
            let rest = TimeLineText.fitted(note, to: room - used, size: 11)
            part.svg.append(timeLineLabel(rest, x: margin + used, y: top + 13))
            return 19
        }
        let room = layout.left - margin - 32
        var y = top + 12
        for line in TimeLineText.wrapped(name, to: room, size: 12.5, bold: true, most: 2) {
            part.svg.append(timeLineLabel(line, x: margin, y: y, size: 12.5, bold: true, fill: TimeLineInk.ink))
            y += 15
        }
        for line in TimeLineText.wrapped(note, to: room, size: 11, most: 3) {
            part.svg.append(timeLineLabel(line, x: margin, y: y))
            y += 14
        }
        return 0
    }

    // MARK: Days

    /// The names of the days in two rows.
    func axis(top: Double) -> TimeLinePart {
        var part = TimeLinePart(top: top)
        part.bottom = top + (ticks.coarse.isEmpty ? 22 : 37)
        var marks = "M\(number(layout.left)) \(number(top))H\(number(layout.right))"
        var end = -Double.infinity
        let shown = layout.first...layout.last
        for tick in ticks.fine where shown.contains(tick.day) {
            let x = layout.middle(tick.day)
            marks += "M\(number(x)) \(number(top))v5"
            let half = TimeLineText.width(tick.text, size: 11) / 2
            let middle = min(max(x, half + 1), layout.width - half - 1)
            guard middle - half > end + 4 else { continue }
            end = middle + half
            part.svg.append(timeLineLabel(tick.text, x: middle, y: top + 16, anchor: "middle"))
        }
        for (index, tick) in ticks.coarse.enumerated() {
            let x = max(layout.middle(tick.day), layout.left)
            let next = index + 1 < ticks.coarse.count ? layout.middle(ticks.coarse[index + 1].day) : layout.width
            if shown.contains(tick.day) { marks += "M\(number(x)) \(number(top))v9" }
            guard x + TimeLineText.width(tick.text, size: 11, bold: true) + 4 <= next else { continue }
            part.svg.append(timeLineLabel(tick.text, x: x, y: top + 31, bold: true, fill: TimeLineInk.ink))
        }
        part.svg.insert(timeLineStroke(marks, TimeLineInk.soft), at: 0)
        return part
    }

    /// Upright lines where months or years begin, and finer ones.
    private func grid(_ bands: [(top: Double, bottom: Double)]) -> [String] {
        func lines(_ ticks: [TimeLineDays.Tick], _ colour: String) -> String {
            let days = ticks.map(\.day).filter { (layout.first...layout.last).contains($0) }
            guard !days.isEmpty else { return "" }
            let d = bands.map { band in
                days.map { "M\(number(layout.middle($0))) \(number(band.top))V\(number(band.bottom))" }.joined()
            }.joined()
            return timeLineStroke(d, colour)
        }
        return [
            lines(ticks.fine, ticks.coarse.isEmpty ? "#cfd6d9" : TimeLineInk.grid), lines(ticks.coarse, "#bac4c9"),
        ]
    }

    /// What lies behind the panels while causes are treated: the more of them, the darker.
    private func shades(_ bands: [(top: Double, bottom: Double)]) -> [String] {
        course.phases.filter { $0.treated > 0 }.flatMap { phase in
            bands.map { band in
                let (from, to) = (layout.edge(phase.days.lowerBound), layout.edge(phase.days.upperBound + 1))
                let opacity = number(min(0.04 + 0.05 * Double(phase.treated), 0.2))
                return timeLineBox(
                    x: from, y: band.top, width: to - from, height: band.bottom - band.top, fill: TimeLineInk.treated,
                    more: "fill-opacity=\"\(opacity)\" class=\"treated\"")
            }
        }
    }
}
