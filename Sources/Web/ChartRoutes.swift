import Anatomy
import Clinic
import Figures
import Foundation
import Hummingbird
import Knowledge

/// The body chart's views and the words of the drawing, for the page.
struct ChartRoutes: Sendable {
    let product: Product
    let libraries: [BodyShape: Lazily<ChartLibrary>]

    func add(to router: Router<ServerContext>) {
        let surface = try? PageData(product: product).surface()
        let findings = try? PageData(product: product).findings()
        router.get("/api/surface") { _, _ in Response.json(surface ?? Data(), cache: "no-cache") }
        router.get("/api/findings") { _, _ in Response.json(findings ?? Data(), cache: "no-cache") }
        router.get("/api/chart/{view}") { request, context in
            let shape = request.uri.queryParameters["body"].flatMap { BodyShape(rawValue: String($0)) } ?? .average
            guard let library = try libraries[shape]?.value() else { throw HTTPError(.notFound) }
            let view = try library.view(try context.parameters.require("view"))
            let chart = BodyChart(library: library, vocabulary: product.knowledge.vocabulary)
            let document = ViewDocument(
                id: view.id, title: view.title, width: view.width, height: view.height,
                svg: chart.svg(view, interactive: true),
                cells: view.cells.map { [Double($0.cell), $0.x, $0.y, $0.radius] }
            )
            return Response.json(try JSONEncoder().encode(document), cache: "no-cache")
        }
    }

    private struct ViewDocument: Encodable {
        let id: String
        let title: String
        let width: Double
        let height: Double
        let svg: String
        let cells: [[Double]]
    }
}

/// The words and places that the page needs once.
struct PageData {
    let product: Product

    private struct Surface: Encodable {
        struct Zone: Encodable {
            let id: String
            let name: String
            let region: String
            let synonyms: [String]
            let paired: Bool
            let dermatome: String
            let nerve: String
        }
        let zones: [Zone]
        /// Per cell: index of the zone, side (0 midline, 1 right, 2 left), mirror cell.
        let cells: [[Int]]
        let qualities: [[String]]
    }

    private struct FindingWord: Encodable {
        let id: String
        let text: String
        let sided: Bool
    }

    /// Zones, cells and qualities.
    func surface() throws -> Data {
        let vocabulary = product.knowledge.vocabulary
        let zones = vocabulary.leaves
        let position = Dictionary(uniqueKeysWithValues: zones.enumerated().map { ($1.id, $0) })
        let sides: [Side: Int] = [.midline: 0, .right: 1, .left: 2]
        return try JSONEncoder().encode(
            Surface(
                zones: zones.map { zone in
                    Surface.Zone(
                        id: zone.id.text, name: zone.name,
                        region: zone.parent.flatMap { vocabulary.zone[$0]?.name } ?? "",
                        synonyms: zone.synonyms, paired: zone.laterality == .paired,
                        dermatome: zone.dermatomes.first ?? "", nerve: shortened(zone.cutaneousNerves.first ?? "")
                    )
                },
                cells: product.surface.cells.map { cell in
                    [position[cell.zone] ?? 0, sides[cell.side] ?? 0, cell.mirror]
                },
                qualities: vocabulary.qualities.map { [$0.id.text, $0.name, $0.group] }
            )
        )
    }

    /// Every finding that the vocabulary can say, in plain words.
    func findings() throws -> Data {
        let vocabulary = product.knowledge.vocabulary
        var words: [FindingWord] = []
        func add(_ id: String, _ text: String, sided: Bool) {
            words.append(FindingWord(id: id, text: text, sided: sided))
        }
        for fact in vocabulary.history { add("history:\(fact.id)", fact.name, sided: false) }
        for activity in vocabulary.activities {
            add("aggravated_by:\(activity.id)", "worse with \(activity.name)", sided: false)
            add("relieved_by:\(activity.id)", "better with \(activity.name)", sided: false)
        }
        let forms = [
            ("aggravated_by", "worse when you"), ("painful", "painful:"), ("limited", "limited:"), ("weak", "weak:"),
            ("resisted_pain", "hurts against resistance:"), ("full", "full and painless:"),
            ("strong", "normal strength:"),
        ]
        for movement in vocabulary.movements {
            let joint = movement.id.text.split(separator: "/").first.map { $0.replacing("_", with: " ") } ?? ""
            for (form, prefix) in forms {
                add(
                    "\(form):\(movement.id)", "\(prefix) \(movement.name) (\(joint))",
                    sided: movement.laterality == .paired)
            }
        }
        for sign in vocabulary.signs { add("sign:\(sign.id)", sign.name, sided: sign.isLateral) }
        for test in vocabulary.tests {
            add(
                "test:\(test.id)=positive", "\(test.name): positive (\(test.id.text.replacing("_", with: " ")))",
                sided: true)
            add(
                "test:\(test.id)=negative", "\(test.name): negative (\(test.id.text.replacing("_", with: " ")))",
                sided: true)
        }
        for muscle in vocabulary.muscles {
            let name = muscle.id.text.replacing("_", with: " ")
            for sign in ["familiar_pain", "referred_pain", "taut_band", "tender_spot", "no_tenderness"] {
                let text = vocabulary.palpationSign[Term.ID(sign)]?.name ?? sign
                add("palpation:\(muscle.id):\(sign)", "pressing \(name): \(text)", sided: muscle.laterality == .paired)
            }
        }
        for zone in vocabulary.leaves {
            for feeling in ["numb", "tingling", "normal"] {
                add(
                    "sensory:\(zone.id):\(feeling)", "feeling \(feeling): \(zone.name)",
                    sided: zone.laterality == .paired)
            }
        }
        for root in ["c5", "c6", "c7", "l4", "s1"] {
            add("reflex:\(root):reduced", "\(root.uppercased()) reflex reduced", sided: true)
            add("reflex:\(root):normal", "\(root.uppercased()) reflex normal", sided: true)
        }
        return try JSONEncoder().encode(words)
    }
}

/// The name of a skin nerve short enough for a label: without "n." and without what stands in brackets.
private func shortened(_ nerve: String) -> String {
    let plain = nerve.split(separator: "(").first.map(String.init) ?? nerve
    return plain.replacing(" nn.", with: "").replacing(" n.", with: "").replacing(" cutaneous", with: "")
        .replacing(" branches", with: "").replacing(" branch", with: "").split(separator: " ").joined(separator: " ")
}
