/// Joint samples of a posterior, and what they say when one item of evidence is taken away.
///
/// Taking an item away divides each sample's weight by the item's likelihood under it (importance weights; exact in
/// the limit, and good here because no single item weighs much).
struct PosteriorSamples {
    private let active: [[Int]]
    /// Per item and sample, the log likelihood of the item.
    private let logLikelihoods: [[Double]]
    /// Per sample, the groups with an active member.
    private let activeGroups: [[Int]]
    private let groupCount: Int

    init(active: [[Int]], items: [EvidenceItem], candidates: [Int], groupMembers: [[Int]]) {
        self.active = active
        groupCount = groupMembers.count
        var groupOf = [Int](repeating: -1, count: candidates.count)
        for (group, members) in groupMembers.enumerated() { for member in members { groupOf[member] = group } }
        activeGroups = active.map { causes in Array(Set(causes.map { groupOf[$0] }.filter { $0 >= 0 })) }
        logLikelihoods = items.map { item in
            let effects = item.effects.map { effect in
                (
                    isPresent: effect.isPresent, leak: effect.leak,
                    links: Dictionary(effect.links.map { ($0.cause, $0.chance) }, uniquingKeysWith: max)
                )
            }
            let shifts = Dictionary(item.shifts.map { ($0.cause, $0.nats) }, uniquingKeysWith: +)
            return active.map { causes in
                var log = 0.0
                for cause in causes { log += shifts[candidates[cause]] ?? 0 }
                for effect in effects {
                    var spared = effect.isPresent ? 1 - effect.leak : 1
                    for cause in causes {
                        if let chance = effect.links[candidates[cause]] { spared *= 1 - min(chance, 0.999) }
                    }
                    log += logarithm(effect.isPresent ? max(1 - spared, 1e-12) : max(spared, 1e-12))
                }
                return log
            }
        }
    }

    /// P(group active) with an item taken away; with all items when `item` is `nil`.
    func groups(weighing item: Int?) -> [Double] {
        let logs = item.map { logLikelihoods[$0] } ?? [Double](repeating: 0, count: active.count)
        let lowest = logs.min() ?? 0
        var total = 0.0
        var sums = [Double](repeating: 0, count: groupCount)
        for (sample, groups) in activeGroups.enumerated() {
            let weight = exponential(lowest - logs[sample])
            total += weight
            for group in groups { sums[group] += weight }
        }
        return total > 0 ? sums.map { $0 / total } : sums
    }
}
