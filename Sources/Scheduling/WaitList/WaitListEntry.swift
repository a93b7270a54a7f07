/// Times of a week that somebody could come.
public struct WantedTime: Hashable, Sendable {
    /// The weekdays.
    public let weekdays: Set<Weekday>

    /// The hours on these days, in wall time; the whole appointment must fit.
    public let hours: OpenHours

    /// Times on some weekdays.
    public init(weekdays: Set<Weekday>, hours: OpenHours) {
        self.weekdays = weekdays
        self.hours = hours
    }
}

/// Somebody who waits for a time to become free.
public struct WaitListEntry<ID: Hashable & Sendable, Service: Hashable & Sendable>: Hashable, Sendable {
    /// The identifier of the entry.
    public let id: ID

    /// The services that would do.
    public let services: Set<Service>

    /// The times that would do; empty for any time.
    public let wanted: [WantedTime]

    /// The first day that would do; `nil` for any.
    public let firstDay: WallDay?

    /// The last day that would do; `nil` for any.
    public let lastDay: WallDay?

    /// When the waiting began.
    public let since: Moment

    /// An entry of the list.
    public init(
        id: ID, services: Set<Service>, wanted: [WantedTime] = [], firstDay: WallDay? = nil, lastDay: WallDay? = nil,
        since: Moment
    ) {
        self.id = id
        self.services = services
        self.wanted = wanted
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.since = since
    }

    /// Whether a time of a service would do.
    ///
    /// - Complexity: O(*w*), where *w* is the number of wanted times.
    func accepts(_ slot: Period, of service: Service, _ clock: WallClock) -> Bool {
        let start = clock.time(at: slot.start)
        guard services.contains(service), firstDay.map({ $0 <= start.day }) ?? true,
            lastDay.map({ start.day <= $0 }) ?? true
        else { return false }
        guard !wanted.isEmpty else { return true }
        let end = clock.time(at: slot.end)
        return wanted.contains { wanted in
            guard wanted.weekdays.contains(start.day.weekday),
                let from = WallTime(day: start.day, minute: wanted.hours.from),
                let until = WallTime(day: start.day, minute: wanted.hours.until)
            else { return false }
            return from <= start && start <= end && end <= until
        }
    }
}
