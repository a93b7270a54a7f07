/// Seeded networks of the kind that the benchmark uses, with cases drawn from the network itself.
public struct RandomNetwork: Sendable {
    public let network: NoisyOrNetwork
    public let cases: [BN2OFile.Case]

    /// Draws a network and its cases.
    ///
    /// Priors and leaks are log-uniform (0.001...0.03 and 0.0005...0.005), probabilities 0.1...0.9 with most below
    /// a half; each effect has 6...35 parents, near ones in a random order more often, so that causes overlap.
    ///
    /// `painted`: Cases keep between these numbers of present effects.
    public init(causes: Int, effects: Int, cases count: Int, painted: ClosedRange<Int>, seed: UInt64)
        throws(InferenceError)
    {
        var generator = SeededGenerator(seed: seed)
        func logUniform(_ low: Double, _ high: Double) -> Double {
            exponential(logarithm(low) + generator.unit() * (logarithm(high) - logarithm(low)))
        }
        let priors = (0..<causes).map { _ in logUniform(0.001, 0.03) }
        let leaks = (0..<effects).map { _ in logUniform(0.0005, 0.005) }
        var links: [NoisyOrNetwork.Link] = []
        for effect in 0..<effects {
            let wanted = 6 + generator.below(30)
            let center = Double(effect) / Double(max(effects, 1)) * Double(causes)
            var parents: Set<Int> = []
            while parents.count < min(wanted, causes) {
                let spread = generator.unit() < 0.7 ? Double(causes) * 0.04 : Double(causes)
                let place = Int(center + (generator.unit() - 0.5) * 2 * spread)
                parents.insert(((place % causes) + causes) % causes)
            }
            for cause in parents.sorted() {
                let q = 0.1 + 0.8 * generator.unit() * generator.unit().squareRoot()
                links.append(NoisyOrNetwork.Link(cause: cause, effect: effect, probability: q))
            }
        }
        network = try NoisyOrNetwork(priors: priors, leaks: leaks, links: links)
        var cases: [BN2OFile.Case] = []
        var tries = 0
        while cases.count < count, tries < 200 * max(count, 1) {
            tries += 1
            let active = priors.map { generator.unit() < $0 }
            var present: [Int] = []
            var absent: [Int] = []
            let isFull = cases.count % 2 == 0
            for effect in 0..<effects {
                var spared = 1 - leaks[effect]
                for link in network.parents(of: effect) where active[link.cause] { spared *= 1 - link.probability }
                let isPresent = generator.unit() >= spared
                let isAsked = isFull || generator.unit() < 0.45
                if isPresent, isFull || generator.unit() < 0.8 {
                    present.append(effect)
                } else if !isPresent, isAsked {
                    absent.append(effect)
                }
            }
            guard painted.contains(present.count) else { continue }
            cases.append(
                BN2OFile.Case(
                    id: "\(cases.count)", kind: isFull ? "full" : "partial",
                    evidence: NetworkEvidence(present: present, absent: absent)
                )
            )
        }
        self.cases = cases
    }

    /// The network and cases in the BN2O text format.
    public func text() -> String {
        var lines = ["BN2O 1", "\(network.priors.count) \(network.leaks.count) \(network.linksByEffect.count)"]
        lines.append(network.priors.map(\.description).joined(separator: " "))
        lines.append(network.leaks.map(\.description).joined(separator: " "))
        for link in network.linksByEffect.sorted(by: { ($0.cause, $0.effect) < ($1.cause, $1.effect) }) {
            lines.append("\(link.cause) \(link.effect) \(link.probability)")
        }
        lines.append("CASES \(cases.count)")
        for item in cases {
            lines.append("\(item.id) \(item.kind) \(item.evidence.present.count) \(item.evidence.absent.count)")
            lines.append(item.evidence.present.map(String.init).joined(separator: " "))
            lines.append(item.evidence.absent.map(String.init).joined(separator: " "))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
