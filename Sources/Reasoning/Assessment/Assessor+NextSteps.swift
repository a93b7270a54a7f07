import Anatomy
import Knowledge

extension Assessor {
    /// What to examine next: the hands on the leading points first, then the findings and tests that tell most.
    ///
    /// They are weighed by ``FindingGain``; a whole examination is planned by `Examination`.
    func suggestedSteps(_ ranking: [RankedSource], presentation: Presentation) -> [SuggestedStep] {
        let leading = Array(ranking.prefix(8))
        guard !leading.isEmpty else { return [] }
        let gain = FindingGain(ranking: leading, knowledge: knowledge)
        let told = Set(presentation.findings.map(\.text))
        var steps: [SuggestedStep] = []
        for ranked in leading.prefix(4) where ranked.source.kind == .muscle {
            let part = ranked.parts.first?.name ?? "whole"
            let name = part == "whole" ? ranked.source.name : "\(ranked.source.name)/\(part)"
            guard !told.contains(where: { $0.hasPrefix("palpation:\(name):") }) else { continue }
            let pressing = gain.gain(ofPressing: ranked.source, side: ranked.side)
            steps.append(
                SuggestedStep(
                    step: .palpate(ranked.source, part: part), tells: pressing.tells, gain: pressing.nats
                )
            )
        }
        var gains: [SuggestedStep] = []
        for key in candidateFindings(of: leading) where !told.contains(key.description) {
            let found = gain.gain(of: key)
            gains.append(SuggestedStep(step: .find(key), tells: found.tells, gain: found.nats))
        }
        for test in knowledge.tests where !told.contains(where: { $0.hasPrefix("test:\(test.id)=") }) {
            let found = gain.gain(of: test, for: knowledge.sources(of: test))
            gains.append(SuggestedStep(step: .test(Term.ID(test.id)), tells: found.tells, gain: found.nats))
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
