import Foundation
import Places
import Testing

@Suite struct GazetteerTests {
    private let places: Gazetteer

    init() throws { places = try gazetteer() }

    private func all() -> some Sequence<Place> {
        let places = places
        return (0..<places.count).lazy.compactMap { places.place(rank: $0) }
    }

    /// Positions of town centres from common knowledge, not from the source of the data.
    @Test(arguments: [
        ("vienna, at", 48.2085, 16.3731), ("graz", 47.0708, 15.4386), ("munich", 48.1374, 11.5755),
        ("berlin", 52.5163, 13.3889), ("zürich", 47.3744, 8.5411), ("paris", 48.8566, 2.3522),
        ("london", 51.5074, -0.1278), ("rome", 41.8933, 12.4829), ("madrid", 40.4168, -3.7038),
        ("lisbon", 38.7223, -9.1393), ("oslo", 59.9139, 10.7522), ("stockholm", 59.3293, 18.0686),
        ("copenhagen", 55.6761, 12.5683), ("helsinki", 60.1699, 24.9384), ("warsaw", 52.2297, 21.0122),
        ("prague", 50.0875, 14.4213), ("budapest", 47.4979, 19.0402), ("athens, gr", 37.9838, 23.7275),
        ("istanbul", 41.0082, 28.9784), ("cairo", 30.0444, 31.2357), ("nairobi", -1.2864, 36.8172),
        ("cape town", -33.9249, 18.4241), ("new york city", 40.7128, -74.0060),
        ("los angeles", 34.0522, -118.2437), ("ottawa", 45.4215, -75.6972), ("mexico city", 19.4326, -99.1332),
        ("são paulo", -23.5505, -46.6333), ("buenos aires", -34.6037, -58.3816), ("tokyo", 35.6895, 139.6917),
        ("sydney, au", -33.8688, 151.2093), ("auckland", -36.8485, 174.7633), ("anchorage", 61.2181, -149.9003),
        ("suva", -18.1416, 178.4419),
    ])
    func `known towns are where they are`(name: String, latitude: Double, longitude: Double) throws {
        let place = try #require(places.search(name, limit: 1).first).place
        #expect(place.point.distance(to: try point(latitude, longitude)).kilometres < 3)
    }

    @Test func `each country has about as many places as it should`() {
        let counts = all().reduce(into: [String: Int]()) { $0[$1.country.code, default: 0] += 1 }
        #expect(places.count == counts.values.reduce(0, +))
        #expect((155_000...165_000).contains(places.count))
        #expect((235...252).contains(counts.count))
        let expected = [
            "AT": 2100...2400, "DE": 7000...9000, "CH": 1200...1600, "US": 16_000...19_000, "FR": 8000...10_000,
            "IT": 9000...11_000, "GB": 3500...5000, "IN": 6000...9000, "JP": 1800...2600, "BR": 5500...6500,
            "NG": 400...1500, "ZA": 300...1200, "AU": 3000...4500, "NZ": 300...900, "IS": 30...120, "VA": 1...2,
        ]
        for (code, range) in expected { #expect(range.contains(counts[code] ?? 0), "\(code)") }
    }

    @Test func `each continent has places, and each place is sound`() {
        var continents: [Substring: Int] = [:]
        var zones: Set<String> = []
        var ids: Set<Place.ID> = []
        var before = Int.max
        var unsound: [Place] = []
        for place in all() {
            continents[place.timeZone.prefix { $0 != "/" }, default: 0] += 1
            zones.insert(place.timeZone)
            ids.insert(place.id)
            let isSound =
                !place.name.isEmpty && place.name.count < 100 && (1...before).contains(place.population)
                && place.country.code.count == 2 && !place.country.name.isEmpty
                && (-60...84).contains(place.point.latitude)
            if !isSound { unsound.append(place) }
            before = place.population
        }
        #expect(unsound.isEmpty)
        #expect(ids.count == places.count)
        let expected: [Substring: Int] = [
            "Europe": 50_000, "America": 38_000, "Asia": 28_000, "Africa": 9000, "Australia": 3000, "Pacific": 500,
        ]
        for (continent, least) in expected { #expect(continents[continent] ?? 0 > least, "\(continent)") }
        let unknown = zones.filter { TimeZone(identifier: $0) == nil }
        #expect(unknown.isEmpty)
        // The largest agglomerations.
        #expect((20_000_000...40_000_000).contains(places.place(rank: 0)?.population ?? 0))
    }

    @Test func `a place has names, region, country and zone, and is found again by its number`() throws {
        let graz = try #require(places.places(named: "Graz").first)
        #expect(graz.id == Place.ID(2_778_067))
        #expect(graz.region == "Steiermark")
        #expect(graz.country.code == "AT")
        #expect(graz.country.name == "Austria")
        #expect(graz.timeZone == "Europe/Vienna")
        #expect((280_000...330_000).contains(graz.population))
        #expect(places.place(graz.id) == graz)
        #expect(places.place(Place.ID(1)) == nil)
        #expect(places.place(rank: -1) == nil)
        #expect(places.place(rank: places.count) == nil)
        #expect(places.names(rank: places.count).isEmpty)
        // In one state, in two zones.
        #expect(try #require(places.places(named: "pensacola, fl").first).timeZone == "America/Chicago")
        #expect(try #require(places.places(named: "miami, fl").first).timeZone == "America/New_York")
    }

    @Test(arguments: [
        (47.07, 15.43, "Graz, Steiermark, Austria", "Europe/Vienna"),
        (48.21, 16.37, "Vienna, Wien, Austria", "Europe/Vienna"),
        (61.2, -149.9, "Anchorage, Alaska, United States", "America/Anchorage"),
        (-18.14, 178.44, "Suva, Central, Fiji", "Pacific/Fiji"),
    ])
    func `the label of a position is the nearest larger town`(
        latitude: Double, longitude: Double, label: String, zone: String
    ) throws {
        let near = try #require(places.nearest(to: point(latitude, longitude), minimumPopulation: 50_000))
        #expect(near.place.label == label)
        #expect(near.place.timeZone == zone)
        #expect(near.distance.kilometres < 3)
    }

    @Test(arguments: [0, 20_000])
    func `the nearest place is the one that a scan finds, at sea, at the poles and at the 180th meridian too`(
        minimum: Int
    ) throws {
        var random = SeededRandom(seed: 9)
        let points = try (0..<24).map { index in
            switch index {
            case 0: try point(90, 0)
            case 1: try point(-90, 77)
            case 2: try point(-17, 179.999)
            case 3: try point(66, -179.999)
            case 4: try point(-48.9, -123.4)
            default: try point(random.within(-90, 90), random.within(-180, 180))
            }
        }
        let candidates = all().filter { $0.population >= minimum }
        for point in points {
            let expected = candidates.map { point.distance(to: $0.point) }.min()
            #expect(places.nearest(to: point, minimumPopulation: minimum)?.distance == expected)
        }
        #expect(places.nearest(to: points[0], minimumPopulation: 1_000_000_000) == nil)
    }
}
