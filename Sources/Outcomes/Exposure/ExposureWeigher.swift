/// Finds the posterior of one exposure's ratio, averaged over its windows and forms.
struct ExposureWeigher {
    private let likelihood: HazardLikelihood
    private let timeline: RiskTimeline
    private let grid: EffectGrid

    init(likelihood: HazardLikelihood, timeline: RiskTimeline) {
        self.likelihood = likelihood
        self.timeline = timeline
        grid = EffectGrid(returns: timeline.returns.count, finest: 0.02)
    }

    /// The hypothesis on an exposure, or `nil` when no window has two levels to compare.
    func hypothesis(_ candidate: ExposureJudge.Candidate) -> ExposureHypothesis? {
        let fits = candidate.series.map(fit)
        var support: [ExposureRisk: Double] = [:]
        for risk in ExposureRisk.allCases {
            support[risk] = logSum(fits.compactMap { fit in fit.sides[risk].map { $0.logFactor + $0.logPrior } })
        }
        let excess = support[.excess] ?? -.infinity
        let lack = support[.lack] ?? -.infinity
        let total = logSum([excess, lack]) - logarithm(2)
        let risk: ExposureRisk = excess >= lack ? .excess : .lack
        let supports = fits.map { fit in
            WindowSupport(
                window: fit.series.window, contrast: fit.series.contrast,
                weight: exponential(fit.logWeight - total), logBayesFactor: fit.logBayesFactor)
        }
        let place = Self.best(supports)
        let levels = self.levels(of: candidate, risk: risk)
        guard let best = levels[supports[place].window] else { return nil }
        let (ratio, perUnit) = posteriors(fits, levels)
        func interval(_ posterior: EffectPosterior) -> ClosedRange<Double> {
            exponential(posterior.quantile(0.025))...exponential(posterior.quantile(0.975))
        }
        let nature = candidate.nature
        return ExposureHypothesis(
            exposure: candidate.exposure.name, nature: nature, risk: risk, levels: best,
            ratio: exponential(ratio.quantile(0.5)), interval: interval(ratio),
            ratioPerUnit: exponential(perUnit.quantile(0.5)), perUnitInterval: interval(perUnit),
            probabilityHarmful: exponential(excess - logSum([excess, lack])), window: supports[place].window,
            supports: supports, contrast: supports[place].contrast, returns: candidate.returns,
            daysAtRisk: timeline.days.count, missingShare: candidate.missingShare, logBayesFactor: total,
            logHarmFactor: excess, logLackFactor: lack, logSupport: nature.logSupport(excess: excess, lack: lack))
    }

    /// The likelihood of one form, and what each side of it says.
    private struct Fit {
        struct Side {
            let logPrior: Double
            let logFactor: Double
        }

        let series: WindowSeries
        let logRatios: [Double]
        let sides: [ExposureRisk: Side]

        /// The log of prior times evidence, both risks even.
        var logWeight: Double { logSum(sides.values.map { $0.logPrior + $0.logFactor }.sorted()) - logarithm(2) }

        var logBayesFactor: Double {
            logSum(sides.values.map(\.logFactor).sorted()) - logarithm(Double(max(sides.count, 1)))
        }
    }

    private func fit(_ series: WindowSeries) -> Fit {
        let tilts = grid.effects.map { effect in series.levels.map { exponential(effect * $0) } }
        let ratios = likelihood.logRatios(
            likelihood.summary(of: series, shift: 0), effects: grid.effects[...], tilts: tilts[...])
        var sides: [ExposureRisk: Fit.Side] = [:]
        for (risk, weight) in series.priorWeights {
            sides[risk] = Fit.Side(
                logPrior: logarithm(weight), logFactor: grid.logFactor(ratios[grid.places(of: risk)], of: risk))
        }
        return Fit(series: series, logRatios: ratios, sides: sides)
    }

    /// The levels of each window, those of a client who rather suffers from this risk.
    private func levels(
        of candidate: ExposureJudge.Candidate, risk: ExposureRisk
    ) -> [ExposureWindow: ExposureLevels] {
        var levels: [ExposureWindow: ExposureLevels] = [:]
        for window in ExposureWindow.allCases {
            let known = window.means(of: candidate.exposure.values).compactMap(\.self)
            levels[window] = ExposureLevels(known, risk: risk)
        }
        return levels
    }

    /// The posteriors of the log ratio between the levels, and of the same for one unit.
    private func posteriors(
        _ fits: [Fit], _ levels: [ExposureWindow: ExposureLevels]
    ) -> (ratio: EffectPosterior, perUnit: EffectPosterior) {
        var ratio: [(value: Double, logWeight: Double)] = []
        var perUnit: [(value: Double, logWeight: Double)] = []
        for fit in fits {
            guard let pair = levels[fit.series.window] else { continue }
            let step = fit.series.contrast.scaled(pair.high) - fit.series.contrast.scaled(pair.low)
            for (risk, side) in fit.sides {
                for place in grid.places(of: risk) {
                    let effect = grid.effects[place]
                    // The middle belongs to both sides, the ends to half a step.
                    let isEdge = place == grid.half || place == 0 || place == 2 * grid.half
                    let weight =
                        fit.logRatios[place] + EffectGrid.logPrior(effect) + side.logPrior
                        - (isEdge ? logarithm(2) : 0)
                    ratio.append((effect * step, weight))
                    perUnit.append((effect * step / (pair.high - pair.low), weight))
                }
            }
        }
        return (EffectPosterior(ratio), EffectPosterior(perUnit))
    }

    /// The place of the form with most weight in the window with most weight.
    private static func best(_ supports: [WindowSupport]) -> Int {
        func weights(_ place: Int) -> (Double, Double) {
            let window = supports.reduce(0) { $1.window == supports[place].window ? $0 + $1.weight : $0 }
            return (window, supports[place].weight)
        }
        return supports.indices.max { weights($0) < weights($1) } ?? 0
    }
}

extension ExposureNature {
    /// Evidence for either risk, in nats, weighed by what is known beforehand.
    func logSupport(excess: Double, lack: Double) -> Double {
        logSum([logarithm(weight(of: .excess)) + excess, logarithm(weight(of: .lack)) + lack])
    }
}
