/// The busy times of a calendar elsewhere: nothing else of it is kept.
public struct BusyFeed: Hashable, Sendable {
    /// The busy time inside of the window.
    public let busy: PeriodSet

    /// The number of events in the calendar, also those outside of the window.
    public let eventCount: Int

    /// What could not be read as it was meant, in order of lines; at most ``longestProblemList``.
    public let problems: [FeedProblem]

    /// The number of all problems.
    public let problemCount: Int

    /// The problems that are kept.
    public static let longestProblemList = 100
}

/// A part of a calendar that could not be read as it was meant.
public struct FeedProblem: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what follows.
    public enum Reason: String, CaseIterable, Sendable {
        /// The value has not the form of its property; the event is left out, or only this value of a list.
        case unreadable = "can't be read"

        /// The property is not there; the event is left out.
        case missing = "is missing"

        /// The event ends before it starts; it is left out.
        case endsBeforeStart = "is before the start"

        /// The name of the time zone is unknown; the time is read in the zone given for floating times.
        case unknownZone = "is no known time zone"

        /// The rule asks for more than is understood; only the first time of the event counts.
        case unsupported = "is not supported"
    }

    /// The line of the file on which the property begins, counted from 1.
    public let line: Int

    /// The name of the property or its part, such as `TZID`.
    public let field: String

    /// Up to 60 characters of the value.
    public let value: String

    /// What is wrong.
    public let reason: Reason

    init(line: Int, field: String, value: some Sequence<UInt8>, reason: Reason) {
        self.line = line
        self.field = field
        let visible = value.prefix(60).map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
        self.value = String(decoding: visible, as: UTF8.self)
        self.reason = reason
    }

    /// One sentence with line, field and value.
    public var description: String { "Line \(line): \(field) '\(value)' \(reason.rawValue)." }
}

/// Why a calendar can't be taken over at all.
public enum BusyFeedError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file is longer than allowed.
    case tooManyBytes(Int, limit: Int)

    /// The window is longer than allowed.
    case windowTooLong(days: Int, limit: Int)

    /// The file doesn't begin with a calendar, or something other than one follows.
    case notACalendar(line: Int)

    /// A component ends that is not open, or too many are inside of each other.
    case unbalanced(line: Int, component: String)

    /// The file ends inside of a component, as after a broken transfer.
    case truncated(line: Int)

    /// There are more events than allowed.
    case tooManyEvents(line: Int, limit: Int)

    /// Repeated events take more steps than allowed; the line is that of the event.
    case tooMuchWork(line: Int, limit: Int)

    /// One sentence with the line.
    public var description: String {
        switch self {
        case .tooManyBytes(let count, let limit): "The file has \(count) bytes; \(limit) are allowed."
        case .windowTooLong(let days, let limit): "The window has \(days) days; \(limit) are allowed."
        case .notACalendar(let line): "Line \(line): there is no BEGIN:VCALENDAR."
        case .unbalanced(let line, let component): "Line \(line): '\(component)' doesn't match what is open."
        case .truncated(let line): "Line \(line): the file ends too early."
        case .tooManyEvents(let line, let limit): "Line \(line): there are more than \(limit) events."
        case .tooMuchWork(let line, let limit): "Line \(line): repeated events take more than \(limit) steps."
        }
    }
}
