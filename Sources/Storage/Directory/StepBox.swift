import Directory
import Places

/// Bounds of an area in the steps of a position, as the index of the listings keeps them.
struct StepBox {
    let south: Int
    let north: Int
    private(set) var west: Int
    private(set) var east: Int

    /// Latitude and longitude of one point.
    init(_ position: ServicePlace.Position) {
        (south, north) = (position.latitude, position.latitude)
        (west, east) = (position.longitude, position.longitude)
    }

    /// The smallest bounds in whole steps around a box in degrees.
    init(_ box: GeoBox) {
        func steps(_ degrees: Double, _ rule: FloatingPointRoundingRule) -> Int {
            Int((degrees * 100_000).rounded(rule))
        }
        south = steps(box.latitudes.lowerBound, .down)
        north = steps(box.latitudes.upperBound, .up)
        west = steps(box.longitudes.lowerBound, .down)
        east = steps(box.longitudes.upperBound, .up)
    }

    /// The same between all meridians.
    var allAround: StepBox {
        var box = self
        (box.west, box.east) = (-18_000_000, 18_000_000)
        return box
    }
}

extension ServicePlace.Position {
    /// The same in degrees; a position is always on the globe.
    func point() throws(PlacesError) -> GeoPoint {
        try GeoPoint(latitude: degrees.latitude, longitude: degrees.longitude)
    }

    /// All positions within a distance of this one, in kilometres.
    func circle(kilometres: Double) throws(PlacesError) -> GeoCircle {
        GeoCircle(center: try point(), radius: try Distance(kilometres: kilometres))
    }
}
