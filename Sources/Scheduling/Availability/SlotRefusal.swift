/// Why an appointment can't begin at a moment.
public enum SlotRefusal: Hashable, Sendable {
    /// It is past, or sooner than the notice of the service; the moment is the earliest allowed.
    case tooSoon(earliest: Moment)

    /// It lies behind the horizon of the service; the day is the last allowed.
    case tooFar(lastDay: WallDay)

    /// It is not inside of the opening hours as a whole.
    case closed

    /// It begins at a moment that is not on the grid of starts.
    case offGrid

    /// The appointment with its buffers meets a busy time.
    case busy(BusyTime.Kind, Period)
}

/// Who asks for an appointment, which decides on the rules that count.
public enum Booker: Hashable, Sendable {
    /// A client: all rules count.
    case client

    /// The practice: only busy times count.
    case practice
}
