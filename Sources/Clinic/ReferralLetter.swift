import Anatomy
import Examination
public import Foundation
import Knowledge
import Reasoning

/// A letter to a physician: what was found, why it matters, how soon; no diagnosis.
public struct ReferralLetter: Encodable, Sendable {
    public struct Paragraph: Encodable, Sendable {
        public let title: String
        public let text: String
        public let citations: [String]
    }

    /// How soon, in words.
    public let urgency: String
    public let urgencyWord: String
    /// Whether anything found needs a physician.
    public let isNeeded: Bool
    public let subject: String
    public let person: String
    /// Where it hurts and how, one line each.
    public let pain: [String]
    /// What the history and the examination found, one line each.
    public let findings: [String]
    /// What was looked for and not found.
    public let negatives: [String]
    /// Why it matters, with sources.
    public let reasons: [Paragraph]
    public let request: String
    public let statement =
        "Written from the findings above by a therapist who does not diagnose. It names no diagnosis and replaces no examination."
    public let knowledgeVersion: String
    /// The works behind the reasons, each once.
    public let sources: [String]

    /// The letter as text for a terminal or a message.
    public func text() -> String {
        var lines = ["REFERRAL  \(urgency)", "", subject, person, "", "Where it hurts"]
        lines += pain.map { "  \($0)" } + ["", "What was found"]
        lines += findings.isEmpty ? ["  nothing beyond the drawing"] : findings.map { "  \($0)" }
        if !negatives.isEmpty { lines += ["", "Looked for and not found"] + negatives.map { "  \($0)" } }
        lines += ["", "Why it matters"]
        for reason in reasons { lines.append("  \(reason.title): \(reason.text)") }
        lines += ["", request, "", statement, "", "Sources"]
        lines += sources.enumerated().map { "  \($0 + 1). \($1)" }
        return (lines + ["", "Knowledge \(knowledgeVersion)"]).joined(separator: "\n")
    }

    /// The letter as JSON, keys in snake case.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(self)
    }
}

extension ReferralLetter {
    /// The works behind the likeliest nerve's territory of feeling, at most three.
    private static func nerveCitations(_ assessment: Assessment, _ wording: Wording) -> [String] {
        let nerve = assessment.ranking.first { [.nerve, .entrapment].contains($0.source.kind) }
        let statements = nerve.flatMap { wording.knowledge.source[$0.source]?.numbness.map(\.evidence) } ?? []
        var seen: Set<Citation.ID> = []
        return statements.flatMap(\.sources).filter { seen.insert($0).inserted }.prefix(3)
            .compactMap { wording.knowledge.citations[$0]?.line }
    }

    /// Writes the letter of a presentation.
    init(
        presentation: Presentation, assessment: Assessment, conclusion: ExaminationConclusion, wording: Wording
    ) {
        let flags = AssessmentDocument.flags(assessment.redFlags, wording: wording)
        var reasons = flags.map { flag in
            Paragraph(
                title: flag.title,
                text: "\(flag.action) Raised by: \(flag.because.joined(separator: "; ")). (\(flag.level))",
                citations: flag.citations
            )
        }
        if !conclusion.openNerveFindings.isEmpty {
            let found = conclusion.openNerveFindings.map(wording.finding).joined(separator: "; ")
            reasons.append(
                Paragraph(
                    title: "Signs of a nerve",
                    text:
                        "\(found). Whether a nerve is squeezed or irritated has not been decided; hands cannot decide it alone.",
                    citations: Self.nerveCitations(assessment, wording)
                )
            )
        }
        if reasons.isEmpty {
            reasons = conclusion.because.map {
                Paragraph(title: wording.headline(conclusion), text: "\($0).", citations: [])
            }
        }
        let urgency = conclusion.urgency ?? (conclusion.openNerveFindings.isEmpty ? .routine : .urgent)
        switch urgency {
        case .emergency: self.urgency = "Emergency: now"
        case .urgent: self.urgency = "Urgent: within a day or so"
        case .routine: self.urgency = "Routine: at the next appointment"
        }
        urgencyWord = urgency.rawValue
        isNeeded = conclusion.action == .refer || conclusion.action == .ruleOut || conclusion.action == .leave
        subject = "Request to examine a client with pain"
        let age = presentation.patient.age.map { "\($0) years" }
        let known = [age, presentation.patient.sex?.rawValue].compactMap { $0 }
        person = known.isEmpty ? "age and sex not told" : known.joined(separator: ", ")
        pain = presentation.drawing.map { zone in
            let words = zone.qualities.compactMap { wording.knowledge.vocabulary.quality[$0]?.name }
            let feels = words.isEmpty ? "" : ", \(words.joined(separator: ", "))"
            return "\(wording.place(zone.place)): \(Int(zone.intensity.rounded())) of 10\(feels)"
        }
        let isNegative = { (finding: Finding) -> Bool in
            switch finding.fact {
            case .known(_, let isPresent): !isPresent
            case .test(_, let isPositive): !isPositive
            case .palpation(_, _, let sign, let isPresent): !isPresent || sign.text == "no_tenderness"
            case .sensory(_, let feeling): feeling == .normal
            case .reflex(_, let state): state == .normal
            case .palpationRefers, .palpationOfZone, .wasting: false
            }
        }
        findings = presentation.findings.filter { !isNegative($0) }.map(wording.finding)
        negatives = presentation.findings.filter(isNegative).map(wording.finding)
        self.reasons = reasons
        request =
            isNeeded
            ? "Please examine and tell us whether, and with what care, soft-tissue treatment may go on. Until then we do not press."
            : "Nothing found so far needs a physician; this is sent for information."
        knowledgeVersion = assessment.knowledgeVersion
        var seen: Set<String> = []
        sources = reasons.flatMap(\.citations).filter { seen.insert($0).inserted }
    }
}
