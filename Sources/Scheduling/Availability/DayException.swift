/// A day on which the weekly rules don't count.
public struct DayException: Hashable, Sendable {
    /// The day.
    public let day: WallDay

    /// The hours of this day instead; empty when it is closed.
    public let hours: [OpenHours]

    /// A day with other hours, or a closed one without hours.
    public init(day: WallDay, hours: [OpenHours] = []) {
        self.day = day
        self.hours = hours
    }
}
