public import Anatomy
public import Foundation
import Knowledge
public import Reasoning

/// The JSON that the command line and the server answer with; its keys are the interface.
public struct AssessmentDocument: Encodable, Sendable {
    struct Ranked: Encodable, Sendable {
        let source: String
        let kind: String
        let side: String
        let probability: Double
        let standardError: Double?
        let name: String
        let plainName: String?
        let parts: [Part]
        let refersTo: [Field]
        /// Where feeling is lost or tingles.
        let numbAt: [Field]
        let points: [Point]
        let level: String
        /// Shown higher than its probability says, as the likeliest of its kind.
        let rival: Bool
        let evidenceFor: [Reason]
        let evidenceAgainst: [Reason]
        let note: String?
        let confusedWith: [Alike]
        let citations: [String]
    }

    struct Part: Encodable, Sendable {
        let name: String
        let kind: String
        let probability: Double
    }

    struct Field: Encodable, Sendable {
        let zone: String
        let side: String
        let kind: String
        let name: String
        let level: String
    }

    struct Point: Encodable, Sendable {
        let id: String
        let text: String
        let zone: String
        let cell: Int?
        let level: String
    }

    struct Reason: Encodable, Sendable {
        let text: String
        let nats: Double
    }

    struct Alike: Encodable, Sendable {
        let source: String
        let name: String
        let tellApart: String
    }

    struct Flag: Encodable, Sendable {
        let id: String
        let urgency: String
        let title: String
        let action: String
        let because: [String]
        let level: String
        let citations: [String]
    }

    struct Step: Encodable, Sendable {
        let text: String
        let gain: Double
        let tells: [String]
    }

    struct Computation: Encodable, Sendable {
        let method: String
        let bound: Double?
        let knowledgeVersion: String
    }

    let redFlags: [Flag]
    let ranking: [Ranked]
    let classProbabilities: [String: Double]
    let unexplained: Double
    let next: [Step]
    let computation: Computation
    let statement = "A hypothesis for examination, not a diagnosis."

    /// How many sources carry their full explanation.
    static let explained = 15

    /// Puts an assessment into the words and keys of the interface.
    public init(_ assessment: Assessment, wording: Wording, surface: BodySurface?) {
        let knowledge = wording.knowledge
        redFlags = Self.flags(assessment.redFlags, wording: wording)
        ranking = assessment.ranking.enumerated().map { index, ranked in
            let card = knowledge.source[ranked.source]
            let isHead = index < Self.explained
            return Ranked(
                source: ranked.source.description, kind: kindWord(ranked), side: ranked.side.rawValue,
                probability: rounded(ranked.probability), standardError: ranked.standardError.map(rounded),
                name: wording.source(ranked.source), plainName: wording.plainName(ranked.source),
                parts: isHead ? ranked.parts.map(part) : [],
                refersTo: isHead ? fields(card?.parts.flatMap(\.pain) ?? [], side: ranked.side, wording: wording) : [],
                numbAt: isHead ? fields(card?.numbness ?? [], side: ranked.side, wording: wording) : [],
                points: isHead ? points(card, side: ranked.side, surface: surface) : [],
                level: weakestLevel(card), rival: ranked.isRival,
                evidenceFor: isHead ? reasons(ranked, wording) { $0 > 0 } : [],
                evidenceAgainst: isHead ? reasons(ranked, wording) { $0 < 0 } : [],
                note: isHead ? card?.note : nil,
                confusedWith: isHead ? alike(card, wording) : [],
                citations: isHead ? cardCitations(card, knowledge) : []
            )
        }
        classProbabilities = Dictionary(
            uniqueKeysWithValues: OriginClass.allCases.map {
                ($0.rawValue, rounded(assessment.classShares[$0] ?? 0))
            }
        )
        unexplained = rounded(assessment.unexplained)
        next = assessment.nextSteps.map { step in
            Step(
                text: wording.step(step.step), gain: rounded(step.gain),
                tells: step.tells.prefix(4).map { wording.source($0.source) }
            )
        }
        computation = Computation(
            method: assessment.method, bound: assessment.bound, knowledgeVersion: assessment.knowledgeVersion
        )
    }

    /// Red flags in words.
    static func flags(_ flags: [RedFlag], wording: Wording) -> [Flag] {
        flags.map { flag in
            Flag(
                id: flag.rule.id, urgency: flag.rule.urgency.rawValue, title: flag.rule.title,
                action: flag.rule.action, because: flag.because.map(wording.fact),
                level: flag.rule.evidence.level.rawValue,
                citations: citationLines(flag.rule.evidence.sources, wording.knowledge)
            )
        }
    }

    /// The document as JSON with sorted keys in snake case.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(self)
    }
}

private func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }

private func part(_ part: RankedPart) -> AssessmentDocument.Part {
    AssessmentDocument.Part(
        name: part.name, kind: part.isKnot ? "knot" : "trigger_point", probability: rounded(part.probability)
    )
}

private func kindWord(_ ranked: RankedSource) -> String {
    switch ranked.source.kind {
    case .muscle: ranked.isKnot ? "knot" : "trigger_point"
    case .nerve, .entrapment: "nerve_compression"
    case .joint: "joint"
    case .viscus: "visceral"
    }
}

/// The level that most of the pattern's statements reach or exceed: the median, so that one weak zone does not
/// colour all.
private func weakestLevel(_ card: PainSource?) -> String {
    let levels = (card?.parts.flatMap { $0.pain.map(\.evidence.level) } ?? []).sorted()
    return levels.isEmpty ? VerificationLevel.unverified.rawValue : levels[levels.count / 2].rawValue
}

private func fields(_ pattern: [PatternEntry], side: Side, wording: Wording) -> [AssessmentDocument.Field] {
    var strongest: [SidedZone: PatternEntry] = [:]
    let order: [PatternKind] = [.essential, .ownSite, .spillover]
    for entry in pattern {
        for zoneSide in entry.to.sides(from: side) {
            let place = SidedZone(entry.zone, zoneSide)
            let old = strongest[place].flatMap { order.firstIndex(of: $0.kind) } ?? order.count
            if (order.firstIndex(of: entry.kind) ?? order.count) < old { strongest[place] = entry }
        }
    }
    return strongest.sorted { $0.key < $1.key }.map { place, entry in
        AssessmentDocument.Field(
            zone: place.zone.text, side: place.side.rawValue, kind: entry.kind.rawValue,
            name: wording.place(place), level: entry.evidence.level.rawValue
        )
    }
}

private func points(_ card: PainSource?, side: Side, surface: BodySurface?) -> [AssessmentDocument.Point] {
    (card?.parts.flatMap(\.points) ?? []).map { point in
        AssessmentDocument.Point(
            id: point.id, text: point.text, zone: point.place.zone.text,
            cell: surface?.cell(at: point.place, side: side), level: point.evidence.level.rawValue
        )
    }
}

private func reasons(
    _ ranked: RankedSource, _ wording: Wording, where holds: (Double) -> Bool
) -> [AssessmentDocument.Reason] {
    ranked.ledger.filter { holds($0.nats) }.prefix(10).map {
        AssessmentDocument.Reason(text: wording.evidence($0), nats: rounded($0.nats))
    }
}

private func alike(_ card: PainSource?, _ wording: Wording) -> [AssessmentDocument.Alike] {
    (card?.confusions ?? []).map { confusion in
        AssessmentDocument.Alike(
            source: confusion.source,
            name: PainSourceID(text: confusion.source).map { wording.source($0) } ?? confusion.source,
            tellApart: confusion.tellApart
        )
    }
}

private func citationLines(_ keys: [Citation.ID], _ knowledge: KnowledgeBase) -> [String] {
    keys.compactMap { knowledge.citations[$0]?.line }
}

/// The works behind the pattern and points of a card, each once.
private func cardCitations(_ card: PainSource?, _ knowledge: KnowledgeBase) -> [String] {
    var seen: Set<String> = []
    let statements = card?.parts.flatMap { $0.pain.map(\.evidence) + $0.points.map(\.evidence) } ?? []
    let keys = statements.flatMap(\.sources).filter { seen.insert($0).inserted }
    return citationLines(keys, knowledge)
}
