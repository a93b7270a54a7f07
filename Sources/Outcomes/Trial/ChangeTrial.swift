/// Returns before and after one change in a client's life.
///
/// A comparison of two stretches of time, not proof: other things may have changed on the same day.
public struct ChangeTrial: Hashable, Sendable {
    /// One side of the change.
    public struct Side: Hashable, Sendable {
        /// Days on which a return was possible.
        public let daysAtRisk: Int
        public let returns: Int
        /// The mean of the known pain, 0...10, over all days of this side.
        public let meanPain: Double?
        /// Days with known pain.
        public let knownDays: Int

        /// Creates a side from counts.
        ///
        /// - Returns: `nil` when a count is negative or returns outnumber the days at risk.
        public init?(daysAtRisk: Int, returns: Int, meanPain: Double? = nil, knownDays: Int = 0) {
            guard returns >= 0, daysAtRisk >= returns, knownDays >= 0 else { return nil }
            self.daysAtRisk = daysAtRisk
            self.returns = returns
            self.meanPain = meanPain
            self.knownDays = knownDays
        }

        fileprivate init(risk: [RecurrenceHistory.DayAtRisk], pain: [Double]) {
            daysAtRisk = risk.count
            returns = risk.count(where: \.isReturn)
            meanPain = mean(pain)
            knownDays = pain.count
        }

        /// Returns per 100 days at risk, or `nil` without such days.
        public var ratePer100Days: Double? {
            daysAtRisk > 0 ? 100 * Double(returns) / Double(daysAtRisk) : nil
        }
    }

    /// What the comparison comes to.
    public enum Verdict: String, CaseIterable, Sendable {
        /// Not even a stretch without any return could show a difference yet.
        case tooEarly
        case noClearChange
        case fewerReturns
        case moreReturns
    }

    public let before: Side
    public let after: Side
    /// The rate after divided by the rate before, or `nil` when there were no returns before.
    public let ratio: Double?
    /// The exact 95 % interval of the ratio; its upper end is infinite when there were no returns before, and it is
    /// `nil` when there was no return or no time at risk.
    public let ratioInterval: ClosedRange<Double>?
    public let verdict: Verdict
    /// Days at risk after the change from which a stretch without returns would show a difference, or `nil` when
    /// there were no returns before.
    public let daysNeededAfter: Int?

    /// Compares the days before a change with those from it on.
    ///
    /// So many settling days from the change on belong to neither side; a negative number counts as 0.
    ///
    /// - Complexity: O(days).
    public init(of diary: Diary, history: RecurrenceHistory, changedOn day: Day, settlingDays: Int = 0) {
        let place = day.days(since: diary.firstDay)
        let settled = place.addingReportingOverflow(max(settlingDays, 0))
        self.init(
            before: Self.side(of: diary, history, where: { $0 < place }),
            after: Self.side(of: diary, history, where: { !settled.overflow && $0 >= settled.partialValue }))
    }

    /// Compares two sides.
    public init(before: Side, after: Side) {
        self.before = before
        self.after = after
        let comparison = RateComparison(before: before, after: after)
        ratio = comparison.ratio
        ratioInterval = comparison.interval
        verdict = comparison.verdict
        daysNeededAfter = comparison.daysNeeded
    }

    private static func side(
        of diary: Diary, _ history: RecurrenceHistory, where isOn: (Int) -> Bool
    ) -> Side {
        Side(
            risk: history.daysAtRisk.filter { isOn($0.index) },
            pain: diary.pain.indices.filter(isOn).compactMap { diary.pain[$0] })
    }
}
