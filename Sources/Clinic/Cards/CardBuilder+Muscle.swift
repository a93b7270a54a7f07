import Anatomy
import Knowledge

extension CardBuilder {
    /// Finding, holding, lengthening and caring: what the hands do.
    func handsOn(_ reference: MuscleReference, _ writer: inout CardWriter) {
        var palpation: [CardDocument.Line] = []
        if let guide = reference.palpation.value {
            palpation = [
                writer.line(
                    guide.techniques.map(\.rawValue).joined(separator: " or "), guide.evidence, term: "palpation"),
                writer.line(guide.client, guide.evidence, term: "client"),
                writer.line(guide.hand, guide.evidence, term: "hand"),
                writer.line(guide.path, guide.evidence, term: "way to the point"),
                writer.line(guide.feel, guide.evidence, term: "feels like"),
            ]
        }
        writer.section("palpation", "How to find it", palpation, none: reference.palpation.reason)
        writer.section(
            "hazards", "Do not press",
            (reference.hazards.value ?? []).map { hazard in
                writer.line(hazard.avoid, hazard.evidence, term: "\(hazard.structure) (\(hazard.kind.rawValue))")
            },
            none: reference.hazards.reason
        )
        hold(reference, &writer)
        writer.section(
            "lengthen", "Lengthen it", reference.lengthen.value.map { [writer.line($0.text, $0.evidence)] } ?? [],
            none: reference.lengthen.reason
        )
        var care: [CardDocument.Line] = []
        if let selfCare = reference.selfCare.value {
            if let pressure = selfCare.pressure {
                care.append(writer.line(pressure, selfCare.evidence, term: "self-pressure"))
            }
            care += selfCare.habits.map { writer.line($0, selfCare.evidence, term: "habit") }
        }
        writer.section("self-care", "At home", care, none: reference.selfCare.reason)
        writer.section(
            "perpetuating", "What keeps its points alive, and how to check",
            (reference.perpetuating.value ?? []).map { check in
                writer.line(
                    check.check, check.evidence,
                    term: knowledge.vocabulary.perpetuatingFactor[check.factor]?.name ?? check.factor.text,
                    link: "factor:\(check.factor)"
                )
            },
            none: reference.perpetuating.reason
        )
        writer.section(
            "contraindications", "When not to treat it",
            (reference.contraindications.value ?? []).map { writer.line($0.text, $0.evidence) },
            none: reference.contraindications.reason
        )
    }

    private func hold(_ reference: MuscleReference, _ writer: inout CardWriter) {
        guard let hold = reference.hold.value else {
            writer.section("hold", "Hold", [], none: reference.hold.reason)
            return
        }
        var lines = [writer.line(hold.text, hold.evidence, term: "how")]
        if let note = hold.note { lines.append(writer.remark(note)) }
        guard let dose = knowledge.doses[hold.dose] else {
            writer.section("hold", "Hold", lines)
            return
        }
        lines.append(writer.remark(dose.name, term: "dose"))
        // The numbers with their own level each; what stands behind them follows in a section of its own.
        let ranges = [
            ("seconds", dose.seconds, " s"), ("discomfort", dose.discomfort, " of 10"), ("repeats", dose.repeats, ""),
        ]
        for (title, range, unit) in ranges {
            guard let range, let line = dose.lines.first(where: { $0.title == title }) else { continue }
            lines.append(writer.line(words(range) + unit, line.statement.evidence, term: title))
        }
        writer.section("hold", "Hold", lines)
        writer.section(
            "dose", "The dose and its evidence",
            dose.lines.map {
                writer.line($0.statement.text, $0.statement.evidence, term: $0.title.replacing("_", with: " "))
            }
        )
    }

    private func words(_ range: ClosedRange<Double>) -> String {
        range.lowerBound == range.upperBound
            ? plainNumber(range.lowerBound) : "\(plainNumber(range.lowerBound)) to \(plainNumber(range.upperBound))"
    }

    /// Keys, satellites, functional unit, nerves, chains, other signs and published shares.
    func relations(_ source: PainSource, _ reference: MuscleReference, _ writer: inout CardWriter) {
        for (id, title, stated) in [
            ("keys", "Muscles that wake points here (keys)", reference.keys),
            ("satellites", "Muscles in which it wakes points (satellites)", reference.satellites),
        ] {
            let related = stated.value
            writer.section(
                id, title,
                related.map { related in
                    related.muscles.map { writer.line("", related.evidence, term: written($0), link: linked($0)) }
                } ?? [],
                none: stated.reason
            )
        }
        if let unit = reference.unit.value {
            let lines = [("works with", unit.agonists), ("works against", unit.antagonists)].filter { !$0.1.isEmpty }
                .map { word, muscles in
                    writer.line(muscles.map(written).joined(separator: ", "), unit.evidence, term: word)
                }
            writer.section("unit", "Functional unit", lines)
        } else {
            writer.section("unit", "Functional unit", [], none: reference.unit.reason)
        }
        let trapped = reference.entraps.value
        writer.section(
            "entraps", "Nerves it can squeeze",
            trapped.map { trapped in
                trapped.sites.map { site in
                    writer.line(
                        trapped.text ?? "", trapped.evidence,
                        term: knowledge.vocabulary.entrapment[site]?.name ?? site.text, link: "entrapment:\(site)"
                    )
                }
            } ?? [],
            none: reference.entraps.reason
        )
        let name = source.id.name
        writer.section(
            "chains", "Chains that run through it",
            knowledge.chains.filter { chain in
                chain.muscles.contains { $0 == name || $0.hasPrefix("\(name)/") }
            }.map { chain in
                writer.line(
                    "\(chain.text) Look for: \(chain.check)", chain.evidence,
                    term: "\(chain.from.name) to \(chain.region.name)"
                )
            }
        )
        writer.section(
            "autonomic", "Other signs", (reference.autonomic.value ?? []).map { writer.line($0.text, $0.evidence) },
            none: reference.autonomic.reason
        )
        writer.section(
            "prevalence", "How often points were found",
            (source.muscle?.prevalence ?? []).map { row in
                let counts = [row.active.map { "active \(percent($0))" }, row.latent.map { "latent \(percent($0))" }]
                let number = row.count.map { ", n = \($0)" } ?? ""
                return writer.line(
                    counts.compactMap { $0 }.joined(separator: ", ") + number, row.evidence, term: row.condition
                )
            },
            none: reference.noPrevalence
        )
    }

    /// Attachments, nerve, actions.
    func anatomy(_ muscle: MuscleFacts, _ writer: inout CardWriter) {
        var lines: [CardDocument.Line] = []
        if let origin = muscle.origin { lines.append(writer.line(origin.text, origin.evidence, term: "from")) }
        if let insertion = muscle.insertion {
            lines.append(writer.line(insertion.text, insertion.evidence, term: "to"))
        }
        for supply in muscle.innervation {
            let nerve = knowledge.vocabulary.nerve[supply.nerve]?.name ?? supply.nerve.text
            let roots = supply.roots.isEmpty ? "" : " (\(supply.roots.joined(separator: ", ").uppercased()))"
            let note = supply.note.map { "; \($0)" } ?? ""
            lines.append(
                writer.line("\(nerve)\(roots)\(note)", supply.evidence, term: "nerve", link: "nerve:\(supply.nerve)"))
        }
        for action in muscle.actions {
            let movement = knowledge.vocabulary.movement[action.movement]?.name ?? action.movement.text
            let joint = action.movement.text.split(separator: "/").first.map { $0.replacing("_", with: " ") } ?? ""
            let note = action.note.map { ": \($0)" } ?? ""
            lines.append(
                writer.line(
                    "\(movement) (\(joint))\(note)", action.evidence,
                    term: action.role.rawValue.replacing("_", with: " "), link: "movement:\(action.movement)"
                )
            )
        }
        writer.section("anatomy", "Anatomy", lines)
    }
}
