public import Anatomy
public import Knowledge
public import Reasoning

/// Clients whose origins are known, drawn from the knowledge by rules and weights of their own.
///
/// Not the model's: other weights, a factor per client and source, forgotten spillover, drawing beside the border, stray
/// zones, and findings that are asked for only in part. What is right about these clients is right about our tables.
public struct SyntheticClients: Sendable {
    /// How the clients differ from the model and from each other.
    public struct Habits: Sendable {
        public var essential = 0.65
        public var ownSite = 0.45
        public var spillover = 0.25
        public var drawsEssential = 0.85
        public var drawsSpillover = 0.6
        /// Chance that a drawn zone lands next door instead.
        public var slips = 0.1
        public var strays = 0.15
        /// Share of clients of whom findings are known.
        public var examined = 0.5
        /// Share of muscle origins that are local knots.
        public var knots = 0.1
        /// Share of other muscles that hold a latent point.
        public var latent = 0.3

        public init() {}
    }

    public struct Client: Sendable {
        public let presentation: Presentation
        public let origins: Set<SourceOnSide>
        /// Origins that are local knots.
        public let knots: Set<SourceOnSide>
        /// A second drawing of the same pain.
        public let retest: Set<SidedZone>
    }

    private let knowledge: KnowledgeBase
    private var generator: SeededGenerator
    private let habits: Habits
    private let weighted: [(source: PainSource, weight: Double)]
    private let beside: [SidedZone: [SidedZone]]

    /// Prepares the draw; the same seed gives the same clients.
    public init(knowledge: KnowledgeBase, surface: BodySurface, seed: UInt64, habits: Habits = Habits()) {
        self.knowledge = knowledge
        self.habits = habits
        generator = SeededGenerator(seed: seed)
        // Myofascial share in pain clinics 74-85 % (unverified); those who come to a therapist of muscles lie at its upper end.
        let perKind: [PainSourceKind: Double] = [
            .muscle: 0.85, .nerve: 0.035, .entrapment: 0.035, .joint: 0.07, .viscus: 0.01,
        ]
        // The mean published share of patients with a point in such a muscle, muscles that no table names counted as zero: 28, 7.6
        // and 2.0 % (41 tables behind the cards' figures).
        let perOccurrence: [Occurrence: Double] = [.common: 28, .usual: 7.6, .rare: 2]
        var totals: [PainSourceKind: Double] = [:]
        for source in knowledge.sources { totals[source.id.kind, default: 0] += perOccurrence[source.occurrence] ?? 0 }
        weighted = knowledge.sources.map { source in
            let share = (perOccurrence[source.occurrence] ?? 0) / max(totals[source.id.kind] ?? 1, 1)
            return (source, (perKind[source.id.kind] ?? 0) * share)
        }
        var beside: [SidedZone: Set<SidedZone>] = [:]
        for cell in surface.cells {
            for neighbor in cell.neighbors where surface.cells[neighbor.cell].sidedZone != cell.sidedZone {
                beside[cell.sidedZone, default: []].insert(surface.cells[neighbor.cell].sidedZone)
            }
        }
        self.beside = beside.mapValues { $0.sorted() }
    }

    /// The next client; `nil` when nothing was drawn.
    public mutating func next() -> Client? {
        let count = 1 + generator.below(4)
        var chosen: [(source: PainSource, side: Side)] = []
        for _ in 0..<count {
            let wanted = chosen.first.map { Set($0.source.parts.flatMap(\.pain).map { region($0.zone) }) }
            let isNear = generator.unit() < 0.6
            let pool = weighted.filter { entry in
                guard let wanted, isNear else { return true }
                return entry.source.parts.flatMap(\.pain).contains { wanted.contains(region($0.zone)) }
            }
            let source = pick(pool)
            // A source of the midline gives its neighbours no side.
            let first = chosen.first { $0.side != .midline }?.side ?? (generator.unit() < 0.5 ? .right : .left)
            let side: Side =
                source.laterality == .midline
                ? .midline : generator.unit() < 0.85 ? first : first == .right ? .left : .right
            chosen.append((source, side))
        }
        var felt: [SidedZone: PatternKind] = [:]
        var knots: Set<SourceOnSide> = []
        for (source, side) in chosen {
            guard !source.parts.isEmpty else { continue }
            let part = source.parts[generator.below(source.parts.count)]
            let factor = 0.7 + 0.5 * generator.unit()
            let isKnot = source.id.kind == .muscle && generator.unit() < habits.knots
            if isKnot { knots.insert(SourceOnSide(source.id, side)) }
            for entry in part.pain where !isKnot || entry.kind == .ownSite {
                let usual =
                    isKnot
                    ? 0.95
                    : entry.kind == .essential
                        ? habits.essential : entry.kind == .ownSite ? habits.ownSite : habits.spillover
                guard generator.unit() < min((entry.share?.value ?? usual) * factor, 1) else { continue }
                for zoneSide in entry.to.sides(from: side) {
                    let place = SidedZone(entry.zone, zoneSide)
                    if felt[place] != .essential { felt[place] = entry.kind }
                }
            }
        }
        let drawn = draw(felt)
        guard !drawn.isEmpty else { return nil }
        let drawing = drawn.sorted().compactMap { place in
            try? PaintedZone(place: place, intensity: Double((felt[place] == .spillover ? 2 : 4) + generator.below(5)))
        }
        let findings = generator.unit() < habits.examined ? self.findings(chosen) : []
        return Client(
            presentation: Presentation(drawing: drawing, findings: findings),
            origins: Set(chosen.map { SourceOnSide($0.source.id, $0.side) }), knots: knots, retest: draw(felt)
        )
    }

    private mutating func draw(_ felt: [SidedZone: PatternKind]) -> Set<SidedZone> {
        var drawn: Set<SidedZone> = []
        for (place, kind) in felt.sorted(by: { $0.key < $1.key }) {
            guard generator.unit() < (kind == .spillover ? habits.drawsSpillover : habits.drawsEssential) else {
                continue
            }
            if generator.unit() < habits.slips, let near = beside[place], !near.isEmpty {
                drawn.insert(near[generator.below(near.count)])
            } else {
                drawn.insert(place)
            }
        }
        if generator.unit() < habits.strays, !drawn.isEmpty {
            let leaves = knowledge.vocabulary.leaves
            let stray = leaves[generator.below(leaves.count)]
            drawn.insert(SidedZone(stray.id, stray.laterality == .paired ? .right : .midline))
        }
        return drawn
    }

    /// Findings of the origins that happened to be asked for, with some that have other reasons.
    private mutating func findings(_ chosen: [(source: PainSource, side: Side)]) -> [Finding] {
        var texts: Set<String> = []
        let kinds: Set<FindingKind> = [.limited, .painful, .weak, .resistedPain, .aggravatedBy, .history, .sign]
        for (source, _) in chosen {
            for finding in source.findings where kinds.contains(finding.key.kind) && !finding.against {
                let chance = finding.how == .hallmark ? 0.7 : finding.how == .common ? 0.45 : 0.15
                if generator.unit() < 0.35, generator.unit() < chance { texts.insert(finding.key.description) }
            }
        }
        for _ in 0..<2 where generator.unit() < 0.6 {
            let other = pick(weighted).findings.filter { kinds.contains($0.key.kind) && !$0.against }
            if !other.isEmpty { texts.insert(other[generator.below(other.count)].key.description) }
        }
        return texts.sorted().prefix(8).flatMap { (try? Finding.parse($0, vocabulary: knowledge.vocabulary)) ?? [] }
    }

    private func region(_ zone: Zone.ID) -> Zone.ID { knowledge.vocabulary.zone[zone]?.parent ?? zone }

    private mutating func pick(_ pool: [(source: PainSource, weight: Double)]) -> PainSource {
        let total = pool.reduce(0) { $0 + $1.weight }
        var rest = generator.unit() * total
        for entry in pool {
            rest -= entry.weight
            if rest <= 0 { return entry.source }
        }
        return pool[pool.count - 1].source
    }
}
