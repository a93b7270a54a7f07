/// How often the best of all exposures would look as strong by chance alone, whether by too much or too little of it.
///
/// All exposures are moved together round the circle of the diary's days, against the days of returns, so that each
/// keeps its own pattern from day to day, the exposures keep what they have in common, and (with whole weeks) each
/// keeps its weekday. The statistic is the largest of the supports that exposures are ranked by, both risks in it, so
/// the p value holds for the whole family and both directions (Westfall and Young 1993, ISBN 0-471-55761-7).
public struct FamilyTest: Hashable, Sendable {
    /// P of support at least so strong for some exposure, in either direction, if none mattered, 0...1.
    public let pValue: Double
    /// The number of shifts compared, without the diary as it is.
    public let shifts: Int
    /// True when shifts are whole weeks.
    public let keepsWeekdays: Bool
    /// The largest support of an exposure in the diary as it is, in nats.
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

/// The largest support among the exposures at a shift.
private struct FamilyStatistic {
    /// One side of one form.
    private struct Side {
        let risk: ExposureRisk
        let places: ClosedRange<Int>
        let tilts: [[Double]]
        let logPrior: Double
    }

    private struct Exposure {
        let nature: ExposureNature
        let series: [(series: WindowSeries, sides: [Side])]
    }

    private let likelihood: HazardLikelihood
    private let grid: EffectGrid
    private let exposures: [Exposure]

    init(_ judge: ExposureJudge) {
        let grid = EffectGrid(returns: judge.timeline.returns.count, finest: 0.2)
        likelihood = judge.likelihood
        self.grid = grid
        exposures = judge.candidates.map { candidate in
            Exposure(
                nature: candidate.nature,
                series: candidate.series.map { series in (series, Self.sides(of: series, grid)) })
        }
    }

    private static func sides(of series: WindowSeries, _ grid: EffectGrid) -> [Side] {
        ExposureRisk.allCases.compactMap { risk in
            guard let weight = series.priorWeights[risk], weight > 0 else { return nil }
            let places = grid.places(of: risk)
            return Side(
                risk: risk, places: places,
                tilts: grid.effects[places].map { effect in series.levels.map { exponential(effect * $0) } },
                logPrior: logarithm(weight))
        }
    }

    func value(shift: Int) -> Double {
        exposures.reduce(-.infinity) { max($0, support(of: $1, shift: shift)) }
    }

    private func support(of exposure: Exposure, shift: Int) -> Double {
        var excess: [Double] = []
        var lack: [Double] = []
        for (series, sides) in exposure.series {
            let summary = likelihood.summary(of: series, shift: shift)
            for side in sides {
                let ratios = likelihood.logRatios(
                    summary, effects: grid.effects[side.places], tilts: side.tilts[...])
                let factor = grid.logFactor(ratios[...], of: side.risk) + side.logPrior
                if side.risk == .excess { excess.append(factor) } else { lack.append(factor) }
            }
        }
        return exposure.nature.logSupport(excess: logSum(excess), lack: logSum(lack))
    }
}
