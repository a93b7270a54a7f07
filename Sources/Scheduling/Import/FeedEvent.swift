/// What counts of an event for busy times.
struct FeedEvent {
    /// The line on which the event begins.
    let line: Int

    let uid: [UInt8]
    let start: FeedTime
    let end: FeedEnd?
    let rule: RecurrenceRule?
    let added: [FeedAddition]
    let excluded: [FeedTime]

    /// The time that this event stands for in a repeated one of the same UID.
    let recurrenceID: FeedTime?

    /// Neither transparent nor cancelled.
    let isBusy: Bool
}

/// How an event ends.
enum FeedEnd {
    case at(FeedTime)
    case after(FeedLength)
}

/// A further time of an event.
struct FeedAddition {
    let start: FeedTime

    /// Its own end; `nil` for the length of the event.
    let end: FeedEnd?
}
