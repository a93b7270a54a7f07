/// The course of one trigger point, from one examination to the next.
public struct PointHistory: Hashable, Sendable {
    /// A time between two events that were each only seen at an examination.
    public struct Span: Hashable, Sendable {
        /// Days that it lasted at least.
        public let atLeast: Int
        /// Days that it lasted at most, or `nil` when it has not ended.
        public let atMost: Int?
    }

    /// A stretch without the point.
    public struct FreeSpell: Hashable, Sendable {
        /// How a stretch ended.
        public enum Ending: String, CaseIterable, Sendable {
            /// Found again after a month or more.
            case returned
            /// Found again within the month.
            case backWithinMonth
            /// Not tender at the last examination.
            case open
        }

        /// The last day on which it was found before.
        public let lastFound: Day
        /// The first and the last day on which it was not tender.
        public let firstNegative: Day
        public let lastNegative: Day
        /// The day on which it was found again; `nil` when it was not.
        public let foundAgain: Day?
        public let ending: Ending

        /// How long it was free: it let go after ``lastFound`` and by ``firstNegative``, and came back after
        /// ``lastNegative`` and by ``foundAgain``.
        public var length: Span {
            Span(
                atLeast: lastNegative.days(since: firstNegative),
                atMost: foundAgain.map { $0.days(since: lastFound) })
        }
    }

    /// How it stood when it was seen last.
    public enum State: String, CaseIterable, Sendable {
        /// Found, and the client knew the pain.
        case active
        /// Found tender.
        case tender
        /// Held on the last day, and it let go under the pressure; not examined on a later day.
        case released
        /// Not tender on a later day.
        case free
        /// Never found: only examined and not tender.
        case neverFound
    }

    public let rule: PointRule
    public let firstFound: Day?
    public let lastFound: Day?
    /// Days on which it was held, in the order of time.
    public let treated: [Day]
    public let spells: [FreeSpell]
    public let state: State
    /// The last day on which anything was seen of it; `nil` without observations.
    public let lastSeen: Day?

    /// Days on which it was found to have returned.
    public var returns: [Day] { spells.filter { $0.ending == .returned }.compactMap(\.foundAgain) }

    /// The stretch that is still open: the point is free as far as is known.
    public var freeNow: FreeSpell? { spells.last.flatMap { $0.ending == .open ? $0 : nil } }

    /// Reads the course out of observations in any order; several of a day count together.
    ///
    /// - Complexity: O(*n* log *n*).
    public init(_ observations: [PointObservation], rule: PointRule = .standard) {
        self.rule = rule
        var reader = PointReader(rule: rule)
        let days = Dictionary(grouping: observations, by: \.day).sorted { $0.key < $1.key }
        for (day, seen) in days { reader.take(Set(seen.map(\.kind)), on: day) }
        firstFound = reader.firstFound
        lastFound = reader.lastFound
        treated = days.filter { $0.value.contains { $0.kind == .held } }.map(\.key)
        spells = reader.finished()
        state = reader.state
        lastSeen = days.last?.key
    }
}

/// Walks through the days on which something was seen.
private struct PointReader {
    let rule: PointRule
    private(set) var firstFound: Day?
    private(set) var lastFound: Day?
    private(set) var state = PointHistory.State.neverFound
    private var spells: [PointHistory.FreeSpell] = []
    private var negatives: (first: Day, last: Day)?

    init(rule: PointRule) { self.rule = rule }

    mutating func take(_ seen: Set<PointObservation.Kind>, on day: Day) {
        let isTender = seen.contains(.tender) || seen.contains(.active)
        // What is held has been looked for, unless the day says that nothing was there.
        if isTender || (seen.contains(.held) && !seen.contains(.negative)) {
            found(on: day)
            state = seen.contains(.released) ? .released : seen.contains(.active) ? .active : .tender
        } else if seen.contains(.negative), lastFound != nil {
            negatives = (negatives?.first ?? day, day)
            state = .free
        }
    }

    func finished() -> [PointHistory.FreeSpell] {
        guard let lastFound, let negatives else { return spells }
        return spells + [spell(from: lastFound, negatives, to: nil, .open)]
    }

    private mutating func found(on day: Day) {
        if let lastFound, let negatives {
            let isReturn = day.days(since: negatives.first) >= rule.freeDays
            spells.append(spell(from: lastFound, negatives, to: day, isReturn ? .returned : .backWithinMonth))
        }
        negatives = nil
        firstFound = firstFound ?? day
        lastFound = day
    }

    private func spell(
        from lastFound: Day, _ negatives: (first: Day, last: Day), to day: Day?,
        _ ending: PointHistory.FreeSpell.Ending
    ) -> PointHistory.FreeSpell {
        PointHistory.FreeSpell(
            lastFound: lastFound, firstNegative: negatives.first, lastNegative: negatives.last, foundAgain: day,
            ending: ending)
    }
}
