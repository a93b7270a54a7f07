/// What puts one place before another of the same name: people, and nearness to a position or country if one is given.
struct PlacePreference {
    let near: GeoPoint?
    /// The number of the country.
    let country: Int?

    /// Beyond so many degrees of latitude (2,000 km) nearness counts for nothing.
    private static let reach = 18.0

    private static let countryWorth = 4.0
    private static let nearWorth = 7.0
    private static let otherNameCost = 2.0

    /// The binary logarithm of the population, linear between powers of two.
    private static func score(population: Int) -> Double {
        let people = Double(max(population, 1))
        return Double(people.exponent) + people.significand - 1
    }

    /// What the score of a place cannot exceed, told from its latitude, without a distance.
    func most(population: Int, country: Int, latitude: Double) -> Double {
        var most = Self.score(population: population) + (country == self.country ? Self.countryWorth : 0)
        if let near {
            // A degree of latitude is 111.19 km, so the place is at least so far away.
            most += Self.nearWorth / (1 + abs(near.latitude - latitude) * 1.111)
        }
        return most
    }

    /// The score of a place: of its population, up to 7 more when it is nearby, 4 more in the country, and 2 less when
    /// it was found by another name than its main one.
    ///
    /// Our own choice: a place in the own country counts as one 16 times as large, one next door as 128 times as
    /// large, one 100 km away as 11 times as large, and one found by another name as one of a quarter of the size.
    func score(population: Int, country: Int, point: GeoPoint, isMainName: Bool) -> Double {
        var score = Self.score(population: population)
        if !isMainName { score -= Self.otherNameCost }
        if country == self.country { score += Self.countryWorth }
        if let near, abs(near.latitude - point.latitude) < Self.reach {
            score += Self.nearWorth / (1 + near.distance(to: point).kilometres / 100)
        }
        return score
    }
}
