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

    /// The views that are needed to see the field, at most four: insets where one shows most of it, else the whole body.
    public func fieldPanels(of layers: ChartLayers) -> [ChartPanel] {
        var plain = layers
        plain.hazards = []
        let touched = Set(layers.field.keys)
        let order = ["front", "back", "right", "left"]
        let whole = order.compactMap { id in chart.library.views.first { $0.id == id } }
        let insets = chart.library.views.filter { !order.contains($0.id) }
        func zones(_ view: ChartView) -> Set<SidedZone> { Set(view.zones.map(\.place)) }
        // A field that an inset shows for the most part is shown there, large.
        let best = insets.map { Double(zones($0).intersection(touched).count) }.max() ?? 0
        let isSmall = best >= 0.6 * Double(max(touched.count, 1))
        var missing = touched
        var chosen: [ChartView] = []
        for pool in isSmall ? [insets, whole] : [whole, insets] {
            while !missing.isEmpty, chosen.count < 4 {
                let rated = pool.filter { view in !chosen.contains { $0.id == view.id } }
                    .map { (view: $0, gain: zones($0).intersection(missing).count) }
                guard let next = rated.max(by: { $0.gain < $1.gain }), next.gain > 0 else { break }
                chosen.append(next.view)
                missing.subtract(zones(next.view))
            }
        }
        return (chosen.isEmpty ? Array(whole.prefix(2)) : chosen).map { ChartPanel(view: $0, layers: plain) }
    }

    /// The muscle close up with its points and what must not be pressed, as a document of its own; other structures on the body.
    public func pointSheet(of source: PainSource, side asked: Side, name: String) -> String {
        let side: Side = source.laterality == .midline ? .midline : asked == .midline ? .right : asked
        let layers = layers(of: source, side: side)
        let panels = closeUp(of: layers).map { [$0] } ?? Array(fieldPanels(of: layers).prefix(1))
        return chart.sheet(panels, title: "Where to press: \(name)")
    }

    /// Everything on one sheet, as a document of its own.
    public func sheet(of source: PainSource, side: Side) -> String {
        let layers = layers(of: source, side: side)
        let panels = [closeUp(of: layers)].compactMap { $0 } + fieldPanels(of: layers)
        return chart.sheet(panels, title: "\(source.name): shape, trigger points and referral field")
    }

    /// One picture as an `svg` element for a page.
    ///
    /// `prefix`: Keeps the identifiers of several pictures on one page apart.
    public func svg(_ panel: ChartPanel, label: String, prefix: String) -> String {
        chart.svg(panel.view, layers: panel.layers, window: panel.window, label: label, prefix: prefix)
    }
}
