import Anatomy
import Foundation
import Knowledge
public import Reasoning

/// An assessment as plain text for a terminal, at most 100 columns wide.
public struct TextReport {
    private let wording: Wording

    public init(wording: Wording) {
        self.wording = wording
    }

    /// Red flags, ranked origins with bars, referral, evidence, what to examine next.
    public func text(_ assessment: Assessment, presentation: Presentation, origins: Int = 8) -> String {
        var lines: [String] = []
        if assessment.redFlags.isEmpty {
            lines.append("RED FLAGS  none raised by what was told; absence of a flag is no clearance.")
        } else {
            lines.append("RED FLAGS  act on these before anything else")
            for flag in assessment.redFlags {
                lines.append("  ! \(flag.rule.urgency.rawValue.uppercased()): \(flag.rule.title)")
                lines += wrapped("because: \(flag.because.map(wording.fact).joined(separator: "; "))", indent: 4)
                lines += wrapped("\(flag.rule.action) [\(flag.rule.evidence.level.rawValue)]", indent: 4)
            }
        }
        lines.append("")
        lines.append("LIKELY ORIGINS  hypotheses for examination, not a diagnosis")
        if assessment.ranking.isEmpty {
            lines.append("  Nothing to rank: paint at least one zone or give a finding.")
        }
        for (index, ranked) in assessment.ranking.prefix(origins).enumerated() {
            lines.append("")
            lines += origin(ranked, number: index + 1)
        }
        if assessment.ranking.count > origins {
            lines.append("")
            lines.append("  and \(assessment.ranking.count - origins) less likely ones (--format json lists all)")
        }
        lines.append("")
        lines += summary(assessment)
        return lines.joined(separator: "\n")
    }

    private func origin(_ ranked: RankedSource, number: Int) -> [String] {
        let filled = Int((ranked.probability * 20).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 20 - filled)
        let side = ranked.side == .midline ? "" : " (\(ranked.side.rawValue))"
        var lines = [
            "\(String(repeating: " ", count: number < 10 ? 1 : 0))\(number). \(bar) "
                + "\(percent(ranked.probability))  \(wording.source(ranked.source))\(side)"
        ]
        let card = wording.knowledge.source[ranked.source]
        let plain = wording.plainName(ranked.source).map { "\($0) · " } ?? ""
        let rival = ranked.isRival ? " · likeliest of its kind" : ""
        lines.append("      \(plain)\(kind(ranked)) · \(ranked.source)\(rival)")
        let sends = (card?.parts ?? []).flatMap(\.pain).filter { $0.kind == .essential }
        let zones = orderedNames(sends.map(\.zone))
        if !zones.isEmpty { lines += wrapped("sends pain to: \(zones.prefix(8).joined(separator: ", "))", indent: 6) }
        let pro = ranked.ledger.filter { $0.nats > 0 }.prefix(4)
        let contra = ranked.ledger.filter { $0.nats < 0 }.prefix(3)
        if !pro.isEmpty { lines += wrapped("for: " + pro.map(reason).joined(separator: "; "), indent: 6) }
        if !contra.isEmpty { lines += wrapped("against: " + contra.map(reason).joined(separator: "; "), indent: 6) }
        return lines
    }

    private func summary(_ assessment: Assessment) -> [String] {
        var lines = ["WHAT KIND  share of the explained pain"]
        let shares = OriginClass.allCases.sorted {
            (assessment.classShares[$1] ?? 0, $0.rawValue) < (assessment.classShares[$0] ?? 0, $1.rawValue)
        }
        lines.append(
            "  " + shares.map { "\($0.rawValue) \(percent(assessment.classShares[$0] ?? 0))" }.joined(separator: ", ")
                + "; drawn where no leading origin sends pain: \(percent(assessment.unexplained))"
        )
        if !assessment.nextSteps.isEmpty {
            lines.append("")
            lines.append("EXAMINE NEXT")
            for step in assessment.nextSteps {
                let tells = step.tells.prefix(3).map { wording.source($0.source) }.joined(separator: ", ")
                lines += wrapped("- \(wording.step(step.step)) (tells about \(tells))", indent: 2)
            }
        }
        lines.append("")
        let bound = assessment.bound.map { $0 == 0 ? "exact" : "error at most \(scientific($0))" } ?? "sampled"
        lines.append("COMPUTATION  \(assessment.method), \(bound); knowledge \(assessment.knowledgeVersion)")
        return lines
    }

    private func kind(_ ranked: RankedSource) -> String {
        switch ranked.source.kind {
        case .muscle: ranked.isKnot ? "local knot" : "trigger point"
        case .nerve, .entrapment: "nerve"
        case .joint: "joint, tendon or bone"
        case .viscus: "organ or vessel"
        }
    }

    private func reason(_ entry: LedgerEntry) -> String {
        "\(wording.evidence(entry)) (\(entry.nats > 0 ? "+" : "−")\(decimal(abs(entry.nats))))"
    }

    private func orderedNames(_ zones: [Zone.ID]) -> [String] {
        var seen: Set<Zone.ID> = []
        return zones.filter { seen.insert($0).inserted }.map { wording.zone($0) }
    }

    private func percent(_ value: Double) -> String {
        let text = value > 0 && value < 0.005 ? "<1" : String(Int((value * 100).rounded()))
        return String(repeating: " ", count: max(0, 3 - text.count)) + text + " %"
    }

    private func decimal(_ value: Double) -> String { String(format: "%.1f", value) }

    private func scientific(_ value: Double) -> String { String(format: "%.0e", value) }

    private func wrapped(_ text: String, indent: Int, width: Int = 96) -> [String] {
        var lines: [String] = []
        var line = String(repeating: " ", count: indent)
        for word in text.split(separator: " ") {
            if line.count + word.count + 1 > width, line.contains(where: { $0 != " " }) {
                lines.append(line)
                line = String(repeating: " ", count: indent + 2)
            }
            if line.last != " " { line += " " }
            line += word
        }
        lines.append(line)
        return lines
    }
}
