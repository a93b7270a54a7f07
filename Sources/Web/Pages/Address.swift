import Knowledge

/// Every address of the knowledge pages, in one place.
enum Address {
    /// A list of cards.
    enum List: String, CaseIterable {
        case muscles, nerves, entrapments, joints, organs, movements, tests, conditions, factors

        /// The first word of the identifiers of its cards.
        var kind: String {
            switch self {
            case .muscles: "muscle"
            case .nerves: "nerve"
            case .entrapments: "entrapment"
            case .joints: "joint"
            case .organs: "viscus"
            case .movements: "movement"
            case .conditions: "condition"
            case .factors: "factor"
            case .tests: "test"
            }
        }

        var name: String {
            switch self {
            case .muscles: "Muscles"
            case .nerves: "Nerves"
            case .entrapments: "Entrapments"
            case .joints: "Joints"
            case .organs: "Organs"
            case .movements: "Movements"
            case .conditions: "Conditions"
            case .factors: "What keeps it alive"
            case .tests: "Tests"
            }
        }

        var path: String { "/\(rawValue)" }
    }

    /// The page of a card: `nerve:root/c6` is at `/nerves/root/c6`.
    static func card(_ id: String) -> String? {
        guard let colon = id.firstIndex(of: ":") else { return nil }
        let kind = String(id[..<colon])
        guard let list = List.allCases.first(where: { $0.kind == kind }) else { return nil }
        return "\(list.path)/\(id[id.index(after: colon)...])"
    }

    /// The card as JSON.
    static func data(_ id: String) -> String {
        "/api/card/\(id.replacing(":", with: "/"))"
    }

    static let knowledge = "/knowledge"
}
