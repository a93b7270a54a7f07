public import Anatomy
import Foundation

/// One drawn view of the body: tones, lines and zone outlines in its own coordinates.
public struct ChartView: Identifiable, Sendable {
    /// `front`, `back`, `left`, `right`, `face`, `mouth`, `hand_palm_right`, ...
    public let id: String
    public let title: String
    /// View-box units.
    public let width: Double
    public let height: Double
    /// The silhouette, as SVG path data.
    public let outline: String
    /// The palette level that fills the silhouette under the bands; `nil` when the bands cover it.
    public let base: Int?
    /// Tone bands from dark (level 0) to light; they may run a little past the outline, which clips them.
    public let bands: [Band]
    /// Fine contour lines, as SVG path data.
    public let lines: String?
    public let zones: [ZoneOutline]
    /// The surface cells that can be seen, with their projected centre and radius.
    public let cells: [CellMark]
    /// How places of the body fall on the view; `nil` for schematic views.
    public let projection: Projection?

    /// An orthographic projection of places of the average body, in millimetres.
    public struct Projection: Sendable {
        /// Rows of four: view x, view y (down), and depth towards the viewer.
        private let rows: [[Double]]

        init?(_ rows: [[Double]]?) {
            guard let rows, rows.count == 3, rows.allSatisfy({ $0.count == 4 }) else { return nil }
            self.rows = rows
        }

        /// Where a place falls, in view-box units.
        public func point(_ place: Point3) -> (x: Double, y: Double) {
            (apply(rows[0], place) + rows[0][3], apply(rows[1], place) + rows[1][3])
        }

        /// How much a direction turns towards the viewer: 1 straight at, -1 straight away.
        public func facing(_ direction: Point3) -> Double { apply(rows[2], direction) }

        /// How bright a surface lies in the light from the upper left, 0...1.
        func light(_ normal: Point3) -> Double {
            let scale = max(
                (rows[0][0] * rows[0][0] + rows[0][1] * rows[0][1] + rows[0][2] * rows[0][2]).squareRoot(), 1e-9)
            let (right, down, near) = (apply(rows[0], normal) / scale, apply(rows[1], normal) / scale, facing(normal))
            return min(max(0.5 - 0.2 * right - 0.34 * down + 0.38 * near, 0), 1)
        }

        private func apply(_ row: [Double], _ vector: Point3) -> Double {
            row[0] * vector.x + row[1] * vector.y + row[2] * vector.z
        }
    }

    public struct Band: Decodable, Sendable {
        public let level: Int
        public let d: String
    }

    /// A zone as this view shows it.
    public struct ZoneOutline: Sendable {
        public let place: SidedZone
        public let d: String
        /// Where a label fits.
        public let label: (x: Double, y: Double)
        /// Whether it stands for a place inside the body and is drawn as an icon.
        public let isDeep: Bool
    }

    public struct CellMark: Sendable {
        public let cell: Int
        public let x: Double
        public let y: Double
        public let radius: Double
    }
}

/// What can be wrong with the chart file.
public enum ChartError: Error, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case unknownView(String, known: [String])

    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): \(reason)"
        case .unknownView(let view, let known): "no view '\(view)'; there are \(known.joined(separator: ", "))"
        }
    }
}

/// The drawn views of one body shape, made by `Tools/atlas/charts.py` from the CC0 body surface.
public struct ChartLibrary: Sendable {
    public let views: [ChartView]
    /// Colours from dark to light, as hexadecimal RGB.
    public let palette: [String]

    /// Loads the views of a body shape; shapes without drawings of their own fall back to the average adult.
    ///
    /// - Throws: ``ChartError`` or ``AnatomyError`` when the file is missing or damaged.
    public init(shape: BodyShape = .average) throws {
        let folder = try ResourceFolder.of(target: "Figures")
        let name = shape == .average ? "charts.json" : "charts-\(shape.rawValue).json"
        let average = try Self.file(folder.data("charts.json"), name: "charts.json")
        guard shape != .average, let own = try? Self.file(folder.data(name), name: name) else {
            self.init(average)
            return
        }
        let ownViews = Set(own.views.map(\.id))
        let insets = average.views.filter { !ownViews.contains($0.id) }
        self.init(File(palette: own.palette, base: own.base, views: own.views + insets))
    }

    private init(_ file: File) {
        palette = file.palette
        views = file.views.map { ChartView($0, base: file.base) }
    }

    /// The view of a name.
    ///
    /// - Throws: ``ChartError/unknownView(_:known:)``.
    public func view(_ id: String) throws -> ChartView {
        guard let view = views.first(where: { $0.id == id }) else {
            throw ChartError.unknownView(id, known: views.map(\.id))
        }
        return view
    }

    private static func file(_ data: Data, name: String) throws -> File {
        do {
            return try JSONDecoder().decode(File.self, from: data)
        } catch {
            throw ChartError.unreadable(file: name, reason: "\(error)")
        }
    }
}

/// The wire form of `charts.json`.
private struct File: Decodable {
    struct Zone: Decodable {
        let zone: String
        let side: String
        let d: String
        let label: [Double]?
        let deep: Bool?
    }

    struct View: Decodable {
        let id: String
        let title: String
        let width: Double
        let height: Double
        let outline: String
        let bands: [ChartView.Band]
        let lines: String?
        let zones: [Zone]
        let cells: [[Double]]?
        let projection: [[Double]]?
    }

    let palette: [String]
    let base: Int?
    let views: [View]
}

extension ChartView {
    fileprivate init(_ wire: File.View, base: Int?) {
        self.base = base
        id = wire.id
        title = wire.title
        width = wire.width
        height = wire.height
        outline = wire.outline
        bands = wire.bands
        lines = wire.lines
        projection = Projection(wire.projection)
        zones = wire.zones.map { zone in
            let label = zone.label ?? []
            return ZoneOutline(
                place: SidedZone(Anatomy.Zone.ID(zone.zone), Side(rawValue: zone.side) ?? .midline), d: zone.d,
                label: (label.first ?? 0, label.count > 1 ? label[1] : 0), isDeep: zone.deep ?? false
            )
        }
        cells = (wire.cells ?? []).compactMap { numbers in
            guard numbers.count >= 4, numbers[0] >= 0, numbers[0] < 65_536 else { return nil }
            return CellMark(cell: Int(numbers[0]), x: numbers[1], y: numbers[2], radius: numbers[3])
        }
    }
}
