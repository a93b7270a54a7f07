extension TimeLineDrawing {
    /// The panel of motion: a line and a mark for each movement, its norm dashed in the same colour.
    func motion(top: Double) -> TimeLinePart {
        var part = TimeLinePart(top: top)
        let plotTop = top + heading("Range of motion", note: "degrees", top: top, into: &part) + key(top, &part) + 6
        let (scale, step) = degrees()
        let words = layout.isNarrow ? 0 : endings.reduce(0) { $0 + Double($1.count) * 13 + 3 }
        let height = layout.isNarrow ? 110 : max(120, words - 12)
        let base = plotTop + height
        func y(_ value: Double) -> Double {
            base - (value - scale.lowerBound) / (scale.upperBound - scale.lowerBound) * height
        }
        var lines = ""
        for value in stride(from: scale.lowerBound, through: scale.upperBound + step / 2, by: step) {
            lines += layout.rule(y(value))
            part.svg.append(timeLineLabel(number(value), x: layout.left - 6, y: y(value) + 4, anchor: "end"))
        }
        part.svg.append(timeLineStroke(lines, TimeLineInk.grid))
        for (index, motion) in course.motions.enumerated() {
            guard let norm = motion.norm else { continue }
            // Of two norms of one height both are seen: the dashes of one lie in the gaps of the other.
            let dash = index % 2 == 0 ? "5 7" : "0 6 5 1"
            part.svg.append(
                timeLineStroke(layout.rule(y(norm)), Self.colour(index), width: 1.2, dash: dash, name: "norm"))
        }
        for (index, motion) in course.motions.enumerated() { part.svg.append(curve(motion, index, y)) }
        part.svg += layout.isNarrow ? letters(y, plotTop, base) : names(y, plotTop, base)
        part.bands = [(plotTop - 4, base)]
        part.bottom = base + 12
        return part
    }

    static func colour(_ index: Int) -> String { TimeLineInk.motion[index % TimeLineInk.motion.count] }
    static func mark(_ index: Int) -> TimeLineMark { TimeLineMark.allCases[index % TimeLineMark.allCases.count] }

    private func curve(
        _ motion: TimeLineCourse.Motion, _ index: Int, _ y: (Double) -> Double
    ) -> String {
        let places = motion.readings.map { (x: layout.middle($0.day), y: y($0.value)) }
        let d = places.enumerated().map { "\($0 == 0 ? "M" : "L")\(number($1.x)) \(number($1.y))" }.joined()
        var marks: [String] = []
        var before = -Double.infinity
        for (order, place) in places.enumerated() where place.x - before >= 9 || order == places.count - 1 {
            marks.append(Self.mark(index).svg(x: place.x, y: place.y, size: 3.6, colour: Self.colour(index)))
            before = place.x
        }
        return "<g class=\"movement\">" + timeLineStroke(d, Self.colour(index), width: 1.8, isRound: true)
            + marks.joined()
            + "<title>\(TimeLineText.escaped(Self.words(motion)))</title></g>"
    }

    /// `Rotation right: 62°, norm 80°`.
    private static func words(_ motion: TimeLineCourse.Motion) -> String {
        let last = motion.readings.last.map { "\(number($0.value.rounded()))°" } ?? ""
        let norm = motion.norm.map { ", norm \(number($0.rounded()))°" } ?? ""
        return "\(motion.name): \(last)\(norm)"
    }

    /// Narrow pictures name the movements above the panel; returns the room taken.
    private func key(_ top: Double, _ part: inout TimeLinePart) -> Double {
        guard layout.isNarrow else { return 0 }
        for (index, motion) in course.motions.enumerated() {
            let y = top + 31 + Double(index) * 15
            part.svg.append(Self.mark(index).svg(x: margin + 5, y: y - 4, size: 4, colour: Self.colour(index)))
            let words = "\(Self.letter(index))  \(Self.words(motion))"
            let short = TimeLineText.fitted(words, to: layout.width - 2 * margin - 14, size: 11)
            part.svg.append(timeLineLabel(short, x: margin + 14, y: y, fill: TimeLineInk.ink))
        }
        return Double(course.motions.count) * 15 + 4
    }

    private static func letter(_ index: Int) -> String { ["A", "B", "C", "D", "E", "F"][min(index, 5)] }

    /// A letter at the end of each line.
    private func letters(_ y: (Double) -> Double, _ top: Double, _ base: Double) -> [String] {
        let wished = course.motions.map { y($0.readings.last?.value ?? 0) - 6.5 }
        let tops = TimeLineSpread.tops(
            wished, heights: Array(repeating: 14, count: wished.count), within: top - 6, base + 6)
        return zip(course.motions.indices, tops).map { index, top in
            lead(index, y, to: top + 7)
                + timeLineLabel(
                    Self.letter(index), x: layout.right + 10, y: top + 11, size: 11, bold: true,
                    fill: Self.colour(index))
        }
    }

    /// What stands at the end of each line: the name, which may take two lines, and the last value.
    private var endings: [[String]] {
        let room = layout.width - layout.right - 18
        return course.motions.map { motion in
            let last = motion.readings.last.map { "\(number($0.value.rounded()))°" } ?? ""
            let norm = motion.norm.map { ", norm \(number($0.rounded()))°" } ?? ""
            return TimeLineText.wrapped(motion.name, to: room, size: 11, bold: true, most: 2)
                + [TimeLineText.fitted(last + norm, to: room, size: 11)]
        }
    }

    private func names(_ y: (Double) -> Double, _ top: Double, _ base: Double) -> [String] {
        let endings = self.endings
        let heights = endings.map { Double($0.count) * 13 + 3 }
        let wished = zip(course.motions, heights).map { y($0.readings.last?.value ?? 0) - $1 / 2 }
        let tops = TimeLineSpread.tops(wished, heights: heights, within: top - 8, base + 10)
        var labels: [String] = []
        for (index, top) in tops.enumerated() {
            labels.append(lead(index, y, to: top + heights[index] / 2 - 1))
            for (line, words) in endings[index].enumerated() {
                labels.append(
                    timeLineLabel(
                        words, x: layout.right + 14, y: top + 11 + Double(line) * 13,
                        bold: line < endings[index].count - 1, fill: Self.colour(index)))
            }
        }
        return labels
    }

    /// A thin line from the last reading to its name.
    private func lead(_ index: Int, _ y: (Double) -> Double, to height: Double) -> String {
        guard let last = course.motions[index].readings.last else { return "" }
        let start = layout.middle(last.day) + 5
        let end = layout.right + (layout.isNarrow ? 8 : 11)
        let d = "M\(number(start)) \(number(y(last.value)))H\(number(max(layout.right, start)))"
        return timeLineStroke(d + "L\(number(end)) \(number(height))", Self.colour(index), dash: "1 2")
    }

    /// A scale with whole steps that holds all readings and norms.
    private func degrees() -> (scale: ClosedRange<Double>, step: Double) {
        let values = course.motions.flatMap { $0.readings.map(\.value) + ($0.norm.map { [$0] } ?? []) }
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        let step = [5.0, 10, 20, 30, 60, 90, 180].first { (high - low) / $0 <= 3.6 } ?? 360
        let bottom = (low / step).rounded(.down) * step
        let top = max((high / step).rounded(.up) * step, bottom + step)
        return (bottom...top, step)
    }
}
