/// What was seen of one trigger point on one day.
public struct PointObservation: Hashable, Sendable {
    /// What was seen.
    public enum Kind: String, CaseIterable, Sendable {
        /// Tender, but not with the client's own pain.
        case tender
        /// Tender, and the client knew the pain: active.
        case active
        /// Pressure was held on it.
        case held
        /// It let go while it was held: release felt, or tenderness at most half of what it was.
        case released
        /// Examined and not tender.
        case negative
    }

    public let day: Day
    public let kind: Kind

    /// Creates an observation.
    public init(_ kind: Kind, on day: Day) {
        self.day = day
        self.kind = kind
    }
}

/// What counts as free, as back within a month and as a return of one trigger point.
///
/// No published rule for the return of a single point was found; this one is ours (level `unverified`). It carries the
/// rule for complaints (a month, ``RecurrenceRule``) over to days of examination:
///
/// - A point is *found* on a day on which it was tender or active, and on a day on which it was held unless it was
///   examined and not tender that day. A taut band alone does not make it found.
/// - It is *free* from the first examination on a later day at which it was not tender. Letting go under the hold, or
///   not being tender on the very day on which it was found, is the effect of the day and not yet freedom.
/// - Found again ``freeDays`` or more days after that examination, it has *returned*; found again sooner, it was *back
///   within the month* (a relapse, or an examination that missed it: examiners agree on tenderness with a kappa of
///   about 0.68).
/// - Found again without an examination between that was negative, nothing is known: it persists.
/// - When it let go and when it came back is known only up to the days of examination.
public struct PointRule: Hashable, Sendable {
    /// Days from the first negative examination from which a new finding is a return; at least 1.
    public let freeDays: Int

    public static let standard = PointRule(unchecked: 30)

    /// What the rule leans on; none of it states a rule for a point.
    public static let sources: [OutcomeSource] = [.recurrenceReview, .pointCriteria, .palpationAgreement]

    /// Creates a rule, or `nil` outside 1...3650 days.
    public init?(freeDays: Int) {
        guard (1...3650).contains(freeDays) else { return nil }
        self.init(unchecked: freeDays)
    }

    private init(unchecked freeDays: Int) { self.freeDays = freeDays }
}
