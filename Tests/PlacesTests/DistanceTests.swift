import Places
import Testing

@Suite struct DistanceTests {
    @Test func `a quarter of the way round is a quarter of 2πR`() throws {
        let quarter = 10_007.557_221_
        #expect(abs(try point(0, 0).distance(to: point(0, 90)).kilometres - quarter) < 1e-5)
        #expect(abs(try point(0, 17).distance(to: point(90, -60)).kilometres - quarter) < 1e-5)
        #expect(abs(try point(0, 0).distance(to: point(0, 180)).kilometres - 2 * quarter) < 1e-5)
        // Over the pole from 60° north to 60° north is 60°, a sixth of the way round.
        #expect(abs(try point(60, -30).distance(to: point(60, 150)).kilometres - quarter * 2 / 3) < 1e-5)
        // One degree along a meridian is 111.195080 km.
        #expect(abs(try point(46, 15).distance(to: point(47, 15)).kilometres - 111.195_080) < 1e-5)
        // On 60° north a degree of longitude is a little less than half of that.
        #expect(abs(try point(60, 0).distance(to: point(60, 1)).kilometres - 55.597) < 0.001)
    }

    @Test func `nowhere is away from itself, and there is as far as back`() throws {
        let (graz, perth) = (try point(47.07, 15.44), try point(-31.95, 115.86))
        #expect(graz.distance(to: graz) == .zero)
        #expect(graz.distance(to: perth) == perth.distance(to: graz))
        #expect(try point(12, 180).distance(to: point(12, -180)) == .zero)
        #expect(try point(90, 10).distance(to: point(90, -50)).kilometres < 1e-9)
    }

    @Test func `a mile is 1.609344 km`() throws {
        #expect(abs(try Distance(miles: 100).kilometres - 160.9344) < 1e-12)
        #expect(abs(try Distance(kilometres: 42.195).miles - 26.218_757_456) < 1e-8)
    }

    @Test(arguments: [(90.000_1, 0.0), (-91, 0), (0, 180.5), (0, -181), (.nan, 0), (0, .nan), (0, .infinity)])
    func `a position off the earth is refused`(latitude: Double, longitude: Double) {
        #expect(throws: PlacesError.self) { try GeoPoint(latitude: latitude, longitude: longitude) }
    }

    @Test(arguments: [-1, 20_101, Double.nan, .infinity])
    func `a distance beyond the antipodes is refused`(kilometres: Double) {
        #expect(throws: PlacesError.self) { try Distance(kilometres: kilometres) }
    }

    @Test func `the 180th meridian has one name`() throws {
        #expect(try point(5, 180) == point(5, -180))
        #expect(try point(-0.0, -0.0).hashValue == point(0, 0).hashValue)
    }

    @Test func `two other programs compute the same distances`() throws {
        let lines = distanceFixture.split(separator: "\n")
        #expect(lines.count == 295)
        for line in lines {
            let numbers = line.split(separator: " ").compactMap { Double($0) }
            try #require(numbers.count == 6)
            let distance = try point(numbers[0], numbers[1]).distance(to: point(numbers[2], numbers[3])).kilometres
            // Beside a pole the degrees themselves are only good for some nanometres.
            #expect(abs(distance - numbers[5]) <= max(1e-9 * numbers[5], 1e-11), "sphere: \(line)")
            #expect(abs(distance - numbers[4]) <= 0.006 * numbers[4], "ellipsoid: \(line)")
        }
    }
}
