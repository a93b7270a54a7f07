public import Clinic
import Knowledge
import Reasoning
public import Records

/// What the client can do at home for the points that were treated, as the knowledge has it; the therapist chooses and changes.
public struct ProgrammeDraft: Sendable {
    /// An exercise that is offered, and whether it was chosen before.
    public struct Offer: Sendable {
        public let exercise: HomeProgramme.Exercise
        public let isChosen: Bool
        /// Where its text comes from, with its level of verification; empty where the knowledge has none.
        public let source: String
    }

    public let offers: [Offer]

    /// Seconds and times a day that an exercise begins with: no published dose for home, the therapist sets it (level `unverified`).
    static let seconds: [HomeProgramme.Exercise.Kind: Double] = [.lengthen: 30, .selfPressure: 30]
    static let perDay = 2

    /// Offers exercises for what was held in the complaint's visits, the newest visit first, and what the programme holds already.
    ///
    /// A muscle that must not be pressed by hand, or whose card names nothing for the client to do, is offered without pressure.
    /// - Complexity: O(holds + exercises).
    public init(of complaint: RecordEntry.ID, in record: ClientRecord, product: Product) {
        let kept = record.programme(of: complaint)?.value.exercises ?? []
        var seen: Set<String> = []
        var offers: [Offer] = []
        func add(_ exercise: HomeProgramme.Exercise, isChosen: Bool, source: String) {
            let key = "\(exercise.kind) \(exercise.source) \(exercise.side)"
            if seen.insert(key).inserted {
                offers.append(Offer(exercise: exercise, isChosen: isChosen, source: source))
            }
        }
        for exercise in kept { add(exercise, isChosen: true, source: "") }
        for visit in record.visits(of: complaint).reversed() {
            for hold in record.holds(of: visit.id) {
                for (kind, statement) in Self.statements(hold.source, product) {
                    let exercise = HomeProgramme.Exercise(
                        kind: kind, source: hold.source, side: hold.side, seconds: Self.seconds[kind] ?? 30,
                        perDay: Self.perDay, text: statement.text.prefix(1).uppercased() + statement.text.dropFirst())
                    add(exercise, isChosen: false, source: statement.source)
                }
            }
        }
        self.offers = Array(offers.prefix(24))
    }

    private static func statements(
        _ id: String, _ product: Product
    ) -> [(HomeProgramme.Exercise.Kind, (text: String, source: String))] {
        guard let source = PainSourceID(text: id).flatMap({ product.knowledge.source[$0] }),
            let reference = source.muscle?.reference
        else { return [] }
        func cited(_ evidence: Evidence) -> String {
            let works = evidence.sources.compactMap { product.knowledge.citations[$0]?.line }
            return "\(works.prefix(1).joined()) (\(evidence.level.rawValue))"
        }
        var found: [(HomeProgramme.Exercise.Kind, (text: String, source: String))] = []
        if let lengthen = reference.lengthen.value {
            found.append((.lengthen, (lengthen.text, cited(lengthen.evidence))))
        }
        let isPressed = reference.hold.value.map { $0.dose == .standard || $0.dose == .light } ?? false
        if isPressed, let care = reference.selfCare.value, let pressure = care.pressure {
            found.append((.selfPressure, (pressure, cited(care.evidence))))
        }
        return found
    }

    /// What must not be pressed near a muscle, in words for the client's sheet.
    public static func warnings(_ id: String, _ product: Product) -> [String] {
        let source = PainSourceID(text: id).flatMap { product.knowledge.source[$0] }
        return (source?.muscle?.reference.hazards.value ?? []).map { "\($0.structure): \($0.avoid)" }
    }
}
