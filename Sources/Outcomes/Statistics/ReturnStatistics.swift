/// How long complaints of many people stay away, so counted that nobody can be recognised.
///
/// Each person counts once. A group of fewer people than ``minimum`` is not shown, nor what would let one subtract it from another; a
/// curve ends where fewer than that are still watched.
public struct ReturnStatistics: Sendable {
    /// One person's time without pain after treatment.
    public struct Spell: Hashable, Sendable {
        public let time: SurvivalTime
        /// What was treated before it began, such as `muscle:infraspinatus`.
        public let points: Set<String>
        /// Whether something that keeps the complaint alive was treated by the day on which it began.
        public let isCauseTreated: Bool

        public init(time: SurvivalTime, points: Set<String>, isCauseTreated: Bool) {
            self.time = time
            self.points = points
            self.isCauseTreated = isCauseTreated
        }
    }

    /// A group that is large enough to be shown.
    public struct Group: Hashable, Sendable {
        /// Empty for everybody.
        public let name: String
        public let people: Int
        /// How many saw it return.
        public let returns: Int
        /// The share without a return over the days, as far as enough people are watched.
        public let steps: [KaplanMeier.Step]
        /// The day up to which the curve may be read.
        public let lastDay: Double
        /// Days until half have had a return; `nil` when that lies beyond ``lastDay``.
        public var median: Double? { steps.first { $0.survival <= 0.5 }?.time }

        /// The share without a return by a day, with its interval; `nil` beyond ``lastDay``.
        public func without(by day: Double) -> (share: Double, interval: ClosedRange<Double>?)? {
            guard day <= lastDay else { return nil }
            guard let step = steps.last(where: { $0.time <= day }) else { return (1, nil) }
            return (step.survival, step.interval)
        }
    }

    /// People in a group below which it is not shown.
    public let minimum: Int
    /// Everybody; `nil` when they are too few.
    public let all: Group?
    /// Those whose cause was treated and those whose was not; `nil` unless both are large enough.
    public let byCause: (treated: Group, untreated: Group)?
    /// Whether the two differ more than chance would make them, by the log-rank test; `nil` without both.
    public let comparison: LogRankTest?
    /// By what was treated, the most frequent first.
    public let byPoint: [Group]
    /// How many further points were treated in too few people.
    public let hiddenPoints: Int

    /// Counts the spells of people, one each.
    ///
    /// - Complexity: O(n log n) for each point.
    public init(_ spells: [Spell], minimum: Int = 10) {
        self.minimum = max(minimum, 1)
        let least = self.minimum
        all = Self.group("", spells, least)
        let treated = spells.filter(\.isCauseTreated)
        let untreated = spells.filter { !$0.isCauseTreated }
        if let left = Self.group("treated", treated, least), let right = Self.group("untreated", untreated, least) {
            byCause = (left, right)
            comparison = try? LogRankTest([treated.map(\.time), untreated.map(\.time)])
        } else {
            byCause = nil
            comparison = nil
        }
        let names = Set(spells.flatMap(\.points)).sorted()
        var groups: [Group] = []
        for name in names {
            let own = spells.filter { $0.points.contains(name) }
            // Everybody else must be enough too, or nobody: otherwise the difference to all would show them.
            let others = spells.count - own.count
            guard others == 0 || others >= least, let group = Self.group(name, own, least) else { continue }
            groups.append(group)
        }
        byPoint = groups.sorted { ($1.people, $0.name) < ($0.people, $1.name) }
        hiddenPoints = names.count - groups.count
    }

    private static func group(_ name: String, _ spells: [Spell], _ minimum: Int) -> Group? {
        guard spells.count >= minimum, let curve = try? KaplanMeier(spells.map(\.time)) else { return nil }
        let steps = Array(curve.steps.prefix { $0.atRisk >= minimum })
        // The day on which the number of those watched falls below the minimum.
        let ends = spells.map(\.time.time).sorted(by: >)
        let lastDay = ends.indices.contains(minimum - 1) ? ends[minimum - 1] : 0
        return Group(
            name: name, people: spells.count, returns: spells.count { $0.time.isEvent },
            steps: steps.filter { $0.time <= lastDay }, lastDay: lastDay
        )
    }
}
