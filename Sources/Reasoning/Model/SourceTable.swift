import Anatomy
import Knowledge

/// What the model needs of one cause: a part of a source on one side.
struct CauseCard: Sendable {
    let source: PainSourceID
    /// `whole` or a part's name.
    let part: String
    /// Whether this is a local knot, whose pain stays where it is.
    let isKnot: Bool
    let side: Side
    /// Chance that a zone is drawn when the cause is active.
    let draws: [SidedZone: Double]
    /// The essential zones, for the evidence of absence.
    let essential: [SidedZone]
    /// Chance of numbness or tingling per zone.
    let numbs: [SidedZone: Double]
    /// Findings it causes, with their chance; derived ones from a muscle's actions included.
    let causes: [FindingKey: Double]
    /// Findings whose presence speaks against it, in nats.
    let opposes: [FindingKey: Double]
    let prior: Double
}

/// The knowledge in the form the model reads, made once.
struct SourceTable: Sendable {
    let causes: [CauseCard]
    /// Causes that can draw a zone.
    let drawers: [SidedZone: [Int]]
    /// Causes of each source on each side.
    let members: [SourceOnSide: [Int]]
    let tests: [Term.ID: ClinicalTest]
    /// Which causes bring a finding about, worked out once per finding.
    let links: FindingLinks
    let parameters: ModelParameters

    /// Compiles the knowledge.
    ///
    /// - Complexity: O(statements).
    init(knowledge: KnowledgeBase, surface: BodySurface?, parameters: ModelParameters = ModelParameters()) {
        let nextDoor = surface.map(neighboringZones) ?? [:]
        let causes = knowledge.sources.inShares { share in
            share.flatMap { Self.causes(of: $0, nextDoor: nextDoor, parameters: parameters) }
        }.flatMap(\.self)
        self.causes = causes
        self.parameters = parameters
        var drawers: [SidedZone: [Int]] = [:]
        var members: [SourceOnSide: [Int]] = [:]
        for (index, cause) in causes.enumerated() {
            for zone in cause.draws.keys { drawers[zone, default: []].append(index) }
            members[SourceOnSide(cause.source, cause.side), default: []].append(index)
        }
        self.drawers = drawers
        self.members = members
        links = FindingLinks(causes: causes)
        tests = Dictionary(
            knowledge.tests.map { (Term.ID($0.id), $0) }, uniquingKeysWith: { first, _ in first }
        )
    }

    /// The causes of one source: each part on each side, and for muscles a local knot beside it.
    private static func causes(
        of source: PainSource, nextDoor: [SidedZone: Set<SidedZone>], parameters: ModelParameters
    ) -> [CauseCard] {
        var causes: [CauseCard] = []
        let whole = parameters.prior[source.id.kind]?[source.occurrence] ?? 0.01
        let prior = whole * power(Double(max(source.parts.count, 1)), -parameters.partDilution)
        var caused = derivedFindings(of: source, parameters: parameters)
        var opposed: [FindingKey: Double] = [:]
        for finding in source.findings {
            if finding.against {
                opposed[finding.key] = parameters.against[finding.how] ?? 0
            } else {
                let chance = finding.rate?.value ?? parameters.caused[finding.how] ?? 0
                caused[finding.key] = max(caused[finding.key] ?? 0, chance)
            }
        }
        for part in source.parts {
            for side in source.laterality.sides {
                causes.append(
                    CauseCard(
                        source: source.id, part: part.name, isKnot: false, side: side,
                        draws: draws(part.pain, from: side, nextDoor: nextDoor, parameters: parameters),
                        essential: essentialZones(part.pain, from: side),
                        numbs: numbs(source.numbness, from: side, parameters: parameters),
                        causes: caused, opposes: opposed, prior: prior
                    )
                )
                guard source.id.kind == .muscle else { continue }
                causes.append(
                    CauseCard(
                        source: source.id, part: part.name, isKnot: true, side: side,
                        draws: knotDraws(part.pain, from: side, parameters: parameters), essential: [],
                        numbs: [:], causes: caused, opposes: opposed, prior: prior * parameters.knotPrior
                    )
                )
            }
        }
        return causes
    }
}

/// Zones whose cells share an edge, on the surface.
private func neighboringZones(_ surface: BodySurface) -> [SidedZone: Set<SidedZone>] {
    var beside: [SidedZone: Set<SidedZone>] = [:]
    for cell in surface.cells {
        for neighbor in cell.neighbors where surface.cells[neighbor.cell].sidedZone != cell.sidedZone {
            beside[cell.sidedZone, default: []].insert(surface.cells[neighbor.cell].sidedZone)
        }
    }
    return beside
}

/// The chance that each zone is drawn, the listed zones and their neighbours.
private func draws(
    _ pattern: [PatternEntry], from side: Side, nextDoor: [SidedZone: Set<SidedZone>],
    parameters: ModelParameters
) -> [SidedZone: Double] {
    var chances: [SidedZone: Double] = [:]
    for entry in pattern {
        let felt = entry.share?.value ?? parameters.felt[entry.kind] ?? 0
        let believed = entry.share == nil ? parameters.credence(of: entry.evidence) : 1
        let chance = min(felt * (parameters.drawn[entry.kind] ?? 1) * believed, 0.95)
        for zoneSide in entry.to.sides(from: side) {
            let zone = SidedZone(entry.zone, zoneSide)
            chances[zone] = max(chances[zone] ?? 0, chance)
        }
    }
    let listed = chances
    for (zone, chance) in listed where chance >= 0.3 {
        for neighbor in nextDoor[zone] ?? [] where listed[neighbor] == nil {
            chances[neighbor] = max(chances[neighbor] ?? 0, parameters.drawnNextDoor)
        }
    }
    return chances
}

/// The zones of a knot: its own place alone.
private func knotDraws(
    _ pattern: [PatternEntry], from side: Side, parameters: ModelParameters
) -> [SidedZone: Double] {
    var chances: [SidedZone: Double] = [:]
    for entry in pattern where entry.kind == .ownSite {
        for zoneSide in entry.to.sides(from: side) {
            chances[SidedZone(entry.zone, zoneSide)] = parameters.knotFelt * (parameters.drawn[.ownSite] ?? 1)
        }
    }
    return chances
}

private func essentialZones(_ pattern: [PatternEntry], from side: Side) -> [SidedZone] {
    Set(
        pattern.filter { $0.kind == .essential }.flatMap { entry in
            entry.to.sides(from: side).map { SidedZone(entry.zone, $0) }
        }
    ).sorted()
}

private func numbs(
    _ pattern: [PatternEntry], from side: Side, parameters: ModelParameters
) -> [SidedZone: Double] {
    var chances: [SidedZone: Double] = [:]
    for entry in pattern {
        let usual = entry.kind == .spillover ? parameters.numbSpillover : parameters.numbEssential
        for zoneSide in entry.to.sides(from: side) {
            let zone = SidedZone(entry.zone, zoneSide)
            chances[zone] = max(chances[zone] ?? 0, entry.share?.value ?? usual)
        }
    }
    return chances
}

/// What follows from a muscle's actions: its own work hurts and is weak, being stretched is limited.
private func derivedFindings(of source: PainSource, parameters: ModelParameters) -> [FindingKey: Double] {
    let common = parameters.caused[.common] ?? 0.5
    let occasional = parameters.caused[.occasional] ?? 0.2
    var chances: [FindingKey: Double] = [:]
    func add(_ kind: FindingKind, _ movement: Movement.ID, _ chance: Double) {
        let key = FindingKey(kind, movement.text)
        chances[key] = max(chances[key] ?? 0, chance)
    }
    for action in source.muscle?.actions ?? [] {
        switch action.role {
        case .primeMover:
            add(.weak, action.movement, (common + occasional) / 2)
            add(.resistedPain, action.movement, common)
            add(.painful, action.movement, occasional)
            add(.aggravatedBy, action.movement, occasional)
        case .synergist:
            add(.weak, action.movement, occasional)
            add(.resistedPain, action.movement, occasional)
        case .antagonist:
            add(.limited, action.movement, (common + occasional) / 2)
            add(.painful, action.movement, occasional)
            add(.aggravatedBy, action.movement, occasional)
        case .stabilizer: break
        }
    }
    return chances
}
