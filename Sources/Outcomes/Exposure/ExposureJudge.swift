/// Prepares the exposures of a diary and weighs each.
struct ExposureJudge {
    /// An exposure that can be judged, in each window in which it varies.
    struct Candidate {
        let exposure: Diary.Exposure
        let nature: ExposureNature
        /// Each with its prior weights; over all of them a risk has the sum 1.
        let series: [WindowSeries]
        let returns: Int
        let missingShare: Double
    }

    let timeline: RiskTimeline
    let candidates: [Candidate]
    let unjudged: [UnjudgedExposure]
    let likelihood: HazardLikelihood
    /// Days of the circle on which exposures are shifted: whole weeks where the diary is long enough.
    let length: Int
    let stride: Int

    /// Whole weeks need so many of them for a test at the 5 % level to have room.
    private static let leastWeeks = 60

    init(diary: Diary, history: RecurrenceHistory, natures: [String: ExposureNature]) {
        let weeks = (diary.dayCount + 6) / 7
        stride = weeks >= Self.leastWeeks ? 7 : 1
        length = stride == 7 ? weeks * 7 : diary.dayCount
        timeline = RiskTimeline(history.daysAtRisk, dayCount: diary.dayCount)
        likelihood = HazardLikelihood(timeline: timeline, length: length)
        var candidates: [Candidate] = []
        var unjudged: [UnjudgedExposure] = []
        for exposure in diary.exposures {
            let nature = natures[exposure.name] ?? ExposureNature(identifier: exposure.name)
            switch Self.prepare(exposure, nature, timeline: timeline, length: length) {
            case .success(let candidate): candidates.append(candidate)
            case .failure(let failure): unjudged.append(failure.exposure)
            }
        }
        self.candidates = candidates
        self.unjudged = unjudged
    }

    /// The judged exposures, the strongest evidence first, then by name.
    var hypotheses: [ExposureHypothesis] {
        let weigher = ExposureWeigher(likelihood: likelihood, timeline: timeline)
        return candidates.compactMap(weigher.hypothesis).sorted {
            ($1.logSupport, $0.exposure) < ($0.logSupport, $1.exposure)
        }
    }

    private struct Failure: Error { let exposure: UnjudgedExposure }

    private static func prepare(
        _ exposure: Diary.Exposure, _ nature: ExposureNature, timeline: RiskTimeline, length: Int
    ) -> Result<Candidate, Failure> {
        let missing = timeline.days.count { exposure.values[$0] == nil }
        let share = timeline.days.isEmpty ? 1 : Double(missing) / Double(timeline.days.count)
        func failed(_ reason: UnjudgedExposure.Reason) -> Result<Candidate, Failure> {
            .failure(Failure(exposure: .init(exposure: exposure.name, reason: reason, missingShare: share)))
        }
        let known = exposure.values.compactMap(\.self)
        if let first = known.first, known.allSatisfy({ $0 == first }) { return failed(.constant) }
        if timeline.returns.count < 2 { return failed(.tooFewReturns) }
        if share > 0.5 { return failed(.mostlyMissing) }
        let series = WindowSeries.normalized(
            ExposureWindow.allCases.flatMap {
                WindowSeries.forms(of: exposure.values, window: $0, length: length)
            })
        if series.isEmpty { return failed(.constant) }
        let before = ExposureWindow.dayBefore.means(of: exposure.values)
        let week = ExposureWindow.sevenDaysBefore.means(of: exposure.values)
        let returns = timeline.returns.count { before[$0] != nil || week[$0] != nil }
        if returns < 2 { return failed(.tooFewReturns) }
        return .success(
            Candidate(
                exposure: exposure, nature: nature, series: series, returns: returns, missingShare: share))
    }
}
