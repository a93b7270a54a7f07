import Foundation

/// Finds the busy periods of events inside of a window.
struct FeedExpansion {
    private(set) var periods: [Period] = []
    private(set) var problems = FeedProblems()

    private let window: Period
    private let limits: BusyFeedReader.Limits
    private var clocks: FeedClocks
    private var steps = 0

    init(window: Period, floatingZone: TimeZone, limits: BusyFeedReader.Limits) {
        self.window = window
        self.limits = limits
        clocks = FeedClocks(window: window, floating: floatingZone)
    }

    /// Adds the periods of the events of a file.
    mutating func add(_ events: [FeedEvent]) throws(BusyFeedError) {
        var replaced: [[UInt8]: [FeedTime]] = [:]
        for event in events {
            if let id = event.recurrenceID { replaced[event.uid, default: []].append(id) }
        }
        for event in events where event.isBusy {
            let isSingle = event.rule == nil && event.added.isEmpty && event.excluded.isEmpty
            if event.recurrenceID != nil || (isSingle && replaced[event.uid] == nil) {
                add(FeedAddition(start: event.start, end: event.end), line: event.line)
            } else if let length = length(event) {
                try addRepeated(event, length, except: replaced[event.uid] ?? [])
            }
        }
    }

    /// Adds one period; the line is that of its event, for a problem.
    mutating func add(_ single: FeedAddition, line: Int) {
        // The wall tells what is far away; no zone is further from another than two days.
        let wall = single.start.wall
        guard wall <= window.end.seconds + 2 * 86_400 else { return }
        let wallEnd =
            switch single.end {
            case .at(let time): time.wall
            case .after(let length): wall + length.days * 86_400 + length.seconds
            case nil: wall + 86_400
            }
        guard wallEnd >= window.start.seconds - 2 * 86_400 else { return }
        let start = clocks.seconds(of: single.start)
        let end =
            switch (single.end, single.start) {
            case (.at(let time), _): clocks.seconds(of: time)
            case (.after(let length), _): self.end(of: single.start, start, length)
            case (nil, .day): self.end(of: single.start, start, FeedLength(days: 1, seconds: 0))
            case (nil, .time): start
            }
        if end < start {
            problems.add(FeedProblem(line: line, field: "DTEND", value: [], reason: .endsBeforeStart))
        }
        if let period = Period(start: Moment(clamping: start), end: Moment(clamping: end)),
            let inside = period.intersection(window)
        {
            periods.append(inside)
        }
    }

    // Days are those of the calendar, seconds are real ones.
    private mutating func end(of time: FeedTime, _ start: Int, _ length: FeedLength) -> Int {
        guard length.days != 0 else { return start + length.seconds }
        let day = WallDay(clamping: time.day.number + length.days)
        return clocks.seconds(of: time.moved(to: day)) + length.seconds
    }

    private mutating func length(_ event: FeedEvent) -> FeedLength? {
        let length: FeedLength
        switch (event.end, event.start) {
        case (.after(let given), _): length = given
        case (.at(.day(let last)), .day(let first)): length = FeedLength(days: last.days(since: first), seconds: 0)
        case (.at(let end), let start): length = FeedLength(days: 0, seconds: seconds(from: start, to: end))
        case (nil, .day): length = FeedLength(days: 1, seconds: 0)
        case (nil, .time): length = FeedLength(days: 0, seconds: 0)
        }
        if length.days < 0 || length.seconds < 0 {
            problems.add(FeedProblem(line: event.line, field: "DTEND", value: [], reason: .endsBeforeStart))
            return nil
        }
        let longest = BusyFeedReader.longestRepeated
        return FeedLength(days: min(length.days, longest), seconds: min(length.seconds, longest * 86_400))
    }

    // Before the range of moments the wall has to do.
    private mutating func seconds(from start: FeedTime, to end: FeedTime) -> Int {
        let exact = 2 * 86_400...Moment.range.upperBound - 2 * 86_400
        guard exact.contains(start.wall), exact.contains(end.wall) else { return end.wall - start.wall }
        return clocks.seconds(of: end) - clocks.seconds(of: start)
    }
}

extension FeedExpansion {
    private mutating func addRepeated(
        _ event: FeedEvent, _ length: FeedLength, except replaced: [FeedTime]
    ) throws(BusyFeedError) {
        var left = Exclusions()
        for time in event.excluded + replaced {
            try charge(1, event)
            switch time {
            case .day(let day): left.days.insert(day)
            case .time(let wall, _):
                if clocks.covered.contains(wall.absolute) { left.seconds.insert(clocks.seconds(of: time)) }
            }
        }
        addUnlessLeftOut(FeedAddition(start: event.start, end: .after(length)), left, event)
        for addition in event.added {
            try charge(1, event)
            addUnlessLeftOut(FeedAddition(start: addition.start, end: addition.end ?? .after(length)), left, event)
        }
        if let rule = event.rule { try add(rule, event, length, left) }
    }

    private mutating func add(
        _ rule: RecurrenceRule, _ event: FeedEvent, _ length: FeedLength, _ left: Exclusions
    ) throws(BusyFeedError) {
        let earliest = window.start.seconds / 86_400 - (length.days + length.seconds / 86_400 + 3)
        var days = RecurrenceDays(
            rule, after: event.start.day, upTo: window.end.seconds / 86_400 + 2, skippingTo: earliest)
        // The start of the event is the first of the number asked for, whether or not the rule gives it.
        var count = 1
        var charged = 0
        while rule.count.map({ count < $0 }) ?? true, let number = days.next(), let day = WallDay(number: number) {
            try charge(days.steps - charged + 1, event)
            charged = days.steps
            count += 1
            guard number >= earliest else { continue }
            let time = event.start.moved(to: day)
            if let until = rule.until, isAfter(time, until) { return }
            addUnlessLeftOut(FeedAddition(start: time, end: .after(length)), left, event)
        }
        try charge(days.steps - charged, event)
    }

    /// Times that are left out of a repeated event.
    private struct Exclusions {
        var days: Set<WallDay> = []
        var seconds: Set<Int> = []
    }

    private mutating func addUnlessLeftOut(_ addition: FeedAddition, _ left: Exclusions, _ event: FeedEvent) {
        guard clocks.covered.contains(addition.start.wall), !left.days.contains(addition.start.day),
            left.seconds.isEmpty || !left.seconds.contains(clocks.seconds(of: addition.start))
        else { return }
        add(addition, line: event.line)
    }

    // A day counts up to its end, in the zone of the event.
    private mutating func isAfter(_ time: FeedTime, _ until: FeedTime) -> Bool {
        switch until {
        case .day(let day): time.day > day
        case .time: clocks.seconds(of: time) > clocks.seconds(of: until)
        }
    }

    private mutating func charge(_ more: Int, _ event: FeedEvent) throws(BusyFeedError) {
        steps += more
        guard steps <= limits.steps else { throw .tooMuchWork(line: event.line, limit: limits.steps) }
    }
}
