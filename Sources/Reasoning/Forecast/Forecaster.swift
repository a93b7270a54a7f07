import Anatomy
import Knowledge

/// What an answer would do to the ranking.
public struct AnswerForecast: Hashable, Sendable {
    /// The word of the outcome.
    public let word: String
    /// How likely the answer is, 0...1.
    public let probability: Double
    /// The sources whose stated probability would change most, most first.
    public let changes: [Change]

    public struct Change: Hashable, Sendable {
        public let source: SourceOnSide
        /// Stated probabilities before and after.
        public let from: Double
        public let to: Double
    }
}

/// Tells, before anything is examined, what each item would tell about the origins of an assessed presentation.
public struct Forecaster: Sendable {
    let table: SourceTable
    let knowledge: KnowledgeBase
    let builder: EvidenceBuilder
    let sample: JointSample
    /// The leading sources with the computed (not stated) probability.
    let leading: [(source: SourceOnSide, computed: Double)]
    private let counts: FindingCounts
    private let positivePerTissue: [String: Int]
    /// Per focus cause.
    private let sources: [SourceOnSide]
    /// The focus causes of each source, ascending.
    private let focusOf: [PainSourceID: [Int]]

    init(
        table: SourceTable, knowledge: KnowledgeBase, builder: EvidenceBuilder, sample: JointSample,
        leading: [(source: SourceOnSide, computed: Double)]
    ) {
        self.table = table
        self.knowledge = knowledge
        self.builder = builder
        self.sample = sample
        self.leading = leading
        sources = sample.causes.map { SourceOnSide(table.causes[$0].source, table.causes[$0].side) }
        focusOf = Dictionary(grouping: sources.indices, by: { [sources] in sources[$0].source })
        var tissues: [String: Int] = [:]
        for finding in builder.presentation.findings {
            if case .test(let id, true) = finding.fact, let test = table.tests[id] {
                tissues[test.loads, default: 0] += 1
            }
        }
        counts = FindingCounts(builder.presentation.findings)
        positivePerTissue = tissues
    }

    // MARK: What is asked

    /// The expected information of each item about which causes are active, in nats.
    ///
    /// The mutual information of the answer and the joint state of the likeliest causes: what two causes share is not
    /// counted twice, and examiner's error counts as noise.
    /// - Complexity: O(items · states in which a linked cause is active).
    public func gains(of items: [ExaminationItem]) -> [Double] {
        let listed = chancesListed(for: items)
        var scratch = Scratch(count: sample.weights.count)
        return items.map { item in
            let likelihood = likelihood(of: item, listed: listed)
            return gain(likelihood, scratch: &scratch)
        }
    }

    /// What each answer of an item would do to the leading sources.
    ///
    /// `most`: The number of sources named per answer.
    /// - Complexity: O(answers · leading · states).
    public func answers(to item: ExaminationItem, most: Int = 4) -> [AnswerForecast] {
        let likelihood = likelihood(of: item, listed: chancesListed(for: [item]))
        let outcomes = item.outcomes
        var scratch = Scratch(count: sample.weights.count)
        var rows = rows(likelihood, scratch: &scratch)
        let chances = outcomes.indices.map { outcome in
            sample.weights.indices.reduce(0) { $0 + sample.weights[$1] * rows[$1][outcome] }
        }
        if let absent = absence(likelihood, of: item) {
            // What is not found weighs as the network will weigh it, not as the complement of what is found.
            let last = outcomes.count - 1
            for (state, row) in self.rows(absent, scratch: &scratch).enumerated() { rows[state][last] = row.last ?? 0 }
        }
        let parameters = table.parameters
        return outcomes.indices.map { outcome in
            let all = sample.weights.indices.reduce(0) { $0 + sample.weights[$1] * rows[$1][outcome] }
            var changes: [AnswerForecast.Change] = []
            for (source, computed) in leading {
                var isActive = [Bool](repeating: false, count: sample.weights.count)
                for (index, own) in sources.enumerated() where own == source {
                    for state in sample.states[index] { isActive[state] = true }
                }
                var (mass, joint) = (0.0, 0.0)
                for state in isActive.indices where isActive[state] {
                    mass += sample.weights[state]
                    joint += sample.weights[state] * rows[state][outcome]
                }
                guard mass > 1e-6, mass < 1 - 1e-6 else { continue }
                let ratio = logarithm(max(joint / mass, 1e-9)) - logarithm(max((all - joint) / (1 - mass), 1e-9))
                let from = parameters.stated(computed)
                // The map of the stated probabilities adds to what is told, not to what is examined.
                let odds = logOdds(from) + (outcomes[outcome].isExamined ? 1 : parameters.statedSlope) * ratio
                let to = odds > 0 ? 1 / (1 + exponential(-odds)) : exponential(odds) / (1 + exponential(odds))
                changes.append(AnswerForecast.Change(source: source, from: from, to: to))
            }
            let sorted = changes.sorted { (abs($1.to - $1.from), $0.source) < (abs($0.to - $0.from), $1.source) }
            return AnswerForecast(
                word: outcomes[outcome].word, probability: chances[outcome],
                changes: sorted.prefix(most).filter { abs($0.to - $0.from) >= 0.005 }
            )
        }
    }

    /// The sources that an item tells about, most first.
    public func tells(_ item: ExaminationItem) -> [SourceOnSide] {
        var largest: [SourceOnSide: Double] = [:]
        for answer in answers(to: item) {
            for change in answer.changes {
                largest[change.source] = max(
                    largest[change.source] ?? 0, abs(change.to - change.from) * answer.probability)
            }
        }
        return largest.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
    }

    /// The last outcome of a chain of findings, none of them there, in the form in which it becomes evidence.
    private func absence(_ likelihood: Likelihood, of item: ExaminationItem) -> Likelihood? {
        guard case .chain(let effects) = likelihood else { return nil }
        let kinds: [FindingKind]
        switch item.subject {
        case .fact(let key): kinds = [key.kind]
        case .range: kinds = [.limited, .painful]
        case .strength: kinds = [.weak, .resistedPain]
        default: return nil
        }
        return .chain(
            zip(effects, kinds).map { effect, kind in
                let count = Double(counts[kind, false])
                let exponent = 1 - table.parameters.findingDilution
                let weight = power(count + 1, exponent) - power(count, exponent)
                return (
                    0,
                    effect.links.map {
                        ($0.focus, 1 - power(1 - EvidenceBuilder.deniedShare * min($0.chance, 0.999), weight))
                    }
                )
            }
        )
    }

    // MARK: Likelihoods

    /// The chance of each outcome as it depends on the causes.
    private enum Likelihood {
        /// Successive noisy-ORs: the first that fires is the outcome, the last outcome is none.
        case chain([(leak: Double, links: [(focus: Int, chance: Double)])])
        /// By the pressed source: neither, knot, trigger point (or the source at all).
        case pressing(knots: [Int], points: [Int], chances: [[Double]])
        case silent
    }

    /// The chances that the focus causes' sources give for the findings that the items ask, by finding.
    private struct Listed {
        /// Term → source → chance per kind.
        var chances: [String: [PainSourceID: [FindingKind: Double]]] = [:]
    }

    private func chancesListed(for items: [ExaminationItem]) -> Listed {
        var listed = Listed()
        for item in items {
            switch item.subject {
            case .fact(let key): listed.chances[key.term] = [:]
            case .range(let movement), .strength(let movement): listed.chances[movement.text] = [:]
            default: break
            }
        }
        var seen: Set<PainSourceID> = []
        for cause in sample.causes {
            let card = table.causes[cause]
            guard seen.insert(card.source).inserted else { continue }
            for (key, chance) in card.causes where listed.chances[key.term] != nil {
                listed.chances[key.term]?[card.source, default: [:]][key.kind] = chance
            }
        }
        return listed
    }

    private func likelihood(of item: ExaminationItem, listed: Listed) -> Likelihood {
        let parameters = table.parameters
        func effect(_ kind: FindingKind, _ term: String) -> (leak: Double, links: [(focus: Int, chance: Double)]) {
            let leak = parameters.findingLeak[kind] ?? 0.2
            // Of n findings of one kind each counts n^-dilution, so one more adds less than its share.
            let count = Double(max(counts[kind, true], counts[kind, false]))
            let exponent = 1 - parameters.findingDilution
            let weight = power(count + 1, exponent) - power(count, exponent)
            let tempered = temperedLeak(leak, weight: weight, reference: parameters.caused[.common] ?? 0.5)
            guard let sources = listed.chances[term], !sources.isEmpty else { return (tempered, []) }
            let key = FindingKey(kind, term)
            let isAxial = EvidenceBuilder.isAxial(key)
            var links: [(focus: Int, chance: Double)] = []
            for (source, own) in sources {
                let chance = EvidenceBuilder.relatedChance(kind) { own[$0] ?? 0 }
                guard chance > 0 else { continue }
                for index in focusOf[source] ?? [] where isAxial || fits(self.sources[index].side, item.side) {
                    links.append((index, chance))
                }
            }
            // In a fixed order, so that the products are the same to the bit.
            return (tempered, links.sorted { $0.focus < $1.focus })
        }
        switch item.subject {
        case .fact(let key): return .chain([effect(key.kind, key.term)])
        case .range(let movement): return .chain([effect(.limited, movement.text), effect(.painful, movement.text)])
        case .strength(let movement):
            return .chain([effect(.weak, movement.text), effect(.resistedPain, movement.text)])
        case .test(let id):
            guard let test = table.tests[id] else { return .silent }
            let named = knowledge.sources(of: test)
            let others = (positivePerTissue[test.loads] ?? 0) + 1
            let made = builder.effect(of: test, isPositive: true, others: others, targets: [])
            let (sensitivity, specificity) = parameters.accuracy(of: test)
            guard sensitivity > 1 - specificity else { return .silent }
            let chance = 1 - (1 - sensitivity) / specificity
            return .chain([(made.leak, focus(named, item.side).map { ($0, chance) })])
        case .feeling(let zone):
            let links = sample.causes.indices.compactMap { index -> (focus: Int, chance: Double)? in
                let card = table.causes[sample.causes[index]]
                let sides: [Side] = item.side.map { [$0] } ?? [.midline, .right, .left]
                let chance = sides.compactMap { card.numbs[SidedZone(zone, $0)] }.max() ?? 0
                return chance > 0 ? (index, chance) : nil
            }
            return .chain([(parameters.numbLeak, links)])
        case .reflex(let root):
            return .chain([
                (
                    EvidenceBuilder.reflexLeak,
                    focus(builder.sourcesOfReflex(root), item.side).map { ($0, EvidenceBuilder.reflexChance) }
                )
            ])
        case .pressing(let source):
            let own = focus([source], item.side)
            let knots = own.filter { table.causes[sample.causes[$0]].isKnot }
            let points = own.filter { !table.causes[sample.causes[$0]].isKnot }
            let model = parameters.palpation
            let chances =
                source.kind == .muscle
                ? [PalpationModel.Truth.other, .knot, .triggerPoint].map(model.chances)
                : [false, false, true].map(model.chancesOfJoint)
            return .pressing(knots: knots, points: points, chances: chances)
        case .sign(let source, let sign):
            let own = focus([source], item.side)
            let chances = [PalpationModel.Truth.other, .knot, .triggerPoint].map { truth in
                let read = parameters.palpation.chance(of: sign, truth) ?? 0.5
                return [read, 1 - read]
            }
            return .pressing(
                knots: own.filter { table.causes[sample.causes[$0]].isKnot },
                points: own.filter { !table.causes[sample.causes[$0]].isKnot }, chances: chances
            )
        case .factor: return .silent
        }
    }

    /// The focus causes of sources on a side.
    private func focus(_ named: Set<PainSourceID>, _ side: Side?) -> [Int] {
        named.flatMap { focusOf[$0] ?? [] }.filter { fits(sources[$0].side, side) }.sorted()
    }

    private func fits(_ own: Side, _ asked: Side?) -> Bool {
        asked == nil || asked == .midline || own == asked || own == .midline
    }

    // MARK: Sums over the states

    private struct Scratch {
        /// Chance that the first and the second chained effect stay away, per state.
        var first: [Double]
        var second: [Double]
        var isTouched: [Bool]
        var touched: [Int] = []
        var truth: [UInt8]

        init(count: Int) {
            first = [Double](repeating: 1, count: count)
            second = first
            isTouched = [Bool](repeating: false, count: count)
            truth = [UInt8](repeating: 0, count: count)
        }

        mutating func touch(_ state: Int) {
            guard !isTouched[state] else { return }
            isTouched[state] = true
            touched.append(state)
        }

        mutating func clear() {
            for state in touched {
                isTouched[state] = false
                truth[state] = 0
                first[state] = 1
                second[state] = 1
            }
            touched.removeAll(keepingCapacity: true)
        }
    }

    /// The chance of each outcome in a state.
    private func row(_ leaks: [Double], _ spared: (Int) -> Double) -> [Double] {
        var left = 1.0
        var row: [Double] = []
        for (index, leak) in leaks.enumerated() {
            let fires = 1 - (1 - leak) * spared(index)
            row.append(left * fires)
            left *= 1 - fires
        }
        return row + [left]
    }

    private func mark(_ likelihood: Likelihood, _ scratch: inout Scratch) {
        switch likelihood {
        case .chain(let effects):
            for (index, effect) in effects.enumerated() {
                for link in effect.links {
                    for state in sample.states[link.focus] {
                        scratch.touch(state)
                        if index == 0 {
                            scratch.first[state] *= 1 - link.chance
                        } else {
                            scratch.second[state] *= 1 - link.chance
                        }
                    }
                }
            }
        case .pressing(let knots, let points, _):
            for (list, truth) in [(knots, UInt8(1)), (points, UInt8(2))] {
                for focus in list {
                    for state in sample.states[focus] {
                        scratch.touch(state)
                        scratch.truth[state] = truth
                    }
                }
            }
        case .silent: break
        }
    }

    private func gain(_ likelihood: Likelihood, scratch: inout Scratch) -> Double {
        mark(likelihood, &scratch)
        defer { scratch.clear() }
        guard !scratch.touched.isEmpty else { return 0 }
        let touched = scratch.touched.reduce(0) { $0 + sample.weights[$1] }
        func entropy(_ row: [Double]) -> Double { row.reduce(0) { $0 - ($1 > 0 ? $1 * logarithm($1) : 0) } }
        let base: [Double]
        var mean: [Double]
        var inside = 0.0
        switch likelihood {
        case .silent: return 0
        case .chain(let effects):
            // At most two effects; written out, because this runs for every candidate step.
            base = row(effects.map(\.leak)) { _ in 1 }
            let keepsFirst = 1 - (effects.first?.leak ?? 0)
            let keepsSecond = effects.count > 1 ? 1 - effects[1].leak : 1
            func term(_ p: Double) -> Double { p > 0 ? -p * logarithm(p) : 0 }
            var (fired, then, rest) = (0.0, 0.0, 0.0)
            for state in scratch.touched {
                let weight = sample.weights[state]
                let spared = keepsFirst * scratch.first[state]
                let none = effects.count > 1 ? spared * keepsSecond * scratch.second[state] : spared
                let middle = spared - none
                fired += weight * (1 - spared)
                then += weight * middle
                rest += weight * none
                inside += weight * (term(1 - spared) + term(middle) + term(none))
            }
            mean = base.map { $0 * (1 - touched) }
            let sums = effects.count > 1 ? [fired, then, rest] : [fired, rest]
            for index in mean.indices where sums.indices.contains(index) { mean[index] += sums[index] }
        case .pressing(_, _, let chances):
            base = chances[0]
            mean = base.map { $0 * (1 - touched) }
            var mass = [0.0, 0.0, 0.0]
            for state in scratch.touched { mass[Int(scratch.truth[state])] += sample.weights[state] }
            for truth in 1...2 {
                for index in mean.indices { mean[index] += mass[truth] * chances[truth][index] }
                inside += mass[truth] * entropy(chances[truth])
            }
        }
        return max(entropy(mean) - inside - (1 - touched) * entropy(base), 0)
    }

    private func rows(_ likelihood: Likelihood, scratch: inout Scratch) -> [[Double]] {
        mark(likelihood, &scratch)
        defer { scratch.clear() }
        return sample.weights.indices.map { state in
            switch likelihood {
            case .chain(let effects):
                row(effects.map(\.leak)) { $0 == 0 ? scratch.first[state] : scratch.second[state] }
            case .pressing(_, _, let chances): chances[Int(scratch.truth[state])]
            case .silent: [0.5, 0.5]
            }
        }
    }
}
