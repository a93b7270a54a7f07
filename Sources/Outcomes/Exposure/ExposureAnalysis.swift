/// Which exposures precede the returns of one client, each day of the client compared with other days of the same
/// client (self-controlled).
///
/// Only days on which a return was possible enter: free of pain for a month and known. For each exposure and window
/// the posterior of the log hazard ratio is found by quadrature (see ``ExposureHypothesis``); windows are averaged by
/// marginal likelihood. ``tryNext`` guards the one advice that follows with a test over all exposures at once.
public struct ExposureAnalysis: Hashable, Sendable {
    /// How the analysis is done.
    public struct Options: Hashable, Sendable {
        /// Chooses among shifts where there are too many to do them all.
        public var seed: UInt64
        /// The largest number of shifts of the test, at least 1.
        public var maximumShifts: Int
        /// The family-wise level of ``ExposureAnalysis/tryNext``, 0...1.
        public var level: Double
        /// The fewest returns for ``ExposureAnalysis/tryNext``.
        public var minimumReturns: Int
        /// What is known of exposures by name, where their identifier doesn't say it (see ``ExposureNature``).
        public var natures: [String: ExposureNature]

        /// Creates options.
        public init(
            seed: UInt64 = 1, maximumShifts: Int = 999, level: Double = 0.05, minimumReturns: Int = 5,
            natures: [String: ExposureNature] = [:]
        ) {
            self.natures = natures
            self.seed = seed
            self.maximumShifts = maximumShifts
            self.level = level
            self.minimumReturns = minimumReturns
        }
    }

    /// Why there is nothing to try next.
    public enum Withheld: Hashable, Sendable {
        case tooFewReturns(found: Int, needed: Int)
        /// No exposure could be judged.
        case nothingJudged
        /// The diary is too short for any result to be beyond chance.
        case diaryTooShort(shifts: Int)
        /// The best of so many exposures would be as good by chance.
        case notBeyondChance(pValue: Double)
        /// The first-ranked exposure goes with returns the other way than its nature lets one change it: more of what
        /// is feared goes with fewer of them, or more of what is wholesome with more.
        case notToBeChanged(exposure: String, risk: ExposureRisk)
    }

    /// The largest number of days times exposures, so that work stays bounded: 20 exposures for 13 years.
    public static let maximumSize = 100_000

    /// Judged exposures, the strongest evidence first.
    ///
    /// Evidence for harm by too much and by too little, weighed by each exposure's ``ExposureNature``.
    public let hypotheses: [ExposureHypothesis]
    public let unjudged: [UnjudgedExposure]
    public let returns: Int
    public let daysAtRisk: Int
    /// The log hazard ratio from the middle of the diary to its end that is not laid to any exposure.
    public let trend: Double
    /// The test over all exposures at once, or `nil` when nothing could be judged.
    public let test: FamilyTest?
    /// The exposure worth changing first, or `nil`; see ``withheld``.
    ///
    /// Its ``ExposureHypothesis/risk`` says which way: less of it against excess, more of it against lack.
    public let tryNext: ExposureHypothesis?
    /// Why ``tryNext`` is `nil`.
    public let withheld: Withheld?

    /// Analyses a diary with the history that was read out of it.
    ///
    /// - Throws: ``ExposureAnalysisError/tooLarge(size:)``, and ``ExposureAnalysisError/otherDiary`` for the history
    ///   of a longer diary.
    /// - Complexity: O(shifts × exposures × (days at risk + effects × bins)).
    public init(
        of diary: Diary, history: RecurrenceHistory, options: Options = Options()
    ) throws(ExposureAnalysisError) {
        // A diary has at most 200 exposures and 100,000 days, so this can't overflow.
        let size = diary.exposures.count * diary.dayCount
        guard size <= Self.maximumSize else { throw .tooLarge(size: size) }
        guard history.daysAtRisk.allSatisfy({ diary.pain.indices.contains($0.index) }) else { throw .otherDiary }
        let judge = ExposureJudge(diary: diary, history: history, natures: options.natures)
        let hypotheses = judge.hypotheses
        returns = judge.timeline.returns.count
        daysAtRisk = history.daysAtRisk.count
        trend = judge.timeline.trend
        unjudged = judge.unjudged
        self.hypotheses = hypotheses
        let test = hypotheses.isEmpty ? nil : FamilyTest(judge, options: options)
        self.test = test
        withheld = Self.withheld(hypotheses.first, test, returns: judge.timeline.returns.count, options)
        tryNext = withheld == nil ? hypotheses.first : nil
    }

    private static func withheld(
        _ first: ExposureHypothesis?, _ test: FamilyTest?, returns: Int, _ options: Options
    ) -> Withheld? {
        if returns < options.minimumReturns { return .tooFewReturns(found: returns, needed: options.minimumReturns) }
        guard let first, let test else { return .nothingJudged }
        // Asked so that a level which is no number never lets anything through.
        if !(1 / Double(test.shifts + 1) <= options.level) { return .diaryTooShort(shifts: test.shifts) }
        if first.returns < options.minimumReturns {
            return .tooFewReturns(found: first.returns, needed: options.minimumReturns)
        }
        if !(test.pValue <= options.level) { return .notBeyondChance(pValue: test.pValue) }
        let isAllowed = first.nature.allowsChange(against: first.risk)
        return isAllowed ? nil : .notToBeChanged(exposure: first.exposure, risk: first.risk)
    }
}

/// What an analysis of exposures refuses.
public enum ExposureAnalysisError: Error, Hashable, Sendable {
    /// Days times exposures exceed ``ExposureAnalysis/maximumSize``.
    case tooLarge(size: Int)
    /// The history is not that of the diary.
    case otherDiary
}
