import Foundation

/// Reads the times of properties, each in the zone that it names.
final class FeedZones {
    /// The different names that are looked up, since each may take a look into a folder; real files have a few.
    private static let mostNames = 1000

    private let floating: TimeZone
    private var known: [String: TimeZone?] = [:]

    init(floating: TimeZone) { self.floating = floating }

    /// The zone of a property; an unknown one is a problem and gives the zone of floating times.
    func zone(of line: PropertyLine, _ problems: inout FeedProblems) -> TimeZone {
        guard let name = line.parameters["TZID"] else { return floating }
        if known[name] == nil, known.count < Self.mostNames { known[name] = .some(ZoneNames.zone(name)) }
        if let zone = known[name] ?? nil { return zone }
        problems.add(FeedProblem(line: line.number, field: "TZID", value: name.utf8, reason: .unknownZone))
        return floating
    }

    /// The forms `start/end` and `start/length`.
    static func period(_ bytes: ArraySlice<UInt8>, zone: TimeZone) -> FeedAddition? {
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts.first, let last = parts.last,
            let start = FeedTime(first, zone: zone)
        else { return nil }
        if let end = FeedTime(last, zone: zone) { return FeedAddition(start: start, end: .at(end)) }
        return FeedLength(last).map { FeedAddition(start: start, end: .after($0)) }
    }
}
