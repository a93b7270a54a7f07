/// A place and how far it is.
public struct NearbyPlace: Hashable, Sendable {
    /// The place.
    public let place: Place

    /// The distance to its middle.
    public let distance: Distance
}

extension Gazetteer {
    /// The place whose middle is nearest, for labels such as "near Graz" and for the time zone of a position.
    ///
    /// - Parameters:
    ///   - point: A position, for privacy better ``GeoPoint/rounded(toKilometres:)``.
    ///   - minimumPopulation: Smaller places are passed over, for labels that more people know.
    /// - Returns: The nearest one, of several at the same distance the largest; `nil` when none is large enough.
    /// - Complexity: O(*k*) for *k* places in the cells around.
    public func nearest(to point: GeoPoint, minimumPopulation: Int = 0) -> NearbyPlace? {
        for radius in [10.0, 40, 160, 640, 1280, 2560, 5120, 10_240, 20_100] {
            let circle = GeoCircle(center: point, radius: Distance(unchecked: radius))
            var best: (distance: Distance, rank: Int)?
            for rank in grid.places(around: circle) where file.population(of: rank) >= minimumPopulation {
                let distance = point.distance(to: file.point(of: rank))
                if best.map({ (distance, rank) < $0 }) ?? true { best = (distance, rank) }
            }
            // What lies beyond the circle was not looked at, so only a place inside is the nearest for certain.
            if let best, best.distance <= circle.radius {
                return NearbyPlace(place: place(best.rank), distance: best.distance)
            }
        }
        return nil
    }
}
