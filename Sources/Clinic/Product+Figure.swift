public import Anatomy
import Figures
public import Knowledge
public import Reasoning

extension Product {
    /// The body chart of an assessment as one SVG document: the drawing, and the field and trigger points of the
    /// leading origin.
    ///
    /// - Throws: ``ChartError`` when the drawn views are missing.
    public func figure(for assessment: Assessment, presentation: Presentation) throws -> String {
        let vocabulary = knowledge.vocabulary
        let chart = BodyChart(library: try ChartLibrary(), vocabulary: vocabulary)
        var layers = ChartLayers()
        layers.painted = presentation.drawing.map { zone in
            let group = zone.qualities.lazy.compactMap { vocabulary.quality[$0]?.group }.first ?? ""
            return ChartLayers.Painted(place: zone.place, intensity: zone.intensity, qualityGroup: group)
        }
        var title = "Pain drawing"
        if let first = assessment.ranking.first, let card = knowledge.source[first.source] {
            let field = ReferralField(card: card, side: first.side)
            layers.field = field.zones
            layers.crosses = card.parts.flatMap(\.points).compactMap { surface.cell(at: $0.place, side: first.side) }
            title = "Pain drawing with the referral of \(wording.source(first.source)), a hypothesis"
        }
        let touched = Set(layers.painted.map(\.place)).union(layers.field.keys)
        return try chart.sheet(views(showing: touched, in: chart.library), layers: layers, title: title)
    }

    /// Where the points of a muscle are: close up with what must not be pressed, or its field on the body.
    ///
    /// - Throws: ``ChartError`` when the drawn views are missing.
    /// - Returns: An SVG document; `nil` for a source that is not known.
    public func pointFigure(of id: PainSourceID, side asked: Side) throws -> String? {
        guard let source = knowledge.source[id] else { return nil }
        let chart = BodyChart(library: try ChartLibrary(), vocabulary: knowledge.vocabulary)
        return SourceFigure(chart: chart, surface: surface).pointSheet(
            of: source, side: asked, name: wording.source(id))
    }

    /// The whole-body views, and the insets that show a touched zone which those do not.
    private func views(showing touched: Set<SidedZone>, in library: ChartLibrary) -> [String] {
        let whole = ["front", "back", "left", "right"].filter { id in library.views.contains { $0.id == id } }
        var shown = Set(library.views.filter { whole.contains($0.id) }.flatMap { $0.zones.map(\.place) })
        var ids = whole
        for view in library.views where !whole.contains(view.id) {
            let own = Set(view.zones.map(\.place))
            if !own.intersection(touched).isSubset(of: shown) {
                ids.append(view.id)
                shown.formUnion(own)
            }
        }
        return ids
    }
}

/// Where a source sends pain, for a chart.
struct ReferralField {
    let zones: [SidedZone: ChartLayers.Field]

    init(card: PainSource, side: Side) {
        let rank: [ChartLayers.Field] = [.spillover, .own, .essential]
        var zones: [SidedZone: ChartLayers.Field] = [:]
        for entry in card.parts.flatMap(\.pain) {
            let field: ChartLayers.Field
            switch entry.kind {
            case .ownSite: field = .own
            case .essential: field = .essential
            case .spillover: field = .spillover
            }
            for zoneSide in entry.to.sides(from: side) {
                let place = SidedZone(entry.zone, zoneSide)
                let old = zones[place].flatMap { rank.firstIndex(of: $0) } ?? -1
                if (rank.firstIndex(of: field) ?? 0) > old { zones[place] = field }
            }
        }
        self.zones = zones
    }
}
