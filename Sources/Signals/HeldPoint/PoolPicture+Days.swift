import MotorUnits

extension PoolPicture {
    private struct Course {
        let name: String
        let samples: [ScenarioModel.Sample]
        let colour: String
        let isChosen: Bool

        var width: Double { isChosen ? 3.5 : 2.5 }
        var dash: String? { isChosen ? nil : "7 5" }
        var end: Double { samples.last?.rms ?? 0 }
    }

    /// The days after: the size of the signal while the cause stays, and once it is dealt with.
    func days(_ layout: PoolPictureLayout, top: Double, most: Double) -> (svg: String, bottom: Double) {
        let isTreated = point.scenario.causeTreated
        let courses = [
            Course(name: "the cause stays", samples: point.stays, colour: Colour.stays, isChosen: !isTreated),
            Course(name: "the cause is dealt with", samples: point.treated, colour: Colour.signal, isChosen: isTreated),
        ]
        let head = layout.heading("The days after: size of the simulated signal", top: top)
        let legend = legend(courses, layout, top: head.bottom + 6)
        let plotTop = legend.bottom + 30
        let plotBottom = plotTop + (layout.isNarrow ? 150 : 180)
        let right = layout.right - 50
        let upright = PictureScale(0...most, first: plotBottom, last: plotTop)
        let level = PictureScale(0...Double(max(point.scenario.days, 1)), first: layout.left, last: right)
        let axis = layout.levelAxis(
            level, ticks: level.ticks(most: layout.isNarrow ? 6 : 11, steps: [1, 2, 5, 7, 10, 15, 30]), y: plotBottom,
            name: point.isHeld ? "days after the hold" : "days")
        var parts = [
            head.svg, legend.svg,
            layout.uprightAxis(
                upright, ticks: upright.ticks(most: 5, steps: Self.steps(most)), left: layout.left, right: right),
            axis.svg,
        ]
        for level in [point.rms(.before), point.withoutPoint] {
            let y = upright.place(level)
            parts.append(
                SVGParts.line([(layout.left, y), (right, y)], stroke: Colour.soft, width: 1.5, dash: "2 4"))
        }
        // The chosen course is drawn last, on top.
        for course in courses.sorted(by: { !$0.isChosen && $1.isChosen }) {
            parts.append(
                SVGParts.line(
                    course.samples.map { (level.place($0.time), upright.place($0.rms)) }, stroke: course.colour,
                    width: course.width, dash: course.dash))
            if course.samples.count == 1, let only = course.samples.first {
                parts.append(
                    SVGParts.rectangle(
                        x: level.place(0), y: upright.place(only.rms) - 4, width: 8, height: 8, fill: course.colour))
            }
        }
        parts.append(ends(courses, upright, x: right + 6, layout))
        return (parts.joined(), axis.bottom)
    }

    private func legend(
        _ courses: [Course], _ layout: PoolPictureLayout, top: Double
    ) -> (svg: String, bottom: Double) {
        let line = layout.letters + 7
        let drawn = courses.enumerated().map { index, course in
            let y = top + line * Double(index) + line / 2
            let words = course.name + (course.isChosen ? " (chosen)" : "")
            return SVGParts.line([(0, y), (36, y)], stroke: course.colour, width: course.width, dash: course.dash)
                + SVGParts.text(
                    words, x: 46, y: y + layout.letters * 0.35, size: layout.letters, isBold: course.isChosen)
        }
        let y = top + line * (Double(courses.count) + 0.5)
        let levels =
            SVGParts.line([(0, y), (36, y)], stroke: Colour.soft, width: 1.5, dash: "2 4")
            + SVGParts.text(
                "above: at the start; below: without the point", x: 46, y: y + layout.letters * 0.35,
                size: layout.isNarrow ? 13 : layout.letters)
        return (drawn.joined() + levels, top + line * Double(courses.count + 1))
    }

    /// The last value of each course beside its end; kept apart where they meet.
    private func ends(_ courses: [Course], _ upright: PictureScale, x: Double, _ layout: PoolPictureLayout) -> String {
        let rows = courses.sorted { $0.end > $1.end }
        var lowest = -Double.infinity
        return rows.map { course in
            let y = max(upright.place(course.end) + layout.letters * 0.35, lowest + layout.letters + 3)
            lowest = y
            return SVGParts.text(
                HeldPoint.size(course.end), x: x, y: y, size: layout.letters, isBold: course.isChosen,
                fill: course.colour)
        }.joined()
    }
}
