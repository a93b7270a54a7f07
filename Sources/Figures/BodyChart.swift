public import Anatomy

/// Draws the body chart as SVG: shaded body, zones, and the layers of a drawing and of an origin.
///
/// The same drawing serves the page, print and the command line. Colours stand in one place here; whatever colour
/// says is also said by a pattern, a number or a mark.
public struct BodyChart: Sendable {
    public let library: ChartLibrary
    private let names: [Zone.ID: String]

    /// Prepares the drawing.
    ///
    /// `library`: The drawn views.
    /// `vocabulary`: Names of the zones, for titles that screen readers speak.
    public init(library: ChartLibrary, vocabulary: Vocabulary) {
        self.library = library
        names = vocabulary.zone.mapValues(\.name)
    }

    /// One view as an `svg` element.
    ///
    /// `window`: The part of the view to show; all of it when `nil`.
    /// `interactive`: Whether zones carry identifiers and titles for a page; plain figures leave them out.
    /// `prefix`: Keeps the identifiers of several figures in one document apart; the view's own where there is one of each.
    public func svg(
        _ view: ChartView, layers: ChartLayers = ChartLayers(), window: ChartWindow? = nil, interactive: Bool = false,
        label: String? = nil, prefix: String? = nil
    ) -> String {
        let window = window ?? ChartWindow(view)
        let prefix = prefix ?? view.id
        let scale = window.scale(in: view)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="\(window.viewBox)" \
            role="img" aria-label="\(escaped(label ?? "\(view.title) of the body"))" class="chart" \
            data-view="\(view.id)">\
            \(definitions(prefix: prefix, view: view, scale: scale))\
            \(body(of: view, layers: layers, interactive: interactive, prefix: prefix, scale: scale))</svg>
            """
    }

    /// Several views side by side in one document, as the command line and print use.
    public func sheet(_ ids: [String], layers: ChartLayers, title: String) throws -> String {
        sheet(try ids.map { try ChartPanel(view: library.view($0), layers: layers) }, title: title)
    }

    /// Several panels side by side in one document, all of one height.
    public func sheet(_ panels: [ChartPanel], title: String) -> String {
        let gap = 24.0
        let height = panels.map(\.view.height).max() ?? 0
        var x = 0.0
        var parts: [String] = []
        for (index, panel) in panels.enumerated() {
            let own = panel.window.width * height / max(panel.window.height, 1)
            let prefix = "p\(index)-\(panel.view.id)"
            let scale = panel.window.scale(in: panel.view)
            // Each panel is an svg of its own, so that a close-up is clipped to its window.
            parts.append(
                "<svg x=\"\(number(x))\" y=\"36\" width=\"\(number(own))\" height=\"\(number(height))\" "
                    + "viewBox=\"\(panel.window.viewBox)\">"
                    + definitions(prefix: prefix, view: panel.view, scale: scale)
                    + body(of: panel.view, layers: panel.layers, interactive: false, prefix: prefix, scale: scale)
                    + "</svg><text x=\"\(number(x + own / 2))\" y=\"22\" text-anchor=\"middle\" "
                    + "font-family=\"sans-serif\" font-size=\"18\" fill=\"#333\">\(escaped(panel.title))</text>"
            )
            x += own + gap
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(max(x - gap, 1))) \(number(height + 40))" \
            role="img"><title>\(escaped(title))</title>\(parts.joined())</svg>
            """
    }

    /// The window of a view around muscles, with room on all sides; `nil` when the view hardly shows them.
    ///
    /// `least`: The share of the muscles' surface that the view must show.
    public func window(of view: ChartView, around muscles: [MuscleShape], least: Double = 0.2) -> ChartWindow? {
        MuscleDrawing(view: view).window(around: muscles, least: least)
    }

    // MARK: Parts of a view

    private func body(
        of view: ChartView, layers: ChartLayers, interactive: Bool, prefix: String? = nil, scale: Double = 1
    ) -> String {
        let prefix = prefix ?? view.id
        var parts = ["<g class=\"tones\" clip-path=\"url(#\(prefix)-clip)\">"]
        let top = max(library.palette.count - 1, 0)
        if let base = view.base, !library.palette.isEmpty {
            parts.append("<path fill=\"\(library.palette[min(max(base, 0), top)])\" d=\"\(view.outline)\"/>")
        }
        for band in view.bands {
            let colour = library.palette.isEmpty ? "#ddd" : library.palette[min(max(band.level, 0), top)]
            parts.append("<path fill=\"\(colour)\" fill-rule=\"evenodd\" d=\"\(band.d)\"/>")
        }
        parts.append("</g>")
        let ink = library.palette.first ?? "#6b5a52"
        parts.append(
            "<path class=\"lines\" fill=\"none\" stroke=\"\(ink)\" stroke-width=\"0.8\" d=\"\(view.outline)\"/>"
        )
        if let lines = view.lines, !lines.isEmpty {
            parts.append(
                "<path class=\"lines\" fill=\"none\" stroke=\"\(ink)\" stroke-width=\"0.8\" "
                    + "stroke-linecap=\"round\" d=\"\(lines)\"/>"
            )
        }
        if interactive {
            parts.append(interactiveZones(view))
        } else {
            parts.append(deepIcons(view, layers: layers))
        }
        parts.append(field(view, layers, prefix))
        parts.append(MuscleDrawing(view: view).svg(layers.muscles, prefix: prefix))
        parts.append(hazards(view, layers, prefix))
        parts.append(painted(view, layers, prefix))
        parts.append(labels(view, layers.dermatomes, layer: "dermatomes"))
        parts.append(labels(view, layers.territories, layer: "territories"))
        parts.append(crosses(view, layers, scale: scale))
        return parts.joined()
    }

    private func interactiveZones(_ view: ChartView) -> String {
        let zones = view.zones.map { zone in
            let side = zone.place.side == .midline ? "" : ", \(zone.place.side.rawValue)"
            let deep = zone.isDeep ? " deep" : ""
            return
                "<path class=\"zone\(deep)\" data-zone=\"\(zone.place.zone)\" data-side=\"\(zone.place.side.rawValue)\" "
                + "data-x=\"\(number(zone.label.x))\" data-y=\"\(number(zone.label.y))\" d=\"\(zone.d)\">"
                + "<title>\(escaped((names[zone.place.zone] ?? zone.place.zone.text) + side))</title></path>"
        }
        return "<g class=\"zones\">\(zones.joined())</g>"
    }

    /// Deep places show as faint rings, so that a figure tells that they exist.
    private func deepIcons(_ view: ChartView, layers: ChartLayers) -> String {
        view.zones.filter(\.isDeep).map { zone in
            "<path fill=\"#fff\" fill-opacity=\"0.35\" stroke=\"#5b6b73\" stroke-width=\"1\" "
                + "stroke-dasharray=\"3 2\" d=\"\(zone.d)\"/>"
        }.joined()
    }

    private func field(_ view: ChartView, _ layers: ChartLayers, _ prefix: String) -> String {
        let shapes = view.zones.compactMap { zone -> String? in
            guard let strength = layers.field[zone.place] else { return nil }
            switch strength {
            case .own: return shape(zone, fill: "#1d6f8a", opacity: 0.28, stroke: "#0c4a5e")
            case .essential: return shape(zone, fill: "#1d6f8a", opacity: 0.5, stroke: "#0c4a5e")
            case .spillover:
                return shape(zone, fill: "url(#\(prefix)-spill)", opacity: 0.9, stroke: "#0c4a5e", dashed: true)
            }
        }
        return "<g class=\"field\">\(shapes.joined())</g>"
    }

    private func hazards(_ view: ChartView, _ layers: ChartLayers, _ prefix: String) -> String {
        guard !layers.hazards.isEmpty else { return "" }
        let shapes = view.zones.filter { layers.hazards.contains($0.place) }.map { zone in
            shape(zone, fill: "url(#\(prefix)-hazard)", opacity: 1, stroke: "#8a5a00", dashed: true)
        }
        return "<g class=\"hazards\">\(shapes.joined())</g>"
    }

    private func painted(_ view: ChartView, _ layers: ChartLayers, _ prefix: String) -> String {
        var parts: [String] = []
        for mark in layers.painted {
            guard let zone = view.zones.first(where: { $0.place == mark.place }) else { continue }
            let tone = 0.25 + 0.06 * mark.intensity
            parts.append(shape(zone, fill: "#b3261e", opacity: tone, stroke: "#7a120c"))
            let pattern = pattern(forQualityGroup: mark.qualityGroup)
            if pattern != "plain" {
                parts.append(shape(zone, fill: "url(#\(prefix)-\(pattern))", opacity: 0.8, stroke: "none"))
            }
            parts.append(
                "<text x=\"\(number(zone.label.x))\" y=\"\(number(zone.label.y))\" text-anchor=\"middle\" "
                    + "dominant-baseline=\"central\" font-family=\"sans-serif\" font-size=\"13\" font-weight=\"700\" "
                    + "fill=\"#3b0906\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\">"
                    + "\(Int(mark.intensity.rounded()))</text>"
            )
        }
        return "<g class=\"painted\">\(parts.joined())</g>"
    }

    private func labels(_ view: ChartView, _ words: [SidedZone: String], layer: String) -> String {
        guard !words.isEmpty else { return "" }
        let parts = view.zones.compactMap { zone -> String? in
            guard let word = words[zone.place] else { return nil }
            let shade = 0.1 + 0.08 * Double(abs(word.utf8.reduce(0) { $0 &* 31 &+ Int($1) }) % 4)
            return shape(zone, fill: "#3d5a80", opacity: shade, stroke: "#29415f")
                + "<text x=\"\(number(zone.label.x))\" y=\"\(number(zone.label.y))\" text-anchor=\"middle\" "
                + "dominant-baseline=\"central\" font-family=\"sans-serif\" font-size=\"10\" fill=\"#12263f\">"
                + "\(escaped(word))</text>"
        }
        return "<g class=\"\(layer)\">\(parts.joined())</g>"
    }

    private func crosses(_ view: ChartView, _ layers: ChartLayers, scale: Double) -> String {
        var places: [(x: Double, y: Double)] = []
        if let projection = view.projection, !layers.points.isEmpty {
            let visible = Set(view.cells.map(\.cell))
            places = layers.points.filter { point in
                point.cell.map { visible.contains($0) } == true && projection.facing(point.normal) > 0
            }.map { projection.point($0.position) }
        } else {
            places = layers.crosses.compactMap { cell in
                view.cells.first { $0.cell == cell }.map { ($0.x, $0.y) }
            }
        }
        let marks = places.map { mark -> String in
            let size = 5.5 * scale
            let (left, right) = (number(mark.x - size), number(mark.x + size))
            let (top, bottom) = (number(mark.y - size), number(mark.y + size))
            let d = "M\(left) \(top)L\(right) \(bottom)M\(left) \(bottom)L\(right) \(top)"
            return "<path d=\"\(d)\" stroke=\"#fff\" stroke-width=\"\(number(5 * scale))\" stroke-linecap=\"round\"/>"
                + "<path d=\"\(d)\" stroke=\"#111\" stroke-width=\"\(number(2.4 * scale))\" stroke-linecap=\"round\"/>"
        }
        return "<g class=\"crosses\">\(marks.joined())</g>"
    }

    private func shape(
        _ zone: ChartView.ZoneOutline, fill: String, opacity: Double, stroke: String, dashed: Bool = false
    ) -> String {
        "<path d=\"\(zone.d)\" fill=\"\(fill)\" fill-opacity=\"\(number(opacity))\" stroke=\"\(stroke)\" "
            + "stroke-width=\"1\"\(dashed ? " stroke-dasharray=\"4 3\"" : "")/>"
    }
}

/// The patterns of a view; the prefix keeps identifiers apart when several views stand in one document.
private func definitions(prefix: String, view: ChartView, scale: Double) -> String {
    let turn = scale == 1 ? "" : " patternTransform=\"scale(\(number(scale)))\""
    func pattern(_ name: String, _ size: Int, _ content: String) -> String {
        "<pattern id=\"\(prefix)-\(name)\" width=\"\(size)\" height=\"\(size)\" patternUnits=\"userSpaceOnUse\"\(turn)>"
            + "\(content)</pattern>"
    }
    let ink = "stroke=\"#4a0905\" stroke-width=\"1.2\" fill=\"none\""
    return "<defs>"
        + "<clipPath id=\"\(prefix)-clip\"><path d=\"\(view.outline)\"/></clipPath>"
        + pattern("dots", 7, "<circle cx=\"3.5\" cy=\"3.5\" r=\"1.4\" fill=\"#4a0905\"/>")
        + pattern("rings", 9, "<circle cx=\"4.5\" cy=\"4.5\" r=\"2.6\" \(ink)/>")
        + pattern("lines", 6, "<path d=\"M0 6L6 0\" \(ink)/>")
        + pattern("zigzag", 8, "<path d=\"M0 6L4 2L8 6\" \(ink)/>")
        + pattern("squares", 8, "<rect x=\"2\" y=\"2\" width=\"4\" height=\"4\" \(ink)/>")
        + pattern("waves", 10, "<path d=\"M0 5Q2.5 1 5 5T10 5\" \(ink)/>")
        + pattern("dashes", 8, "<path d=\"M1 4H5\" \(ink)/>")
        + pattern("spill", 6, "<path d=\"M0 0L6 6\" stroke=\"#1d6f8a\" stroke-width=\"1.6\"/>")
        + pattern(
            "hazard", 9, "<path d=\"M0 9L9 0M0 0L9 9\" stroke=\"#8a5a00\" stroke-width=\"0.9\" stroke-opacity=\"0.6\"/>"
        )
        + "</defs>"
}

/// A number with at most one decimal, without a trailing zero (opacities keep two).
func number(_ value: Double) -> String {
    let scale = abs(value) < 1 ? 100.0 : 10.0
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
}

/// Text for an XML document.
private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        .replacing("\"", with: "&quot;")
}
