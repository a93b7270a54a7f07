public import Anatomy
public import Knowledge

/// What a finding that is not known yet would tell about the leading origins of an assessment.
///
/// For each leading source the mutual information between source and finding, the other sources counted as a leak; added up. Naive
/// about the dependence between sources, so an upper bound where they share the finding.
public struct FindingGain: Sendable {
    private let leading: [RankedSource]
    private let knowledge: KnowledgeBase
    private let parameters: ModelParameters

    /// The sources at the head of a ranking are those to decide about.
    ///
    /// `leading`: How many.
    public init(
        ranking: [RankedSource], knowledge: KnowledgeBase, leading count: Int = 12,
        parameters: ModelParameters = ModelParameters()
    ) {
        leading = Array(ranking.prefix(count))
        self.knowledge = knowledge
        self.parameters = parameters
    }

    /// The gain of a finding of history or movement, in nats, and the sources that it tells about, most first.
    public func gain(of key: FindingKey) -> (nats: Double, tells: [SourceOnSide]) {
        gain(leak: parameters.findingLeak[key.kind] ?? 0.2) { ranked in
            let card = knowledge.source[ranked.source]
            let listed = card?.findings.first { $0.key == key && !$0.against }
            if let listed { return listed.rate?.value ?? parameters.caused[listed.how] ?? 0.5 }
            return derived(key, card?.muscle)
        }
    }

    /// The gain of a named test with published figures, in nats; zero where there are none.
    public func gain(of test: ClinicalTest, for sources: Set<PainSourceID>) -> (nats: Double, tells: [SourceOnSide]) {
        guard let sensitivity = test.sensitivity?.value, let specificity = test.specificity?.value,
            sensitivity > 1 - specificity, specificity > 0
        else { return (0, []) }
        return gain(leak: 1 - specificity) { sources.contains($0.source) ? 1 - (1 - sensitivity) / specificity : nil }
    }

    /// The gain of pressing a muscle, in nats: familiar pain in 0.75 where it is the origin, in 0.2 elsewhere.
    public func gain(ofPressing muscle: PainSourceID, side: Side?) -> (nats: Double, tells: [SourceOnSide]) {
        gain(leak: 0.2) { ranked in
            ranked.source == muscle && (side == nil || ranked.side == side || ranked.side == .midline) ? 0.69 : nil
        }
    }

    private func derived(_ key: FindingKey, _ muscle: MuscleFacts?) -> Double? {
        guard let roles = muscle?.actions.filter({ $0.movement.text == key.term }).map(\.role), !roles.isEmpty else {
            return nil
        }
        switch key.kind {
        case .weak, .resistedPain: return roles.contains(.primeMover) ? 0.45 : roles.contains(.synergist) ? 0.2 : nil
        case .limited, .painful: return roles.contains(.antagonist) ? 0.35 : nil
        default: return nil
        }
    }

    private func gain(
        leak: Double, _ chance: (RankedSource) -> Double?
    ) -> (nats: Double, tells: [SourceOnSide]) {
        let linked = leading.compactMap { ranked in chance(ranked).map { (ranked, $0) } }
        guard !linked.isEmpty else { return (0, []) }
        var told: [(source: SourceOnSide, nats: Double)] = []
        for (ranked, sensitivity) in linked {
            // What the other origins would do to the finding counts as leak.
            let others = linked.reduce(1 - leak) { rest, other in
                other.0 == ranked ? rest : rest * (1 - other.0.probability * other.1)
            }
            let absent = 1 - others
            let present = 1 - others * (1 - sensitivity)
            told.append(
                (
                    SourceOnSide(ranked.source, ranked.side),
                    information(prior: ranked.probability, ifTrue: present, ifFalse: absent)
                )
            )
        }
        let sorted = told.sorted { ($1.nats, $0.source) < ($0.nats, $1.source) }
        return (told.reduce(0) { $0 + $1.nats }, sorted.map(\.source))
    }
}
