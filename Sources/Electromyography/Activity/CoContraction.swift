/// How much two opposed muscles work at the same time, from their envelopes.
///
/// Envelopes must be in the same unit, as a rule per cent of each muscle's own reference contraction: an index from
/// microvolts compares electrodes more than muscles.
public enum CoContraction {
    /// Twice the area that both envelopes cover, as a percentage of the sum of their areas: 0 to 100.
    ///
    /// Falconer K, Winter DA. *Electromyogr Clin Neurophysiol* 1985;25:135-149.
    ///
    /// - Parameters:
    ///   - one: The envelope of one muscle, never negative.
    ///   - other: The envelope of the opposed muscle, as many values.
    /// - Returns: `nil` when neither muscle is active.
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` for unequal counts or a negative value.
    public static func falconerWinter(_ one: [Double], _ other: [Double]) throws(SignalError) -> Double? {
        try check(one, other)
        var (common, total) = (0.0, 0.0)
        for (a, b) in zip(one, other) {
            common += min(a, b)
            total += a + b
        }
        return total > 0 ? 200 * common / total : nil
    }

    /// The mean over time of `lower / higher · (lower + higher)`, in the unit of the envelopes.
    ///
    /// Rudolph KS et al. *Knee Surg Sports Traumatol Arthrosc* 2000;8:262-269, doi 10.1007/s001670000130.
    ///
    /// - Parameters:
    ///   - one: The envelope of one muscle, never negative.
    ///   - other: The envelope of the opposed muscle, as many values.
    /// - Returns: `nil` without values.
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` for unequal counts or a negative value.
    public static func rudolph(_ one: [Double], _ other: [Double]) throws(SignalError) -> Double? {
        try check(one, other)
        var sum = 0.0
        for (a, b) in zip(one, other) where max(a, b) > 0 { sum += min(a, b) / max(a, b) * (a + b) }
        return one.isEmpty ? nil : sum / Double(one.count)
    }

    private static func check(_ one: [Double], _ other: [Double]) throws(SignalError) {
        guard one.count == other.count else {
            throw .invalid(
                field: "envelopes", value: "\(one.count) and \(other.count)", reason: "have no common length")
        }
        for values in [one, other] {
            if let bad = values.first(where: { !($0 >= 0 && $0 < .infinity) }) {
                throw .invalid(field: "envelope", value: "\(bad)", reason: "is not an amplitude")
            }
        }
    }
}
