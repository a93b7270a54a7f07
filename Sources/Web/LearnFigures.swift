import Anatomy
import Clinic
import Figures
import Knowledge
import Learning

/// Draws the pictures of the Learn pages with the charts of the cards.
struct LearnFigures: LearnMaps {
    private let knowledge: KnowledgeBase
    private let surface: BodySurface
    private let chart: BodyChart
    private let figure: SourceFigure

    /// - Complexity: O(vertices of the body surface); make one and keep it.
    init(product: Product, library: ChartLibrary) {
        knowledge = product.knowledge
        surface = product.surface
        chart = BodyChart(library: library, vocabulary: product.knowledge.vocabulary)
        figure = SourceFigure(chart: chart, surface: product.surface)
    }

    /// Where a muscle sends pain, as an SVG document; `nil` for a name that is no muscle with a card.
    func field(of muscle: String) -> String? {
        guard let source = knowledge.source[PainSourceID(.muscle, muscle)] else { return nil }
        let layers = figure.layers(of: source, side: source.laterality == .midline ? .midline : .right)
        let name = String(muscle.map { $0 == "_" ? " " : $0 })
        return chart.sheet(Array(figure.fieldPanels(of: layers).prefix(2)), title: "Where \(name) sends pain")
    }

    /// Front and back of the body with one mark per muscle at its first point; each mark is a link.
    func map(of muscles: [PressBlock.Muscle]) -> [LearnMap] {
        let drawn = chart.library
        let views = ["front", "back"].compactMap { id in drawn.views.first { $0.id == id } }
        var marks: [String: String] = [:]
        for muscle in muscles {
            guard let place = knowledge.source[PainSourceID(.muscle, muscle.id)]?.parts.first?.points.first?.place,
                let cell = surface.cell(at: place, side: .right),
                let view = views.first(where: { view in view.cells.contains { $0.cell == cell } }),
                let mark = view.cells.first(where: { $0.cell == cell })
            else { continue }
            let spot = "cx=\"\(Int(mark.x))\" cy=\"\(Int(mark.y))\""
            marks[view.id, default: ""] +=
                "<a href=\"\(muscle.href)\" class=\"press-mark\(muscle.current ? " chosen" : "")\" "
                + "data-muscle=\"\(muscle.id)\" aria-label=\"\(muscle.name)\"><title>\(muscle.name)</title>"
                + "<circle class=\"reach\" \(spot) r=\"22\"/><circle class=\"dot\" \(spot) r=\"11\"/></a>"
        }
        return views.compactMap { view in
            guard let links = marks[view.id] else { return nil }
            let svg = chart.svg(
                view, label: "Muscles on the \(view.title.lowercased()) of the body", prefix: "learn-map-\(view.id)"
            )
            return LearnMap(
                svg: svg.replacing("role=\"img\"", with: "role=\"group\"").replacing("</svg>", with: links + "</svg>"),
                caption: view.title
            )
        }
    }
}
