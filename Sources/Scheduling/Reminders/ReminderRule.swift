/// A message before an appointment.
public struct Reminder: Hashable, Sendable {
    /// The minutes before the appointment that the rule asks for; the name of the reminder within its appointment.
    public let minutesBefore: Int

    /// When it goes out, moved out of quiet hours.
    public let due: Moment

    /// A reminder at a moment.
    public init(minutesBefore: Int, due: Moment) {
        self.minutesBefore = minutesBefore
        self.due = due
    }
}

/// The reminders of a service.
public struct ReminderRule: Hashable, Sendable {
    /// Minutes before the appointment, the longest first; at most 8, each from 5 to 43,200 (30 days).
    public let minutesBefore: [Int]

    /// The hours in which no reminder goes out.
    public let quietHours: QuietHours?

    /// Creates a rule; times given twice count once.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` for more than 8 times, or one out of range.
    public init(minutesBefore: [Int], quietHours: QuietHours? = nil) throws(SchedulingError) {
        let different = Set(minutesBefore).sorted(by: >)
        guard different.count <= 8 else {
            throw .invalid(field: "minutesBefore", value: String(different.count), reason: "are more than 8")
        }
        for minutes in different { _ = try SchedulingError.checked(minutes, "minutesBefore", in: 5...43_200) }
        self.minutesBefore = different
        self.quietHours = quietHours
    }

    /// The reminders of an appointment in the order in which they go out.
    ///
    /// One that falls into quiet hours goes out at the last moment before them. Of several at the same moment only the
    /// one nearest to the appointment is left.
    public func reminders(before start: Moment) -> [Reminder] {
        var reminders: [Reminder] = []
        for minutes in minutesBefore {
            let wanted = start.adding(minutes: -minutes)
            let due = quietHours?.latest(notAfter: wanted) ?? wanted
            if reminders.last?.due == due { reminders.removeLast() }
            reminders.append(Reminder(minutesBefore: minutes, due: due))
        }
        return reminders
    }
}

extension ReminderRule {
    /// What to do about the reminders of an appointment.
    public struct Status: Hashable, Sendable {
        /// The reminder to send now.
        public let due: Reminder?

        /// The next moment to ask again; `nil` when no reminder is left.
        public let next: Moment?
    }

    /// Which reminder is due, and when to ask again.
    ///
    /// Reminders due at the booking or before are left out: its confirmation has said the same. When several are
    /// overdue, as after an outage, only the last of them is sent. None is sent in quiet hours, nor once the
    /// appointment has begun.
    ///
    /// - Parameters:
    ///   - start: When the appointment begins.
    ///   - booked: When it was booked, or moved to this time.
    ///   - sent: ``Reminder/minutesBefore`` of the reminders already sent for this time.
    ///   - now: The moment of the question.
    /// - Returns: The reminder to send now, if any, and the next moment to ask.
    /// - Returns: The reminder to send now and the moment of the next one.
    public func status(before start: Moment, booked: Moment, sent: Set<Int>, now: Moment) -> Status {
        guard now < start else { return Status(due: nil, next: nil) }
        let counted = reminders(before: start).filter { $0.due > booked }
        let next = counted.first { $0.due > now }?.due
        guard let last = counted.last(where: { $0.due <= now }), !sent.contains(last.minutesBefore) else {
            return Status(due: nil, next: next)
        }
        let allowed = quietHours?.earliest(notBefore: now) ?? now
        if allowed == now { return Status(due: last, next: next) }
        let later = [next, allowed].compactMap { $0 }.min()
        return Status(due: nil, next: later.flatMap { $0 < start ? $0 : nil })
    }
}
