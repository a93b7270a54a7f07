import Anatomy
import Knowledge

extension Assessor {
    /// What to examine next: the hands on the leading points first, then the findings and tests that tell most.
    ///
    /// They are weighed by ``Forecaster``; a whole examination is planned by `Examination`.
    func suggestedSteps(
        _ ranking: [RankedSource], presentation: Presentation, forecaster: Forecaster
    ) -> [SuggestedStep] {
        let leading = Array(ranking.prefix(8))
        guard !leading.isEmpty else { return [] }
        let told = Set(presentation.findings.map(\.text))
        var steps: [(step: SuggestedStep.Step, item: ExaminationItem)] = []
        for ranked in leading.prefix(4) where ranked.source.kind == .muscle {
            let part = ranked.parts.first?.name ?? "whole"
            let name = part == "whole" ? ranked.source.name : "\(ranked.source.name)/\(part)"
            guard !told.contains(where: { $0.hasPrefix("palpation:\(name):") }) else { continue }
            steps.append(
                (.palpate(ranked.source, part: part), ExaminationItem(.pressing(ranked.source), side: ranked.side)))
        }
        var others: [(step: SuggestedStep.Step, item: ExaminationItem)] = []
        for key in candidateFindings(of: leading) where !told.contains(key.description) {
            others.append((.find(key), ExaminationItem(.fact(key))))
        }
        for test in knowledge.tests where !told.contains(where: { $0.hasPrefix("test:\(test.id)=") }) {
            guard test.sensitivity != nil, test.specificity != nil else { continue }
            others.append((.test(Term.ID(test.id)), ExaminationItem(.test(Term.ID(test.id)))))
        }
        let gains = forecaster.gains(of: (steps + others).map(\.item))
        let best = zip(others, gains.dropFirst(steps.count)).filter { $0.1 > 0.004 }.sorted {
            ($1.1, describe($0.0.step)) < ($0.1, describe($1.0.step))
        }
        return (zip(steps, gains).map { ($0, $1) } + best.prefix(5)).map { entry, gain in
            SuggestedStep(step: entry.step, tells: forecaster.tells(entry.item), gain: gain)
        }
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
