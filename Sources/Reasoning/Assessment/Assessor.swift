public import Anatomy
import Foundation
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

    /// How much of an answer to work out.
    public struct Options: Sendable {
        /// Sources at the head of the ranking that get a ledger.
        public var ledgers = 15
        /// Whether to look for the next steps.
        public var nextSteps = true

        public init() {}
    }

    /// Ranks the origins of a presentation; same input, same answer, to the bit.
    ///
    /// - Throws: ``InferenceError`` when the evidence contradicts the model altogether.
    public func assess(
        _ presentation: Presentation, options: Options = Options()
    ) throws(InferenceError) -> Assessment {
        var options = options;
        if ProcessInfo.processInfo.environment["TB_FAST"] != nil { options.ledgers = 0; options.nextSteps = false }  // TUNING
        let flags = gate.flags(for: presentation)
        let items = EvidenceBuilder(
            table: table, knowledge: knowledge, surface: surface, presentation: presentation
        ).items()
        let inference = PresentationInference(table: table, items: items)
        guard !inference.candidates.isEmpty else { return empty(flags) }
        let full = try inference.run(leavingOut: nil)
        let groups = inference.groups
        let order = groups.indices.sorted {
            (full.groups[$1], groups[$0]) < (full.groups[$0], groups[$1])
        }
        let head = Array(order.prefix(options.ledgers))
        let ledgers = try self.ledgers(for: head, inference: inference, full: full)
        let ranking = order.map { index in
            RankedSource(
                source: groups[index].source, side: groups[index].side, probability: full.groups[index],
                standardError: full.groupErrors?[index],
                parts: inference.parts(of: index, in: full), ledger: ledgers[index] ?? []
            )
        }
        return Assessment(
            redFlags: flags, ranking: ranking,
            classShares: inference.classShares(of: full),
            unexplained: unexplained(of: presentation, ranking: ranking),
            nextSteps: options.nextSteps ? suggestedSteps(ranking, presentation: presentation) : [],
            bound: full.bound, method: full.method, knowledgeVersion: knowledge.version
        )
    }

    private func empty(_ flags: [RedFlag]) -> Assessment {
        Assessment(
            redFlags: flags, ranking: [], classShares: [:], unexplained: 1, nextSteps: [], bound: 0,
            method: "nothing to explain", knowledgeVersion: knowledge.version
        )
    }

    /// The change in log odds of each source of the head when one item is left out.
    ///
    /// - Complexity: One inference an item.
    private func ledgers(
        for head: [Int], inference: PresentationInference, full: PresentationPosterior
    ) throws(InferenceError) -> [Int: [LedgerEntry]] {
        var ledgers: [Int: [LedgerEntry]] = [:]
        guard !head.isEmpty else { return ledgers }
        for item in inference.items.indices {
            let without = try inference.run(leavingOut: item)
            for index in head {
                let nats = logOdds(full.groups[index]) - logOdds(without.groups[index])
                guard abs(nats) >= 0.02 else { continue }
                ledgers[index, default: []].append(LedgerEntry(label: inference.items[item].label, nats: nats))
            }
        }
        return ledgers.mapValues { entries in
            entries.enumerated().sorted {
                (-abs($0.element.nats), $0.offset) < (-abs($1.element.nats), $1.offset)
            }.map(\.element)
        }
    }

    /// Painted intensity in zones that none of the leading sources draws with a chance of at least a fifth.
    private func unexplained(of presentation: Presentation, ranking: [RankedSource]) -> Double {
        let total = presentation.drawing.reduce(0) { $0 + max($1.intensity, 0.5) }
        guard total > 0, let best = ranking.first?.probability else { return ranking.isEmpty ? 1 : 0 }
        let leading = ranking.prefix(6).filter { $0.probability >= best * 0.4 }
        let causes = leading.flatMap { table.members[SourceOnSide($0.source, $0.side)] ?? [] }
        let missed = presentation.drawing.filter { zone in
            !causes.contains { (table.causes[$0].draws[zone.place] ?? 0) >= 0.12 }
        }
        return missed.reduce(0) { $0 + max($1.intensity, 0.5) } / total
    }
}
