public import Anatomy
public import Knowledge

/// Answers presentations from knowledge compiled once.
public struct Assessor: Sendable {
    public let knowledge: KnowledgeBase
    public let surface: BodySurface?
    private let table: SourceTable
    private let gate: RedFlagGate

    /// Compiles the knowledge.
    public init(
        knowledge: KnowledgeBase, surface: BodySurface?, parameters: ModelParameters = ModelParameters()
    ) {
        self.knowledge = knowledge
        self.surface = surface
        table = SourceTable(knowledge: knowledge, surface: surface, parameters: parameters)
        gate = RedFlagGate(knowledge: knowledge)
    }

    /// The sources at the head of the ranking that an examination decides about.
    public static let leading = 20

    /// How much of an answer to work out.
    public struct Options: Sendable {
        /// Sources at the head of the ranking that get a ledger.
        public var ledgers = 15
        /// Whether to look for the next steps.
        public var nextSteps = true
        /// How much may be computed before sampling takes over, as a share of the usual.
        public var effort = 1.0

        public init() {}
    }

    /// Ranks the origins of a presentation; same input, same answer, to the bit.
    ///
    /// - Throws: ``InferenceError`` when the evidence contradicts the model altogether.
    public func assess(
        _ presentation: Presentation, options: Options = Options()
    ) throws(InferenceError) -> Assessment {
        let flags = gate.flags(for: presentation)
        let builder = EvidenceBuilder(
            table: table, knowledge: knowledge, surface: surface, presentation: presentation
        )
        let inference = PresentationInference(table: table, items: builder.items(), effort: options.effort)
        guard !inference.candidates.isEmpty else {
            return empty(flags, contradictions: presentation.contradictions)
        }
        let full = try inference.run(leavingOut: nil)
        let groups = inference.groups
        let (order, rivals) = withRivals(
            groups.indices.sorted { (full.groups[$1], groups[$0]) < (full.groups[$0], groups[$1]) },
            groups: groups, probabilities: full.groups
        )
        let head = Array(order.prefix(options.ledgers))
        let ledgers = try self.ledgers(for: head, inference: inference, full: full)
        // Nothing is proposed that a red flag forbids.
        let forbidsHands = flags.contains { $0.rule.urgency == .emergency }
        let statement = table.parameters
        let ranking = order.map { index in
            RankedSource(
                source: groups[index].source, side: groups[index].side,
                probability: statement.stated(full.groups[index]),
                standardError: full.groupErrors.map { $0[index] * statement.statedGain(at: full.groups[index]) },
                parts: inference.parts(of: index, in: full).map { part in
                    // A part keeps its share of the source, so that parts and whole stay coherent.
                    let share = full.groups[index] > 0 ? min(part.probability / full.groups[index], 1) : 0
                    return RankedPart(
                        name: part.name, isKnot: part.isKnot, probability: share * statement.stated(full.groups[index])
                    )
                },
                ledger: ledgers[index] ?? [], isRival: rivals.contains(index)
            )
        }
        let computed = Dictionary(
            groups.indices.map { (SourceOnSide(groups[$0].source, groups[$0].side), full.groups[$0]) },
            uniquingKeysWith: { first, _ in first }
        )
        let leading = order.prefix(Self.leading).map { (source: groups[$0], computed: full.groups[$0]) }
        let basis = ForecastBasis(
            table: table, knowledge: knowledge, builder: builder, inference: inference, posterior: full,
            leading: leading
        )
        return Assessment(
            redFlags: flags, ranking: ranking,
            classShares: inference.classShares(of: full),
            unexplained: unexplained(of: presentation, ranking: ranking, computed: computed),
            nextSteps: options.nextSteps && !forbidsHands
                ? suggestedSteps(ranking, presentation: presentation, forecaster: basis.forecaster) : [],
            contradictions: presentation.contradictions, basis: basis,
            bound: full.bound.map { $0 * statement.largestStatedGain }, method: full.method,
            knowledgeVersion: knowledge.version
        )
    }

    /// The order of probability, but for one rule: the likeliest nerve, joint and organ stand among the first ten,
    /// however many muscles share a place, so that nobody overlooks a rival kind.
    ///
    /// A rival below half a percent stays where its probability puts it.
    private func withRivals(
        _ order: [Int], groups: [SourceOnSide], probabilities: [Double]
    ) -> (order: [Int], rivals: Set<Int>) {
        var sources: [PainSourceID] = []
        var head: [Int] = []
        for index in order {
            if !sources.contains(groups[index].source) {
                if sources.count == 10 { break }
                sources.append(groups[index].source)
            }
            head.append(index)
        }
        // As many of the ten as are needed give way; who gives way must not be the only one of its class.
        var rivals: [Int] = []
        for places in 0...OriginClass.allCases.count {
            let shown = Set(sources.prefix(10 - places).map { OriginClass($0.kind) })
            rivals = OriginClass.allCases.filter { !shown.contains($0) }.compactMap { origin in
                order.first { OriginClass(groups[$0].source.kind) == origin && probabilities[$0] >= 0.005 }
            }
            if rivals.count <= places || sources.count + rivals.count <= 10 { break }
        }
        guard !rivals.isEmpty else { return (order, []) }
        rivals.sort { (probabilities[$1], groups[$0]) < (probabilities[$0], groups[$1]) }
        let kept = sources.prefix(10 - rivals.count)
        let front = head.filter { kept.contains(groups[$0].source) }
        let placed = Set(front + rivals)
        return (front + rivals + order.filter { !placed.contains($0) }, Set(rivals))
    }

    private func empty(_ flags: [RedFlag], contradictions: [Contradiction]) -> Assessment {
        Assessment(
            redFlags: flags, ranking: [], classShares: [:], unexplained: 1, nextSteps: [],
            contradictions: contradictions, basis: nil, bound: 0,
            method: "nothing to explain", knowledgeVersion: knowledge.version
        )
    }

    /// The change in log odds of each source of the head when one item is left out.
    ///
    /// - Complexity: One inference an item where the network is narrow, else one sampling for all items.
    private func ledgers(
        for head: [Int], inference: PresentationInference, full: PresentationPosterior
    ) throws(InferenceError) -> [Int: [LedgerEntry]] {
        var ledgers: [Int: [LedgerEntry]] = [:]
        guard !head.isEmpty else { return ledgers }
        let slope = table.parameters.statedSlope
        func add(_ item: Int, _ nats: (Int) -> Double) {
            for index in head where abs(nats(index)) >= 0.02 {
                ledgers[index, default: []].append(LedgerEntry(label: inference.items[item].label, nats: nats(index)))
            }
        }
        if full.isNarrow {
            for item in inference.items.indices {
                let without = try inference.run(leavingOut: item)
                add(item) { slope * (logOdds(full.groups[$0]) - logOdds(without.groups[$0])) }
            }
        } else {
            let samples = try inference.samples()
            let base = samples.groups(weighing: nil)
            for item in inference.items.indices {
                let without = samples.groups(weighing: item)
                add(item) { slope * (logOdds(base[$0], within: 1e-3) - logOdds(without[$0], within: 1e-3)) }
            }
        }
        return ledgers.mapValues { entries in
            entries.enumerated().sorted {
                (-abs($0.element.nats), $0.offset) < (-abs($1.element.nats), $1.offset)
            }.map(\.element)
        }
    }

    /// Painted intensity in zones that none of the leading sources draws with a chance of at least 0.12.
    private func unexplained(
        of presentation: Presentation, ranking: [RankedSource], computed: [SourceOnSide: Double]
    ) -> Double {
        func chance(_ ranked: RankedSource) -> Double { computed[SourceOnSide(ranked.source, ranked.side)] ?? 0 }
        let total = presentation.drawing.reduce(0) { $0 + max($1.intensity, 0.5) }
        guard total > 0, let best = ranking.first.map(chance) else { return ranking.isEmpty ? 1 : 0 }
        let leading = ranking.prefix(6).filter { chance($0) >= best * 0.4 }
        let causes = leading.flatMap { table.members[SourceOnSide($0.source, $0.side)] ?? [] }
        let missed = presentation.drawing.filter { zone in
            !causes.contains { (table.causes[$0].draws[zone.place] ?? 0) >= 0.12 }
        }
        return missed.reduce(0) { $0 + max($1.intensity, 0.5) } / total
    }
}
