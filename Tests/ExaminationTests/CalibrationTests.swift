import Anatomy
import Examination
import Knowledge
import Reasoning
import Testing

@Suite struct CalibrationTests {
    /// What was said about the first sources of synthetic clients, and how often one of them was an origin.
    private func measure(
        seed: UInt64, clients count: Int, habits: SyntheticClients.Habits = .init(),
        parameters: ModelParameters = ModelParameters()
    ) throws -> (reliability: Reliability, firstThree: Double, retest: Double) {
        let vocabulary = try Vocabulary()
        let knowledge = try KnowledgeBase.load(vocabulary: vocabulary)
        let surface = try BodySurface(vocabulary: vocabulary)
        let assessor = Assessor(knowledge: knowledge, surface: surface, parameters: parameters)
        var clients = SyntheticClients(knowledge: knowledge, surface: surface, seed: seed, habits: habits)
        var options = Assessor.Options()
        options.ledgers = 0
        options.nextSteps = false
        var reliability = Reliability()
        var (total, found, overlap) = (0, 0, 0.0)
        while total < count {
            guard let client = clients.next() else { continue }
            total += 1
            let answer = try assessor.assess(client.presentation, options: options)
            func isOrigin(_ ranked: RankedSource) -> Bool {
                client.origins.contains(SourceOnSide(ranked.source, ranked.side))
            }
            if answer.ranking.prefix(3).contains(where: isOrigin) { found += 1 }
            for ranked in answer.ranking.prefix(20) { reliability.add(ranked.probability, isOrigin(ranked)) }
            let first = Set(client.presentation.drawing.map(\.place))
            overlap +=
                Double(first.intersection(client.retest).count) / Double(max(first.union(client.retest).count, 1))
        }
        return (reliability, Double(found) / Double(total), overlap / Double(total))
    }

    private func report(_ title: String, _ reliability: Reliability) {
        print("calibration, \(title): expected error \(reliability.expectedError)")
        for bin in reliability.bins([0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 1.01]) where bin.count > 0 {
            print("  said \(bin.said), was \(bin.came), n \(bin.count)")
        }
    }

    @Test func `stated probabilities of synthetic clients mean what they say`() throws {
        let (reliability, firstThree, retest) = try measure(seed: 11, clients: 400)
        report("own habits", reliability)
        print("  first three \(firstThree), retest overlap \(retest), fitted map \(reliability.fittedMap())")
        #expect(reliability.expectedError < 0.05)
        #expect(firstThree > 0.6)
        #expect((0.4...0.65).contains(retest), "published retest overlap of drawings is 0.4 to 0.6")
        for bin in reliability.bins([0.2, 0.4, 0.6, 1.01]) where bin.count >= 30 {
            // Drawn back towards caution on purpose, never above what comes true.
            #expect(bin.said <= bin.came + 0.05, "said \(bin.said), was \(bin.came), n \(bin.count)")
            let error = (bin.came * (1 - bin.came) / Double(bin.count)).squareRoot()
            #expect(bin.came <= bin.said + 0.3 + 2 * error, "said \(bin.said), was \(bin.came), n \(bin.count)")
        }
    }

    @Test func `they are not overconfident about clients with other habits`() throws {
        var habits = SyntheticClients.Habits()
        habits.essential = 0.55
        habits.ownSite = 0.6
        habits.spillover = 0.35
        habits.slips = 0.2
        habits.strays = 0.3
        habits.examined = 0.2
        let (reliability, firstThree, _) = try measure(seed: 12, clients: 300, habits: habits)
        report("other habits", reliability)
        print("  first three \(firstThree)")
        #expect(reliability.expectedError < 0.08)
        for bin in reliability.bins([0.4, 0.6, 1.01]) where bin.count >= 20 {
            #expect(bin.said <= bin.came + 0.2, "said \(bin.said), was \(bin.came), n \(bin.count)")
        }
    }
}
