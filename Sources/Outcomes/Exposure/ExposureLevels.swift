/// Two levels of an exposure that a therapist can name to a client: a usual day, and a marked one.
///
/// Usual is the client's own median. Marked is, for too much, the middle of the days above the upper quartile (a
/// typical day of the highest quarter) and, for too little, the middle of those below the lower quartile. Over a
/// window of several days the levels are means per day. An exposure that is only there or not has the levels 0 and 1.
public struct ExposureLevels: Hashable, Sendable {
    /// In the unit of the diary; below ``high``.
    public let low: Double
    public let high: Double
    /// Which of both is the marked one: the high level for excess, the low one for lack.
    public let risk: ExposureRisk
    /// True when the exposure is only there or not.
    public let isAbsentPresent: Bool

    public var usual: Double { risk == .excess ? low : high }
    public var marked: Double { risk == .excess ? high : low }

    /// The levels among known values, or `nil` when they are all the same.
    init?(_ known: [Double], risk: ExposureRisk) {
        let sorted = known.sorted()
        guard let least = sorted.first, let largest = sorted.last, least < largest else { return nil }
        self.risk = risk
        isAbsentPresent = sorted.allSatisfy { $0 == 0 || $0 == 1 }
        guard !isAbsentPresent, let middle = quantile(sorted, 0.5) else {
            low = least
            high = largest
            return
        }
        switch risk {
        case .excess:
            let limit = quantile(sorted, 0.75) ?? largest
            let marked = median(sorted.filter { $0 > limit }) ?? largest
            high = marked
            low = middle < marked ? middle : median(sorted.filter { $0 < marked }) ?? least
        case .lack:
            let limit = quantile(sorted, 0.25) ?? least
            let marked = median(sorted.filter { $0 < limit }) ?? least
            low = marked
            high = middle > marked ? middle : median(sorted.filter { $0 > marked }) ?? largest
        }
    }
}
