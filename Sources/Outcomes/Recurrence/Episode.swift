/// A stretch of complaint from its first painful day to its last before a month without pain.
public struct PainEpisode: Hashable, Sendable {
    /// How an episode came to begin.
    public enum Beginning: String, CaseIterable, Sendable {
        /// The first that the diary shows; nothing is known of the time before.
        case first
        /// After a full month that is known to be free of pain.
        case afterMonthFree
        /// Not the first, but the month before it is not known to be free of pain (missing days or minor pain).
        case uncertain
    }

    /// How an episode came to end.
    public enum Ending: String, CaseIterable, Sendable {
        /// A full month without pain followed.
        case resolved
        /// The diary ends before a month without pain.
        case ongoing
        /// Too many missing days followed.
        case lostSight
    }

    public let start: Day
    /// The last painful day that is known.
    public let end: Day
    public let beginning: Beginning
    public let ending: Ending
    /// The highest pain, 0...10.
    public let peak: Double
    /// Days on which pain came back inside the episode, after a pause that was too short to end it.
    public let relapses: [Day]

    /// Days from start to end, both counted.
    public var days: Int { end.days(since: start) + 1 }
}

/// A worsening while pain never ended.
public struct PainFlare: Hashable, Sendable {
    public let start: Day
    public let end: Day
    /// The median pain of the days before.
    public let base: Double
    /// The highest pain, 0...10.
    public let peak: Double

    /// Points above the days before.
    public var rise: Double { peak - base }
}

/// A stretch of known days without pain.
public struct PainFreeSpell: Hashable, Sendable {
    /// What ended the stretch.
    public enum Ending: String, CaseIterable, Sendable {
        /// Pain came back after a full month.
        case returned
        /// Pain came back before a full month.
        case relapsed
        /// Pain below the minimal important change.
        case minorPain
        /// Too many missing days.
        case lostSight
        /// The diary ends.
        case endOfDiary
    }

    public let start: Day
    /// The last day without pain.
    public let end: Day
    public let ending: Ending

    /// Days without pain.
    public var days: Int { end.days(since: start) + 1 }
}
