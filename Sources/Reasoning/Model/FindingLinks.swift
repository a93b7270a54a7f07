import Anatomy
import Knowledge
import Synchronization

/// The causes that bring a finding about or speak against it, by finding; filled as findings are asked for.
///
/// Shared by all assessments of one table. What is kept depends on the table alone, so who asks first changes no answer.
final class FindingLinks: Sendable {
    struct Entry: Sendable {
        /// Causes with the chance that they bring the finding about, ascending.
        var caused: [(cause: Int, chance: Double)] = []
        /// Causes that its presence speaks against, in nats, ascending.
        var opposed: [(cause: Int, nats: Double)] = []
    }

    private let causes: [CauseCard]
    private let known = Mutex<[FindingKey: Entry]>([:])

    init(causes: [CauseCard]) { self.causes = causes }

    /// The links of a finding, whatever the side.
    ///
    /// - Complexity: O(causes) the first time, then O(1).
    subscript(_ key: FindingKey) -> Entry {
        if let entry = known.withLock({ $0[key] }) { return entry }
        var entry = Entry()
        var last: (source: PainSourceID, chance: Double, nats: Double?)?
        for (index, cause) in causes.enumerated() {
            // Parts and sides of a source have the same findings.
            if last?.source != cause.source {
                let chance = EvidenceBuilder.relatedChance(key.kind) { cause.causes[FindingKey($0, key.term)] ?? 0 }
                last = (cause.source, chance, cause.opposes[key])
            }
            if let last, last.chance > 0 { entry.caused.append((index, last.chance)) }
            if let nats = last?.nats { entry.opposed.append((index, nats)) }
        }
        known.withLock { $0[key] = entry }
        return entry
    }
}
