/// A distribution of the log ratio on an even grid.
struct EffectPosterior {
    private let effects: [Double]
    private let cumulative: [Double]

    /// Takes one log density for each effect, and at least two.
    init(effects: [Double], logDensities: [Double]) {
        let peak = logDensities.max() ?? 0
        let densities = logDensities.map { exponential($0 - peak) }
        var sum = 0.0
        var cumulative = [0.0]
        for place in densities.indices.dropFirst() {
            sum += (densities[place] + densities[place - 1]) / 2
            cumulative.append(sum)
        }
        self.effects = effects
        self.cumulative = cumulative.map { $0 / max(sum, .leastNormalMagnitude) }
    }

    /// P(log ratio > 0).
    var probabilityAboveZero: Double {
        guard let place = effects.firstIndex(where: { $0 >= 0 }), place < cumulative.count else { return 0.5 }
        return min(max(1 - cumulative[place], 0), 1)
    }

    /// The log ratio below which this share of the probability lies.
    func quantile(_ share: Double) -> Double {
        guard let place = cumulative.firstIndex(where: { $0 >= share }), place > 0 else { return effects.first ?? 0 }
        let width = cumulative[place] - cumulative[place - 1]
        let part = width > 0 ? (share - cumulative[place - 1]) / width : 0
        return effects[place - 1] + part * (effects[place] - effects[place - 1])
    }
}
