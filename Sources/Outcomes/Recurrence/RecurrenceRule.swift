/// What counts as free of pain, as a return, as a relapse and as a flare.
///
/// A *return* is pain at or above the minimal important change on at least one diary day, after at least
/// ``painFreeDays`` days without pain. A *relapse* is the same after fewer pain-free days, inside an episode that had
/// not ended. A *flare* is a rise by at least the minimal important change above the median of the days before it,
/// while pain never ended.
///
/// Decisions that the sources leave open, and how they were taken:
/// - Pain below ``painFreeBelow`` is no pain (a diary has fractions; the sources say "pain-free").
/// - Pain between that and the minimal important change is neither pain-free nor a return: it ends the count of
///   pain-free days, strictly as the sources say. An episode begins on the first painful day of an unbroken run
///   that reaches the minimal important change, so a prodrome of one point does not hide a return.
/// - Up to ``bridgedDays`` missing days in a row take the state of the day before them. More end the knowledge:
///   those days are unknown, not pain-free, and the count begins again.
/// - Fewer than ``relapseAfterDays`` pain-free days are a pause of the same bout, not a relapse.
public struct RecurrenceRule: Hashable, Sendable {
    /// Pain below this, 0...10, is no pain.
    public let painFreeBelow: Double
    /// The least pain that counts, and the least rise of a flare, in points of 10.
    public let importantChange: Double
    /// Days without pain that end an episode.
    public let painFreeDays: Int
    /// Days without pain from which new pain inside an episode is a relapse.
    public let relapseAfterDays: Int
    /// Missing days in a row that take the state of the day before.
    public let bridgedDays: Int
    /// Days before a flare whose median is its base.
    public let flareBaseDays: Int

    /// What the rule rests on.
    public static let sources: [OutcomeSource] = [
        .recurrenceConsensus, .recurrenceReview, .episodes, .flareConsensus, .painChange,
    ]

    /// The rule as published, with two points of ten as the minimal important change.
    public static let standard = RecurrenceRule(
        unchecked: 1, importantChange: 2, painFreeDays: 30, relapseAfterDays: 7, bridgedDays: 2, flareBaseDays: 7)

    /// Creates a rule, or `nil` when its numbers contradict one another.
    ///
    /// Needed are 0 < `painFreeBelow` ≤ `importantChange` ≤ 10, 1 ≤ `relapseAfterDays` ≤ `painFreeDays` ≤ 3650,
    /// 0 ≤ `bridgedDays` < `relapseAfterDays` and 1 ≤ `flareBaseDays` ≤ 365.
    public init?(
        painFreeBelow: Double, importantChange: Double = 2, painFreeDays: Int = 30,
        relapseAfterDays: Int = 7, bridgedDays: Int = 2, flareBaseDays: Int = 7
    ) {
        guard painFreeBelow > 0, painFreeBelow <= importantChange, importantChange <= 10, relapseAfterDays >= 1,
            relapseAfterDays <= painFreeDays, painFreeDays <= 3650, (0..<relapseAfterDays).contains(bridgedDays),
            (1...365).contains(flareBaseDays)
        else { return nil }
        self.init(
            unchecked: painFreeBelow, importantChange: importantChange, painFreeDays: painFreeDays,
            relapseAfterDays: relapseAfterDays, bridgedDays: bridgedDays, flareBaseDays: flareBaseDays)
    }

    private init(
        unchecked painFreeBelow: Double, importantChange: Double, painFreeDays: Int, relapseAfterDays: Int,
        bridgedDays: Int,
        flareBaseDays: Int
    ) {
        self.painFreeBelow = painFreeBelow
        self.importantChange = importantChange
        self.painFreeDays = painFreeDays
        self.relapseAfterDays = relapseAfterDays
        self.bridgedDays = bridgedDays
        self.flareBaseDays = flareBaseDays
    }
}
