public import Outcomes
public import Records

/// What the records of a practice say about returns, one client at a time.
public struct PracticeReturns: Sendable {
    /// The kinds of entry that it takes.
    public static let kinds: Set<EntryBody.Kind> = [.consent, .complaint, .visit, .hold, .event, .diary]

    private var spells: [ReturnStatistics.Spell] = []
    /// Clients that were looked at.
    public private(set) var clients = 0

    public init() {}

    public var statistics: ReturnStatistics { ReturnStatistics(spells) }

    /// Takes a client in: the first month without pain, or more, that began after a visit with a hold, of whichever complaint.
    ///
    /// A client without one is counted as looked at, one who declined statistics not at all. Whether a cause was treated is asked on the day on which the month begins: what is
    /// treated later would be credited with days that it had no part in.
    /// - Complexity: O(entries log entries).
    public mutating func take(_ record: ClientRecord) {
        guard record.consents["statistics"]?.value.isGiven != false else { return }
        clients += 1
        let found = record.complaints.flatMap { spells(of: $0.id, in: record) }
        if let first = found.min(by: { $0.day < $1.day }) { spells.append(first.spell) }
    }

    private func spells(
        of complaint: RecordEntry.ID, in record: ClientRecord
    ) -> [(day: Day, spell: ReturnStatistics.Spell)] {
        let visits = record.visits(of: complaint).compactMap { visit -> (day: Day, points: [String])? in
            let points = record.holds(of: visit.id).filter { ($0.seconds ?? 0) > 0 }.map(\.source)
            guard !points.isEmpty, let day = ComplaintCourse.day(of: visit.value) else { return nil }
            return (day, points)
        }
        guard let first = visits.map(\.day).min() else { return [] }
        let days = record.diary(of: complaint).compactMap { day in
            Day(day.day).map { Diary.Entry(day: $0, pain: day.pain) }
        }
        guard let diary = try? Diary(entries: days) else { return [] }
        let history = RecurrenceHistory(of: diary)
        let treated = record.events(of: complaint).filter { $0.kind == .causeTreated }.compactMap { Day($0.day) }
        let month = Double(history.rule.painFreeDays)
        for spell in history.spells where spell.start >= first && spell.days >= history.rule.painFreeDays {
            let isReturn = spell.ending == .returned
            let length = Double(isReturn ? spell.days + 1 : spell.days)
            // Somebody who stops on the very last day of the month was never at risk.
            guard let time = try? SurvivalTime(length, isEvent: isReturn, entry: month) else { continue }
            let points = Set(visits.filter { $0.day <= spell.start }.flatMap(\.points))
            let isTreated = treated.contains { $0 <= spell.start }
            return [(spell.start, .init(time: time, points: points, isCauseTreated: isTreated))]
        }
        return []
    }
}
