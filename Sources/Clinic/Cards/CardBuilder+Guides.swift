import Anatomy
import Knowledge

extension CardBuilder {
    /// The card of a condition group.
    func condition(_ condition: ConditionGuide) -> CardDocument {
        var writer = CardWriter(wording: wording)
        let about = writer.line(condition.about.text, condition.about.evidence)
        writer.section(
            "grade", "How good the evidence is",
            [
                writer.line(
                    "\(condition.grade) for manual trigger-point and soft-tissue work (A strong, B moderate, C weak, D none)"
                        + (condition.gradeBasis.text.isEmpty ? "" : ": \(condition.gradeBasis.text)"),
                    condition.gradeBasis.evidence
                )
            ]
        )
        writer.section(
            "refer", "When a physician must see it",
            condition.refer.map { writer.line($0.text, $0.evidence, term: $0.urgency.rawValue) }
        )
        writer.section(
            "achieves", "What it achieves",
            (condition.achieves.value ?? []).map { writer.line(text(of: $0), $0.evidence) },
            none: condition.achieves.reason
        )
        writer.section(
            "does-not", "What it does not do, or nobody has shown",
            condition.doesNot.map { writer.line($0.text, $0.evidence) }
        )
        writer.section("examination", "What to examine", hints(condition.examination, &writer))
        writer.section(
            "points", "Trigger points found in it",
            (condition.points.value ?? []).map { point in
                let counts = [
                    point.active.map { "active \(percent($0))" }, point.latent.map { "latent \(percent($0))" },
                ]
                let number = point.count.map { "n = \($0)" }
                let words = (counts + [number, point.note]).compactMap { $0 }.joined(separator: ", ")
                return writer.line(words, point.evidence, term: written(point.muscle), link: linkedMuscle(point.muscle))
            },
            none: condition.points.reason
        )
        writer.section("cautions", "Cautions", condition.cautions.map { writer.line($0.text, $0.evidence) })
        writer.section("self-care", "At home", condition.selfCare.map { writer.line($0.text, $0.evidence) })
        return CardDocument(
            id: "condition:\(condition.id)", kind: "condition", title: capital(condition.name),
            subtitle: "condition group", about: about, badges: ["evidence \(condition.grade)"],
            sections: writer.sections, citations: writer.citations, knowledgeVersion: knowledge.version
        )
    }

    private func text(of effect: Effect) -> String {
        guard let size = effect.size else { return effect.text }
        let interval = zip2(size.low, size.high).map { " (\(plainNumber($0)) to \(plainNumber($1)))" } ?? ""
        let details = [
            size.against.map { "against \($0)" }, size.count.map { "n = \($0)" }, size.when,
        ].compactMap { $0 }.joined(separator: ", ")
        return "\(effect.text) [\(size.measure): \(plainNumber(size.value))\(interval) \(size.unit)"
            + (details.isEmpty ? "]" : "; \(details)]")
    }

    private func zip2(_ low: Double?, _ high: Double?) -> (Double, Double)? {
        guard let low, let high else { return nil }
        return (low, high)
    }

    private func linkedMuscle(_ text: String) -> String? { text.hasPrefix("group:") ? nil : linked(text) }

    private func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// The card of a movement: who does what in it, and its published ranges.
    func movement(_ movement: Movement) -> CardDocument {
        var writer = CardWriter(wording: wording)
        let unit = movement.unit == "deg" ? "°" : " \(movement.unit)"
        let norm = knowledge.norms.first { $0.movement == movement.id }
        writer.section(
            "ranges", "Published ranges",
            (norm?.rows ?? []).map { row in
                let who = [
                    row.sex == .both ? "women and men" : row.sex == .female ? "women" : "men",
                    row.ages.map { "\(plainNumber($0.lowerBound)) to \(plainNumber($0.upperBound)) years" },
                ].compactMap { $0 }.joined(separator: ", ")
                let details = [
                    row.deviation.map { "standard deviation \(plainNumber($0))\(unit)" }, row.count.map { "n = \($0)" },
                    row.note,
                ].compactMap { $0 }.joined(separator: ", ")
                return writer.line(
                    "\(plainNumber(row.mean))\(unit)" + (details.isEmpty ? "" : " (\(details))"), row.evidence,
                    term: who
                )
            },
            none: "no published range was found"
        )
        if let norm {
            var lines = [writer.remark(norm.method, term: "method")]
            if let limit = norm.impaired {
                lines.append(
                    writer.line(
                        "below \(plainNumber(limit.value))\(unit): \(limit.text)", limit.evidence, term: "impaired"))
            }
            if let change = norm.change {
                lines.append(
                    writer.line(
                        "\(plainNumber(change.value))\(unit): \(change.text)", change.evidence, term: "a real change"))
            }
            writer.section("measuring", "Measuring it", lines)
        }
        let titles: [(ActionRole, String, String)] = [
            (.primeMover, "movers", "Prime movers"), (.synergist, "synergists", "Synergists"),
            (.stabilizer, "stabilizers", "Stabilizers"), (.antagonist, "antagonists", "Antagonists: they limit it"),
        ]
        for (role, id, title) in titles {
            let lines = knowledge.sources.flatMap { source -> [CardDocument.Line] in
                (source.muscle?.actions ?? []).filter { $0.movement == movement.id && $0.role == role }.map { action in
                    writer.line(
                        action.note ?? "", action.evidence, term: wording.source(source.id), link: source.id.description
                    )
                }
            }
            writer.section(id, title, lines)
        }
        let joint = movement.id.text.split(separator: "/").first.map { String($0).replacing("_", with: " ") } ?? ""
        return CardDocument(
            id: "movement:\(movement.id)", kind: "movement", title: capital(movement.name), subtitle: joint, about: nil,
            badges: [], sections: writer.sections, citations: writer.citations, knowledgeVersion: knowledge.version
        )
    }

    /// The card of a perpetuating factor.
    func factor(_ factor: PerpetuatingFactor) -> CardDocument {
        var writer = CardWriter(wording: wording)
        let about = writer.line(factor.about.text, factor.about.evidence)
        writer.section("check", "How to check", [writer.line(factor.check.text, factor.check.evidence)])
        writer.section("change", "What to change", [writer.line(factor.change.text, factor.change.evidence)])
        writer.section(
            "evidence", "What is known",
            [writer.line(factor.known.text, factor.known.evidence, term: "grade \(factor.grade)")])
        writer.section(
            "muscles", "Muscles it concerns",
            (factor.muscles.value ?? []).map { writer.remark("", term: written($0), link: linkedMuscle($0)) },
            none: factor.muscles.reason
        )
        let cards = knowledge.sources.filter { source in
            source.muscle?.reference.perpetuating.value?.contains { $0.factor == factor.id } ?? false
        }
        writer.section(
            "cards", "Cards that name it",
            cards.map { writer.remark("", term: wording.source($0.id), link: $0.id.description) }
        )
        writer.section(
            "refer", "When a physician must see it",
            factor.refer.value.map { [writer.line($0.text, $0.evidence)] } ?? [], none: factor.refer.reason
        )
        return CardDocument(
            id: "factor:\(factor.id)", kind: "factor", title: capital(factor.name),
            subtitle: "what keeps trigger points alive",
            about: about, badges: ["evidence \(factor.grade)"], sections: writer.sections, citations: writer.citations,
            knowledgeVersion: knowledge.version
        )
    }

    /// The card of a clinical test.
    func test(_ test: ClinicalTest) -> CardDocument {
        var writer = CardWriter(wording: wording)
        if let procedure = test.procedure {
            writer.section("procedure", "How it is done", [writer.line(procedure.text, procedure.evidence)])
        }
        if let positive = test.positive { writer.section("positive", "Positive when", [writer.remark(positive)]) }
        writer.section(
            "figures", "How good it is",
            [("sensitivity", test.sensitivity), ("specificity", test.specificity)].compactMap { name, rate in
                rate.map { writer.line(percent($0.value), $0.evidence, term: name) }
            } + ratios(test, writer),
            none: "no figures found"
        )
        writer.section(
            "for", "It tests for", test.targets.map { writer.remark("", term: written($0), link: linkedMuscle($0)) }
        )
        if let dependence = test.dependence {
            var lines: [CardDocument.Line] = []
            if let known = dependence.value {
                lines = [writer.line(known.text ?? "Not independent of these tests.", known.evidence)]
                lines += known.tests.map { id in
                    writer.remark("", term: knowledge.vocabulary.test[Term.ID(id)]?.name ?? id, link: "test:\(id)")
                }
            }
            writer.section("dependence", "Do not multiply it with", lines, none: dependence.reason)
        }
        if let caution = test.caution {
            writer.section(
                "caution", "Caution", caution.value.map { [writer.line($0.text, $0.evidence)] } ?? [],
                none: caution.reason
            )
        }
        if let note = test.note { writer.section("note", "Worth knowing", [writer.remark(note)]) }
        return CardDocument(
            id: "test:\(test.id)", kind: "test", title: capital(test.name), subtitle: test.id.replacing("_", with: " "),
            about: nil, badges: [], sections: writer.sections, citations: writer.citations,
            knowledgeVersion: knowledge.version
        )
    }

    private func ratios(_ test: ClinicalTest, _ writer: CardWriter) -> [CardDocument.Line] {
        guard let sensitivity = test.sensitivity?.value, let specificity = test.specificity?.value, specificity > 0
        else { return [] }
        let positive = specificity < 1 ? plainNumber(sensitivity / (1 - specificity)) : "very large"
        return [
            writer.remark(
                "\(positive) when positive, \(plainNumber((1 - sensitivity) / specificity)) when negative (computed)",
                term: "likelihood ratio"
            )
        ]
    }
}
