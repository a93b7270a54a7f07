/// Log ratios from -4 to 4 with a normal prior, and integrals over them by Simpson's rule.
///
/// The prior has mean 0 and standard deviation 1 for the step from the lower to the upper level of an exposure:
/// 95 % of ratios then lie between 1/7 and 7, which is what single triggers of musculoskeletal pain reach at most,
/// and no effect is the most probable.
struct EffectGrid {
    static let priorDeviation = 1.0
    private static let reach = 4.0

    /// Steps from 0 to ``reach``; even.
    let half: Int
    let step: Double
    /// Log ratios, rising.
    let effects: [Double]
    /// The logarithms of Simpson's weights times the prior density, for both signs.
    private let logWeights: [Double]
    /// The same for the positive half with the prior doubled.
    private let logHarmWeights: [Double]

    /// Creates a grid, finer where many returns make the likelihood sharp.
    init(returns: Int, finest: Double = 0.1) {
        let wanted = min(finest, 0.5 / Double(max(returns, 1)).squareRoot())
        let half = Int((Self.reach / wanted / 2).rounded(.up)) * 2
        let step = Self.reach / Double(half)
        self.half = half
        self.step = step
        effects = (-half...half).map { Double($0) * step }
        let prior = effects.map {
            -$0 * $0 / (2 * Self.priorDeviation * Self.priorDeviation)
                - logarithm(Self.priorDeviation * (2 * Double.pi).squareRoot())
        }
        logWeights = prior.indices.map { prior[$0] + Self.simpson($0, of: 2 * half, step: step) }
        logHarmWeights = (0...half).map {
            prior[half + $0] + logarithm(2) + Self.simpson($0, of: half, step: step)
        }
    }

    private static func simpson(_ place: Int, of last: Int, step: Double) -> Double {
        let factor = place == 0 || place == last ? 1.0 : place % 2 == 1 ? 4 : 2
        return logarithm(factor * step / 3)
    }

    /// The log of the mean likelihood ratio against no effect, over all effects.
    func logBayesFactor(_ logRatios: [Double]) -> Double {
        logSum(zip(logRatios, logWeights).map { $0 + $1 })
    }

    /// The same over harmful effects only, given one log ratio for each effect from 0 up.
    func logHarmFactor(_ logRatios: [Double]) -> Double {
        logSum(zip(logRatios, logHarmWeights).map { $0 + $1 })
    }

    /// The posterior density over the grid, times the prior weight of a window; not yet of sum 1.
    func logDensity(_ logRatios: [Double]) -> [Double] {
        zip(logRatios, effects).map { $0 - $1 * $1 / (2 * Self.priorDeviation * Self.priorDeviation) }
    }
}
