/// Episodes, flares and pain-free time of one complaint, or of one trigger point.
public struct RecurrenceHistory: Hashable, Sendable {
    /// A day on which a return was possible: a full month without pain lies before it and its pain is known.
    public struct DayAtRisk: Hashable, Sendable {
        /// The place of the day in the diary.
        public let index: Int
        /// True when a return begins on this day.
        public let isReturn: Bool
    }

    public let rule: RecurrenceRule
    public let episodes: [PainEpisode]
    public let flares: [PainFlare]
    public let spells: [PainFreeSpell]
    /// In the order of time.
    public let daysAtRisk: [DayAtRisk]

    /// The days on which a return began.
    public var returns: [Day] { episodes.filter { $0.beginning == .afterMonthFree }.map(\.start) }

    /// Reads the history out of a diary.
    ///
    /// - Complexity: O(days × flare base).
    public init(of diary: Diary, rule: RecurrenceRule = .standard) {
        self.rule = rule
        let runs = PainRun.runs(of: diary.pain, rule: rule)
        var reader = EpisodeReader(diary: diary, rule: rule)
        for place in runs.indices { reader.take(runs, at: place) }
        episodes = reader.finished()
        spells = reader.spells
        daysAtRisk = reader.daysAtRisk
        flares = runs.filter { $0.state == .painful }.flatMap { FlareReader(diary: diary, rule: rule).flares(in: $0) }
    }

    /// The time to return after each recovery, in days from the first day without pain, which is day 1.
    ///
    /// A person can only be seen to return once the month is over, so the month is the entry time.
    public var timesToReturn: [SurvivalTime] {
        spells.compactMap { spell in
            let isReturn = spell.ending == .returned
            return try? SurvivalTime(
                Double(isReturn ? spell.days + 1 : spell.days), isEvent: isReturn, entry: Double(rule.painFreeDays))
        }
    }
}

/// Walks through the runs of a diary.
private struct EpisodeReader {
    let diary: Diary
    let rule: RecurrenceRule
    private(set) var spells: [PainFreeSpell] = []
    private(set) var daysAtRisk: [RecurrenceHistory.DayAtRisk] = []
    private var episodes: [PainEpisode] = []
    private var open: OpenEpisode?

    private struct OpenEpisode {
        var days: Range<Int>
        let beginning: PainEpisode.Beginning
        var peak: Double
        var relapses: [Int] = []
    }

    init(diary: Diary, rule: RecurrenceRule) {
        self.diary = diary
        self.rule = rule
    }

    mutating func take(_ runs: [PainRun], at place: Int) {
        let run = runs[place]
        switch run.state {
        case .unknown: close(.lostSight)
        case .free: takeFree(run, next: place + 1 < runs.count ? runs[place + 1] : nil)
        case .painful: takePainful(run, before: place > 0 ? runs[place - 1] : nil)
        }
    }

    mutating func finished() -> [PainEpisode] {
        close(.ongoing)
        return episodes
    }

    private func reaches(_ run: PainRun) -> Bool { run.peak >= rule.importantChange }

    private mutating func takeFree(_ run: PainRun, next: PainRun?) {
        let isMonth = run.days.count >= rule.painFreeDays
        let ending: PainFreeSpell.Ending =
            switch next?.state {
            case nil: .endOfDiary
            case .painful? where next.map(reaches) == true: isMonth ? .returned : .relapsed
            case .painful?: .minorPain
            case .unknown?, .free?: .lostSight
            }
        spells.append(
            PainFreeSpell(
                start: diary.day(at: run.days.lowerBound), end: diary.day(at: run.days.upperBound - 1), ending: ending))
        guard isMonth else { return }
        close(.resolved)
        for index in run.days.dropFirst(rule.painFreeDays) { daysAtRisk.append(.init(index: index, isReturn: false)) }
        // The day that ends the stretch was at risk too, if its pain is known.
        if let next, next.state == .painful {
            daysAtRisk.append(.init(index: next.days.lowerBound, isReturn: ending == .returned))
        }
    }

    private mutating func takePainful(_ run: PainRun, before: PainRun?) {
        if var episode = open {
            episode.days = episode.days.lowerBound..<run.days.upperBound
            episode.peak = max(episode.peak, run.peak)
            if reaches(run), let before, before.state == .free, before.days.count >= rule.relapseAfterDays {
                episode.relapses.append(run.days.lowerBound)
            }
            open = episode
        } else if reaches(run) {
            open = OpenEpisode(days: run.days, beginning: beginning(before: before), peak: run.peak)
        }
    }

    private func beginning(before: PainRun?) -> PainEpisode.Beginning {
        if let before, before.state == .free, before.days.count >= rule.painFreeDays { return .afterMonthFree }
        return episodes.isEmpty ? .first : .uncertain
    }

    private mutating func close(_ ending: PainEpisode.Ending) {
        guard let episode = open else { return }
        episodes.append(
            PainEpisode(
                start: diary.day(at: episode.days.lowerBound), end: diary.day(at: episode.days.upperBound - 1),
                beginning: episode.beginning, ending: ending, peak: episode.peak,
                relapses: episode.relapses.map { diary.day(at: $0) }))
        open = nil
    }
}
