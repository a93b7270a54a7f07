/// Moments as sorted periods that neither overlap nor touch.
public struct PeriodSet: Hashable, Sendable {
    /// The periods in order of time.
    public let periods: [Period]

    /// The union of periods in any order.
    ///
    /// - Complexity: O(*n* log *n*), where *n* is the number of periods.
    public init(_ periods: some Sequence<Period>) {
        var merged: [Period] = []
        for period in periods.sorted() {
            guard let last = merged.last, period.start <= last.end else {
                merged.append(period)
                continue
            }
            if last.end < period.end, let longer = Period(start: last.start, end: period.end) {
                merged[merged.count - 1] = longer
            }
        }
        self.periods = merged
    }

    /// Whether it shares a moment with a period.
    ///
    /// - Complexity: O(log *n*), where *n* is the number of periods.
    public func overlaps(_ period: Period) -> Bool {
        let index = firstEnding(after: period.start)
        return index < periods.count && periods[index].start < period.end
    }

    /// Whether a period lies inside as a whole.
    ///
    /// - Complexity: O(log *n*), where *n* is the number of periods.
    public func covers(_ period: Period) -> Bool {
        let index = firstEnding(after: period.start)
        return index < periods.count && periods[index].start <= period.start && period.end <= periods[index].end
    }

    /// The part inside a period.
    ///
    /// - Complexity: O(*n*), where *n* is the number of periods.
    public func clipped(to period: Period) -> PeriodSet {
        PeriodSet(periods.compactMap { $0.intersection(period) })
    }

    private func firstEnding(after moment: Moment) -> Int {
        var low = 0
        var high = periods.count
        while low < high {
            let middle = (low + high) / 2
            if periods[middle].end <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
