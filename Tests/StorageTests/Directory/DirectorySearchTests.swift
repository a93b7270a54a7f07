import Directory
import Foundation
import Records
import Scheduling
import Storage
import Testing

@Suite struct DirectorySearchTests {
    /// One place of one practitioner, as the answer of a search by hand needs it.
    private struct Spot {
        let practitioner: Practitioner
        let place: ServicePlace
        let next: Date?
    }

    /// Random practitioners around the globe, all verified.
    private struct World {
        let test: TestStore
        let spots: [Spot]

        static let conditions = ["tension_headache", "low_back_pain", "tmd", "sciatica"]
        static let languages = ["de", "en", "pt-BR", "pt"]

        init(_ backend: Backend, count: Int, seed: UInt64) async throws {
            var random = SeededRandom(seed: seed)
            let test = try await TestStore(backend)
            self.test = test
            let owner = try await test.owner()
            let steward = try await test.owner(practice: "Stewards", mail: "steward@example.org")
            try await test.store.setSteward(mail: steward.mail, true)
            var spots: [Spot] = []
            // Places crowd around some points, which are beside the poles, the antimeridian, and inland.
            let middles: [(Double, Double)] = [
                (52.5, 13.4), (89.2, 40), (-89.6, -120), (0.1, 179.9), (-17.7, -179.8), (65.5, 180), (90, 0), (0, 0),
            ]
            for number in 0..<count {
                let practitioner = try await test.store.save(
                    Practitioner(
                        practice: owner.practice, account: nil, status: .listed, name: "P \(number)",
                        languages: Self.languages.filter { _ in Int.random(in: 0..<2, using: &random) == 0 },
                        conditions: Self.conditions.filter { _ in Int.random(in: 0..<2, using: &random) == 0 },
                        accessibility: Set(
                            [Accessibility.lift, .parking].filter { _ in Int.random(in: 0..<2, using: &random) == 0 }),
                        plan: .closed(zone: "Europe/Berlin")), isNew: true, by: Author(owner))
                var places: [ServicePlace] = []
                var services: [OfferedService] = []
                for _ in 0..<Int.random(in: 1...2, using: &random) {
                    let middle = middles[Int.random(in: 0..<middles.count, using: &random)]
                    let wide = pow(10, Double.random(in: -2...0.7, using: &random))
                    var latitude = middle.0 + Double.random(in: -wide...wide, using: &random)
                    var longitude = middle.1 + Double.random(in: -wide...wide, using: &random)
                    // Over the pole and down on the other side.
                    if abs(latitude) > 90 {
                        latitude = (latitude > 0 ? 180 : -180) - latitude
                        longitude += longitude > 0 ? -180 : 180
                    }
                    if longitude > 180 { longitude -= 360 }
                    if longitude < -180 { longitude += 360 }
                    let isArea = Int.random(in: 0..<4, using: &random) == 0
                    let place = try await test.store.save(
                        ServicePlace(
                            practice: owner.practice, kind: isArea ? .area : .site, name: "Place", town: "Town",
                            country: "DE",
                            position: #require(ServicePlace.Position(degrees: latitude, longitude)),
                            radiusKilometres: isArea ? Int.random(in: 1...200, using: &random) : 0), isNew: true,
                        by: Author(owner))
                    places.append(place)
                    services.append(try await House.service(of: practitioner, at: place, by: owner, test))
                }
                try await House.verified(practitioner, by: owner, steward: steward, test)
                var next: Date?
                if let service = services.first, Int.random(in: 0..<3, using: &random) > 0 {
                    let first = test.clock.now.addingTimeInterval(Double(Int.random(in: 1...500, using: &random)) * 900)
                    next = first
                    try await test.store.setOpenTimes(
                        [-3_600, 0, 7_200].map { OpenTime(service: service.id, start: first.addingTimeInterval($0)) }
                            .filter { $0.start == first || $0.start > first || $0.start <= test.clock.now },
                        of: practitioner.id, again: test.clock.now.addingTimeInterval(86_400))
                }
                spots += places.map { Spot(practitioner: practitioner, place: $0, next: next) }
            }
            self.spots = spots
        }

        /// The answer by looking at everybody.
        func answer(_ question: DirectoryQuestion) -> [(spot: Spot, kilometres: Double)] {
            let near = spots.map { ($0, Self.kilometres(question.position, $0.place.position)) }.filter {
                spot, distance in
                let practitioner = spot.practitioner
                return distance <= Double(max(question.radiusKilometres, spot.place.radiusKilometres))
                    && (question.condition.map(practitioner.conditions.contains) ?? true)
                    && (question.language.map(practitioner.languages.contains) ?? true)
                    && practitioner.accessibility.isSuperset(of: question.accessibility)
                    && (question.freeBefore.map { before in spot.next.map { $0 < before } ?? false } ?? true)
            }
            let sorted = near.sorted { left, right in
                guard question.soonestFirst else { return left.1 < right.1 }
                return (left.0.next ?? .distantFuture, left.1) < (right.0.next ?? .distantFuture, right.1)
            }
            var seen: Set<Practitioner.ID> = []
            return sorted.filter { seen.insert($0.0.practitioner.id).inserted }.prefix(question.limit)
                .map { (spot: $0.0, kilometres: $0.1) }
        }

        /// By the angle between two directions: another formula than the store's.
        static func kilometres(_ from: ServicePlace.Position, _ to: ServicePlace.Position) -> Double {
            func direction(_ position: ServicePlace.Position) -> (x: Double, y: Double, z: Double) {
                let (latitude, longitude) = (
                    position.degrees.latitude * .pi / 180, position.degrees.longitude * .pi / 180
                )
                return (cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude))
            }
            let (a, b) = (direction(from), direction(to))
            let chord = ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z)).squareRoot()
            return 2 * 6_371.008_8 * asin(min(chord / 2, 1))
        }
    }

    @Test(arguments: Backend.allCases)
    func `a search finds whom a look at everybody finds, in the same order, also at the poles and the antimeridian`(
        _ backend: Backend
    ) async throws {
        let world = try await World(backend, count: 300, seed: 11)
        var random = SeededRandom(seed: 12)
        var found = 0
        for round in 0..<150 {
            let middle = world.spots[Int.random(in: 0..<world.spots.count, using: &random)].place.position
            let shift = Int.random(in: 0...20_000, using: &random)
            let position = try #require(
                ServicePlace.Position(
                    latitude: min(max(middle.latitude + shift, -9_000_000), 9_000_000), longitude: middle.longitude))
            var question = DirectoryQuestion(
                position: position, radiusKilometres: [1, 5, 25, 100, 250, 500][round % 6], now: world.test.clock.now,
                limit: [1, 5, 20, 100][round % 4])
            if round % 3 == 1 { question.condition = World.conditions[round % 4] }
            if round % 5 == 2 { question.language = World.languages[round % 4] }
            if round % 7 == 3 { question.accessibility = [.lift] }
            if round % 11 == 4 { question.accessibility = [.lift, .parking] }
            if round % 4 == 1 { question.freeBefore = world.test.clock.now.addingTimeInterval(200 * 900) }
            question.soonestFirst = round % 2 == 1
            let hits = try await world.test.store.search(question)
            let expected = world.answer(question)
            #expect(hits.map(\.practitioner) == expected.map(\.spot.practitioner.id), "\(question)")
            #expect(hits.map(\.place) == expected.map(\.spot.place.id), "\(question)")
            for (hit, other) in zip(hits, expected) {
                #expect(abs(hit.kilometres - other.kilometres) < 0.001)
                #expect(hit.next?.start == other.spot.next && hit.placeKind == other.spot.place.kind)
                let reach = Double(other.spot.place.radiusKilometres)
                #expect(hit.comesThere == (other.spot.place.kind == .area && other.kilometres <= reach))
            }
            found += hits.count
        }
        #expect(found > 1_000)
    }

    @Test(arguments: Backend.allCases)
    func `someone with many places near by does not take the others' room`(_ backend: Backend) async throws {
        let house = try await House(backend, kind: .site)
        for number in 0..<30 {
            var place = try ServicePlace(
                practice: house.owner.practice, kind: .site, name: "Room \(number)", town: "Potsdam", country: "DE",
                position: #require(
                    ServicePlace.Position(
                        latitude: house.place.position.latitude + number, longitude: house.place.position.longitude)))
            place = try await house.store.save(place, isNew: true, by: house.author)
            _ = try await House.service(of: house.practitioner, at: place, by: house.owner, house.test)
        }
        let other = try await House.practitioner(of: house.owner, account: .some(nil), name: "Far", house.test)
        let far = try await house.store.save(
            ServicePlace(
                practice: house.owner.practice, kind: .site, name: "Far", town: "Berlin", country: "DE",
                position: #require(
                    ServicePlace.Position(degrees: House.position.latitude + 0.1, House.position.longitude))
            ), isNew: true, by: house.author)
        _ = try await House.service(of: other, at: far, by: house.owner, house.test)
        try await House.verified(other, by: house.owner, steward: house.steward, house.test)
        let hits = try await house.store.search(
            DirectoryQuestion(position: house.place.position, now: house.test.clock.now, limit: 2))
        #expect(hits.map(\.practitioner) == [house.practitioner.id, other.id])
    }
}
