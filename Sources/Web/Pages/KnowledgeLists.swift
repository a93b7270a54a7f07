import Anatomy
import Clinic
import Hummingbird
import Knowledge

/// Searches and filters the cards for their lists.
struct KnowledgeLists: Sendable {
    private let wording: Wording
    private let rows: [Address.List: [Entry]]
    private var knowledge: KnowledgeBase { wording.knowledge }

    /// A row with the words by which it is found.
    private struct Entry: Sendable {
        let row: ListPage.Row
        let region: String
        let layer: String
        let words: String
    }

    init(wording: Wording) {
        self.wording = wording
        var rows: [Address.List: [Entry]] = [:]
        let knowledge = wording.knowledge
        for source in knowledge.sources {
            guard let list = Address.List.allCases.first(where: { $0.kind == source.id.kind.rawValue }) else {
                continue
            }
            rows[list, default: []].append(Self.entry(source, wording))
        }
        rows[.conditions] = knowledge.conditions.map { condition in
            Self.entry("condition:\(condition.id)", condition.name, "evidence \(condition.grade)", condition.about.text)
        }
        rows[.factors] = knowledge.perpetuatingFactors.map { factor in
            Self.entry(
                "factor:\(factor.id)", factor.name,
                knowledge.vocabulary.perpetuatingFactor[factor.id]?.group ?? "", factor.check.text
            )
        }
        rows[.movements] = knowledge.vocabulary.movements.map { movement in
            let joint = movement.id.text.split(separator: "/").first.map { $0.replacing("_", with: " ") } ?? ""
            let norm =
                knowledge.norms.contains { $0.movement == movement.id }
                ? "published ranges" : "no published range found"
            return Self.entry("movement:\(movement.id)", "\(movement.name) (\(joint))", "", norm)
        }
        rows[.tests] = knowledge.tests.map { test in
            let targets = test.targets.map { CardBuilder(wording: wording).written($0) }.joined(separator: ", ")
            return Self.entry("test:\(test.id)", test.name, test.id.replacing("_", with: " "), "for: \(targets)")
        }
        self.rows = rows.mapValues { entries in
            entries.sorted { $0.row.name.lowercased() < $1.row.name.lowercased() }
        }
    }

    private static func entry(_ id: String, _ name: String, _ plain: String, _ text: String) -> Entry {
        Entry(
            row: ListPage.Row(
                name: name.prefix(1).uppercased() + name.dropFirst(), plain: plain.isEmpty ? nil : plain,
                href: Address.card(id) ?? "/", text: text
            ),
            region: "", layer: "", words: "\(id) \(name) \(plain) \(text)".lowercased()
        )
    }

    private static func entry(_ source: PainSource, _ wording: Wording) -> Entry {
        let essential = source.parts.flatMap(\.pain).filter { $0.kind == .essential }.map(\.zone)
        var seen: Set<Zone.ID> = []
        let zones = essential.filter { seen.insert($0).inserted }.map(wording.zone)
        let name = wording.source(source.id)
        let muscle = wording.knowledge.vocabulary.muscle[Muscle.ID(source.id.name)]
        let points = source.parts.reduce(0) { $0 + $1.points.count }
        let start = source.id.kind == .muscle ? "\(points) \(points == 1 ? "point" : "points"); " : ""
        let text =
            zones.isEmpty ? start + "numbness only" : start + "felt at: \(zones.prefix(4).joined(separator: ", "))"
        let words = [source.id.name, name, source.name, muscle?.latinName ?? ""] + (muscle?.synonyms ?? []) + zones
        return Entry(
            row: ListPage.Row(
                name: name.prefix(1).uppercased() + name.dropFirst(), plain: wording.plainName(source.id),
                href: Address.card(source.id.description) ?? "/", text: text
            ),
            region: muscle?.region ?? "", layer: source.muscle?.layer ?? "",
            words: words.joined(separator: " ").replacing("_", with: " ").lowercased()
        )
    }

    /// A list, narrowed by the query parameters `q`, `region` and `layer`.
    func page(_ list: Address.List, parameters: Parameters) -> ListPage {
        let query = String((parameters["q"].map(String.init) ?? "").prefix(100))
        let region = parameters["region"].map(String.init) ?? ""
        let layer = parameters["layer"].map(String.init) ?? ""
        let all = rows[list] ?? []
        let wanted = query.lowercased().split(separator: " ")
        let found = all.filter { entry in
            wanted.allSatisfy { entry.words.contains($0) } && (region.isEmpty || entry.region == region)
                && (layer.isEmpty || entry.layer == layer)
        }
        let frame = Frame(current: list, version: knowledge.version)
        return ListPage(
            menu: frame.menu, version: frame.version, title: list.name, heading: list.name, lead: lead(list),
            path: list.path, query: query, placeholder: list == .muscles ? "name, or a place that hurts" : "a word",
            filters: list == .muscles
                ? [
                    filter("region", "Region", all.map(\.region), chosen: region),
                    filter("layer", "Layer", all.map(\.layer), chosen: layer),
                ] : [],
            count: found.count == all.count ? "\(all.count) in all" : "\(found.count) of \(all.count)",
            rows: found.map(\.row)
        )
    }

    private func filter(_ name: String, _ label: String, _ values: [String], chosen: String) -> ListPage.Filter {
        var seen: Set<String> = []
        let options = values.filter { !$0.isEmpty && seen.insert($0).inserted }.sorted()
        return ListPage.Filter(
            name: name, label: label,
            options: [ListPage.Filter.Option(value: "", text: "all", selected: chosen.isEmpty)]
                + options.map {
                    ListPage.Filter.Option(value: $0, text: $0.replacing("_", with: " "), selected: $0 == chosen)
                }
        )
    }

    private func lead(_ list: Address.List) -> String {
        switch list {
        case .muscles:
            "Where each muscle sends pain, how to find its points, what not to press, how to hold and what keeps it alive."
        case .nerves: "Roots, plexuses and nerves: where their pain and numbness are felt."
        case .entrapments: "Places where a nerve is squeezed, often by a muscle."
        case .joints: "Joints, discs, tendons, ligaments, fasciae and bones that feel like muscle pain."
        case .organs: "Organs and other serious causes: when hands must stop and a physician must look."
        case .movements:
            "Which muscles move, oppose and steady each joint, and what range is published for age and sex."
        case .conditions: "What manual trigger-point work does and does not achieve, with the strength of its evidence."
        case .factors: "What keeps trigger points alive, and how to check it."
        case .tests: "How each test is done, how good it is, and with which it must not be multiplied."
        }
    }

    /// The page that answers when a list has no card of a name, with names like it.
    func missing(_ list: Address.List, named name: String) -> MissingPage {
        let frame = Frame(current: list, version: knowledge.version)
        let names = (rows[list] ?? []).map { String($0.row.href.dropFirst(list.path.count + 1)) }
        let near = suggestions(for: name, among: names)
        return MissingPage(
            menu: frame.menu, version: frame.version, name: String(name.prefix(80)), list: list.name.lowercased(),
            listHref: list.path,
            near: near.enumerated().map { index, found in
                CardPage.Related(
                    name: found.replacing("_", with: " "), href: "\(list.path)/\(found)",
                    isLast: index == near.count - 1
                )
            },
            hasNear: !near.isEmpty
        )
    }

    /// The page that explains the knowledge.
    func overview() -> KnowledgePage {
        let frame = Frame(current: nil, version: knowledge.version)
        return KnowledgePage(
            menu: frame.menu, version: frame.version,
            tiles: Address.List.allCases.map {
                KnowledgePage.Tile(name: $0.name, href: $0.path, count: rows[$0]?.count ?? 0, text: lead($0))
            },
            levels: VerificationLevel.allCases.map {
                KnowledgePage.Level(
                    name: $0.rawValue, meaning: $0.meaning, count: knowledge.statementsPerLevel[$0] ?? 0
                )
            }
        )
    }
}
