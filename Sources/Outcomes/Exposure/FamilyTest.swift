/// How often the best of all exposures would look as harmful by chance alone.
///
/// All exposures are moved together round the circle of the diary's days, against the days of returns, so that each
/// keeps its own pattern from day to day, the exposures keep what they have in common, and (with whole weeks) each
/// keeps its weekday. The statistic is the largest evidence for harm among the exposures, so the p value holds for
/// the whole family (Westfall and Young 1993, ISBN 0-471-55761-7).
public struct FamilyTest: Hashable, Sendable {
    /// P of evidence at least so strong for some exposure if none mattered, 0...1.
    public let pValue: Double
    /// The number of shifts compared, without the diary as it is.
    public let shifts: Int
    /// True when shifts are whole weeks.
    public let keepsWeekdays: Bool
    /// The largest log Bayes factor for harm in the diary as it is, in nats.
    public let statistic: Double

    init(_ judge: ExposureJudge, options: ExposureAnalysis.Options) {
        let statistic = FamilyStatistic(judge)
        let shifts = Self.shifts(judge, options: options)
        let observed = statistic.value(shift: 0)
        let asStrong = shifts.count { statistic.value(shift: $0) >= observed }
        pValue = Double(asStrong + 1) / Double(shifts.count + 1)
        self.shifts = shifts.count
        self.statistic = observed
        keepsWeekdays = judge.stride == 7
    }

    /// All distinct shifts, or a seeded choice of them.
    private static func shifts(_ judge: ExposureJudge, options: ExposureAnalysis.Options) -> [Int] {
        var all = Array(Swift.stride(from: judge.stride, to: judge.length, by: judge.stride))
        let wanted = max(options.maximumShifts, 1)
        guard all.count > wanted else { return all }
        var random = SeededRandom(seed: options.seed)
        for place in 0..<wanted { all.swapAt(place, place + random.below(all.count - place)) }
        return Array(all[..<wanted])
    }
}

/// The largest evidence for harm among the exposures at a shift.
private struct FamilyStatistic {
    private struct Term {
        let series: WindowSeries
        let tilts: [[Double]]
        let logPrior: Double
    }

    private let likelihood: HazardLikelihood
    private let grid: EffectGrid
    private let exposures: [[Term]]

    init(_ judge: ExposureJudge) {
        let grid = EffectGrid(returns: judge.timeline.returns.count, finest: 0.2)
        likelihood = judge.likelihood
        self.grid = grid
        exposures = judge.candidates.map { candidate in
            let total = candidate.series.reduce(0) { $0 + $1.priorWeight }
            return candidate.series.map { series in
                Term(
                    series: series,
                    tilts: grid.effects[grid.half...].map { effect in series.levels.map { exponential(effect * $0) } },
                    logPrior: logarithm(series.priorWeight / total))
            }
        }
    }

    func value(shift: Int) -> Double {
        exposures.reduce(-.infinity) { largest, terms in
            let factors = terms.map { term in
                let summary = likelihood.summary(of: term.series, shift: shift)
                let ratios = likelihood.logRatios(
                    summary, effects: grid.effects[grid.half...], tilts: term.tilts[...])
                return grid.logHarmFactor(ratios) + term.logPrior
            }
            return max(largest, logSum(factors))
        }
    }
}
