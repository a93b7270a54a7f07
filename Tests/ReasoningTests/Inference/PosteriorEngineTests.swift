import Foundation
import Reasoning
import Testing

/// An independent oracle: sums over all sets of causes.
private func enumerated(
    _ priors: [Double], _ leaks: [Double], _ links: [NoisyOrNetwork.Link], _ evidence: NetworkEvidence
) -> (posterior: [Double], none: ([Int]) -> Double) {
    var weights: [(set: Int, weight: Double)] = []
    for set in 0..<(1 << priors.count) {
        var weight = 1.0
        for (cause, prior) in priors.enumerated() { weight *= set & (1 << cause) != 0 ? prior : 1 - prior }
        for effect in leaks.indices {
            var spared = 1 - leaks[effect]
            for link in links where link.effect == effect && set & (1 << link.cause) != 0 {
                spared *= 1 - link.probability
            }
            if evidence.present.contains(effect) { weight *= 1 - spared }
            if evidence.absent.contains(effect) { weight *= spared }
        }
        weights.append((set, weight))
    }
    let total = weights.reduce(0) { $0 + $1.weight }
    let posterior = priors.indices.map { cause in
        weights.reduce(0) { $0 + ($1.set & (1 << cause) != 0 ? $1.weight : 0) } / total
    }
    return (
        posterior,
        { group in
            weights.reduce(0) { sum, entry in sum + (group.allSatisfy { entry.set & (1 << $0) == 0 } ? entry.weight : 0)
            } / total
        }
    )
}

/// A small random network with evidence.
private func randomCase(seed: UInt64) -> (
    priors: [Double], leaks: [Double], links: [NoisyOrNetwork.Link], evidence: NetworkEvidence
) {
    var generator = SeededGenerator(seed: seed)
    let causes = 3 + generator.below(8)
    let effects = 3 + generator.below(9)
    let priors = (0..<causes).map { _ in 0.01 + 0.3 * generator.unit() }
    let leaks = (0..<effects).map { _ in 0.001 + 0.1 * generator.unit() }
    var links: [NoisyOrNetwork.Link] = []
    for effect in 0..<effects {
        for cause in 0..<causes where generator.unit() < 0.45 {
            links.append(NoisyOrNetwork.Link(cause: cause, effect: effect, probability: 0.05 + 0.9 * generator.unit()))
        }
    }
    let kinds = (0..<effects).map { _ in generator.below(3) }
    return (
        priors, leaks, links,
        NetworkEvidence(
            present: kinds.indices.filter { kinds[$0] == 0 }, absent: kinds.indices.filter { kinds[$0] == 1 }
        )
    )
}

@Suite struct PosteriorEngineTests {
    @Test func `one cause and one effect give the value computed by hand`() throws {
        // 0.2 * (1 - 0.9 * 0.5) / (0.2 * 0.55 + 0.8 * 0.1) = 0.11 / 0.19
        let network = try NoisyOrNetwork(
            priors: [0.2], leaks: [0.1], links: [.init(cause: 0, effect: 0, probability: 0.5)])
        let answer = try PosteriorEngine().posterior(of: network, given: NetworkEvidence(present: [0], absent: []))
        #expect(abs(answer.probabilities[0] - 0.11 / 0.19) < 1e-12)
        #expect(abs((answer.logEvidence ?? 0) - log(0.19)) < 1e-12)
        let denied = try PosteriorEngine().posterior(of: network, given: NetworkEvidence(present: [], absent: [0]))
        #expect(abs(denied.probabilities[0] - 0.09 / 0.81) < 1e-12)
    }

    @Test(arguments: Array(0..<60))
    func `posteriors and group ORs agree with summing over all sets`(seed: Int) throws {
        let (priors, leaks, links, evidence) = randomCase(seed: UInt64(seed))
        let network = try NoisyOrNetwork(priors: priors, leaks: leaks, links: links)
        let groups = [[0, 1], [2]]
        let answer = try PosteriorEngine().posterior(of: network, given: evidence, groups: groups)
        let truth = enumerated(priors, leaks, links, evidence)
        for cause in priors.indices { #expect(abs(answer.probabilities[cause] - truth.posterior[cause]) < 1e-9) }
        for (group, probability) in zip(groups, answer.groupProbabilities) {
            #expect(abs(probability - (1 - truth.none(group))) < 1e-9)
        }
        #expect((answer.bound ?? 1) <= 1e-9)
    }

    @Test(arguments: Array(0..<12))
    func `the order of links and effects changes nothing`(seed: Int) throws {
        let (priors, leaks, links, evidence) = randomCase(seed: UInt64(seed) + 900)
        let one = try PosteriorEngine().posterior(
            of: NoisyOrNetwork(priors: priors, leaks: leaks, links: links), given: evidence
        )
        let two = try PosteriorEngine().posterior(
            of: NoisyOrNetwork(priors: priors, leaks: leaks, links: links.reversed()),
            given: NetworkEvidence(present: evidence.present.reversed(), absent: evidence.absent.reversed())
        )
        #expect(one.probabilities == two.probabilities)
    }

    @Test(arguments: Array(0..<12))
    func `an absent effect never raises a cause of its own`(seed: Int) throws {
        let (priors, leaks, links, evidence) = randomCase(seed: UInt64(seed) + 300)
        let network = try NoisyOrNetwork(priors: priors, leaks: leaks, links: links)
        let before = try PosteriorEngine().posterior(of: network, given: NetworkEvidence(present: [], absent: []))
        for effect in leaks.indices where !evidence.present.contains(effect) {
            let after = try PosteriorEngine().posterior(
                of: network, given: NetworkEvidence(present: [], absent: [effect]))
            for link in links where link.effect == effect {
                #expect(after.probabilities[link.cause] <= before.probabilities[link.cause] + 1e-12)
            }
        }
    }

    @Test func `impossible evidence is an error, not a NaN`() throws {
        let network = try NoisyOrNetwork(priors: [0], leaks: [0], links: [.init(cause: 0, effect: 0, probability: 0.5)])
        #expect(throws: InferenceError.contradiction) {
            try PosteriorEngine().posterior(of: network, given: NetworkEvidence(present: [0], absent: []))
        }
    }

    @Test func `certain causes, certain links and open leaks are handled`() throws {
        let network = try NoisyOrNetwork(
            priors: [1, 0, 0.3], leaks: [0, 1, 0.01],
            links: [
                .init(cause: 0, effect: 0, probability: 1), .init(cause: 1, effect: 0, probability: 0.4),
                .init(cause: 2, effect: 1, probability: 0.6), .init(cause: 2, effect: 2, probability: 1),
            ]
        )
        let answer = try PosteriorEngine().posterior(
            of: network, given: NetworkEvidence(present: [0, 1, 2], absent: []))
        #expect(answer.probabilities[0] == 1)
        #expect(answer.probabilities[1] == 0)
        #expect(abs(answer.probabilities[2] - 0.3 / (0.3 + 0.7 * 0.01)) < 1e-9)
    }

    @Test func `numbers out of range are refused by name`() {
        #expect(throws: InferenceError.priorOutOfRange(cause: 1, value: 1.5)) {
            try NoisyOrNetwork(priors: [0.1, 1.5], leaks: [], links: [])
        }
        #expect(throws: InferenceError.unknownEffect(3)) {
            try NoisyOrNetwork(priors: [0.1], leaks: [0.1], links: [.init(cause: 0, effect: 3, probability: 0.1)])
        }
    }

    @Test func `the same input and seed give the same bits`() throws {
        let random = try RandomNetwork(causes: 120, effects: 300, cases: 4, painted: 10...80, seed: 5)
        for item in random.cases {
            let one = try PosteriorEngine().posterior(of: random.network, given: item.evidence)
            let two = try PosteriorEngine().posterior(of: random.network, given: item.evidence)
            #expect(one.probabilities == two.probabilities)
        }
    }
}

@Suite struct PublishedNetworkTests {
    private struct Truth: Decodable {
        let post: [Double]
        let width: Double?
    }

    /// The folder of the fixtures, found from this file.
    private static let fixtures = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/bench")

    @Test(arguments: ["tiny", "small"])
    func `all cases of the published networks come out within what is stated`(size: String) throws {
        let data = try Data(contentsOf: Self.fixtures.appendingPathComponent("net_\(size).bn2o"))
        let file = try BN2OFile(text: String(decoding: data, as: UTF8.self))
        let truth = try JSONDecoder().decode(
            [Truth].self, from: Data(contentsOf: Self.fixtures.appendingPathComponent("truth_\(size).json"))
        )
        #expect(file.cases.count == truth.count)
        for (item, expected) in zip(file.cases, truth) {
            let answer = try PosteriorEngine().posterior(of: file.network, given: item.evidence)
            let allowed = max(1e-6, expected.width ?? 0) + (answer.bound ?? 0)
            for (cause, value) in answer.probabilities.enumerated() {
                #expect(abs(value - expected.post[cause]) <= allowed, "case \(item.id), cause \(cause)")
            }
        }
    }
}

@Suite struct BN2OFileTests {
    private let good = "BN2O 1\n1 2 1\n0.1\n0.1 0.2\n0 1 0.5\nCASES 1\n7 full 1 1\n1\n0\n"

    @Test func `a good file is read`() throws {
        let file = try BN2OFile(text: good)
        #expect(file.cases.map(\.id) == ["7"])
        #expect(file.cases[0].evidence.present == [1])
    }

    @Test(arguments: [
        ("BN2O 1", "BN2O 2", 1), ("1 2 1", "999999999999 2 1", 3), ("1 2 1", "1 2 999999999", 6), ("0.1\n", "nan\n", 3),
        ("0 1 0.5", "0 9 0.5", 5), ("0 1 0.5", "0 1 1.5", 5), ("CASES 1", "CASES x", 6),
        ("7 full 1 1", "7 full -1 1", 7),
        ("\n1\n0\n", "\n5\n0\n", 9), ("\n1\n0\n", "\n", 8),
    ])
    func `a hostile file is an error that names the line`(old: String, new: String, line: Int) {
        let text = good.replacing(old, with: new, maxReplacements: 1)
        do {
            _ = try BN2OFile(text: text)
            Issue.record("accepted \(text)")
        } catch {
            #expect(error.line >= line - 1 && error.line <= line + 1, "\(error)")
        }
    }
}
