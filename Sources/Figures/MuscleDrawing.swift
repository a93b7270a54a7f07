import Anatomy

/// Draws muscles on a view: a shaded sheet that follows its fibres, pale towards the tendons, deep ones as ghosts.
struct MuscleDrawing {
    let view: ChartView
    private let visible: Set<Int>

    init(view: ChartView) {
        self.view = view
        visible = Set(view.cells.map(\.cell))
    }

    /// All muscles, in their order; empty on views without a projection.
    func svg(_ muscles: [MuscleShape], prefix: String) -> String {
        guard let projection = view.projection, !muscles.isEmpty else { return "" }
        let shapes = muscles.map { muscle in
            let sheets = muscle.sheets.map { sheet($0, depth: muscle.depth, projection: projection) }
            return "<g class=\"muscle \(muscle.depth.rawValue)\">\(sheets.joined())</g>"
        }
        return "<g class=\"muscles\" clip-path=\"url(#\(prefix)-clip)\">\(shapes.joined())</g>"
    }

    /// The part of the view around the muscles, with room on all sides; `nil` when less than `least` of them is seen.
    func window(around muscles: [MuscleShape], least: Double) -> ChartWindow? {
        guard let projection = view.projection else { return nil }
        let points = muscles.flatMap { $0.sheets.flatMap { $0.fibres.flatMap { $0 } } }
        let seen = points.filter { isVisible($0, projection) }.map { projection.point($0.position) }
        guard !seen.isEmpty, Double(seen.count) >= least * Double(points.count) else { return nil }
        return ChartWindow(view, around: seen)
    }

    /// How squarely the view shows the muscles, 0...1; what lies outside its frame does not count.
    func prominence(of muscles: [MuscleShape]) -> Double {
        guard let projection = view.projection else { return 0 }
        let points = muscles.flatMap { $0.sheets.flatMap { $0.fibres.flatMap { $0 } } }
        let total = points.filter { isVisible($0, projection) && isFramed(projection.point($0.position)) }
            .reduce(0) { $0 + projection.facing($1.normal) }
        return points.isEmpty ? 0 : total / Double(points.count)
    }

    private func isFramed(_ place: (x: Double, y: Double)) -> Bool {
        place.x >= 0 && place.x <= view.width && place.y >= 0 && place.y <= view.height
    }

    private func isVisible(_ point: LaidSheet.Point, _ projection: ChartView.Projection) -> Bool {
        guard let cell = point.cell else { return false }
        return visible.contains(cell) && projection.facing(point.normal) > 0.04
    }

    private func sheet(
        _ sheet: LaidSheet, depth: MuscleShape.Depth, projection: ChartView.Projection
    ) -> String {
        let seen = sheet.fibres.map { $0.map { isVisible($0, projection) } }
        let places = sheet.fibres.map { $0.map { projection.point($0.position) } }
        let strips = sheet.fibres.count - 1
        let opacity = depth == .superficial ? 0.86 : depth == .middle ? 0.66 : 0.34
        var body: [String] = []
        for strip in 0..<max(strips, 0) {
            let samples = min(sheet.fibres[strip].count, sheet.fibres[strip + 1].count)
            for sample in 0..<max(samples - 1, 0) {
                let corners = [(strip, sample), (strip + 1, sample), (strip + 1, sample + 1), (strip, sample + 1)]
                guard corners.count(where: { seen[$0.0][$0.1] }) >= 3 else { continue }
                let across = abs(2 * (Double(strip) + 0.5) / Double(strips) - 1)
                let along = (Double(sample) + 0.5) / Double(samples - 1)
                let light = projection.light(sheet.fibres[strip][sample].normal)
                let colour = tone(across: across, along: along, light: light, tendon: sheet.tendon)
                let d = corners.map { "\(number(places[$0.0][$0.1].x)) \(number(places[$0.0][$0.1].y))" }
                    .joined(separator: "L")
                body.append("<path d=\"M\(d)Z\" fill=\"\(colour)\" stroke=\"\(colour)\" stroke-width=\"0.5\"/>")
            }
        }
        let lines = (0...max(strips, 0)).flatMap { fibre -> [String] in
            let isEdge = fibre == 0 || fibre == strips
            return runs(of: seen[fibre]).map { run in
                let d = run.map { "\(number(places[fibre][$0].x)) \(number(places[fibre][$0].y))" }.joined(
                    separator: "L")
                let dash = depth == .deep ? " stroke-dasharray=\"4 2.5\"" : ""
                return "<path d=\"M\(d)\" fill=\"none\" stroke=\"#5e1f18\" stroke-opacity=\"\(isEdge ? 0.85 : 0.35)\" "
                    + "stroke-width=\"\(isEdge ? 1 : 0.6)\"\(isEdge ? dash : "")/>"
            }
        }
        return "<g opacity=\"\(opacity)\">\(body.joined())</g>\(lines.joined())"
    }

    /// Stretches of neighbouring samples that can be seen, two or more long.
    private func runs(of seen: [Bool]) -> [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        var start: Int?
        for (index, isSeen) in (seen + [false]).enumerated() {
            if isSeen {
                start = start ?? index
            } else if let first = start {
                if index - first >= 2 { runs.append(first...(index - 1)) }
                start = nil
            }
        }
        return runs
    }

    /// Muscle red in the belly, darker to the edges, ivory where it turns into tendon.
    private func tone(across: Double, along: Double, light: Double, tendon end: FibreSheet.Tendon) -> String {
        let belly = (178.0, 74.0, 60.0)
        let tendon = (228.0, 214.0, 190.0)
        let toEnd = min(end == .to || end == .none ? 1 : along, end == .from || end == .none ? 1 : 1 - along)
        let sinew = toEnd < 0.14 ? 1 - toEnd / 0.14 : 0
        let shade = (0.78 + 0.5 * light) * (1 - 0.22 * across * across)
        func mix(_ red: Double, _ pale: Double) -> Int {
            Int(min(max((red * (1 - 0.85 * sinew) + pale * 0.85 * sinew) * shade, 0), 255).rounded())
        }
        return "#" + [mix(belly.0, tendon.0), mix(belly.1, tendon.1), mix(belly.2, tendon.2)].map(hexadecimal).joined()
    }

    private func hexadecimal(_ value: Int) -> String {
        let text = String(value, radix: 16)
        return text.count < 2 ? "0" + text : text
    }
}
