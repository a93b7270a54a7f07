import Anatomy
import Knowledge

extension Assessor {
    /// What to examine next: the hands on the leading points first, then the findings and tests that would move the
    /// leading sources most.
    ///
    /// The gain of a finding is the sum over the leading sources of the mutual information between source and
    /// finding, each taken alone; the full planner of the examination replaces this.
    func suggestedSteps(_ ranking: [RankedSource], presentation: Presentation) -> [SuggestedStep] {
        let leading = Array(ranking.prefix(8))
        guard !leading.isEmpty else { return [] }
        let told = Set(presentation.findings.map(\.text))
        var steps: [SuggestedStep] = []
        for ranked in leading.prefix(4) where ranked.source.kind == .muscle {
            let part = ranked.parts.first?.name ?? "whole"
            let name = part == "whole" ? ranked.source.name : "\(ranked.source.name)/\(part)"
            guard !told.contains(where: { $0.hasPrefix("palpation:\(name):") }) else { continue }
            steps.append(
                SuggestedStep(
                    step: .palpate(ranked.source, part: part),
                    tells: [SourceOnSide(ranked.source, ranked.side)],
                    gain: information(prior: ranked.probability, ifTrue: 0.75, ifFalse: 0.2)
                )
            )
        }
        var gains: [SuggestedStep] = []
        for key in candidateFindings(of: leading) where !told.contains(key.description) {
            let leak = ModelParameters().findingLeak[key.kind] ?? 0.2
            gains.append(step(.find(key), leading: leading, ifFalse: leak) { chance(of: key, for: $0) })
        }
        for test in knowledge.tests where !told.contains(where: { $0.hasPrefix("test:\(test.id)=") }) {
            guard let sensitivity = test.sensitivity?.value, let specificity = test.specificity?.value else { continue }
            let targets = Set(test.targets)
            gains.append(
                step(.test(Term.ID(test.id)), leading: leading, ifFalse: 1 - specificity) { ranked in
                    targets.contains(ranked.source.description)
                        || targets.contains("nerve:\(ranked.source.name.replacing("nerve/", with: ""))")
                        ? sensitivity : nil
                }
            )
        }
        let best = gains.filter { $0.gain > 0.004 }.sorted {
            ($1.gain, describe($0.step)) < ($0.gain, describe($1.step))
        }
        return steps + best.prefix(5)
    }

    private func candidateFindings(of leading: [RankedSource]) -> [FindingKey] {
        let kinds: Set<FindingKind> = [.limited, .weak, .resistedPain, .aggravatedBy]
        var keys: Set<FindingKey> = []
        for ranked in leading {
            for finding in knowledge.source[ranked.source]?.findings ?? []
            where kinds.contains(finding.key.kind) && !finding.against {
                keys.insert(finding.key)
            }
        }
        return keys.sorted()
    }

    private func chance(of key: FindingKey, for ranked: RankedSource) -> Double? {
        let finding = knowledge.source[ranked.source]?.findings.first { $0.key == key && !$0.against }
        return finding.map { $0.rate?.value ?? ModelParameters().caused[$0.how] ?? 0.5 }
    }

    private func step(
        _ step: SuggestedStep.Step, leading: [RankedSource], ifFalse leak: Double,
        chance: (RankedSource) -> Double?
    ) -> SuggestedStep {
        var told: [(source: SourceOnSide, gain: Double)] = []
        for ranked in leading {
            guard let sensitivity = chance(ranked) else { continue }
            let present = 1 - (1 - leak) * (1 - sensitivity)
            told.append(
                (
                    SourceOnSide(ranked.source, ranked.side),
                    information(prior: ranked.probability, ifTrue: present, ifFalse: leak)
                )
            )
        }
        // A finding that all leading sources share tells none of them apart.
        let spread = told.count == leading.count && leading.count > 1 ? 0.3 : 1
        return SuggestedStep(
            step: step, tells: told.sorted { ($1.gain, $0.source) < ($0.gain, $1.source) }.map(\.source),
            gain: spread * told.reduce(0) { $0 + $1.gain }
        )
    }

    private func describe(_ step: SuggestedStep.Step) -> String {
        switch step {
        case .palpate(let source, let part): "\(source)/\(part)"
        case .find(let key): key.description
        case .test(let test): test.text
        }
    }
}

/// The mutual information of a binary source and a binary finding, in nats.
func information(prior: Double, ifTrue: Double, ifFalse: Double) -> Double {
    let present = prior * ifTrue + (1 - prior) * ifFalse
    return entropy(present) - prior * entropy(ifTrue) - (1 - prior) * entropy(ifFalse)
}

/// The entropy of a coin, in nats.
func entropy(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return 0 }
    return -p * logarithm(p) - (1 - p) * logarithm(1 - p)
}
