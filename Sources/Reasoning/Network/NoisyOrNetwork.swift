/// A two-layer noisy-OR network: independent binary causes, and effects that any active cause may produce.
///
/// An effect *j* is present with probability `1 - (1 - leak[j]) * ∏ (1 - q[i][j])` over the active causes *i*
/// (Pearl, Probabilistic Reasoning in Intelligent Systems, 1988, section 4.3.2). The links are stored by cause
/// and by effect, both in ascending order, so that every sum over them has a fixed order.
public struct NoisyOrNetwork: Sendable {
    /// The chance that one active cause produces one effect.
    public struct Link: Hashable, Sendable {
        public let cause: Int
        public let effect: Int

        /// The probability, 0...1, that the cause alone produces the effect.
        public let probability: Double

        public init(cause: Int, effect: Int, probability: Double) {
            self.cause = cause
            self.effect = effect
            self.probability = probability
        }
    }

    /// The prior probability of each cause.
    public let priors: [Double]

    /// The probability of each effect when no cause is active.
    public let leaks: [Double]

    /// The links by cause: those of cause *i* are at `causeStart[i]..<causeStart[i + 1]`.
    let causeStart: [Int]
    let effectOfLink: [Int]
    let probabilityOfLink: [Double]

    /// The links by effect: those of effect *j* are at `effectStart[j]..<effectStart[j + 1]`.
    let effectStart: [Int]
    let causeOfParent: [Int]
    let probabilityOfParent: [Double]

    public var causeCount: Int { priors.count }
    public var effectCount: Int { leaks.count }
    public var linkCount: Int { effectOfLink.count }

    /// Creates a network from checked parts; the links may come in any order.
    ///
    /// - Throws: An ``InferenceError`` that names the first prior, leak or link that is out of range, repeated,
    ///   or points to a cause or effect that isn't there.
    /// - Complexity: O(*c* + *e* + *l*) for *c* causes, *e* effects and *l* links.
    public init(priors: [Double], leaks: [Double], links: [Link]) throws(InferenceError) {
        for (cause, value) in priors.enumerated() where !(0...1).contains(value) {
            throw .priorOutOfRange(cause: cause, value: value)
        }
        for (effect, value) in leaks.enumerated() where !(0...1).contains(value) {
            throw .leakOutOfRange(effect: effect, value: value)
        }
        for link in links {
            guard priors.indices.contains(link.cause) else { throw .unknownCause(link.cause) }
            guard leaks.indices.contains(link.effect) else { throw .unknownEffect(link.effect) }
            guard (0...1).contains(link.probability) else {
                throw .linkOutOfRange(cause: link.cause, effect: link.effect, value: link.probability)
            }
        }
        // Sorting by effect, then stably by cause, orders both lists in linear time.
        let byEffect = Self.bucketed(links, count: leaks.count) { $0.effect }
        let byCause = Self.bucketed(byEffect.sorted, count: priors.count) { $0.cause }
        let parents = Self.bucketed(byCause.sorted, count: leaks.count) { $0.effect }
        for (one, next) in zip(byCause.sorted, byCause.sorted.dropFirst())
        where one.cause == next.cause && one.effect == next.effect {
            throw .duplicateLink(cause: one.cause, effect: one.effect)
        }
        self.priors = priors
        self.leaks = leaks
        self.causeStart = byCause.start
        self.effectOfLink = byCause.sorted.map(\.effect)
        self.probabilityOfLink = byCause.sorted.map(\.probability)
        self.effectStart = parents.start
        self.causeOfParent = parents.sorted.map(\.cause)
        self.probabilityOfParent = parents.sorted.map(\.probability)
    }

    /// The links, sorted by cause, then by effect.
    public var links: [Link] {
        priors.indices.flatMap { cause in
            (causeStart[cause]..<causeStart[cause + 1]).map {
                Link(cause: cause, effect: effectOfLink[$0], probability: probabilityOfLink[$0])
            }
        }
    }

    private static func bucketed(
        _ links: [Link], count: Int, by key: (Link) -> Int
    ) -> (sorted: [Link], start: [Int]) {
        var start = [Int](repeating: 0, count: count + 1)
        for link in links { start[key(link) + 1] += 1 }
        for bucket in 0..<count { start[bucket + 1] += start[bucket] }
        var next = start
        var sorted = links
        for link in links {
            sorted[next[key(link)]] = link
            next[key(link)] += 1
        }
        return (sorted, start)
    }
}
