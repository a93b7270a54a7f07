import Foundation

/// Reads the events and busy periods of a calendar file, with what could not be read.
struct FeedParser {
    /// How deep components may lie inside of each other; real files need 3.
    private static let deepest = 16

    private(set) var events: [FeedEvent] = []
    private(set) var freeBusy: [(line: Int, period: FeedAddition)] = []
    private(set) var problems = FeedProblems()
    private(set) var eventCount = 0

    private let limits: BusyFeedReader.Limits
    private let zones: FeedZones
    private var open: [String] = []
    private var draft: EventDraft?
    private var listed = 0

    init(floatingZone: TimeZone, limits: BusyFeedReader.Limits) {
        self.limits = limits
        zones = FeedZones(floating: floatingZone)
    }

    /// Reads a whole file.
    mutating func read(_ file: [UInt8]) throws(BusyFeedError) {
        var scanner = LineScanner(file)
        var hasCalendar = false
        while let (number, bytes) = scanner.next() {
            guard let line = PropertyLine(number: number, bytes) else {
                if open.isEmpty, !PropertyLine.trimmed(bytes).isEmpty { throw .notACalendar(line: number) }
                continue
            }
            switch line.name {
            case .begin:
                try begin(line)
                hasCalendar = true
            case .end: try end(line)
            default:
                guard let component = open.last else { throw .notACalendar(line: number) }
                try take(line, in: component)
            }
        }
        guard hasCalendar else { throw .notACalendar(line: 1) }
        guard open.isEmpty else { throw .truncated(line: scanner.line) }
    }

    private mutating func begin(_ line: PropertyLine) throws(BusyFeedError) {
        let component = String(line.word.prefix(40))
        guard !open.isEmpty || component == "VCALENDAR" else { throw .notACalendar(line: line.number) }
        guard open.count < Self.deepest else { throw .unbalanced(line: line.number, component: component) }
        open.append(component)
        guard component == "VEVENT" else { return }
        guard draft == nil else { throw .unbalanced(line: line.number, component: component) }
        eventCount += 1
        guard eventCount <= limits.events else { throw .tooManyEvents(line: line.number, limit: limits.events) }
        draft = EventDraft(line: line.number)
    }

    private mutating func end(_ line: PropertyLine) throws(BusyFeedError) {
        let component = String(line.word.prefix(40))
        guard open.popLast() == component else { throw .unbalanced(line: line.number, component: component) }
        guard component == "VEVENT", let finished = draft else { return }
        draft = nil
        let (event, found) = finished.event()
        problems.add(found)
        if let event { events.append(event) }
    }

    private mutating func take(_ line: PropertyLine, in component: String) throws(BusyFeedError) {
        switch component {
        case "VEVENT": draft?.take(line, zones)
        case "VFREEBUSY" where line.name == .freeBusy: takeFreeBusy(line)
        default: return
        }
        let isList = line.name == .addedDates || line.name == .excludedDates || line.name == .freeBusy
        listed += isList ? line.value.count(where: { $0 == UInt8(ascii: ",") }) + 1 : 0
        guard listed <= limits.steps else { throw .tooMuchWork(line: line.number, limit: limits.steps) }
    }

    private mutating func takeFreeBusy(_ line: PropertyLine) {
        guard line.parameters["FBTYPE"]?.uppercased() != "FREE" else { return }
        for item in line.items {
            if let period = FeedZones.period(item, zone: .gmt) {
                freeBusy.append((line.number, period))
            } else {
                problems.add(FeedProblem(line: line.number, field: "FREEBUSY", value: item, reason: .unreadable))
            }
        }
    }
}
