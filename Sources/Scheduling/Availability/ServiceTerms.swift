/// How long a service takes and when it can be booked.
public struct ServiceTerms: Hashable, Sendable {
    /// How a booking becomes fixed.
    public enum Confirmation: String, CaseIterable, Sendable {
        /// At once.
        case instant

        /// When the therapist accepts it; until then it holds its time.
        case approval
    }

    /// Length of the appointment in real minutes, 5 to 1440.
    public let durationMinutes: Int

    /// Minutes kept free before the appointment, 0 to 480; they may lie outside of the opening hours.
    public let bufferBefore: Int

    /// Minutes kept free after the appointment, 0 to 480; they may lie outside of the opening hours.
    public let bufferAfter: Int

    /// The shortest time between booking and appointment in minutes, 0 to 86,400.
    public let noticeMinutes: Int

    /// How many days ahead of today it can be booked, 0 to 730.
    public let horizonDays: Int

    /// Minutes of wall time between two starts, 5 to 1440, counted from the start of each block of open hours.
    public let gridMinutes: Int

    /// How a booking becomes fixed.
    public let confirmation: Confirmation

    /// Creates the terms.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when a number is outside the range of its field.
    public init(
        durationMinutes: Int, bufferBefore: Int = 0, bufferAfter: Int = 0, noticeMinutes: Int = 0,
        horizonDays: Int = 90, gridMinutes: Int = 15, confirmation: Confirmation = .instant
    ) throws(SchedulingError) {
        self.durationMinutes = try SchedulingError.checked(durationMinutes, "durationMinutes", in: 5...1440)
        self.bufferBefore = try SchedulingError.checked(bufferBefore, "bufferBefore", in: 0...480)
        self.bufferAfter = try SchedulingError.checked(bufferAfter, "bufferAfter", in: 0...480)
        self.noticeMinutes = try SchedulingError.checked(noticeMinutes, "noticeMinutes", in: 0...86_400)
        self.horizonDays = try SchedulingError.checked(horizonDays, "horizonDays", in: 0...730)
        self.gridMinutes = try SchedulingError.checked(gridMinutes, "gridMinutes", in: 5...1440)
        self.confirmation = confirmation
    }

    /// The time that an appointment blocks: itself and its buffers.
    public func blocked(by appointment: Period) -> Period {
        appointment.widened(minutesBefore: bufferBefore, minutesAfter: bufferAfter)
    }
}
