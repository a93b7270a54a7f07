import Anatomy

/// A rectangle of a view.
public struct ChartWindow: Hashable, Sendable {
    public let x: Double
    public let y: Double
    public let width: Double
    public let height: Double

    /// The whole view.
    public init(_ view: ChartView) {
        (x, y, width, height) = (0, 0, view.width, view.height)
    }

    /// Around points of a view, with room on all sides, never narrower than a fifth of the view's height and within it.
    init(_ view: ChartView, around points: [(x: Double, y: Double)]) {
        let left = points.map(\.x).min() ?? 0
        let right = points.map(\.x).max() ?? view.width
        let top = points.map(\.y).min() ?? 0
        let bottom = points.map(\.y).max() ?? view.height
        let room = max(0.18 * max(right - left, bottom - top), 0.03 * view.height)
        let least = 0.2 * view.height
        width = min(max(right - left + 2 * room, least), view.width)
        height = min(max(bottom - top + 2 * room, least), view.height)
        x = min(max((left + right) / 2 - width / 2, 0), view.width - width)
        y = min(max((top + bottom) / 2 - height / 2, 0), view.height - height)
    }

    /// How large marks and patterns are drawn, so that they look alike in a close-up and in the whole view.
    func scale(in view: ChartView) -> Double { min(1, max(0.3, 1.25 * height / max(view.height, 1))) }

    /// The rectangle as SVG's `viewBox`.
    var viewBox: String { "\(number(x)) \(number(y)) \(number(width)) \(number(height))" }
}

/// A view, or a window of one, in a sheet.
public struct ChartPanel: Sendable {
    public let view: ChartView
    public let window: ChartWindow
    public let layers: ChartLayers
    public let title: String

    public init(view: ChartView, window: ChartWindow? = nil, layers: ChartLayers, title: String? = nil) {
        self.view = view
        self.layers = layers
        self.window = window ?? ChartWindow(view)
        self.title = title ?? view.title
    }
}

extension BodyChart {
    /// The views that show muscles best, best first: by how squarely they face, insets before whole-body views.
    public func views(showing muscles: [MuscleShape]) -> [ChartView] {
        let rated = library.views.map { view -> (view: ChartView, value: Double) in
            let share = MuscleDrawing(view: view).prominence(of: muscles)
            let isWhole = ["front", "back", "left", "right"].contains(view.id)
            return (view, share * (isWhole ? 1 : 1.15))
        }
        return rated.filter { $0.value > 0.12 }.sorted { ($1.value, $0.view.id) < ($0.value, $1.view.id) }.map(\.view)
    }
}
