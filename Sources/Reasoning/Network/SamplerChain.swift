import Foundation

/// The links of a component, flat, as a sampler walks them.
struct SamplerLinks {
    /// The links of cause *i* are at `start[i]..<start[i + 1]`.
    let start: [Int]
    let effect: [Int]
    let probability: [Double]

    /// The links of effect *j* once more, at `parentStart[j]..<parentStart[j + 1]`.
    let parentStart: [Int]
    let parent: [Int]
    let parentProbability: [Double]

    /// The sum of the probabilities of each cause's links, and of each effect's.
    let reach: [Double]
    let pull: [Double]

    let odds: [Double]
    let leaks: [Double]

    init(_ component: NetworkComponent) {
        // A link of exactly 1 would make a product that can't be divided out again; the shift is far below
        // any standard error that a sampler states.
        func kept(_ probability: Double) -> Double { min(probability, 1 - 1e-12) }
        start = component.children.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        effect = component.children.flatMap { $0.map(\.node) }
        probability = component.children.flatMap { $0.map { kept($0.probability) } }
        parentStart = component.parents.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        parent = component.parents.flatMap { $0.map(\.node) }
        parentProbability = component.parents.flatMap { $0.map { kept($0.probability) } }
        reach = component.children.map { $0.reduce(0) { $0 + kept($1.probability) } }
        pull = component.parents.map { $0.reduce(0) { $0 + kept($1.probability) } }
        odds = component.logOdds.map { exp(min(max($0, -690), 690)) }
        leaks = component.leaks
    }

    var causeCount: Int { odds.count }
    var linkCount: Int { effect.count }
}

/// One Markov chain over the causes of a component.
///
/// For each effect the product of 1 − *q* over the active causes is kept, so that a cause is updated in time
/// proportional to its own links.
struct SamplerChain {
    private(set) var isActive: [Bool]

    /// P(effect not explained) given the active causes, and 1 over its complement.
    private var spared: [Double]
    private var weight: [Double]

    /// The active causes in any order, and the place of each of them there.
    private var active: [Int] = []
    private var place: [Int]

    private let links: SamplerLinks
    var generator: SeededGenerator

    init(_ links: SamplerLinks, generator: SeededGenerator) {
        self.links = links
        self.generator = generator
        isActive = [Bool](repeating: false, count: links.causeCount)
        place = [Int](repeating: 0, count: links.causeCount)
        spared = links.leaks.map { 1 - $0 }
        weight = links.leaks.map { 1 / $0 }
    }

    var activeCount: Int { active.count }

    /// Whether a cause is active.
    func at(_ cause: Int) -> Bool { isActive[cause] }

    /// Turns a cause on or off.
    mutating func set(_ cause: Int, _ value: Bool) {
        guard isActive[cause] != value else { return }
        isActive[cause] = value
        if value {
            place[cause] = active.count
            active.append(cause)
        } else {
            let last = active.removeLast()
            if last != cause {
                active[place[cause]] = last
                place[last] = place[cause]
            }
        }
        for index in links.start[cause]..<links.start[cause + 1] {
            let effect = links.effect[index]
            let factor = 1 - links.probability[index]
            let product = value ? spared[effect] * factor : min(spared[effect] / factor, 1 - links.leaks[effect])
            spared[effect] = product
            weight[effect] = 1 / (1 - product)
        }
    }

    /// The odds that an inactive cause is active, given all others.
    private func odds(of cause: Int) -> Double {
        var odds = links.odds[cause]
        for index in links.start[cause]..<links.start[cause + 1] {
            let effect = links.effect[index]
            odds *= (1 - spared[effect] * (1 - links.probability[index])) * weight[effect]
        }
        return odds
    }

    /// Draws a cause given all others, and returns the probability it was drawn with.
    mutating func update(_ cause: Int) -> Double {
        let wasActive = isActive[cause]
        if wasActive { set(cause, false) }
        let odds = odds(of: cause)
        let probability = odds < 1e300 ? odds / (1 + odds) : 1
        if generator.unit() < probability { set(cause, true) }
        return probability
    }

    /// Proposes to put out one active cause and to light one that shares an effect with it instead.
    ///
    /// The partner is drawn through a shared effect in proportion to the links, so that the proposal's
    /// asymmetry is just the ratio of the two causes' reach.
    mutating func swap() {
        guard !active.isEmpty else { return }
        let cause = active[generator.below(active.count)]
        var left = generator.unit() * links.reach[cause]
        var index = links.start[cause]
        while index + 1 < links.start[cause + 1], left >= links.probability[index] {
            left -= links.probability[index]
            index += 1
        }
        let effect = links.effect[index]
        left = generator.unit() * links.pull[effect]
        index = links.parentStart[effect]
        while index + 1 < links.parentStart[effect + 1], left >= links.parentProbability[index] {
            left -= links.parentProbability[index]
            index += 1
        }
        let partner = links.parent[index]
        guard partner != cause, !isActive[partner] else { return }
        set(cause, false)
        let now = odds(of: cause) / links.reach[cause]
        let then = odds(of: partner) / links.reach[partner]
        // An effect that only one of the two explains, without any leak, makes its side infinite.
        let isTaken = now < .infinity && (then == .infinity || generator.unit() * now < then)
        set(isTaken ? partner : cause, true)
    }

    /// Raises `doubt` to how probable it is, for each cause, that its state is the other one.
    ///
    /// Looked at are exchanges of one active cause for one inactive rival, and an active cause going out.
    mutating func rivals(into doubt: inout [Double]) {
        var isSeen = [Bool](repeating: false, count: links.causeCount)
        for cause in active {
            set(cause, false)
            let own = odds(of: cause)
            var greatest = 1.0
            var seen: [Int] = []
            for index in links.start[cause]..<links.start[cause + 1] {
                let effect = links.effect[index]
                for other in links.parentStart[effect]..<links.parentStart[effect + 1] {
                    let rival = links.parent[other]
                    guard !isSeen[rival], !isActive[rival], rival != cause else { continue }
                    isSeen[rival] = true
                    seen.append(rival)
                    let odds = odds(of: rival)
                    greatest = max(greatest, odds)
                    doubt[rival] = max(doubt[rival], Self.share(odds, against: own))
                }
            }
            doubt[cause] = max(doubt[cause], Self.share(greatest, against: own))
            for rival in seen { isSeen[rival] = false }
            set(cause, true)
        }
    }

    /// `one` over the sum of both, for numbers that may be infinite.
    private static func share(_ one: Double, against other: Double) -> Double {
        if one == .infinity { return other == .infinity ? 0.5 : 1 }
        return other == .infinity ? 0 : one / (one + other)
    }

    /// Recomputes the products, which dividing out links makes drift.
    mutating func refresh() {
        for effect in spared.indices {
            var product = 1 - links.leaks[effect]
            for index in links.parentStart[effect]..<links.parentStart[effect + 1]
            where isActive[links.parent[index]] {
                product *= 1 - links.parentProbability[index]
            }
            spared[effect] = product
            weight[effect] = 1 / (1 - product)
        }
    }

    /// P(effect explained) given the active causes.
    func explained(_ effect: Int) -> Double { 1 - spared[effect] }

    // MARK: Starting points

    /// Activates causes in the given order as long as each makes the whole more probable.
    mutating func climb(_ order: [Int]) {
        for cause in order where !isActive[cause] && odds(of: cause) > 1 { set(cause, true) }
        explainAll()
    }

    /// Activates the most probable cause again and again as long as it makes the whole more probable.
    mutating func climbSteepest() {
        for _ in 0..<links.causeCount {
            var best = (odds: 1.0, cause: -1)
            for cause in isActive.indices where !isActive[cause] {
                let odds = odds(of: cause)
                if odds > best.odds { best = (odds, cause) }
            }
            guard best.cause >= 0 else { break }
            set(best.cause, true)
        }
        explainAll()
    }

    /// Activates each cause with a probability.
    mutating func scatter(_ probability: Double) {
        for cause in isActive.indices where generator.unit() < probability { set(cause, true) }
        explainAll()
    }

    /// Makes sure that the state is possible at all: an effect without leak needs an active cause.
    private mutating func explainAll() {
        for effect in spared.indices where spared[effect] >= 1 {
            let range = links.parentStart[effect]..<links.parentStart[effect + 1]
            let best = range.max { links.parentProbability[$0] < links.parentProbability[$1] }
            if let best { set(links.parent[best], true) }
        }
    }
}
