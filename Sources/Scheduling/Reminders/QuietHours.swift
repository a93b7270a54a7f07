public import Foundation

/// A part of every day, on the wall clock, in which no message goes out.
///
/// Messages may go out at the very moments at which the quiet hours begin and end.
public struct QuietHours: Hashable, Sendable {
    /// The zone of the clock.
    public let zone: TimeZone

    /// Minutes since midnight at which the quiet hours begin, 0 to 1439.
    public let from: Int

    /// Minutes since midnight at which they end, 0 to 1439; before ``from`` when they go past midnight.
    public let until: Int

    /// Creates quiet hours.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when a time is outside of the day or both are equal.
    public init(zone: TimeZone, from: Int, until: Int) throws(SchedulingError) {
        self.zone = zone
        self.from = try SchedulingError.checked(from, "from", in: 0...1439)
        self.until = try SchedulingError.checked(until, "until", in: 0...1439)
        guard from != until else {
            throw .invalid(field: "until", value: String(until), reason: "is the same as the start")
        }
    }

    /// Whether a moment is quiet.
    public func contains(_ moment: Moment) -> Bool {
        contains(moment, WallClock(zone: zone, around: moment))
    }

    /// The moment itself when it is not quiet, else the last one before that isn't.
    public func latest(notAfter moment: Moment) -> Moment {
        let clock = WallClock(zone: zone, around: moment)
        let ends = clock.changes.map { $0.adding(seconds: -1) }
        let candidates = [moment] + ends + occurrences(of: from, near: moment, clock)
        return candidates.filter { $0 <= moment && !contains($0, clock) }.max() ?? moment
    }

    /// The moment itself when it is not quiet, else the first one after that isn't.
    public func earliest(notBefore moment: Moment) -> Moment {
        let clock = WallClock(zone: zone, around: moment)
        let candidates = [moment] + clock.changes + occurrences(of: until, near: moment, clock)
        return candidates.filter { $0 >= moment && !contains($0, clock) }.min() ?? moment
    }

    private func contains(_ moment: Moment, _ clock: WallClock) -> Bool {
        let second = clock.time(at: moment).secondOfDay
        let (begin, end) = (from * 60, until * 60)
        return begin < end ? second > begin && second < end : second > begin || second < end
    }

    private func occurrences(of minute: Int, near moment: Moment, _ clock: WallClock) -> [Moment] {
        let today = clock.time(at: moment).day
        // Two days each way: a zone that moves across the date line can leave out a whole day.
        return (-2...2).compactMap { today.adding($0) }.flatMap { day -> [Moment] in
            guard let time = WallTime(day: day, minute: minute) else { return [] }
            switch clock.reading(of: time) {
            case .once(let moment): return [moment]
            case .twice(let first, let second): return [first, second]
            case .missing: return []
            }
        }
    }
}
