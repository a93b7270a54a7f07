public import Figures
public import Outcomes

/// What a diary says about returns and what precedes them, for people and for programs.
public struct RecurrenceReport: Sendable {
    public let diary: Diary
    public let history: RecurrenceHistory
    public let analysis: ExposureAnalysis
    /// Names of exposures in words; the identifier itself where there is none.
    private let names: [String: String]

    /// What stands beside every figure.
    public static let statement =
        "What goes before a return in this diary. It is a hypothesis to try, one change at a time, and no proof of a cause."

    /// Reads the history out of a diary and weighs its exposures.
    ///
    /// `names` are exposures in words; `natures` say which way an exposure may be changed, where its identifier
    /// doesn't.
    ///
    /// - Throws: `ExposureAnalysisError` when the diary is too large.
    public init(
        of diary: Diary, names: [String: String] = [:], natures: [String: ExposureNature] = [:]
    ) throws(ExposureAnalysisError) {
        self.diary = diary
        self.names = names
        history = RecurrenceHistory(of: diary)
        analysis = try ExposureAnalysis(of: diary, history: history, options: .init(natures: natures))
    }

    /// The exposure in words.
    public func name(_ exposure: String) -> String {
        names[exposure] ?? exposure.replacing("_", with: " ")
    }

    // MARK: Picture

    /// The time line of the diary; treatments, movements and changes may be added to it.
    public func timeLine(title: String) -> TimeLine {
        var line = TimeLine(title: title, zero: "\(diary.firstDay)", days: 0...max(diary.dayCount - 1, 0))
        line.pain = readings(diary.pain)
        line.threshold = history.rule.importantChange
        func place(_ day: Day) -> Int { day.days(since: diary.firstDay) }
        line.painFree = history.spells.filter { $0.days >= history.rule.relapseAfterDays }
            .map { place($0.start)...place($0.end) }
        line.events =
            history.returns.map { TimeLine.Event(kind: .return, day: place($0)) }
            + history.episodes.flatMap(\.relapses).map { TimeLine.Event(kind: .relapse, day: place($0)) }
            + history.flares.map { TimeLine.Event(kind: .flare, day: place($0.start)) }
        line.exposures = diary.exposures.map { exposure in
            TimeLine.Exposure(
                name: name(exposure.name), readings: readings(exposure.values),
                isUnderTest: exposure.name == analysis.tryNext?.exposure)
        }
        return line
    }

    private func readings(_ values: [Double?]) -> [TimeLine.Reading] {
        values.enumerated().compactMap { index, value in value.map { TimeLine.Reading(day: index, value: $0) } }
    }
}
