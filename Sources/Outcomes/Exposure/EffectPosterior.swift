/// A distribution given by weighted values.
struct EffectPosterior {
    private let values: [Double]
    /// The weight up to the middle of each value's own, rising, of the whole 1.
    private let shares: [Double]

    /// Takes one log weight for each value; values need no order.
    ///
    /// - Complexity: O(*n* log *n*).
    init(_ atoms: [(value: Double, logWeight: Double)]) {
        let peak = atoms.reduce(-Double.infinity) { max($0, $1.logWeight) }
        let sorted = atoms.filter { $0.logWeight > peak - 40 }.sorted {
            ($0.value, $0.logWeight) < ($1.value, $1.logWeight)
        }
        var sum = 0.0
        var shares: [Double] = []
        for atom in sorted {
            let weight = exponential(atom.logWeight - peak)
            shares.append(sum + weight / 2)
            sum += weight
        }
        values = sorted.map(\.value)
        self.shares = shares.map { $0 / max(sum, .leastNormalMagnitude) }
    }

    /// The value below which this share of the probability lies, interpolated; 0 without values.
    func quantile(_ share: Double) -> Double {
        guard let last = values.last else { return 0 }
        guard let place = shares.firstIndex(where: { $0 >= share }) else { return last }
        guard place > 0 else { return values[0] }
        let width = shares[place] - shares[place - 1]
        let part = width > 0 ? (share - shares[place - 1]) / width : 0
        return values[place - 1] + part * (values[place] - values[place - 1])
    }
}
