/// Where days lie on the picture, and how many of them are drawn as one.
struct TimeLineLayout {
    let width: Double
    let isNarrow: Bool
    /// The edges of the plots.
    let left: Double
    let right: Double
    let first: Int
    let last: Int
    /// How many days one value stands for: 1 while each has 1.5 pixels or more, else whole weeks.
    let stretch: Int

    init(width: Double, course: TimeLineCourse) {
        let width = width.isNaN ? 720 : min(max(width, 300), 4_000).rounded()
        self.width = width
        isNarrow = width < 520
        first = course.first
        last = course.last
        let hasMotion = !course.motions.isEmpty
        if isNarrow {
            left = 30
            right = width - (hasMotion ? 24 : 12)
        } else {
            left = min(max(0.19 * width, 120), 220).rounded()
            right = width - (hasMotion ? min(max(0.16 * width, 104), 176).rounded() : 92)
        }
        var stretch = 1
        for wider in [7, 28, 91, 364] where Self.least(right - left, course.count, stretch) { stretch = wider }
        while Self.least(right - left, course.count, stretch) { stretch *= 2 }
        self.stretch = stretch
    }

    private static func least(_ room: Double, _ count: Int, _ stretch: Int) -> Bool {
        room * Double(stretch) / Double(count) < 1.5
    }

    var plot: Double { right - left }
    /// Pixels of one day.
    var pixels: Double { plot / Double(last - first + 1) }

    /// Where a day begins.
    func edge(_ day: Int) -> Double { left + Double(day - first) * pixels }

    /// The middle of a day.
    func middle(_ day: Int) -> Double { left + (Double(day - first) + 0.5) * pixels }

    /// The words for one value's stretch: `day`, `week`, `4 weeks`.
    var stretchName: String { stretch == 1 ? "day" : stretch == 7 ? "week" : "\(stretch / 7) weeks" }

    /// Values put together in stretches, in their order; each with the edges it is drawn between.
    func binned(_ readings: [TimeLine.Reading], days: TimeLineDays) -> [TimeLineBin] {
        var bins: [TimeLineBin] = []
        var start: Int?
        var values: [Double] = []
        func close() {
            guard let start, !values.isEmpty else { return }
            let end = min(start + stretch - 1, last)
            let sorted = values.sorted()
            let middle = sorted.count / 2
            bins.append(
                TimeLineBin(
                    days: max(start, first)...max(end, first), low: sorted[0], high: sorted[sorted.count - 1],
                    median: sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2,
                    mean: values.reduce(0, +) / Double(values.count)
                ))
        }
        for reading in readings {
            let own = days.start(of: reading.day, stretch: stretch, first: first)
            if own != start {
                close()
                start = own
                values = []
            }
            values.append(reading.value)
        }
        close()
        return bins
    }
}

/// The values of a stretch of days.
struct TimeLineBin {
    let days: ClosedRange<Int>
    let low: Double
    let high: Double
    let median: Double
    let mean: Double
}
