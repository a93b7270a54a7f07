import Anatomy
import Figures
import Testing

@Suite struct BodyChartTests {
    let vocabulary: Vocabulary
    let library: ChartLibrary

    init() throws {
        vocabulary = try Vocabulary()
        library = try ChartLibrary()
    }

    @Test func `every leaf zone can be reached on every side in some view`() {
        let shown = Set(library.views.flatMap { $0.zones.map(\.place) })
        for zone in vocabulary.leaves {
            for side in zone.laterality.sides {
                #expect(shown.contains(SidedZone(zone.id, side)), "\(zone.id):\(side)")
            }
        }
    }

    @Test func `every view names known zones and cells of the surface`() throws {
        let surface = try BodySurface(vocabulary: vocabulary)
        for view in library.views {
            #expect(view.zones.allSatisfy { vocabulary.zone[$0.place.zone]?.isLeaf == true })
            #expect(view.cells.allSatisfy { surface.cells.indices.contains($0.cell) })
        }
    }

    @Test func `the four whole-body views stay under three hundred kilobytes`() throws {
        let chart = BodyChart(library: library, vocabulary: vocabulary)
        let size = try ["front", "back", "left", "right"].reduce(0) { $0 + chart.svg(try library.view($1)).utf8.count }
        #expect(size <= 300_000)
    }

    @Test func `what colour says is also said by pattern and number`() throws {
        let chart = BodyChart(library: library, vocabulary: vocabulary)
        var layers = ChartLayers()
        layers.painted = [
            .init(place: SidedZone(Zone.ID("lower_limb/knee/kneecap"), .right), intensity: 7, qualityGroup: "nerve")
        ]
        let svg = chart.svg(try library.view("front"), layers: layers)
        #expect(svg.contains("url(#front-zigzag)"))
        #expect(svg.contains(">7</text>"))
    }

    @Test func `an unknown view is an error that lists the known ones`() {
        #expect(throws: ChartError.self) { try library.view("inside") }
    }
}
