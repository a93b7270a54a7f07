public import Anatomy
public import Foundation
import Knowledge

/// What a therapist needs beside the table: doses, muscles with their points and hazards, movements with norms.
public struct TreatmentGuide: Encodable, Sendable {
    public struct Dose: Encodable, Sendable {
        public let name: String
        /// One sentence or two on each: pressure, repeats, stop, effect, tradition.
        public let pressure: String
        public let repeats: String
        public let stop: String
        public let effect: String
        public let tradition: String
        /// Seconds.
        public let low: Double
        public let high: Double
        /// 0 to 10.
        public let discomfort: [Double]
        /// The weakest level of verification among the lines.
        public let level: String
        public let sources: [String]
    }

    public struct Muscle: Encodable, Sendable {
        public let id: String
        public let name: String
        public let paired: Bool
        public let dose: String
        /// Where the points are, in words.
        public let points: [String]
        public let hazards: [String]
        public let lengthen: String
        public let selfCare: String
    }

    public struct Movement: Encodable, Sendable {
        public let id: String
        public let name: String
        public let joint: String
        public let paired: Bool
        /// Degrees; `nil` where no norm is known.
        public let norm: Double?
    }

    public struct Place: Encodable, Sendable {
        public let id: String
        public let name: String
        public let paired: Bool
    }

    public let version: String
    public let doses: [String: Dose]
    public let muscles: [Muscle]
    public let movements: [Movement]
    public let zones: [Place]
    public let questionnaires: [Questionnaire]

    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

extension Product {
    /// The guide, made from the knowledge.
    public func treatmentGuide() -> TreatmentGuide {
        TreatmentGuide(
            version: knowledge.version,
            doses: Dictionary(uniqueKeysWithValues: knowledge.doses.values.map { ($0.id.rawValue, dose($0)) }),
            muscles: knowledge.sources.filter { $0.id.kind == .muscle }.map(muscle),
            movements: knowledge.vocabulary.movements.map { movement in
                let joint = movement.id.text.split(separator: "/").first.map(String.init) ?? ""
                return TreatmentGuide.Movement(
                    id: movement.id.text, name: movement.name, joint: joint.replacing("_", with: " "),
                    paired: movement.laterality == .paired, norm: norm(of: movement.id)
                )
            },
            zones: knowledge.vocabulary.leaves.map { zone in
                TreatmentGuide.Place(id: zone.id.text, name: zone.name, paired: zone.laterality == .paired)
            },
            questionnaires: Questionnaire.all
        )
    }

    /// The published mean of adults, of the largest group examined; `nil` where there is none.
    public func norm(of movement: Movement.ID) -> Double? {
        guard let rows = knowledge.norms.first(where: { $0.movement == movement })?.rows else { return nil }
        let adults = rows.filter { row in row.ages.map { $0.upperBound >= 20 } ?? true }
        return (adults.isEmpty ? rows : adults).max { ($0.count ?? 0, $0.mean) < ($1.count ?? 0, $1.mean) }?.mean
    }

    private func dose(_ dose: Dose) -> TreatmentGuide.Dose {
        func line(_ title: String) -> String {
            dose.lines.first { $0.title.lowercased().hasPrefix(title) }?.statement.text ?? ""
        }
        let evidence = dose.lines.map(\.statement.evidence)
        let keys = Set(evidence.flatMap(\.sources)).sorted()
        return TreatmentGuide.Dose(
            name: dose.name, pressure: line("pressure"), repeats: line("repeats"), stop: line("stop"),
            effect: line("effect"), tradition: line("tradition"), low: dose.seconds?.lowerBound ?? 0,
            high: dose.seconds?.upperBound ?? 0,
            discomfort: dose.discomfort.map { [$0.lowerBound, $0.upperBound] } ?? [],
            level: (evidence.map(\.level).max() ?? .unverified).rawValue,
            sources: keys.compactMap { knowledge.citations[$0]?.line }
        )
    }

    private func muscle(_ source: PainSource) -> TreatmentGuide.Muscle {
        let reference = source.muscle?.reference
        return TreatmentGuide.Muscle(
            id: source.id.description, name: wording.source(source.id), paired: source.laterality != .midline,
            dose: (reference?.hold.value?.dose ?? .standard).rawValue,
            points: source.parts.flatMap(\.points).map(\.text),
            hazards: (reference?.hazards.value ?? []).map { "\($0.structure): \($0.avoid)" },
            lengthen: reference?.lengthen.value?.text ?? "",
            selfCare: reference?.selfCare.value.map {
                ([$0.pressure].compactMap(\.self) + $0.habits).joined(separator: " ")
            } ?? ""
        )
    }
}
