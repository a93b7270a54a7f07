/// The names of the changes above the panels, and the lines that run down from them.
struct TimeLineFlags {
    struct Flag {
        let x: Double
        /// The foot of the words, where the line begins.
        let foot: Double
        let isCause: Bool
    }

    var svg: [String] = []
    var bottom: Double
    /// The names that had to be left to the legend.
    var notes: [String] = []
    var flags: [Flag] = []

    /// The lines, through all bands; the first band is reached from the words.
    func lines(_ bands: [(top: Double, bottom: Double)]) -> [String] {
        flags.map { flag in
            let d = bands.enumerated().map { index, band in
                let top = index == 0 ? min(flag.foot, band.top) : band.top
                return "M\(number(flag.x)) \(number(top))V\(number(band.bottom))"
            }.joined()
            return flag.isCause
                ? timeLineStroke(d, TimeLineInk.treated, width: 2)
                : timeLineStroke(d, TimeLineInk.soft, width: 1.2, dash: "6 2")
        }
    }
}

extension TimeLineDrawing {
    private static let lane = 15.0
    private var mostLanes: Int { layout.isNarrow ? 6 : 4 }

    /// The names of the changes, to the right of their lines and in as many rows as they need.
    ///
    /// Rows are given from right to left, so that a line does not cross the words of a change before it. Where
    /// rows are too few the changes are numbered and named below the picture.
    func flags(top: Double) -> TimeLineFlags {
        var part = TimeLinePart(top: top)
        var flags = TimeLineFlags(bottom: top)
        if layout.isNarrow {
            flags.bottom += heading("Pain", note: "0–10, each \(layout.stretchName)", top: top, into: &part)
        }
        if !layout.isNarrow, !course.changes.isEmpty { _ = heading("Changes", top: flags.bottom, into: &part) }
        flags.svg = part.svg
        guard !course.changes.isEmpty else { return flags }

        let room = layout.isNarrow ? min(layout.width * 0.5, 170) : 220
        var words = course.changes.map { TimeLineText.fitted($0.label, to: room, size: 11, bold: $0.kind != .change) }
        var lanes = placed(words)
        if lanes.contains(nil) {
            words = course.changes.indices.map { "\($0 + 1)" }
            lanes = placed(words)
            let named = course.changes.prefix(20).enumerated().map { "\($0 + 1): \($1.label) (\(days.name($1.day)))" }
            let more = course.changes.count > 20 ? " and \(course.changes.count - 20) more" : ""
            flags.notes.append("Changes – \(named.joined(separator: "; "))\(more).")
        }
        let rows = (lanes.compactMap(\.self).max() ?? 0) + 1
        let floor = flags.bottom + Double(rows) * Self.lane + 2
        for (index, change) in course.changes.enumerated() {
            let x = layout.edge(change.day)
            guard let lane = lanes[index] else {
                flags.flags.append(.init(x: x, foot: floor, isCause: change.kind != .change))
                continue
            }
            let extent = self.extent(words[index], of: change)
            let foot = floor - 2 - Double(lane) * Self.lane
            flags.svg.append(
                "<g>"
                    + timeLineLabel(
                        words[index], x: extent.lowerBound, y: foot - 4, bold: change.kind != .change,
                        fill: TimeLineInk.ink, halo: true)
                    + "<title>\(TimeLineText.escaped("\(change.label), \(days.name(change.day))"))</title></g>")
            let start = extent.lowerBound > x ? foot - Self.lane + 3 : foot - 1
            flags.flags.append(.init(x: x, foot: start, isCause: change.kind != .change))
        }
        flags.bottom = floor
        return flags
    }

    /// Where the words of a change lie: right of its line, or pushed back into the picture.
    private func extent(_ words: String, of change: TimeLine.Change) -> ClosedRange<Double> {
        let width = TimeLineText.width(words, size: 11, bold: change.kind != .change)
        let start = max(min(layout.edge(change.day) + 4, layout.width - 6 - width), 4)
        return start...(start + width)
    }

    /// The row of each change from below; `nil` where there is none left.
    private func placed(_ words: [String]) -> [Int?] {
        var lanes = [Int?](repeating: nil, count: words.count)
        var used: [(extent: ClosedRange<Double>, x: Double, lane: Int)] = []
        for index in words.indices.reversed() {
            let extent = self.extent(words[index], of: course.changes[index])
            let wide = (extent.lowerBound - 5)...(extent.upperBound + 5)
            let x = layout.edge(course.changes[index].day)
            // Lines to the right rise to their own words: these words must lie above them.
            let lowest =
                used.filter { wide.contains($0.x) || $0.extent.overlaps(wide) || $0.extent.contains(x) }
                .map { $0.lane + 1 }.max() ?? 0
            guard lowest < mostLanes else { continue }
            lanes[index] = lowest
            used.append((extent, x, lowest))
        }
        return lanes
    }
}
