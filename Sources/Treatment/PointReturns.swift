public import Outcomes
public import Records

/// Which trigger points of a complaint came back, after how long, and which stay away: rows and sentences for a page.
///
/// All of it is plain stored text, ready for a template.
public struct PointReturns: Sendable {
    /// One point of one muscle.
    public struct Row: Sendable {
        /// `infraspinatus, right, point 1`.
        public let name: String
        public let firstFound: String
        /// `3 times, last on 2026-05-31`, or `not yet`.
        public let treated: String
        /// How it stands now: `free`, `active`, ...
        public let state: String
        /// Since when it is free and for how long, as far as is known; empty while it is not free.
        public let free: String
        public let returns: Int
        /// The days on which it was found to have returned; empty without a return.
        public let returnedOn: String
        /// How long each stretch lasted before it came back; empty without one.
        public let lasted: String
        /// All in one sentence.
        public let sentence: String
        public let history: PointHistory
    }

    /// Points that returned most often first, then those that are not free, then by name.
    public let rows: [Row]
    /// The few things worth saying first; at least one.
    public let summary: [String]
    /// The rule in one sentence, with its level.
    public let rule: String
    /// What the rule leans on, one line each.
    public let sources: [String]

    public var isEmpty: Bool { rows.isEmpty }

    /// The header of a table with ``cells(of:)``.
    public static let headers = ["Point", "First found", "Held", "Now", "Free", "Returns", "After"]

    /// A row of the table.
    public static func cells(of row: Row) -> [String] {
        [
            row.name, row.firstFound, row.treated, row.state, row.free,
            row.returns == 0 ? "0" : "\(row.returns): \(row.returnedOn)", row.lasted,
        ]
    }

    /// Reads the points of a complaint out of its holds and its findings on pressing.
    ///
    /// A point that was only ever examined and not tender is left out.
    /// - Complexity: O(entries log entries).
    public init(
        of complaint: RecordEntry.ID, in record: ClientRecord, words: ChartWords, rule: PointRule = .standard
    ) {
        let trail = PointTrail(of: complaint, in: record)
        let points = trail.observations.sorted { $0.key < $1.key }.map { ($0.key, PointHistory($0.value, rule: rule)) }
        rows = points.compactMap { key, history in
            history.firstFound.map { Row(key, history, firstFound: $0, words: words) }
        }.sorted { Self.rank($0) < Self.rank($1) }
        summary = Self.summary(rows)
        self.rule = """
            A point counts as returned when it is found again \(rule.freeDays) or more days after an examination at which \
            it was not tender. The rule is our own: none is published for a single point (level unverified).
            """
        sources = PointRule.sources.map { "\($0.text) \($0.identifier) [\($0.verification.rawValue)]" }
    }

    private static func rank(_ row: Row) -> (Int, Int, String) {
        (-row.returns, row.history.freeNow == nil ? 0 : 1, row.name)
    }

    private static func summary(_ rows: [Row]) -> [String] {
        guard !rows.isEmpty else { return ["No point has been found or held in this complaint yet."] }
        var lines: [String] = []
        let returned = rows.filter { $0.returns > 0 }
        let free = rows.filter { $0.history.freeNow != nil }
        let open = rows.filter { $0.history.state == .released }
        let total = PointWords.count(rows.count, "point")
        lines.append("\(total): \(returned.count) returned, \(free.count) free at the last examination.")
        if let first = returned.first { lines.append(first.sentence) }
        if !open.isEmpty {
            lines.append(
                "Let go under the hold and not examined on a later day: \(open.map(\.name).joined(separator: "; ")).")
        }
        return lines
    }
}

extension PointReturns.Row {
    init(_ key: PointKey, _ history: PointHistory, firstFound: Day, words: ChartWords) {
        let muscle = words.source(key.source, side: key.side)
        name = key.point > 0 ? "\(muscle), point \(key.point)" : muscle
        self.firstFound = "\(firstFound)"
        treated = PointWords.treated(history)
        state = PointWords.state(history)
        free = history.freeNow.map(PointWords.free) ?? ""
        returns = history.returns.count
        returnedOn = history.returns.map(\.description).joined(separator: ", ")
        lasted = history.spells.filter { $0.ending != .open }.map(PointWords.lasted).joined(separator: "; ")
        sentence = PointWords.sentence(name, history, firstFound: firstFound)
        self.history = history
    }
}

/// The course of a point in words.
private enum PointWords {
    static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

    static func treated(_ history: PointHistory) -> String {
        guard let last = history.treated.last else { return "not yet" }
        return history.treated.count == 1 ? "once, on \(last)" : "\(history.treated.count) times, last on \(last)"
    }

    static func state(_ history: PointHistory) -> String {
        switch history.state {
        case .active: "active"
        case .tender: "tender"
        case .released: "let go under the hold, not examined since"
        case .free: "free"
        case .neverFound: "never found"
        }
    }

    /// `since between 2026-05-01 and 2026-05-15, for at least 36 days (last examined 2026-06-20)`.
    static func free(_ spell: PointHistory.FreeSpell) -> String {
        let known =
            spell.length.atLeast > 0
            ? ", for at least \(count(spell.length.atLeast, "day")) (last examined \(spell.lastNegative))"
            : ", examined once"
        return "since between \(spell.lastFound) and \(spell.firstNegative)\(known)"
    }

    /// `36 to 80 days`.
    static func lasted(_ spell: PointHistory.FreeSpell) -> String {
        let length = spell.length
        let days = length.atMost.map { "\(length.atLeast) to \(count($0, "day"))" } ?? "\(length.atLeast) days or more"
        return spell.ending == .backWithinMonth ? "\(days) (back within the month)" : days
    }

    static func sentence(_ name: String, _ history: PointHistory, firstFound: Day) -> String {
        var parts = ["\(name.prefix(1).uppercased() + name.dropFirst()): first found \(firstFound)"]
        parts.append("held \(treated(history))")
        for spell in history.spells {
            switch (spell.ending, spell.foundAgain) {
            case (.returned, let again?): parts.append("returned on \(again) after \(lasted(spell)) free")
            case (.backWithinMonth, let again?): parts.append("back on \(again), \(lasted(spell))")
            default: parts.append("free \(free(spell))")
            }
        }
        if history.freeNow == nil { parts.append("now \(state(history))") }
        return parts.joined(separator: "; ") + "."
    }
}
