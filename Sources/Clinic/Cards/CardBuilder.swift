import Anatomy
public import Knowledge

/// Turns the knowledge about a subject into a card.
public struct CardBuilder: Sendable {
    let wording: Wording
    var knowledge: KnowledgeBase { wording.knowledge }

    public init(wording: Wording) {
        self.wording = wording
    }

    /// The card of anything that has one: a source of pain (`infraspinatus`, `nerve:root/c6`), `condition:tmj`,
    /// `factor:poor_sleep`, `test:spurling`; `nil` when there is none.
    public func card(_ name: String) -> CardDocument? {
        let halves = name.split(separator: ":", maxSplits: 1).map(String.init)
        let id = Term.ID(halves.last ?? name)
        switch halves.count == 2 ? halves[0] : "" {
        case "condition": return knowledge.conditions.first { $0.id == id }.map(condition)
        case "factor": return knowledge.perpetuatingFactors.first { $0.id == id }.map(factor)
        case "test": return knowledge.tests.first { $0.id == id.text }.map(test)
        case "movement": return knowledge.vocabulary.movement[Movement.ID(id.text)].map(movement)
        case "":
            if let source = knowledge.sources.first(where: { $0.id.name == name }) { return self.source(source) }
            return card("condition:\(name)") ?? card("factor:\(name)") ?? card("test:\(name)")
                ?? card("movement:\(name)")
        default: return PainSourceID(text: name).flatMap { knowledge.source[$0] }.map(source)
        }
    }

    /// The identifiers of all cards, sources of pain first.
    public var identifiers: [String] {
        knowledge.sources.map(\.id.description) + knowledge.conditions.map { "condition:\($0.id)" }
            + knowledge.perpetuatingFactors.map { "factor:\($0.id)" } + knowledge.tests.map { "test:\($0.id)" }
            + knowledge.vocabulary.movements.map { "movement:\($0.id)" }
    }

    // MARK: Sources of pain

    /// The card of a source of pain.
    public func source(_ source: PainSource) -> CardDocument {
        var writer = CardWriter(wording: wording)
        let about = aboutLine(source, &writer)
        if let muscle = source.muscle {
            patterns(source, &writer)
            handsOn(muscle.reference, &writer)
            alike(source, &writer)
            findings(source, &writer)
            relations(source, muscle.reference, &writer)
            anatomy(muscle, &writer)
        } else {
            structure(source, &writer)
        }
        var badges = ["met: \(source.occurrence.rawValue)"]
        if let layer = source.muscle?.layer, !layer.isEmpty { badges.append("\(layer) layer") }
        if source.urgency != .routine { badges.append("\(source.urgency.rawValue): physician") }
        return CardDocument(
            id: source.id.description, kind: source.id.kind.rawValue, title: title(of: source.id),
            subtitle: subtitle(of: source), about: about, badges: badges, sections: writer.sections,
            citations: writer.citations, knowledgeVersion: knowledge.version
        )
    }

    private func title(of id: PainSourceID) -> String {
        let name = wording.source(id)
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    private func subtitle(of source: PainSource) -> String {
        switch source.id.kind {
        case .muscle:
            let muscle = knowledge.vocabulary.muscle[Muscle.ID(source.id.name)]
            return [source.name, muscle?.latinName].compactMap { $0 }.joined(separator: " · ")
        case .nerve: return "nerve"
        case .entrapment: return "where a nerve is squeezed"
        case .joint:
            return (knowledge.vocabulary.joint[Joint.ID(source.id.name)]?.kind ?? "joint").replacing("_", with: " ")
        case .viscus: return "organ or serious cause"
        }
    }

    private func aboutLine(_ source: PainSource, _ writer: inout CardWriter) -> CardDocument.Line? {
        let stated = source.muscle?.reference.about ?? source.reference?.about
        guard let about = stated?.value else { return source.note.map { writer.remark($0) } }
        return writer.line(about.text, about.evidence)
    }

    /// Where it sends pain and where its points are, part by part.
    private func patterns(_ source: PainSource, _ writer: inout CardWriter) {
        for part in source.parts {
            let name = part.name == "whole" ? "" : ": \(part.name.replacing("_", with: " ")) part"
            writer.section(
                "points-\(part.name)", "Trigger points\(name)",
                part.points.map { writer.line($0.text, $0.evidence, term: $0.id) }
            )
            writer.section("refers-\(part.name)", "Where it sends pain\(name)", pattern(part.pain, &writer))
        }
        if !source.numbness.isEmpty {
            writer.section("numbness", "Where feeling is lost or tingles", pattern(source.numbness, &writer))
        }
        if let note = source.note { writer.section("note", "Worth knowing", [writer.remark(note)]) }
    }

    func pattern(_ entries: [PatternEntry], _ writer: inout CardWriter) -> [CardDocument.Line] {
        let words: [(PatternKind, String)] = [
            (.essential, "usually"), (.spillover, "sometimes"), (.ownSite, "over the muscle itself"),
        ]
        return words.flatMap { kind, word -> [CardDocument.Line] in
            // Zones with equal evidence and remarks share a line.
            var groups: [(key: PatternRemarks, names: [String])] = []
            for entry in entries where entry.kind == kind {
                let side = entry.to == .ipsilateral || entry.to == .midline ? "" : " (\(entry.to.rawValue))"
                let share = entry.share.map { share in
                    ": \(percent(share.value))" + (share.count.map { " of \($0)" } ?? "")
                        + (share.provoked ? " when provoked" : "")
                }
                let key = PatternRemarks(entry)
                let name = "\(wording.zone(entry.zone))\(side)\(share ?? "")"
                if let known = groups.firstIndex(where: { $0.key == key }) {
                    groups[known].names.append(name)
                } else {
                    groups.append((key, [name]))
                }
            }
            return groups.map { group in
                let note = group.key.note.map { " (\($0))" } ?? ""
                return writer.line(
                    group.names.joined(separator: "; ") + note, group.key.evidence, term: word,
                    dispute: group.key.dispute, disputeSources: group.key.disputeSources
                )
            }
        }
    }

    /// What zones must have in common to share a line.
    private struct PatternRemarks: Equatable {
        let evidence: Evidence
        let note: String?
        let dispute: String?
        let disputeSources: [Citation.ID]

        init(_ entry: PatternEntry) {
            evidence = entry.evidence
            // Said by the mark behind the line already.
            note = entry.note == "single source" ? nil : entry.note
            dispute = entry.dispute
            disputeSources = entry.disputeSources
        }
    }

    /// What feels like it.
    func alike(_ source: PainSource, _ writer: inout CardWriter) {
        writer.section(
            "alike", "What feels like this, and what tells it apart",
            source.confusions.map { confusion in
                let id = PainSourceID(text: confusion.source)
                let halves = id.map { $0.kind == .muscle ? $0.name.split(separator: "/").map(String.init) : [$0.name] }
                let base = id.map { PainSourceID($0.kind, halves?.first ?? $0.name) }
                let part = (halves?.count ?? 0) > 1 ? halves?.last : nil
                return writer.line(
                    confusion.tellApart, confusion.evidence,
                    term: base.map { wording.source($0, part: part) } ?? confusion.source, link: base?.description
                )
            }
        )
    }

    /// Findings of history and examination.
    func findings(_ source: PainSource, _ writer: inout CardWriter) {
        let titles: [(FindingKind, String)] = [
            (.limited, "limited"), (.painful, "painful"), (.weak, "weak"), (.resistedPain, "hurts against resistance"),
            (.aggravatedBy, "worse with"), (.relievedBy, "better with"), (.unchangedBy, "unchanged by"),
            (.history, "history"), (.sign, "sign"), (.quality, "feels"),
        ]
        for (against, id, title) in [
            (false, "findings", "What the client tells and the movements show"),
            (true, "against", "What speaks against it"),
        ] {
            let lines = titles.flatMap { kind, word -> [CardDocument.Line] in
                let found = source.findings.filter { $0.key.kind == kind && $0.against == against }
                // Findings of one kind with equal evidence share a line.
                let groups = Dictionary(grouping: found, by: \.evidence).values.sorted {
                    ($0[0].evidence.level, $0[0].key) < ($1[0].evidence.level, $1[0].key)
                }
                return groups.map { group in
                    let names = group.map { finding in
                        finding.how == .hallmark ? "\(bare(finding.key)) (in most)" : bare(finding.key)
                    }
                    return writer.line(names.joined(separator: "; "), group[0].evidence, term: word)
                }
            }
            writer.section(id, title, lines)
        }
    }

    /// A finding without the word of its kind.
    private func bare(_ key: FindingKey) -> String {
        let text = wording.key(key)
        for prefix in ["limited: ", "painful: ", "weak: ", "hurts against resistance: ", "worse with ", "better with "]
        where text.hasPrefix(prefix) { return String(text.dropFirst(prefix.count)) }
        return text
    }

    /// Nerves, sites, joints and organs.
    private func structure(_ source: PainSource, _ writer: inout CardWriter) {
        if let course = source.reference?.course?.value {
            writer.section("course", "Its way", [writer.line(course.text, course.evidence)])
        }
        writer.section("pain", "Where it is felt", pattern(source.parts.flatMap(\.pain), &writer))
        writer.section("numbness", "Where feeling is lost or tingles", pattern(source.numbness, &writer))
        if let reference = source.reference {
            writer.section(
                "examine", "What to examine", hints(reference.examine.value ?? [], &writer),
                none: reference.examine.reason
            )
            if let manual = reference.manual.value {
                writer.section("manual", "What hands may do, and what not", [writer.line(manual.text, manual.evidence)])
            }
            if let refer = reference.refer.value {
                writer.section("refer", "When a physician must see it", [writer.line(refer.text, refer.evidence)])
            }
            writer.section(
                "self-care", "At home", reference.selfCare.value.map { [writer.line($0.text, $0.evidence)] } ?? [],
                none: reference.selfCare.reason
            )
        }
        alike(source, &writer)
        findings(source, &writer)
        if let note = source.note, source.reference?.about.value != nil {
            writer.section("note", "Worth knowing", [writer.remark(note)])
        }
    }

    /// What to examine, with the tests it names.
    func hints(_ hints: [ExaminationHint], _ writer: inout CardWriter) -> [CardDocument.Line] {
        hints.map { hint in
            let tests = hint.tests.map { id in
                CardDocument.Related(name: knowledge.vocabulary.test[id]?.name ?? id.text, link: "test:\(id)")
            }
            let sources = hint.sources.map { text in
                CardDocument.Related(name: written(text), link: text.hasPrefix("group:") ? nil : linked(text))
            }
            return writer.line(hint.text, hint.evidence, related: tests + sources)
        }
    }

    /// The name of a source or group in written form.
    public func written(_ text: String) -> String {
        if text.hasPrefix("group:") { return String(text.dropFirst(6)).replacing("_", with: " ") }
        guard let id = PainSourceID(text: text.contains(":") ? text : "muscle:\(text)") else { return text }
        guard id.kind == .muscle else { return wording.source(id) }
        let halves = id.name.split(separator: "/", maxSplits: 1).map(String.init)
        return wording.source(PainSourceID(.muscle, halves[0]), part: halves.count > 1 ? halves[1] : nil)
    }

    /// The card that a written source leads to.
    func linked(_ text: String) -> String? {
        guard let id = PainSourceID(text: text.contains(":") ? text : "muscle:\(text)") else { return nil }
        guard id.kind == .muscle else { return id.description }
        return "muscle:\(id.name.split(separator: "/").first.map(String.init) ?? id.name)"
    }
}
