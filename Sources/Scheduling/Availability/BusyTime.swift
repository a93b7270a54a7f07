/// Time that can't be booked.
public struct BusyTime: Hashable, Sendable {
    /// Why the time can't be booked.
    public enum Kind: String, CaseIterable, Sendable {
        /// An appointment, booked or waiting for approval.
        case booking

        /// A time taken over from a calendar elsewhere.
        case imported

        /// A time kept for somebody for a while, such as an offer to the wait list.
        case hold
    }

    /// Why the time can't be booked.
    public let kind: Kind

    /// The time blocked, buffers of the appointment included.
    public let blocked: Period

    /// A time with the buffers of its own service, in minutes; buffers below 0 count as 0.
    public init(_ kind: Kind, _ period: Period, bufferBefore: Int = 0, bufferAfter: Int = 0) {
        self.kind = kind
        blocked = period.widened(minutesBefore: bufferBefore, minutesAfter: bufferAfter)
    }
}
