/// A two-layer noisy-OR network: independent binary causes, and effects that any active cause can bring about.
///
/// Effect *j* is present with probability `1 - (1 - leak[j]) * ∏ (1 - q[i][j])` over the active causes *i*
/// (Pearl, Probabilistic Reasoning in Intelligent Systems, 1988, section 4.3.2). Links are stored by cause and
/// by effect, both ascending, so that every sum over them has a fixed order.
public struct NoisyOrNetwork: Sendable {
    /// The chance that one active cause brings about one effect.
    public struct Link: Hashable, Sendable {
        public let cause: Int
        public let effect: Int

        /// The probability, 0...1, that the cause alone brings about the effect.
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

    /// The links, by cause, then by effect; at most one for each pair.
    public let links: [Link]

    /// The links of cause *i* are `links[causeStart[i]..<causeStart[i + 1]]`.
    let causeStart: [Int]

    /// The links once more, by effect, then by cause.
    let linksByEffect: [Link]

    /// The links of effect *j* are `linksByEffect[effectStart[j]..<effectStart[j + 1]]`.
    let effectStart: [Int]

    /// Creates a network from links in any order.
    ///
    /// Several links between one cause and one effect are independent mechanisms: they become one link with
    /// the probability that at least one of them works.
    ///
    /// - Throws: The ``InferenceError`` that names the first prior, leak or link that is out of range.
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
        // Two stable bucket passes sort by cause, then by effect, in linear time.
        let byEffect = Self.bucketed(links, count: leaks.count, by: \.effect).links
        let merged = Self.merged(Self.bucketed(byEffect, count: priors.count, by: \.cause).links)
        let byCause = Self.bucketed(merged, count: priors.count, by: \.cause)
        let parents = Self.bucketed(merged, count: leaks.count, by: \.effect)
        self.priors = priors
        self.leaks = leaks
        self.links = merged
        causeStart = byCause.start
        linksByEffect = parents.links
        effectStart = parents.start
    }

    /// The links of a cause, by effect.
    func children(of cause: Int) -> ArraySlice<Link> { links[causeStart[cause]..<causeStart[cause + 1]] }

    /// The links into an effect, by cause.
    func parents(of effect: Int) -> ArraySlice<Link> {
        linksByEffect[effectStart[effect]..<effectStart[effect + 1]]
    }

    private static func bucketed(
        _ links: [Link], count: Int, by key: KeyPath<Link, Int>
    ) -> (links: [Link], start: [Int]) {
        var start = [Int](repeating: 0, count: count + 1)
        for link in links { start[link[keyPath: key] + 1] += 1 }
        for bucket in 0..<count { start[bucket + 1] += start[bucket] }
        var next = start
        var sorted = links
        for link in links {
            let bucket = link[keyPath: key]
            sorted[next[bucket]] = link
            next[bucket] += 1
        }
        return (sorted, start)
    }

    /// Joins neighbouring links of the same pair.
    private static func merged(_ sorted: [Link]) -> [Link] {
        var merged: [Link] = []
        merged.reserveCapacity(sorted.count)
        for link in sorted {
            guard let last = merged.last, last.cause == link.cause, last.effect == link.effect else {
                merged.append(link)
                continue
            }
            // p + q - pq in this form keeps a probability of 1 at exactly 1.
            let probability = last.probability + (1 - last.probability) * link.probability
            merged[merged.count - 1] = Link(
                cause: link.cause, effect: link.effect, probability: min(probability, 1)
            )
        }
        return merged
    }
}

extension NoisyOrNetwork {
    public var causeCount: Int { priors.count }
    public var effectCount: Int { leaks.count }
}
