import Anatomy
import Foundation
import Knowledge
import Reasoning

/// Clients whose origins are known, drawn from the knowledge by rules and weights of their own.
///
/// Not the model's: other weights, a factor per client and source, forgotten spillover, drawing beside the border, stray
/// zones, and findings that are asked for only in part. What is right about these clients is right about our tables.
struct SyntheticClients {
    /// How the clients differ from the model and from each other.
    struct Habits {
        var essential = 0.65
        var ownSite = 0.45
        var spillover = 0.25
        var drawsEssential = 0.85
        var drawsSpillover = 0.6
        /// Chance that a drawn zone lands next door instead.
        var slips = 0.1
        var strays = 0.15
        /// Share of clients of whom findings are known.
        var examined = 0.5
    }

    struct Client {
        let presentation: Presentation
        let origins: Set<SourceOnSide>
        /// A second drawing of the same pain.
        let retest: Set<SidedZone>
    }

    let knowledge: KnowledgeBase
    let surface: BodySurface
    var generator: SeededGenerator
    var habits = Habits()
    private let weighted: [(source: PainSource, weight: Double)]
    private let beside: [SidedZone: [SidedZone]]

    init(knowledge: KnowledgeBase, surface: BodySurface, seed: UInt64, habits: Habits = Habits()) {
        self.knowledge = knowledge
        self.surface = surface
        self.habits = habits
        generator = SeededGenerator(seed: seed)
        let perKind: [PainSourceKind: Double] = [
            .muscle: 0.68, .nerve: 0.08, .entrapment: 0.07, .joint: 0.13, .viscus: 0.04,
        ]
        let perOccurrence: [Occurrence: Double] = [.common: 3, .usual: 2, .rare: 0.5]
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
    mutating func next() -> Client? {
        let dice = generator.unit()
        let count = dice < 0.5 ? 1 : dice < 0.8 ? 2 : dice < 0.95 ? 3 : 4
        var chosen: [(source: PainSource, side: Side)] = []
        for _ in 0..<count {
            let wanted = chosen.first.map { Set($0.source.parts.flatMap(\.pain).map { region($0.zone) }) }
            let isNear = generator.unit() < 0.6
            let pool = weighted.filter { entry in
                guard let wanted, isNear else { return true }
                return entry.source.parts.flatMap(\.pain).contains { wanted.contains(region($0.zone)) }
            }
            let source = pick(pool)
            let first = chosen.first?.side ?? (generator.unit() < 0.5 ? .right : .left)
            let side: Side =
                source.laterality == .midline
                ? .midline : generator.unit() < 0.85 ? first : first == .right ? .left : .right
            chosen.append((source, side))
        }
        var felt: [SidedZone: PatternKind] = [:]
        for (source, side) in chosen {
            guard !source.parts.isEmpty else { continue }
            let part = source.parts[generator.below(source.parts.count)]
            let factor = 0.7 + 0.5 * generator.unit()
            for entry in part.pain {
                let usual =
                    entry.kind == .essential
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
            origins: Set(chosen.map { SourceOnSide($0.source.id, $0.side) }), retest: draw(felt)
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

/// How often what was said came true.
struct Reliability {
    private(set) var pairs: [(said: Double, came: Bool)] = []

    mutating func add(_ said: Double, _ came: Bool) { pairs.append((said, came)) }

    /// Count, mean said and share that came true, by bins of the given limits.
    func bins(_ limits: [Double]) -> [(count: Int, said: Double, came: Double)] {
        zip(limits, limits.dropFirst()).map { low, high in
            let inside = pairs.filter { $0.said >= low && $0.said < high }
            let count = Double(max(inside.count, 1))
            return (
                inside.count, inside.reduce(0) { $0 + $1.said } / count, Double(inside.count(where: \.came)) / count
            )
        }
    }

    /// Expected calibration error over ten even bins.
    var expectedError: Double {
        let all = Double(max(pairs.count, 1))
        return bins((0...10).map { Double($0) / 10 + ($0 == 10 ? 1e-9 : 0) }).reduce(0) {
            $0 + Double($1.count) / all * abs($1.said - $1.came)
        }
    }

    /// The logistic map of log odds that fits best: shift and slope, by Newton's method.
    func fittedMap() -> (shift: Double, slope: Double) {
        var shift = 0.0
        var slope = 1.0
        let data = pairs.filter { $0.said > 0 && $0.said < 1 }.map {
            (x: log($0.said / (1 - $0.said)), y: $0.came ? 1.0 : 0.0)
        }
        for _ in 0..<30 {
            var (g0, g1, h00, h01, h11) = (0.0, 0.0, 1e-9, 0.0, 1e-9)
            for (x, y) in data {
                let p = 1 / (1 + exp(-(shift + slope * x)))
                let w = p * (1 - p)
                (g0, g1) = (g0 + y - p, g1 + (y - p) * x)
                (h00, h01, h11) = (h00 + w, h01 + w * x, h11 + w * x * x)
            }
            let determinant = h00 * h11 - h01 * h01
            guard abs(determinant) > 1e-12 else { break }
            shift += (h11 * g0 - h01 * g1) / determinant
            slope += (h00 * g1 - h01 * g0) / determinant
        }
        return (shift, slope)
    }
}
