/// Finds the posterior of one exposure's ratio, averaged over its windows.
struct ExposureWeigher {
    private let likelihood: HazardLikelihood
    private let timeline: RiskTimeline
    private let grid: EffectGrid

    init(likelihood: HazardLikelihood, timeline: RiskTimeline) {
        self.likelihood = likelihood
        self.timeline = timeline
        grid = EffectGrid(returns: timeline.returns.count, finest: 0.02)
    }

    func hypothesis(_ candidate: ExposureJudge.Candidate) -> ExposureHypothesis {
        let fits = candidate.series.map(logRatios)
        let priors = candidate.series.map { logarithm($0.priorWeight) }
        let priorTotal = logSum(priors)
        let factors = fits.map(grid.logBayesFactor)
        let logWeights = zip(factors, priors).map { $0 + $1 - priorTotal }
        let harms = zip(fits, priors).map {
            grid.logHarmFactor(Array($0[grid.half...])) + $1 - priorTotal
        }
        let total = logSum(logWeights)
        let supports = zip(candidate.series, zip(factors, logWeights)).map { series, values in
            WindowSupport(
                window: series.window, contrast: series.contrast, weight: exponential(values.1 - total),
                logBayesFactor: values.0)
        }
        let posterior = mixture(fits, priors)
        let best = candidate.series[Self.best(supports)]
        return ExposureHypothesis(
            exposure: candidate.exposure.name, ratio: exponential(posterior.quantile(0.5)),
            interval: exponential(posterior.quantile(0.025))...exponential(posterior.quantile(0.975)),
            probabilityHarmful: posterior.probabilityAboveZero, window: best.window, supports: supports,
            contrast: best.contrast, returns: candidate.returns, daysAtRisk: timeline.days.count,
            missingShare: candidate.missingShare,
            logBayesFactor: total, logHarmFactor: logSum(harms))
    }

    private func logRatios(_ series: WindowSeries) -> [Double] {
        let tilts = grid.effects.map { effect in series.levels.map { exponential(effect * $0) } }
        return likelihood.logRatios(
            likelihood.summary(of: series, shift: 0), effects: grid.effects[...], tilts: tilts[...])
    }

    private func mixture(_ fits: [[Double]], _ priors: [Double]) -> EffectPosterior {
        let densities = zip(fits, priors).map { fit, prior in grid.logDensity(fit).map { $0 + prior } }
        let summed = grid.effects.indices.map { place in logSum(densities.map { $0[place] }) }
        return EffectPosterior(effects: grid.effects, logDensities: summed)
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
