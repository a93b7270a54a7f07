import Anatomy
import Knowledge

/// Says where muscles send pain.
struct MuscleWords {
    let knowledge: KnowledgeBase

    /// The name that anatomy gives a muscle: `quadratus lumborum`.
    static func name(_ id: String) -> String { String(id.map { $0 == "_" ? " " : $0 }) }

    /// A text of a card as a sentence: with a capital and a full stop.
    static func sentence(_ text: String) -> String {
        let capital = text.prefix(1).uppercased() + text.dropFirst()
        return capital.hasSuffix(".") || capital.hasSuffix("!") ? capital : capital + "."
    }

    /// Where one muscle sends pain, with what the words rest on.
    func field(of source: PainSource) -> (usual: String, sometimes: String?, evidence: Evidence) {
        let pain = source.parts.flatMap(\.pain)
        let usual = names(pain.filter { $0.kind == .essential })
        let seldom = names(pain.filter { $0.kind == .spillover }).filter { !usual.contains($0) }
        var sources: [String] = []
        for key in pain.flatMap(\.evidence.sources) where !sources.contains(key) { sources.append(key) }
        // The weakest of the statements speaks for all of them.
        let level = pain.map(\.evidence.level).max() ?? .unverified
        return (
            Self.list(usual), seldom.isEmpty ? nil : Self.list(seldom),
            Evidence(sources: Array(sources.prefix(4)), level: level)
        )
    }

    private func names(_ entries: [PatternEntry]) -> [String] {
        var names: [String] = []
        for entry in entries {
            let name = knowledge.vocabulary.zone[entry.zone]?.name ?? entry.zone.text
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func list(_ names: [String]) -> String {
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}

/// The parts of the body under which the muscles of the press page are listed.
enum BodyArea: String, CaseIterable {
    case head = "Head and neck"
    case arm = "Shoulder and arm"
    case trunk = "Chest, belly and back"
    case leg = "Hip and leg"

    /// The area of a region of `muscles.tsv`.
    static func of(region: String) -> BodyArea {
        switch region {
        case "head", "neck": .head
        case "shoulder", "shoulder_girdle", "arm", "forearm", "hand": .arm
        case "back", "chest", "abdomen": .trunk
        default: .leg
        }
    }
}
