import Foundation
import Places
import Testing

@Suite struct CircleTests {
    /// Centres everywhere, many of them near a pole or the 180th meridian; radii from 100 m to half round the earth.
    private func circle(_ random: inout SeededRandom) throws -> GeoCircle {
        let latitude =
            random.below(3) == 0
            ? (90 - pow(10, random.within(-4, 1))) * (random.below(2) == 0 ? 1 : -1) : random.within(-90, 90)
        let longitude =
            random.below(3) == 0
            ? (180 - pow(10, random.within(-4, 1))) * (random.below(2) == 0 ? 1 : -1) : random.within(-180, 180)
        return GeoCircle(
            center: try point(latitude, longitude), radius: try Distance(kilometres: pow(10, random.within(-1, 4.3))))
    }

    @Test(arguments: 0..<20)
    func `all positions within the radius are in the boxes and in the cells`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var missed: [String] = []
        for _ in 0..<50 {
            let circle = try circle(&random)
            let boxes = circle.boxes
            let ranges = GeoGrid.degrees.ranges(covering: circle)
            #expect((1...2).contains(boxes.count))
            for step in 0..<100 {
                let share = step < 50 ? 1 : random.within(0, 1)
                let angle = min(circle.radius.kilometres / Distance.earthRadius * share, .pi)
                let inside = try destination(
                    from: circle.center, angle: angle, bearing: random.within(0, 2 * .pi))
                let cell = GeoGrid.degrees.cell(of: inside)
                if !boxes.contains(where: { $0.contains(inside) }) || !ranges.contains(where: { $0.contains(cell) }) {
                    missed.append("\(circle) \(inside)")
                }
            }
        }
        #expect(missed.isEmpty)
    }

    @Test(arguments: 0..<20)
    func `the boxes are no larger than they must be`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let center = try point(random.within(-80, 80), random.within(-180, 180))
        let circle = GeoCircle(center: center, radius: try Distance(kilometres: random.within(1, 900)))
        let boxes = circle.boxes
        let angle = circle.radius.kilometres / Distance.earthRadius * 180 / .pi
        for box in boxes {
            #expect(abs(box.latitudes.upperBound - center.latitude - angle) < 1e-6)
            #expect(abs(center.latitude - box.latitudes.lowerBound - angle) < 1e-6)
        }
        // The nearest position on the eastern edge is just as far as the radius.
        let east = try #require(
            boxes.map(\.longitudes.upperBound).filter { $0 < 180 || boxes.count == 1 }.first)
        let nearest = try (0...20_000).map { step in
            let latitude = center.latitude + angle * (Double(step) / 10_000 - 1)
            return try center.distance(to: point(latitude, east)).kilometres
        }.min()
        #expect(abs(try #require(nearest) - circle.radius.kilometres) < 1e-4 * circle.radius.kilometres)
    }

    @Test func `a circle across the 180th meridian needs two boxes, one with a pole all longitudes`() throws {
        let fiji = GeoCircle(center: try point(-17, 179.9), radius: try Distance(kilometres: 50))
        #expect(fiji.boxes.count == 2)
        let beyond = try point(-17, -179.9)
        #expect(fiji.boxes.contains { $0.contains(beyond) })
        let pole = GeoCircle(center: try point(89.9, 20), radius: try Distance(kilometres: 50))
        #expect(pole.boxes.map(\.longitudes) == [-180...180])
        #expect(pole.boxes.map(\.latitudes.upperBound) == [90])
        let all = GeoCircle(center: try point(10, 20), radius: try Distance(kilometres: 20_100))
        #expect(all.boxes == [GeoBox.world])
    }

    @Test func `cells are numbered row by row from the south-west`() throws {
        let grid = GeoGrid.tenths
        #expect(grid.count == 6_480_000)
        #expect(grid.cell(of: try point(-90, -180)) == 0)
        #expect(grid.cell(of: try point(90, 179.999)) == 6_479_999)
        // Row 1370 from the south, column 1954 from the 180th meridian.
        #expect(grid.cell(of: try point(47.05, 15.45)) == 1370 * 3600 + 1954)
    }

    @Test func `a circle of 100 km takes about twenty ranges, in order and apart`() throws {
        let ranges = GeoGrid.tenths.ranges(
            covering: GeoCircle(center: try point(47.05, 15.45), radius: try Distance(kilometres: 100)))
        #expect((18...20).contains(ranges.count))
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
        let across = GeoGrid.tenths.ranges(
            covering: GeoCircle(center: try point(0, 180), radius: try Distance(kilometres: 10)))
        // Rows 899 and 900 reach across the edge, where one row's end joins the next one's beginning.
        #expect(
            across == [899 * 3600...899 * 3600, 899 * 3600 + 3599...900 * 3600, 900 * 3600 + 3599...900 * 3600 + 3599])
    }

    @Test(arguments: [0.5, 1, 10])
    func `a coarsened position is near, the same for all its neighbours, and not coarsened again`(side: Double) throws {
        var random = SeededRandom(seed: 4)
        var seen: Set<GeoPoint> = []
        for _ in 0..<2000 {
            let exact = try point(47 + random.within(0, 0.09), 15 + random.within(0, 0.09))
            let rough = exact.rounded(toKilometres: side)
            #expect(exact.distance(to: rough).kilometres < side * 0.71)
            #expect(rough.rounded(toKilometres: side) == rough)
            seen.insert(rough)
        }
        // 10 km by 6.8 km.
        #expect(Double(seen.count) <= (10 / side + 2) * (6.83 / side + 2))
        #expect(Double(seen.count) >= 68 / side / side * 0.8 || side == 10)
    }

    @Test func `positions everywhere are coarsened by less than the side`() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<5000 {
            let exact = try circle(&random).center
            #expect(exact.distance(to: exact.rounded(toKilometres: 1)).kilometres < 1)
        }
        #expect(try point(47, 15).rounded(toKilometres: .nan) == point(47, 15).rounded(toKilometres: 1))
        #expect(try point(90, 0).rounded(toKilometres: 1).latitude < 90)
    }
}
