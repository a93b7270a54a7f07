import Foundation

/// Seeded networks like those of body-surface drawings, with cases drawn from the network itself.
///
/// Effects are the cells of a grid; a cause reaches one or two blobs of neighbouring cells with a noisy,
/// roughly Gaussian fall-off. Priors (0.001...0.03), leaks (0.0005...0.005), probabilities (0.1...0.9) and the
/// number of parents follow the networks of `bench/`.
public struct RandomNetwork: Sendable {
    public let network: NoisyOrNetwork
    public let cases: [BN2OFile.Case]

    /// Draws a network and its cases.
    ///
    /// Every second case is "full" (all other cells are absent), the rest "partial" (30 % of them are).
    ///
    /// - Parameters:
    ///   - causes: The number of causes.
    ///   - effects: The number of effects.
    ///   - cases: The number of cases wanted; fewer come out when few draws fall into `painted`.
    ///   - painted: The limits of the number of present effects in a case.
    ///   - parents: The limits of the number of parents of an effect.
    ///   - seed: The seed of everything that is drawn.
    public init(
        causes: Int, effects: Int, cases: Int, painted: ClosedRange<Int>, parents: ClosedRange<Int> = 6...35,
        seed: UInt64
    ) throws(InferenceError) {
        var draw = Draw(seed: seed)
        let priors = (0..<causes).map { _ in draw.logUniform(0.001, 0.03) }
        let leaks = (0..<effects).map { _ in draw.logUniform(0.0005, 0.005) }
        let field = Field(effects: effects)
        let links = field.links(causes: causes, parents: parents, draw: &draw)
        let network = try NoisyOrNetwork(priors: priors, leaks: leaks, links: links)
        self.network = network
        var found: [BN2OFile.Case] = []
        for _ in 0..<(200 * cases) where found.count < cases {
            let isFull = found.count % 2 == 0
            let evidence = draw.evidence(of: network, isFull: isFull, painted: painted)
            guard painted.contains(evidence.present.count) else { continue }
            found.append(
                BN2OFile.Case(id: "\(found.count)", kind: isFull ? "full" : "partial", evidence: evidence)
            )
        }
        self.cases = found
    }

    /// The network and its cases in the BN2O text format.
    public func text() -> String {
        let links = network.links
        var lines = ["BN2O 1", "\(network.priors.count) \(network.leaks.count) \(links.count)"]
        lines.append(network.priors.map(\.description).joined(separator: " "))
        lines.append(network.leaks.map(\.description).joined(separator: " "))
        lines += links.map { "\($0.cause) \($0.effect) \($0.probability)" }
        lines.append("CASES \(cases.count)")
        for item in cases {
            let evidence = item.evidence
            lines.append("\(item.id) \(item.kind) \(evidence.present.count) \(evidence.absent.count)")
            lines.append(evidence.present.map(\.description).joined(separator: " "))
            lines.append(evidence.absent.map(\.description).joined(separator: " "))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Draws from the distributions of the benchmark.
private struct Draw {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func uniform(_ low: Double, _ high: Double) -> Double { low + generator.unit() * (high - low) }

    mutating func logUniform(_ low: Double, _ high: Double) -> Double { exp(uniform(log(low), log(high))) }

    /// A standard normal draw (Box and Muller, 1958).
    mutating func normal() -> Double {
        (-2 * log(1 - generator.unit())).squareRoot() * cos(2 * Double.pi * generator.unit())
    }

    /// The effects that a few active causes and the leaks bring about.
    mutating func evidence(
        of network: NoisyOrNetwork, isFull: Bool, painted: ClosedRange<Int>
    ) -> NetworkEvidence {
        let spread = Double(max(network.links.count, 1)) / Double(max(network.causeCount, 1)) * 0.35
        let most = max(1, Int(Double(painted.upperBound) / max(spread, 1)))
        let wanted = min(1 + generator.below(most + 1), network.causeCount)
        let total = network.priors.reduce(0, +)
        var active: Set<Int> = []
        for _ in 0..<wanted {
            var left = generator.unit() * total
            active.insert(network.priors.firstIndex { left -= $0; return left < 0 } ?? 0)
        }
        var evidence = NetworkEvidence()
        for effect in network.leaks.indices {
            var spared = 1 - network.leaks[effect]
            for link in network.parents(of: effect) where active.contains(link.cause) {
                spared *= 1 - link.probability
            }
            if generator.unit() >= spared {
                evidence.present.append(effect)
            } else if isFull || generator.unit() < 0.3 {
                evidence.absent.append(effect)
            }
        }
        return evidence
    }
}

/// A grid of cells.
private struct Field {
    let effects: Int
    let columns: Int

    init(effects: Int) {
        self.effects = effects
        columns = max(1, Int(Double(effects).squareRoot().rounded()))
    }

    private var rows: Int { (effects + columns - 1) / columns }

    func links(causes: Int, parents: ClosedRange<Int>, draw: inout Draw) -> [NoisyOrNetwork.Link] {
        let wanted = Double((parents.lowerBound + parents.upperBound) * effects) / Double(2 * max(causes, 1))
        var strengths = [[Int: Double]](repeating: [:], count: effects)
        for cause in 0..<causes {
            let blobs = draw.generator.unit() < 0.3 ? 2 : 1
            for blob in 0..<blobs {
                let area = wanted * draw.logUniform(0.35, 1.9) / (blobs == 2 ? (blob == 0 ? 1.4 : 3.5) : 1)
                paint(cause, area: area, into: &strengths, draw: &draw)
            }
        }
        var links: [NoisyOrNetwork.Link] = []
        for effect in 0..<effects {
            var kept = strengths[effect].sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            kept.removeLast(max(0, kept.count - parents.upperBound))
            var taken = Set(kept.map(\.key))
            while taken.count < min(parents.lowerBound, causes) {
                let cause = draw.generator.below(causes)
                if taken.insert(cause).inserted { kept.append((cause, draw.uniform(0.1, 0.2))) }
            }
            links += kept.map {
                let rounded = ($0.value * 10_000).rounded() / 10_000
                return NoisyOrNetwork.Link(cause: $0.key, effect: effect, probability: rounded)
            }
        }
        return links
    }

    /// Adds one blob of about `area` cells.
    private func paint(_ cause: Int, area: Double, into strengths: inout [[Int: Double]], draw: inout Draw) {
        let x = draw.uniform(0, Double(columns))
        let y = draw.uniform(0, Double(rows))
        let peak = draw.uniform(0.3, 0.85)
        // The fall-off reaches 0.15 at the rim of a disc of the wanted area.
        let scale = area / Double.pi / (2 * log(peak / 0.15))
        let stretch = draw.uniform(0.6, 1.6)
        let reach = Int(3 * max(scale, 1).squareRoot() * 1.6) + 1
        for row in max(0, Int(y) - reach)..<min(rows, Int(y) + reach + 1) {
            for column in max(0, Int(x) - reach)..<min(columns, Int(x) + reach + 1) {
                let effect = row * columns + column
                guard effect < effects else { continue }
                let dx = Double(column) + 0.5 - x
                let dy = Double(row) + 0.5 - y
                let falloff = exp(-(dx * dx * stretch + dy * dy / stretch) / (2 * scale))
                let strength = min(peak * falloff * exp(0.3 * draw.normal()), 0.9)
                if strength >= 0.15 { strengths[effect][cause] = max(strengths[effect][cause] ?? 0, strength) }
            }
        }
    }
}
