import Anatomy
import Knowledge

/// The posterior of one presentation over its candidate causes.
struct PresentationPosterior {
    /// Per candidate.
    let causes: [Double]
    /// Per group of parts: that at least one is active.
    let groups: [Double]
    let groupErrors: [Double]?
    let bound: Double?
    let method: String
    /// Whether a run costs so little that one an item can be afforded.
    let isNarrow: Bool
}

/// The network of one presentation: evidence items over the causes that any of them can raise.
struct PresentationInference {
    let table: SourceTable
    let items: [EvidenceItem]
    /// Indexes into the table's causes, ascending.
    let candidates: [Int]
    /// The sources on their sides, sorted; each is the OR of its parts.
    let groups: [SourceOnSide]
    private let groupMembers: [[Int]]
    private let positionOf: [Int: Int]

    private let effort: Double

    /// `effort`: The share of the usual operations that an answer may take.
    init(table: SourceTable, items: [EvidenceItem], effort: Double = 1) {
        self.effort = effort
        self.table = table
        self.items = items
        var raised: Set<Int> = []
        for item in items {
            for effect in item.effects where effect.isPresent { raised.formUnion(effect.links.map(\.cause)) }
            for shift in item.shifts where shift.nats > 1 { raised.insert(shift.cause) }
        }
        // All parts of a source go together, so that its OR is over all of them.
        let sources = Set(raised.map { SourceOnSide(table.causes[$0].source, table.causes[$0].side) })
        groups = sources.sorted()
        candidates = groups.flatMap { table.members[$0] ?? [] }.sorted()
        let positions = Dictionary(uniqueKeysWithValues: candidates.enumerated().map { ($1, $0) })
        positionOf = positions
        groupMembers = groups.map { (table.members[$0] ?? []).compactMap { positions[$0] } }
    }

    /// Runs the engine over all items but one.
    func run(leavingOut left: Int?) throws(InferenceError) -> PresentationPosterior {
        var options = PosteriorEngine.Options()
        options.seed = table.parameters.seed
        options.exactBudget = 2e7 * effort
        options.exactSize = 0
        options.samplingBudget = Int(3e7 * effort)
        let answer = try posterior(leavingOut: left, options: options)
        return PresentationPosterior(
            causes: answer.probabilities, groups: answer.groupProbabilities, groupErrors: answer.groupStandardErrors,
            bound: answer.bound, method: answer.method, isNarrow: answer.bound != nil && answer.width <= 9
        )
    }

    /// Joint states of the likeliest causes, for what a further finding would tell.
    func joint(_ posterior: PresentationPosterior) -> JointSample {
        var own = candidates.map { logOdds(table.causes[$0].prior) }
        var present: [(leak: Double, links: [(cause: Int, chance: Double)])] = []
        for item in items {
            for shift in item.shifts {
                if let position = positionOf[shift.cause] { own[position] += shift.nats }
            }
            for effect in item.effects {
                let known = effect.links.compactMap { link in
                    positionOf[link.cause].map { (cause: $0, chance: link.chance) }
                }
                if effect.isPresent {
                    if !known.isEmpty { present.append((effect.leak, known)) }
                } else {
                    for link in known { own[link.cause] += logarithm(1 - min(link.chance, 0.999)) }
                }
            }
        }
        return JointSample(
            candidates: candidates, marginals: posterior.causes, logOdds: own, present: present,
            seed: table.parameters.seed
        )
    }

    /// Joint samples of the posterior, for reweighting.
    func samples() throws(InferenceError) -> PosteriorSamples {
        var options = PosteriorEngine.Options()
        options.seed = table.parameters.seed
        options.exactBudget = 0
        options.samplingBudget = 12_000_000
        options.keptSamples = 3000
        let answer = try posterior(leavingOut: nil, options: options)
        return PosteriorSamples(
            active: answer.samples, items: items, candidates: candidates, groupMembers: groupMembers
        )
    }

    private func posterior(
        leavingOut left: Int?, options: PosteriorEngine.Options
    ) throws(InferenceError) -> NetworkPosterior {
        var leaks: [Double] = []
        var links: [NoisyOrNetwork.Link] = []
        var present: [Int] = []
        var absent: [Int] = []
        var shifts = [Double](repeating: 0, count: candidates.count)
        for (index, item) in items.enumerated() where index != left {
            for shift in item.shifts {
                if let position = positionOf[shift.cause] { shifts[position] += shift.nats }
            }
            for effect in item.effects {
                let known = effect.links.compactMap { link in
                    positionOf[link.cause].map { (cause: $0, chance: link.chance) }
                }
                guard !known.isEmpty else { continue }
                if effect.isPresent { present.append(leaks.count) } else { absent.append(leaks.count) }
                for link in known where link.chance > 0 {
                    links.append(
                        NoisyOrNetwork.Link(
                            cause: link.cause, effect: leaks.count, probability: min(link.chance, 0.999)
                        )
                    )
                }
                leaks.append(effect.leak)
            }
        }
        let network = try NoisyOrNetwork(
            priors: candidates.map { table.causes[$0].prior }, leaks: leaks, links: links
        )
        return try PosteriorEngine(options: options).posterior(
            of: network, given: NetworkEvidence(present: present, absent: absent, causeLogOdds: shifts),
            groups: groupMembers
        )
    }

    /// The parts of a group, most probable first.
    func parts(of group: Int, in posterior: PresentationPosterior) -> [RankedPart] {
        groupMembers[group].map { position in
            let cause = table.causes[candidates[position]]
            return RankedPart(name: cause.part, isKnot: cause.isKnot, probability: posterior.causes[position])
        }.sorted { ($1.probability, $0.name) < ($0.probability, $1.name) }
    }

    /// The share of the expected explained pain per class: each painted zone is divided among its possible causes in
    /// proportion to the posterior times the strength of the link (−log(1 − *q*)); what the leak would explain is
    /// left out.
    func classShares(of posterior: PresentationPosterior) -> [OriginClass: Double] {
        var shares = Dictionary(uniqueKeysWithValues: OriginClass.allCases.map { ($0, 0.0) })
        for item in items {
            for effect in item.effects where effect.isPresent {
                var strengths = Dictionary(uniqueKeysWithValues: OriginClass.allCases.map { ($0, 0.0) })
                for link in effect.links {
                    guard let position = positionOf[link.cause] else { continue }
                    let strength = -logarithm(1 - min(link.chance, 0.999)) * posterior.causes[position]
                    strengths[OriginClass(table.causes[link.cause].source.kind), default: 0] += strength
                }
                let leak = -logarithm(1 - min(effect.leak, 0.999))
                let total = OriginClass.allCases.reduce(0) { $0 + (strengths[$1] ?? 0) }
                guard total > 0 else { continue }
                // An effect that the leak explains says little about the class.
                let weight = total / (total + 0.2 * leak)
                for origin in OriginClass.allCases {
                    shares[origin, default: 0] += weight * (strengths[origin] ?? 0) / total
                }
            }
        }
        let sum = OriginClass.allCases.reduce(0) { $0 + (shares[$1] ?? 0) }
        return sum > 0 ? shares.mapValues { $0 / sum } : shares
    }
}
