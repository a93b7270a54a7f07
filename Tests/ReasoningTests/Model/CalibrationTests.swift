import Anatomy
import Foundation
import Knowledge
import Reasoning
import Testing

/// Synthetic clients whose pain comes from known muscles, drawn by rules that differ from the model's own.
private struct SyntheticClients {
    let knowledge: KnowledgeBase
    var generator: SeededGenerator

    struct Client {
        let drawing: [PaintedZone]
        let origins: Set<PainSourceID>
    }

    /// A client with one or two active muscles of the right side; `nil` when nothing was drawn.
    ///
    /// Other weights than the model's (0.65, 0.3, 0.5), other noise (a stray zone in a quarter), intensities at random.
    mutating func next() -> Client? {
        let muscles = knowledge.sources.filter { $0.id.kind == .muscle && $0.occurrence != .rare }
        let first = muscles[generator.below(muscles.count)]
        var origins = [first]
        if generator.unit() < 0.3 { origins.append(muscles[generator.below(muscles.count)]) }
        var zones: Set<SidedZone> = []
        for muscle in origins {
            let part = muscle.parts[generator.below(muscle.parts.count)]
            for entry in part.pain {
                let felt = entry.kind == .essential ? 0.65 : entry.kind == .ownSite ? 0.5 : 0.3
                guard generator.unit() < felt, generator.unit() < 0.8 else { continue }
                for side in entry.to.sides(from: .right) { zones.insert(SidedZone(entry.zone, side)) }
            }
        }
        if generator.unit() < 0.25 {
            let leaves = knowledge.vocabulary.leaves
            let stray = leaves[generator.below(leaves.count)]
            zones.insert(SidedZone(stray.id, stray.laterality == .paired ? .right : .midline))
        }
        let drawing = zones.sorted().compactMap {
            try? PaintedZone(place: $0, intensity: Double(3 + generator.below(6)))
        }
        return drawing.isEmpty ? nil : Client(drawing: drawing, origins: Set(origins.map(\.id)))
    }
}

@Suite struct CalibrationTests {
    @Test func `probabilities of synthetic clients drawn by other rules are not overconfident`() throws {
        let vocabulary = try Vocabulary()
        let knowledge = try KnowledgeBase.load(vocabulary: vocabulary)
        let assessor = Assessor(knowledge: knowledge, surface: try BodySurface(vocabulary: vocabulary))
        var clients = SyntheticClients(knowledge: knowledge, generator: SeededGenerator(seed: 7))
        var options = Assessor.Options()
        options.ledgers = 0
        options.nextSteps = false
        var bins = [Int: (count: Int, predicted: Double, right: Int)]()
        var firstFive = 0
        var total = 0
        while total < 300 {
            guard let client = clients.next() else { continue }
            total += 1
            let answer = try assessor.assess(Presentation(drawing: client.drawing), options: options)
            let muscles = answer.ranking.filter { $0.source.kind == .muscle && $0.side == .right }
            if muscles.prefix(5).contains(where: { client.origins.contains($0.source) }) { firstFive += 1 }
            for ranked in muscles {
                let bin = min(Int(ranked.probability * 10), 9)
                let old = bins[bin] ?? (0, 0, 0)
                bins[bin] = (
                    old.count + 1, old.predicted + ranked.probability,
                    old.right + (client.origins.contains(ranked.source) ? 1 : 0)
                )
            }
        }
        for (bin, entry) in bins.sorted(by: { $0.key < $1.key }) where entry.count >= 30 {
            let predicted = entry.predicted / Double(entry.count)
            let observed = Double(entry.right) / Double(entry.count)
            let spread = 2.5 * (predicted * (1 - predicted) / Double(entry.count)).squareRoot()
            let line = "said \(predicted), was \(observed), n \(entry.count)"
            #expect(predicted <= observed + 0.08 + spread, "bin \(bin): \(line)")
            print("calibration: \(line)")
        }
        print("calibration: origin among the first five muscles in \(firstFive) of \(total)")
        #expect(Double(firstFive) / Double(total) > 0.6)
    }
}
