public import Figures
import Foundation
public import Outcomes
public import Records

/// The course of a complaint: what came back, what went before it, what was done, and whether a change helped.
public struct ComplaintCourse: Sendable {
    /// `nil` before the first day of the diary with pain.
    public let report: RecurrenceReport?
    public let timeLine: TimeLine
    /// Changes that were tried or causes that were treated, each with what came of it; empty without a diary.
    public let trials: [(event: ClientEvent, trial: ChangeTrial)]

    /// Puts the course together.
    ///
    /// `names`: Of exposures, in words.
    public init(
        of complaint: RecordEntry.ID, in record: ClientRecord, title: String, names: [String: String],
        words: ChartWords
    ) {
        let days = record.diary(of: complaint)
        let exposures = Array(Set(days.flatMap(\.exposures.keys))).sorted()
        let entries = days.compactMap { day in
            Day(day.day).map { Diary.Entry(day: $0, pain: day.pain, values: exposures.map { day.exposures[$0] }) }
        }
        let diary = try? Diary(entries: entries, exposureNames: exposures)
        report = diary.flatMap { try? RecurrenceReport(of: $0, names: names) }
        let visits = record.visits(of: complaint)
        let first = report?.diary.firstDay ?? visits.first.flatMap { Self.day(of: $0.value) }
        var line = report?.timeLine(title: title) ?? TimeLine(title: title, zero: first.map(\.description))
        if let first {
            line.days = nil
            func place(_ day: Day) -> Int { day.days(since: first) }
            for visit in visits {
                guard let day = Self.day(of: visit.value) else { continue }
                line.treatments.append(.init(day: place(day), holds: record.holds(of: visit.id).count))
            }
            line.movements = Self.movements(visits, record, words) { place($0) }
            for event in record.events(of: complaint) {
                guard let day = Day(event.day) else { continue }
                let label =
                    event.kind == .referred
                    ? "referred to a physician"
                    : event.text.isEmpty ? names[event.factor] ?? words.factor(event.factor) : event.text
                line.changes.append(
                    .init(
                        kind: event.kind == .causeTreated ? .causeTreated : .change, day: place(day),
                        label: String(label.prefix(40))))
            }
        }
        timeLine = line
        let report = report
        trials = record.events(of: complaint).filter { $0.kind == .causeTreated || $0.kind == .changeTried }.compactMap
        { event in
            guard let report, let day = Day(event.day) else { return nil }
            return (event, ChangeTrial(of: report.diary, history: report.history, changedOn: day))
        }
    }

    static func day(of visit: Visit) -> Day? {
        Day(CalendarDay(visit.started, in: TimeZone(identifier: visit.zone) ?? .gmt).text)
    }

    /// Ranges of motion by movement and side: the last value of each visit.
    private static func movements(
        _ visits: [ClientRecord.Opened<Visit>], _ record: ClientRecord, _ words: ChartWords, place: (Day) -> Int
    ) -> [TimeLine.Movement] {
        var readings: [String: [TimeLine.Reading]] = [:]
        var order: [(key: String, name: String, norm: Double?)] = []
        for visit in visits {
            guard let day = day(of: visit.value) else { continue }
            for value in record.measurements(of: visit.id) where value.measure == .range {
                let key = "\(value.target) \(value.side)"
                if readings[key] == nil { order.append((key, words.target(value), words.norm(of: value.target))) }
                readings[key, default: []].append(.init(day: place(day), value: value.figure))
            }
        }
        return order.map { .init(name: $0.name, norm: $0.norm, readings: readings[$0.key] ?? []) }
    }

    /// A verdict of a trial in words.
    public static func words(_ trial: ChangeTrial) -> String {
        switch trial.verdict {
        case .tooEarly:
            trial.daysNeededAfter.map {
                "Too early to tell: about \($0) days free of a return are needed to see a difference."
            }
                ?? "Too early to tell: there was no return before the change to compare with."
        case .noClearChange: "No clear change in how often it returns."
        case .fewerReturns: "It returns less often since then."
        case .moreReturns: "It returns more often since then."
        }
    }
}
