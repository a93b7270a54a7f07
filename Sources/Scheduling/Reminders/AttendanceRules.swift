/// What became of an appointment.
public enum Attendance: String, CaseIterable, Sendable {
    /// The client came.
    case attended

    /// The client did not come.
    case missed

    /// The client called it off early enough.
    case cancelledInTime

    /// The client called it off too late.
    case cancelledLate
}

/// What counts as a missed appointment, and what follows from several.
public struct AttendanceRules: Hashable, Sendable {
    /// What follows for the next booking of a client who missed too many.
    public enum Consequence: String, CaseIterable, Sendable {
        /// The therapist has to accept it, also for services with instant booking.
        case approval

        /// It can't be made on the page.
        case refusal
    }

    /// Minutes after its start from which an appointment can be marked as missed, 0 to 240.
    public let graceMinutes: Int

    /// Minutes before its start until which calling it off is free, 0 to 43,200.
    public let freeCancellationMinutes: Int

    /// The number of missed appointments without a consequence, 0 to 20.
    public let tolerated: Int

    /// The days for which a missed appointment counts, 1 to 1095.
    public let countedDays: Int

    /// Whether calling off too late counts as missing.
    public let countsLateCancellation: Bool

    /// What follows when more are missed than tolerated.
    public let consequence: Consequence

    /// Creates rules.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when a number is outside the range of its field.
    public init(
        graceMinutes: Int = 15, freeCancellationMinutes: Int = 1440, tolerated: Int = 1, countedDays: Int = 365,
        countsLateCancellation: Bool = false, consequence: Consequence = .approval
    ) throws(SchedulingError) {
        self.graceMinutes = try SchedulingError.checked(graceMinutes, "graceMinutes", in: 0...240)
        self.freeCancellationMinutes = try SchedulingError.checked(
            freeCancellationMinutes, "freeCancellationMinutes", in: 0...43_200)
        self.tolerated = try SchedulingError.checked(tolerated, "tolerated", in: 0...20)
        self.countedDays = try SchedulingError.checked(countedDays, "countedDays", in: 1...1095)
        self.countsLateCancellation = countsLateCancellation
        self.consequence = consequence
    }
}

extension AttendanceRules {
    /// How calling off at a moment counts for an appointment that begins at `start`.
    public func cancellation(at moment: Moment, of start: Moment) -> Attendance {
        moment <= start.adding(minutes: -freeCancellationMinutes) ? .cancelledInTime : .cancelledLate
    }

    /// The moment from which an appointment that begins at `start` can be marked as missed.
    public func missed(from start: Moment) -> Moment { start.adding(minutes: graceMinutes) }

    /// What follows for a booking made now, and until when if nothing else happens; `nil` when nothing follows.
    ///
    /// - Parameters:
    ///   - history: Start and outcome of the appointments of one client, in any order.
    ///   - now: The moment of the booking.
    /// - Returns: The consequence and the moment at which it ends by itself, or `nil`.
    /// - Returns: The consequence and its end, or `nil`.
    /// - Complexity: O(*n* log *n*), where *n* is the length of the history.
    public func consequence(
        of history: [(start: Moment, attendance: Attendance)], now: Moment
    ) -> (consequence: Consequence, until: Moment)? {
        let seconds = countedDays * 86_400
        let missed = history.filter { visit in
            let counts = visit.attendance == .missed || (countsLateCancellation && visit.attendance == .cancelledLate)
            return counts && visit.start <= now && now < visit.start.adding(seconds: seconds)
        }
        .map(\.start).sorted(by: >)
        // It ends when so many have grown old that only the tolerated number is left.
        guard missed.count > tolerated else { return nil }
        return (consequence, missed[tolerated].adding(seconds: seconds))
    }
}
