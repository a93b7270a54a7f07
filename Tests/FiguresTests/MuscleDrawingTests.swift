import Anatomy
import Figures
import Testing

@Suite struct MuscleDrawingTests {
    let vocabulary: Vocabulary
    let surface: BodySurface
    let library: ChartLibrary

    init() throws {
        vocabulary = try Vocabulary()
        surface = try BodySurface(vocabulary: vocabulary)
        library = try ChartLibrary()
    }

    @Test func `projections agree with the marks of the visible cells`() throws {
        // The marks were found by rendering, the projection by geometry: they are independent.
        for id in ["front", "back", "left", "right"] {
            let view = try library.view(id)
            let projection = try #require(view.projection)
            let misses = view.cells.map { mark -> Double in
                let place = projection.point(surface.cells[mark.cell].position)
                return ((place.x - mark.x) * (place.x - mark.x) + (place.y - mark.y) * (place.y - mark.y)).squareRoot()
            }.sorted()
            #expect(misses[misses.count / 2] < 3, "\(id)")
            #expect(misses[misses.count * 95 / 100] < 12, "\(id)")
        }
    }

    private func shape() throws -> MuscleShape {
        let blade = Zone.ID("trunk/upper_back/shoulder_blade_center")
        let sheet = FibreSheet(
            from: [SurfacePlace(zone: blade, down: 0.1, out: 0.1), SurfacePlace(zone: blade, down: 0.9, out: 0.2)],
            to: [SurfacePlace(zone: blade, down: 0.3, out: 0.9), SurfacePlace(zone: blade, down: 0.5, out: 0.9)]
        )
        return MuscleShape(sheets: [try #require(SkinSurface(surface).lay(sheet, side: .right))], depth: .superficial)
    }

    @Test func `a muscle of the shoulder blade shows from behind and not from the front`() throws {
        let chart = BodyChart(library: library, vocabulary: vocabulary)
        var layers = ChartLayers()
        layers.muscles = [try shape()]
        #expect(chart.svg(try library.view("back"), layers: layers).contains("class=\"muscle superficial\""))
        let back = try #require(chart.window(of: try library.view("back"), around: layers.muscles))
        #expect(back.width < 250 && back.height < 500)
        #expect(chart.window(of: try library.view("front"), around: layers.muscles) == nil)
        #expect(chart.views(showing: layers.muscles).first?.id == "back")
    }

    @Test func `a window lies within its view and patterns stay as fine as in the whole`() throws {
        let chart = BodyChart(library: library, vocabulary: vocabulary)
        let view = try library.view("back")
        let window = try #require(chart.window(of: view, around: [try shape()]))
        #expect(window.x >= 0 && window.y >= 0)
        #expect(window.x + window.width <= view.width + 0.01 && window.y + window.height <= view.height + 0.01)
        var layers = ChartLayers()
        layers.hazards = [SidedZone(Zone.ID("trunk/upper_back/shoulder_blade_center"), .right)]
        #expect(chart.svg(view, layers: layers, window: window).contains("patternTransform"))
        #expect(!chart.svg(view, layers: layers).contains("patternTransform"))
    }
}
