public import Anatomy
public import Figures
public import Knowledge

/// The pictures of a card: the muscle itself close up, and the body with the field it sends pain to.
public struct SourceFigure: Sendable {
    private let chart: BodyChart
    private let surface: BodySurface
    private let skin: SkinSurface

    /// Prepares the pictures.
    ///
    /// - Complexity: O(vertices); make one and keep it.
    public init(chart: BodyChart, surface: BodySurface) {
        self.chart = chart
        self.surface = surface
        skin = SkinSurface(surface)
    }

    /// The layers of a source on a side: its field, its shape, the crosses of its points, and what must not be pressed.
    public func layers(of source: PainSource, side: Side) -> ChartLayers {
        var layers = ChartLayers()
        layers.field = ReferralField(card: source, side: side).zones
        layers.crosses = source.parts.flatMap(\.points).compactMap { surface.cell(at: $0.place, side: side) }
        layers.points = source.parts.flatMap(\.points).compactMap { skin.point(at: $0.place, side: side) }
        layers.muscles = shapes(of: source, side: side)
        let hazards = source.muscle?.reference.hazards.value ?? []
        layers.hazards = Set(
            hazards.flatMap(\.zones).flatMap { zone in
                [SidedZone(zone, side), SidedZone(zone, .midline)].filter { surface.cellsOf[$0] != nil }
            }
        )
        return layers
    }

    /// The shape of a muscle; both halves of a muscle that lies in the midline.
    public func shapes(of source: PainSource, side: Side) -> [MuscleShape] {
        guard let muscle = source.muscle else { return [] }
        let sides: [Side] = source.laterality == .midline ? [.right, .left] : [side]
        let sheets = source.parts.flatMap(\.sheets).flatMap { sheet in sides.compactMap { skin.lay(sheet, side: $0) } }
        guard !sheets.isEmpty else { return [] }
        return [MuscleShape(sheets: sheets, depth: MuscleShape.Depth(rawValue: muscle.layer) ?? .middle)]
    }

    /// The muscle close up with its points and hazards, in the view that shows it best; `nil` for sources without a shape.
    public func closeUp(of layers: ChartLayers) -> ChartPanel? {
        var layers = layers
        layers.field = [:]
        for view in chart.views(showing: layers.muscles) {
            if let window = chart.window(of: view, around: layers.muscles) {
                return ChartPanel(
                    view: view, window: window, layers: layers, title: "Close up: \(view.title.lowercased())"
                )
            }
        }
        return nil
    }

    /// The views that are needed to see the field: whole-body views first, insets for what those do not show.
    public func fieldPanels(of layers: ChartLayers) -> [ChartPanel] {
        var plain = layers
        plain.hazards = []
        let touched = Set(layers.field.keys)
        var missing = touched
        var chosen: [ChartView] = []
        let order = ["front", "back", "right", "left"]
        let whole = order.compactMap { id in chart.library.views.first { $0.id == id } }
        let insets = chart.library.views.filter { !order.contains($0.id) }
        for view in whole.prefix(2) + whole.dropFirst(2) + insets {
            let own = Set(view.zones.map(\.place))
            guard chosen.count < 2 || !missing.isDisjoint(with: own) else { continue }
            if missing.isDisjoint(with: own), !chosen.isEmpty { continue }
            if own.isDisjoint(with: touched) { continue }
            chosen.append(view)
            missing.subtract(own)
        }
        return (chosen.isEmpty ? Array(whole.prefix(2)) : chosen).map { ChartPanel(view: $0, layers: plain) }
    }

    /// Everything on one sheet, as a document of its own.
    public func sheet(of source: PainSource, side: Side) -> String {
        let layers = layers(of: source, side: side)
        let panels = [closeUp(of: layers)].compactMap { $0 } + fieldPanels(of: layers)
        return chart.sheet(panels, title: "\(source.name): shape, trigger points and referral field")
    }

    /// One picture as an `svg` element for a page.
    public func svg(_ panel: ChartPanel, label: String) -> String {
        chart.svg(panel.view, layers: panel.layers, window: panel.window, label: label)
    }
}
