import Foundation

/// An event while its lines are read.
struct EventDraft {
    let line: Int

    private var uid: [UInt8] = []
    private var start: FeedTime?
    private var hasStart = false
    private var zone: TimeZone = .gmt
    private var end: FeedEnd?
    private var rule: (line: Int, value: ArraySlice<UInt8>)?
    private var added: [FeedAddition] = []
    private var excluded: [FeedTime] = []
    private var recurrenceID: FeedTime?
    private var isFree = false
    private var problems = FeedProblems()

    init(line: Int) { self.line = line }

    mutating func take(_ line: PropertyLine, _ zones: FeedZones) {
        switch line.name {
        case .uid: uid = Array(PropertyLine.trimmed(line.value))
        case .status: isFree = isFree || line.word == "CANCELLED"
        case .transparency: isFree = isFree || line.word == "TRANSPARENT"
        case .dateStart:
            hasStart = true
            zone = zones.zone(of: line, &problems)
            start = time(line, zone)
        case .dateEnd: end = time(line, zones.zone(of: line, &problems)).map { .at($0) }
        case .duration:
            if let length = FeedLength(PropertyLine.trimmed(line.value)) {
                end = .after(length)
            } else {
                report(line, line.value, .unreadable)
            }
        case .rule:
            if rule != nil { report(line, line.value, .unsupported) }
            rule = (line.number, PropertyLine.trimmed(line.value))
        case .recurrenceID:
            if line.parameters["RANGE"] != nil { report(line, Array("RANGE".utf8)[...], .unsupported) }
            recurrenceID = time(line, zones.zone(of: line, &problems))
        case .excludedDates:
            let zone = zones.zone(of: line, &problems)
            for item in line.items {
                if let time = FeedTime(item, zone: zone) {
                    excluded.append(time)
                } else {
                    report(line, item, .unreadable)
                }
            }
        case .addedDates: takeAdded(line, zones.zone(of: line, &problems))
        case .begin, .end, .freeBusy: break
        }
    }

    private mutating func takeAdded(_ line: PropertyLine, _ zone: TimeZone) {
        for item in line.items {
            if let period = FeedZones.period(item, zone: zone) {
                added.append(period)
            } else if let time = FeedTime(item, zone: zone) {
                added.append(FeedAddition(start: time, end: nil))
            } else {
                report(line, item, .unreadable)
            }
        }
    }

    /// The event, unless it has no start that can be read, and the problems of a busy one.
    func event() -> (FeedEvent?, FeedProblems) {
        var found = problems
        var repeated: RecurrenceRule?
        if let rule {
            do throws(RecurrenceRule.Fault) {
                repeated = try RecurrenceRule(rule.value, zone: zone)
            } catch {
                let reason: FeedProblem.Reason =
                    switch error {
                    case .unreadable: .unreadable
                    case .unsupported: .unsupported
                    }
                found.add(FeedProblem(line: rule.line, field: "RRULE", value: rule.value, reason: reason))
            }
        }
        if !hasStart { found.add(FeedProblem(line: line, field: "DTSTART", value: [], reason: .missing)) }
        // What is not busy anyway can't be read wrongly.
        if isFree { found = FeedProblems() }
        let event = start.map {
            FeedEvent(
                line: line, uid: uid, start: $0, end: end, rule: repeated, added: added, excluded: excluded,
                recurrenceID: recurrenceID, isBusy: !isFree)
        }
        return (event, found)
    }

    private mutating func time(_ line: PropertyLine, _ zone: TimeZone) -> FeedTime? {
        let time = FeedTime(PropertyLine.trimmed(line.value), zone: zone)
        if time == nil { report(line, line.value, .unreadable) }
        return time
    }

    private mutating func report(_ line: PropertyLine, _ value: ArraySlice<UInt8>, _ reason: FeedProblem.Reason) {
        problems.add(FeedProblem(line: line.number, field: line.name.rawValue, value: value, reason: reason))
    }
}
