import Anatomy
public import Knowledge

/// The card of a source as plain text.
public struct CardText {
    private let wording: Wording

    public init(wording: Wording) {
        self.wording = wording
    }

    /// The whole card with levels and citations.
    public func text(_ source: PainSource) -> String {
        var lines = ["\(source.name)  [\(source.id)]"]
        lines.append(
            "met: \(source.occurrence.rawValue)" + (source.urgency == .routine ? "" : " · \(source.urgency.rawValue)"))
        if let note = source.note { lines.append(note) }
        if let muscle = source.muscle { lines += facts(muscle) }
        for part in source.parts { lines += self.part(part) }
        lines += pattern("numbness and tingling", source.numbness)
        lines += findings(source.findings)
        if !source.confusions.isEmpty {
            lines += ["", "FEELS LIKE IT"]
            for confusion in source.confusions {
                let name = PainSourceID(text: confusion.source).map { wording.source($0) } ?? confusion.source
                lines.append("  \(name): \(confusion.tellApart)")
            }
        }
        lines += citations(source)
        return lines.joined(separator: "\n")
    }

    private func facts(_ muscle: MuscleFacts) -> [String] {
        var lines = ["", "ANATOMY"]
        if let origin = muscle.origin { lines.append("  origin: \(origin.text)") }
        if let insertion = muscle.insertion { lines.append("  insertion: \(insertion.text)") }
        for supply in muscle.innervation {
            let nerve = wording.knowledge.vocabulary.nerve[supply.nerve]?.name ?? supply.nerve.text
            let roots = supply.roots.isEmpty ? "" : " (\(supply.roots.joined(separator: ", ").uppercased()))"
            lines.append("  nerve: \(nerve)\(roots)")
        }
        for action in muscle.actions {
            let name = wording.knowledge.vocabulary.movement[action.movement]?.name ?? action.movement.text
            let note = action.note.map { ": \($0)" } ?? ""
            lines.append("  \(action.role.rawValue.replacing("_", with: " ")): \(name) [\(action.movement)]\(note)")
        }
        for row in muscle.prevalence {
            let counts = [row.active.map { "active \(percent($0))" }, row.latent.map { "latent \(percent($0))" }]
            let number = row.count.map { ", n = \($0)" } ?? ""
            lines.append(
                "  found in \(row.condition): \(counts.compactMap { $0 }.joined(separator: ", "))\(number) "
                    + "[\(row.evidence.level.rawValue)]"
            )
        }
        return lines
    }

    private func part(_ part: SourcePart) -> [String] {
        var lines = ["", part.name == "whole" ? "PATTERN" : "PART \(part.name.replacing("_", with: " "))"]
        for point in part.points { lines.append("  × \(point.id): \(point.text) [\(point.evidence.level.rawValue)]") }
        lines += pattern("own site", part.pain.filter { $0.kind == .ownSite })
        lines += pattern("usually felt", part.pain.filter { $0.kind == .essential })
        lines += pattern("sometimes felt", part.pain.filter { $0.kind == .spillover })
        return lines
    }

    private func pattern(_ title: String, _ entries: [PatternEntry]) -> [String] {
        entries.isEmpty
            ? []
            : ["  \(title):"]
                + entries.map { entry in
                    let share = entry.share.map { " \(percent($0.value))" + ($0.count.map { " of \($0)" } ?? "") } ?? ""
                    let side = entry.to == .ipsilateral || entry.to == .midline ? "" : " (\(entry.to.rawValue))"
                    let dispute = entry.dispute.map { "; disputed: \($0)" } ?? ""
                    return "    \(wording.zone(entry.zone))\(side)\(share) [\(entry.evidence.level.rawValue)]\(dispute)"
                }
    }

    private func findings(_ findings: [KnownFinding]) -> [String] {
        guard !findings.isEmpty else { return [] }
        var lines = ["", "FINDINGS"]
        for finding in findings {
            let against = finding.against ? "speaks against it: " : ""
            lines.append(
                "  \(against)\(wording.key(finding.key)) (\(finding.how.rawValue)) [\(finding.evidence.level.rawValue)]"
            )
        }
        return lines
    }

    private func citations(_ source: PainSource) -> [String] {
        var evidence = source.parts.flatMap { $0.points.map(\.evidence) + $0.pain.map(\.evidence) }
        evidence += source.numbness.map(\.evidence) + source.findings.map(\.evidence)
        evidence += source.muscle?.actions.map(\.evidence) ?? []
        var seen: Set<String> = []
        let keys = evidence.flatMap(\.sources).filter { seen.insert($0).inserted }
        return ["", "SOURCES"] + keys.compactMap { wording.knowledge.citations[$0]?.line }.map { "  \($0)" }
    }

    private func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }
}
