/// A daily series of pain and exposures of one client and one complaint (or one trigger point).
///
/// Days without an entry are missing, not pain-free.
public struct Diary: Hashable, Sendable {
    /// The largest number of exposures.
    public static let maximumExposures = 200
    /// The largest number of days, from the first to the last.
    public static let maximumDays = 100_000
    /// The largest absolute value of an exposure, so that sums stay finite.
    public static let maximumValue = 1e9

    /// One day as it was written down.
    public struct Entry: Hashable, Sendable {
        public let day: Day
        /// Pain of this day, 0 (none) to 10 (worst), or `nil` when it was not written down.
        public let pain: Double?
        /// One value for each exposure of the diary, `nil` where missing.
        public let values: [Double?]

        /// Creates an entry.
        public init(day: Day, pain: Double?, values: [Double?] = []) {
            self.day = day
            self.pain = pain
            self.values = values
        }
    }

    /// A named exposure with its value on each day of the diary.
    public struct Exposure: Hashable, Sendable {
        public let name: String
        /// One value a day from the first day of the diary on, `nil` where missing.
        public let values: [Double?]
    }

    public let firstDay: Day
    /// Pain of each day from the first on, 0...10, `nil` where missing.
    public let pain: [Double?]
    public let exposures: [Exposure]

    /// The number of days from the first entry to the last; at least 1.
    public var dayCount: Int { pain.count }

    /// Creates a diary from entries in any order.
    ///
    /// - Throws: ``DiaryError`` for a repeated day or name, a value out of range, an entry with the wrong number of
    ///   values, or more days or exposures than allowed.
    /// - Complexity: O(days × exposures).
    public init(entries: [Entry], exposureNames: [String] = []) throws(DiaryError) {
        try Self.check(names: exposureNames)
        guard let first = entries.map(\.day).min(), let last = entries.map(\.day).max() else {
            throw DiaryError(.noDays)
        }
        let count = last.days(since: first) + 1
        guard count <= Self.maximumDays else { throw DiaryError(.tooManyDays, field: "date", value: "\(last)") }
        var pain = [Double?](repeating: nil, count: count)
        var columns = exposureNames.map { _ in [Double?](repeating: nil, count: count) }
        var seen = [Bool](repeating: false, count: count)
        for entry in entries {
            let index = entry.day.days(since: first)
            guard !seen[index] else { throw DiaryError(.repeatedDay, field: "date", value: "\(entry.day)") }
            seen[index] = true
            try Self.check(entry, names: exposureNames)
            pain[index] = entry.pain
            for (column, value) in entry.values.enumerated() { columns[column][index] = value }
        }
        firstDay = first
        self.pain = pain
        exposures = zip(exposureNames, columns).map { Exposure(name: $0, values: $1) }
    }

    /// The day at this place of the series; places outside the diary give its first or last day.
    public func day(at index: Int) -> Day {
        firstDay.adding(min(max(index, 0), dayCount - 1)) ?? firstDay
    }

    /// The place of a day in the series, or `nil` outside the diary.
    public func index(of day: Day) -> Int? {
        let index = day.days(since: firstDay)
        return pain.indices.contains(index) ? index : nil
    }

    static func check(names: [String]) throws(DiaryError) {
        guard names.count <= maximumExposures else {
            throw DiaryError(.tooManyExposures, value: String(names.count))
        }
        var known: Set<String> = []
        for name in names {
            guard !name.isEmpty else { throw DiaryError(.emptyColumnName) }
            guard known.insert(name).inserted else { throw DiaryError(.repeatedColumn, field: name) }
        }
    }

    private static func check(_ entry: Entry, names: [String]) throws(DiaryError) {
        guard entry.values.count == names.count else {
            throw DiaryError(.wrongCellCount, field: "\(entry.day)", value: String(entry.values.count))
        }
        if let pain = entry.pain {
            guard pain.isFinite else { throw DiaryError(.notFinite, field: "pain", value: "\(pain)") }
            guard (0...10).contains(pain) else { throw DiaryError(.outOfScale, field: "pain", value: "\(pain)") }
        }
        for (name, value) in zip(names, entry.values) {
            guard let value else { continue }
            guard value.isFinite else { throw DiaryError(.notFinite, field: name, value: "\(value)") }
            guard abs(value) <= maximumValue else { throw DiaryError(.tooLarge, field: name, value: "\(value)") }
        }
    }
}
