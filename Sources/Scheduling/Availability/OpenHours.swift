/// A part of a day on the wall clock.
public struct OpenHours: Hashable, Comparable, Sendable {
    /// Minutes since midnight at which it begins, 0 to 1439.
    public let from: Int

    /// Minutes since midnight at which it ends, after ``from`` and at most 1440.
    public let until: Int

    /// Hours between two times of the same day, in minutes since midnight; hours past midnight take two rules.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when a time is outside of the day or the end is not
    ///   after the start.
    public init(from: Int, until: Int) throws(SchedulingError) {
        self.from = try SchedulingError.checked(from, "from", in: 0...1439)
        self.until = try SchedulingError.checked(until, "until", in: 1...1440)
        guard from < until else {
            throw .invalid(field: "until", value: String(until), reason: "is not after \(from)")
        }
    }

    private init(merging first: OpenHours, _ second: OpenHours) {
        from = min(first.from, second.from)
        until = max(first.until, second.until)
    }

    /// By beginning, then by end.
    public static func < (left: OpenHours, right: OpenHours) -> Bool {
        left.from != right.from ? left.from < right.from : left.until < right.until
    }

    /// The same hours in order, with those joined that overlap or touch.
    static func merged(_ hours: [OpenHours]) -> [OpenHours] {
        var merged: [OpenHours] = []
        for next in hours.sorted() {
            if let last = merged.last, next.from <= last.until {
                merged[merged.count - 1] = OpenHours(merging: last, next)
            } else {
                merged.append(next)
            }
        }
        return merged
    }
}
