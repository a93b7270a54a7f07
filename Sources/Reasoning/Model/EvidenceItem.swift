public import Anatomy
import Knowledge

/// One piece of evidence as a person would name it: a painted zone, a finding, what was left unpainted.
public enum EvidenceLabel: Hashable, Sendable {
    case painted(SidedZone)
    case unpainted
    case numbness(region: String)
    case finding(Finding)
    case context(fact: String, reason: String)
}

/// A piece of evidence in the form the network takes.
struct EvidenceItem {
    /// An effect that is present or absent, with the causes that can bring it about.
    struct Effect {
        let isPresent: Bool
        let leak: Double
        /// Ascending by cause.
        var links: [(cause: Int, chance: Double)]
    }

    let label: EvidenceLabel
    var effects: [Effect] = []
    /// Nats added to the log odds of single causes.
    var shifts: [(cause: Int, nats: Double)] = []

    /// The item with each of its likelihood ratios raised to the power of `weight`.
    ///
    /// A present effect keeps its form; its leak grows so that the ratio of its strongest link fits.
    func weighted(by weight: Double) -> EvidenceItem {
        var item = self
        item.shifts = shifts.map { ($0.cause, $0.nats * weight) }
        item.effects = effects.map { effect in
            guard effect.isPresent else {
                return Effect(
                    isPresent: false, leak: effect.leak,
                    links: effect.links.map { ($0.cause, 1 - power(1 - min($0.chance, 0.999), weight)) }
                )
            }
            let strongest = effect.links.map(\.chance).max() ?? 0
            guard strongest > 0 else { return effect }
            return Effect(
                isPresent: true, leak: temperedLeak(effect.leak, weight: weight, reference: strongest),
                links: effect.links
            )
        }
        return item
    }

    var isIdle: Bool { shifts.isEmpty && effects.allSatisfy(\.links.isEmpty) }
}

/// The leak that makes a positive effect weigh `weight` times its own evidence, for a cause that brings it about
/// with chance `reference`.
///
/// A noisy-OR effect with leak *l* has the likelihood ratio 1 + *q*(1 − *l*)/*l*; a larger leak is a smaller exponent,
/// and keeps the effect a noisy-OR, so that the computation stays exact.
///
/// - Returns: A leak, `leak` itself for a weight of one; smaller for more, down to a twentieth of it.
func temperedLeak(_ leak: Double, weight: Double, reference: Double) -> Double {
    let full = 1 + reference * (1 - leak) / leak
    let wanted = exponential(weight * logarithm(full))
    guard wanted > 1.000_001 else { return 0.999_999 }
    return min(max(reference / (wanted - 1 + reference), leak * 0.05), 0.999_999)
}
