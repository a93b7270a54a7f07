/// Log ratios from -4 to 4 with a normal prior, and integrals over them by Simpson's rule.
///
/// The prior has mean 0 and standard deviation 1 for the step from the lower to the upper level of an exposure:
/// 95 % of ratios then lie between 1/7 and 7, and no effect is the most probable. That is on the careful side: asked
/// for the days before an episode, people report odds ratios of 2.7 to 25 (``OutcomeSource/lowBackTriggers``), which
/// recall makes larger. Little hangs on it: with a deviation of 1.5 the planted cause of ``SyntheticDiaries`` is first
/// half a point of a hundred less often.
struct EffectGrid {
    static let priorDeviation = 1.0
    private static let reach = 4.0

    /// Steps from 0 to ``reach``; even.
    let half: Int
    let step: Double
    /// Log ratios, rising.
    let effects: [Double]
    /// The logarithms of Simpson's weights times the prior density of one side, doubled so that a side sums to 1;
    /// from 0 outward.
    private let logWeights: [Double]

    /// Creates a grid, finer where many returns make the likelihood sharp.
    init(returns: Int, finest: Double = 0.1) {
        let wanted = min(finest, 0.5 / Double(max(returns, 1)).squareRoot())
        let half = Int((Self.reach / wanted / 2).rounded(.up)) * 2
        let step = Self.reach / Double(half)
        self.half = half
        self.step = step
        effects = (-half...half).map { Double($0) * step }
        logWeights = (0...half).map { Self.logPrior(Double($0) * step) + Self.simpson($0, of: half, step: step) }
    }

    /// The places of the effects of a risk, rising.
    func places(of risk: ExposureRisk) -> ClosedRange<Int> { risk == .excess ? half...(2 * half) : 0...half }

    /// The log of the mean likelihood ratio of one side against no effect, given the log ratios at ``places(of:)``.
    func logFactor(_ logRatios: ArraySlice<Double>, of risk: ExposureRisk) -> Double {
        let outward = risk == .excess ? Array(logRatios) : logRatios.reversed()
        return logSum(zip(outward, logWeights).map { $0 + $1 })
    }

    /// The log of the prior density of an effect, doubled for its side.
    static func logPrior(_ effect: Double) -> Double {
        -effect * effect / (2 * priorDeviation * priorDeviation)
            - logarithm(priorDeviation * (Double.pi / 2).squareRoot())
    }

    private static func simpson(_ place: Int, of last: Int, step: Double) -> Double {
        let factor = place == 0 || place == last ? 1.0 : place % 2 == 1 ? 4 : 2
        return logarithm(factor * step / 3)
    }
}
