/// Follows the column of times through a table: finds the rate, the gaps and the jitter.
struct TimeColumn {
    /// Times that follow each other without a gap.
    private struct Run {
        let firstRow: Int
        let start: Double
        var rows = 1
        var end: Double
    }

    /// The time between two rows in seconds, from the first rows.
    let step: Double

    /// The smallest difference that the numbers can show, in seconds.
    let quantum: Double

    private var runs: [Run] = []

    /// The largest distance of a step from the usual one, in seconds.
    private(set) var jitter = 0.0

    /// Creates a follower; `nil` when the times do not grow.
    ///
    /// - Parameters:
    ///   - times: The times of the first rows, in seconds; at least two.
    ///   - quantum: The smallest difference that the numbers can show, in seconds.
    init?(first times: [Double], quantum: Double) {
        guard let from = times.first, let to = times.last, times.count >= 2, from < to else { return nil }
        let steps = zip(times.dropFirst(), times).map { $0 - $1 }.sorted()
        let median = steps[steps.count / 2]
        // Where the numbers are too coarse for single steps, the mean is better than the median.
        let mean = (to - from) / Double(times.count - 1)
        step = median > 2 * quantum ? median : mean
        self.quantum = quantum
        guard step > 0, step.isFinite else { return nil }
    }

    /// What is wrong with the time of a row.
    enum Fault: Error {
        /// It is not above the time before it.
        case notGrowing

        /// There are more gaps than are read.
        case tooManyGaps
    }

    /// Takes the time of the next row, in seconds.
    mutating func add(_ time: Double, row: Int) throws(Fault) {
        guard var run = runs.popLast() else {
            runs.append(Run(firstRow: row, start: time, end: time))
            return
        }
        let distance = time - run.end
        guard distance > -0.5 * quantum, distance > 0 || quantum > 0.5 * step else { throw .notGrowing }
        if distance > 1.5 * step + 1.01 * quantum {
            guard runs.count < RecordingLimits.segments else { throw .tooManyGaps }
            runs.append(run)
            runs.append(Run(firstRow: row, start: time, end: time))
            return
        }
        jitter = max(jitter, abs(distance - step))
        run.rows += 1
        run.end = time
        runs.append(run)
    }

    /// The rate over all pieces, in hertz; a whole number when the coarseness of the times allows it.
    var rate: Double {
        let steps = runs.reduce(0) { $0 + $1.rows - 1 }
        let span = runs.reduce(0) { $0 + ($1.end - $1.start) }
        guard steps > 0, span > 0 else { return 1 / step }
        let rate = Double(steps) / span
        let uncertainty = rate * max(1e-9, Double(runs.count) * quantum / span)
        return abs(rate - rate.rounded()) <= uncertainty && rate.rounded() > 0 ? rate.rounded() : rate
    }

    /// The pieces between the gaps.
    ///
    /// - Parameter rate: The rate in hertz that the samples are placed with.
    /// - Returns: Pieces whose time begins with the first row of the table.
    func segments(rate: Double) -> [RecordingSegment] {
        let origin = runs.first?.start ?? 0
        var segments: [RecordingSegment] = []
        for run in runs {
            // Where the rate is a little below that of the times, a piece may seem to reach into the next.
            let start = max(run.start - origin, segments.last?.end ?? 0)
            segments.append(
                RecordingSegment(
                    start: start, duration: Double(run.rows) / rate, stored: Double(run.firstRow) / rate))
        }
        return segments
    }
}
