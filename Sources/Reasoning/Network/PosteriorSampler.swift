/// Sampled posteriors of one component that is too wide for an exact pass.
///
/// Several chains from dispersed starts. The plausible causes are drawn all at once and exactly given the rest
/// (``JointBlock``), which carries a chain between explanations that differ in several causes; the others are
/// drawn one by one, and active causes are swapped for neighbours. The estimate is the mean of the exact
/// conditional probabilities (Rao-Blackwell; Gelfand and Smith, JASA 85, 1990,
/// doi:10.1080/01621459.1990.10476213).
struct PosteriorSampler {
    /// How long to sample, in link visits, so that the answer doesn't depend on the clock.
    struct Effort: Sendable {
        /// What is spent at least, and at most.
        var least: Int
        var most: Int

        /// The standard error at which to stop between the two.
        var target: Double

        /// The table entries that a joint draw may touch.
        var block = 30_000.0
    }

    struct Answer {
        var probabilities: [Double]
        var standardErrors: [Double]

        /// P(no cause of the group is active), for each group.
        var inactive: [Double]
        var inactiveErrors: [Double]

        /// Joint draws of all chains together.
        var draws: Int

        /// The causes that are drawn jointly.
        var blockSize: Int
    }

    private static let chainCount = 4
    private let component: NetworkComponent
    private let links: SamplerLinks
    private let groups: [[Int]]

    init(_ component: NetworkComponent, groups: [[Int]]) {
        self.component = component
        self.groups = groups
        links = SamplerLinks(component)
    }

    func run(seed: UInt64, effort: Effort) -> Answer {
        var chains = starts(seed: seed)
        let (block, plausible) = settle(&chains, effort)
        let others = block?.others ?? Array(0..<links.causeCount)
        let schedule = Schedule(others, plausible: plausible, links: links, blockCost: block?.cost ?? 0)
        let roundCost = (block?.cost ?? 0) + schedule.cost
        var means = BatchMeans(quantities: links.causeCount + groups.count, chains: Self.chainCount)
        var doubt = [Double](repeating: 0, count: links.causeCount)
        var spent = 0
        var check = effort.least
        var rounds = 0
        repeat {
            for number in chains.indices {
                round(&chains[number], number, block, schedule, &means)
                if rounds % 4 == 0 { chains[number].rivals(into: &doubt) }
                if rounds % 32 == 31 { chains[number].refresh() }
            }
            rounds += 1
            spent += roundCost * Self.chainCount
            if spent >= check, rounds >= 8 {
                if answer(means, doubt, blockSize: 0).standardErrors.allSatisfy({ $0 <= effort.target }) { break }
                check = spent + spent / 2
            }
        } while spent < effort.most
        return answer(means, doubt, blockSize: block?.members.count ?? 0)
    }

    /// One look at everything by one chain.
    private func round(
        _ chain: inout SamplerChain, _ number: Int, _ block: JointBlock?, _ schedule: Schedule,
        _ means: inout BatchMeans
    ) {
        for (sweep, causes) in schedule.sweeps.enumerated() {
            for cause in causes {
                means.add(chain.update(cause) * schedule.share[cause], to: cause, chain: number)
            }
            if sweep % 4 == 0 { swaps(&chain) }
        }
        if let block {
            for (member, probability) in zip(block.members, block.draw(&chain)) {
                means.add(probability, to: member, chain: number)
            }
        }
        for (index, group) in groups.enumerated() where !group.contains(where: { chain.isActive[$0] }) {
            means.add(1, to: links.causeCount + index, chain: number)
        }
        means.endSweep(chain: number)
    }

    /// Forgets the starting points, and learns which causes are plausible enough to be drawn jointly.
    private func settle(_ chains: inout [SamplerChain], _ effort: Effort) -> (JointBlock?, [Double]) {
        var plausible = [Double](repeating: 0, count: links.causeCount)
        let sweeps = min(max(4, effort.least / 16 / (sweepCost * Self.chainCount)), 40)
        for number in chains.indices {
            for sweep in 0..<sweeps {
                for cause in 0..<links.causeCount {
                    let probability = chains[number].update(cause)
                    if sweep >= sweeps / 2 { plausible[cause] = max(plausible[cause], probability) }
                }
                swaps(&chains[number])
            }
            chains[number].rivals(into: &plausible)
        }
        var block: JointBlock?
        for _ in 0..<2 {
            block = JointBlock(component, plausible: plausible, limit: effort.block)
            guard let block else { break }
            var seen = [Double](repeating: 0, count: links.causeCount)
            for number in chains.indices {
                for _ in 0..<2 {
                    for (member, probability) in zip(block.members, block.draw(&chains[number])) {
                        seen[member] += probability
                    }
                    for cause in block.others { seen[cause] += chains[number].update(cause) }
                    swaps(&chains[number])
                    chains[number].rivals(into: &seen)
                }
            }
            let count = Double(2 * Self.chainCount)
            for cause in seen.indices { plausible[cause] = 0.01 * plausible[cause] + seen[cause] / count }
        }
        return (block, plausible)
    }

    /// Link visits of one look at every cause.
    private var sweepCost: Int { links.linkCount + links.causeCount * 8 }

    private func swaps(_ chain: inout SamplerChain) {
        for _ in 0..<(chain.activeCount + 1) { chain.swap() }
    }

    private func starts(seed: UInt64) -> [SamplerChain] {
        (0..<Self.chainCount).map { number in
            let own = seed &+ 0x9E37_79B9 &* UInt64(number)
            var chain = SamplerChain(links, generator: SeededGenerator(seed: own))
            switch number {
            case 0: chain.climbSteepest()
            case 1: chain.climb((0..<links.causeCount).shuffled(using: &chain.generator))
            case 2: chain.scatter(0.15)
            default: chain.scatter(0.6)
            }
            return chain
        }
    }

    /// The estimates with errors that are meant to be safe rather than sharp.
    ///
    /// Neither batches nor chains can show an explanation that none of them met. One with a probability well
    /// above 1 over the number of draws would have been met; so each cause gets at least that, times how much
    /// doubt there was about it: the root of the greatest probability that it was seen to have against its
    /// present state, alone or in exchange with one rival. (The root, because an exchange of several causes
    /// at once isn't looked at and may be more probable.)
    private func answer(_ means: BatchMeans, _ doubt: [Double], blockSize: Int) -> Answer {
        let draws = means.valuesPerChain * Self.chainCount
        let unseen = 1 / Double(max(draws, 1))
        func estimate(_ quantity: Int, doubt: Double) -> (Double, Double) {
            let (mean, error) = means.estimate(quantity)
            let open = max(doubt, min(mean, 1 - mean))
            let floor = unseen * max(open, 0).squareRoot()
            return (min(max(mean, 0), 1), 1.25 * error + floor + 1e-9)
        }
        let single = doubt.indices.map { estimate($0, doubt: doubt[$0]) }
        let grouped = groups.indices.map { group in
            let most = groups[group].reduce(0) { max($0, doubt[$1]) }
            return estimate(doubt.count + group, doubt: most)
        }
        return Answer(
            probabilities: single.map(\.0), standardErrors: single.map(\.1),
            inactive: grouped.map(\.0), inactiveErrors: grouped.map(\.1), draws: draws, blockSize: blockSize
        )
    }
}

/// Which causes are looked at in each sweep of a round: the less one matters, the more seldom.
private struct Schedule {
    let sweeps: [[Int]]

    /// For each cause 1 over its visits in a round.
    let share: [Double]

    /// Link visits of a round.
    let cost: Int

    init(_ causes: [Int], plausible: [Double], links: SamplerLinks, blockCost: Int) {
        func period(_ cause: Int) -> Int {
            let chance = plausible[cause]
            return chance > 0.02 ? 1 : chance > 2e-3 ? 3 : chance > 1e-4 ? 12 : 24
        }
        let each = causes.reduce(0) { $0 + (links.start[$1 + 1] - links.start[$1] + 8) / period($1) }
        let count = min(max(1, blockCost / 2 / max(each, 1)), 24)
        var sweeps = [[Int]](repeating: [], count: count)
        var share = [Double](repeating: 0, count: links.causeCount)
        var cost = 0
        for cause in causes {
            let visits = stride(from: cause % min(period(cause), count), to: count, by: period(cause))
            for sweep in visits { sweeps[sweep].append(cause) }
            let number = Array(visits).count
            share[cause] = 1 / Double(number)
            cost += number * (links.start[cause + 1] - links.start[cause] + 8)
        }
        self.sweeps = sweeps
        self.share = share
        self.cost = cost
    }
}
