import Anatomy
import Foundation
import Testing

@Suite struct BodySurfaceTests {
    let vocabulary: Vocabulary
    let surface: BodySurface

    init() throws {
        vocabulary = try Vocabulary()
        surface = try BodySurface(vocabulary: vocabulary)
    }

    @Test func `every skin vertex lies in one leaf zone and every sided leaf zone has skin or a deep place`() {
        #expect(surface.vertexCount == 13_380)
        for zone in vocabulary.leaves {
            for side in zone.laterality.sides {
                #expect(surface.anchors[SidedZone(zone.id, side)] != nil, "\(zone.id):\(side.rawValue)")
            }
        }
    }

    @Test func `the left half is the exact mirror of the right`() {
        for vertex in 0..<surface.vertexCount {
            let mirror = Int(surface.vertexMirrors[vertex])
            #expect(surface.vertexZones[vertex] == surface.vertexZones[mirror])
            // Vertices in the midline plane are their own mirror; in paired zones they count to the right.
            if mirror != vertex { #expect(surface.vertexSides[vertex] == surface.vertexSides[mirror].mirrored) }
            let (here, there) = (surface.position(ofVertex: vertex), surface.position(ofVertex: mirror))
            #expect(here.x == -there.x && here.y == there.y && here.z == there.z)
        }
    }

    @Test func `cells are mirrored, stay in one zone and number as many as a body chart needs`() {
        #expect((1_900...2_700).contains(surface.cells.count))
        for cell in surface.cells {
            let mirror = surface.cells[cell.mirror]
            #expect(mirror.mirror == cell.index)
            #expect(mirror.zone == cell.zone)
            #expect(mirror.side == cell.side.mirrored)
            #expect(cell.area > 0)
        }
    }

    @Test func `neighbours are mutual and geodesic distances obey the triangle inequality`() {
        for cell in surface.cells {
            for neighbor in cell.neighbors {
                #expect(surface.cells[neighbor.cell].neighbors.contains { $0.cell == cell.index })
            }
        }
        let (a, b) = (0, surface.cells.count / 2)
        let fromA = surface.geodesicDistances(from: [a])
        let fromB = surface.geodesicDistances(from: [b])
        for cell in stride(from: 0, to: surface.cells.count, by: 97) {
            #expect(fromA[cell] <= fromA[b] + fromB[cell] + 1e-6)
            #expect(fromA[cell] >= surface.cells[a].position.distance(to: surface.cells[cell].position) * 0.9)
        }
    }

    @Test func `the right side of the body is where x is negative`() {
        for cell in surface.cells where cell.side == .right { #expect(cell.position.x < 1) }
    }

    @Test func `bodies of all shapes stand on the floor and differ in height`() {
        let heights = BodyShape.allCases.map { shape in
            (0..<surface.vertexCount).map { surface.position(ofVertex: $0, on: shape).y }.max() ?? 0
        }
        #expect(heights[0] > 1_500 && heights[0] < 1_850)
        #expect(heights[1] < heights[2])
        #expect(heights[3] < 1_450)
    }

    @Test func `a place further down a zone lies lower, and further out lies farther from the midline`() throws {
        let zone = Zone.ID("trunk/upper_back/shoulder_blade_center")
        let high = try #require(surface.cell(at: SurfacePlace(zone: zone, down: 0, out: 0.5), side: .right))
        let low = try #require(surface.cell(at: SurfacePlace(zone: zone, down: 1, out: 0.5), side: .right))
        #expect(surface.cells[high].position.y > surface.cells[low].position.y)
        let left = try #require(surface.cell(at: SurfacePlace(zone: zone, down: 0, out: 0.5), side: .left))
        #expect(surface.cells[left].mirror == high)
    }

    @Test func `a damaged atlas is an error that names the section, never a crash`() throws {
        let folder = try ResourceFolder.of(target: "Anatomy")
        let whole = try folder.data("body.atlas")
        for length in [0, 7, 11, 40, 2_000, whole.count / 2, whole.count - 1] {
            #expect(throws: AnatomyError.self) {
                try BodySurface(data: whole.prefix(length), vocabulary: vocabulary)
            }
        }
    }
}
