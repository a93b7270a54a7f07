import Anatomy
import Knowledge

/// The knowledge in the form that plans are drawn from, made once.
final class PlanIndex: Sendable {
    /// A red-flag rule that is worth asking about, with what it speaks of.
    struct Rule: Sendable {
        let rule: RedFlagRule
        /// Zones and regions that it names.
        let places: [String]
        /// Alarming facts of history and signs, in the order of the rule.
        let alarms: [FindingKey]
    }

    /// What a muscle does in a joint.
    struct Mover: Sendable {
        let source: PainSource
        let actions: [MuscleAction]
    }

    let knowledge: KnowledgeBase
    /// The most urgent first; among them those that speak of few places, so that the general ones come last.
    let rules: [Rule]
    let tests: [PainSourceID: [ClinicalTest]]
    /// Tests that test for a nerve alone or first.
    let nerveTests: Set<String>
    /// Nerves and sites of entrapment with the zones of their pain and numbness.
    let nerves: [(source: PainSource, zones: Set<Zone.ID>)]
    let movements: [String: [Movement]]
    /// Per joint, muscles by role.
    let movers: [String: [ActionRole: [Mover]]]
    /// Movements that some muscle moves.
    let moved: Set<Movement.ID>
    /// Per source, the regions of its points.
    let regions: [PainSourceID: Set<BodyRegion>]
    let muscles: [PainSource]

    /// - Complexity: O(statements).
    init(_ knowledge: KnowledgeBase) {
        self.knowledge = knowledge
        let vocabulary = knowledge.vocabulary
        func isAlarming(_ form: String, _ term: String) -> Bool {
            let row = form == "history" ? vocabulary.historyFact[Term.ID(term)] : vocabulary.sign[Term.ID(term)]
            return ["history", "sign"].contains(form) && ["yes", "context"].contains(row?.redFlag ?? "")
        }
        let rules = knowledge.redFlags.filter { $0.urgency != .routine }.map { rule in
            let facts = rule.condition.facts
            return Rule(
                rule: rule,
                places: facts.compactMap { fact in
                    let words = fact.split(separator: ":").map(String.init)
                    return words.count >= 2 && ["zone", "region", "numb"].contains(words[0]) ? words[1] : nil
                },
                alarms: facts.compactMap { fact in
                    let words = fact.split(separator: ":").map(String.init)
                    guard words.count == 2, isAlarming(words[0], words[1]), let kind = FindingKind(rawValue: words[0])
                    else { return nil }
                    return FindingKey(kind, words[1])
                }
            )
        }
        self.rules = rules.sorted {
            ($1.rule.urgency, $0.places.count, $0.rule.id) < ($0.rule.urgency, $1.places.count, $1.rule.id)
        }
        var tests: [PainSourceID: [ClinicalTest]] = [:]
        for test in knowledge.tests {
            for source in knowledge.sources(of: test) { tests[source, default: []].append(test) }
        }
        self.tests = tests
        nerveTests = Set(knowledge.tests.filter(\.isOfNerve).map(\.id))
        nerves = knowledge.sources.filter { [.nerve, .entrapment].contains($0.id.kind) }.map { source in
            (source, Set((source.parts.flatMap(\.pain) + source.numbness).map(\.zone)))
        }
        func joint(_ movement: Movement.ID) -> String {
            movement.text.split(separator: "/").first.map(String.init) ?? ""
        }
        movements = Dictionary(grouping: vocabulary.movements) { joint($0.id) }
        muscles = knowledge.sources.filter { $0.id.kind == .muscle }
        var movers: [String: [ActionRole: [Mover]]] = [:]
        var moved: Set<Movement.ID> = []
        for source in muscles {
            let actions = source.muscle?.actions ?? []
            moved.formUnion(actions.filter { $0.role == .primeMover }.map(\.movement))
            for (joint, own) in Dictionary(grouping: actions, by: { joint($0.movement) }) {
                for (role, acts) in Dictionary(grouping: own, by: \.role) {
                    movers[joint, default: [:]][role, default: []].append(Mover(source: source, actions: acts))
                }
            }
        }
        self.movers = movers
        self.moved = moved
        regions = Dictionary(
            knowledge.sources.map { source in
                (
                    source.id,
                    Set(source.parts.flatMap(\.points).compactMap { BodyRegion.of($0.place.zone).first })
                )
            }, uniquingKeysWith: { first, _ in first }
        )
    }
}

extension FlagCondition {
    /// The facts that a condition asks for; what it excludes is left out.
    var facts: [String] {
        switch self {
        case .fact(let fact): [fact]
        case .all(let parts), .any(let parts), .atLeast(_, let parts): parts.flatMap(\.facts)
        case .not: []
        }
    }
}
