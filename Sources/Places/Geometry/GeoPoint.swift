import Foundation

/// A position on the earth, in degrees of WGS 84.
public struct GeoPoint: Hashable, Sendable {
    /// North of the equator, -90...90.
    public let latitude: Double

    /// East of Greenwich, from -180 up to but not including 180: the 180th meridian is -180.
    public let longitude: Double

    /// A position from numbers somebody sent.
    ///
    /// - Throws: ``PlacesError/outOfRange(field:value:allowed:)`` for a latitude outside -90...90, a longitude outside
    ///   -180...180, or not a number.
    public init(latitude: Double, longitude: Double) throws(PlacesError) {
        self.init(
            clampedLatitude: try PlacesError.checked(latitude, "latitude", in: -90...90),
            wrappedLongitude: try PlacesError.checked(longitude, "longitude", in: -180...180))
    }

    /// A position computed here from finite numbers: latitudes are clamped, longitudes wrapped.
    init(clampedLatitude latitude: Double, wrappedLongitude longitude: Double) {
        self.latitude = min(max(latitude, -90), 90) + 0.0
        var wrapped = longitude.remainder(dividingBy: 360)
        if wrapped >= 180 { wrapped = -180 }
        self.longitude = wrapped + 0.0
    }

    /// The great-circle distance, on a sphere with the mean radius of the earth.
    ///
    /// Haversine formula (Sinnott RW. Virtues of the haversine. Sky and Telescope 1984;68:159). The cosine term of the
    /// same half angle is summed without subtraction too, so that antipodes are as exact as neighbours. Against the
    /// ellipsoid the sphere is off by at most 0.6 %.
    ///
    /// - Parameter other: The other end.
    /// - Returns: 0 to 20,015.1 km, the same in both directions.
    public func distance(to other: GeoPoint) -> Distance {
        let (first, second) = (latitude * .pi / 180, other.latitude * .pi / 180)
        let halfTurn = (other.longitude - longitude) * .pi / 360
        let cosines = cos(first) * cos(second)
        // Differences are taken in degrees, where they are exact for neighbours.
        let north = sin((other.latitude - latitude) * .pi / 360)
        let middle = sin((other.latitude + latitude) * .pi / 360)
        let (east, west) = (sin(halfTurn), cos(halfTurn))
        let near = north * north + cosines * east * east
        let far = middle * middle + cosines * west * west
        return Distance(unchecked: 2 * Distance.earthRadius * atan2(near.squareRoot(), far.squareRoot()))
    }

    /// The middle of the square of a fixed grid in which this position lies.
    ///
    /// For privacy: a browser's position is coarsened before it is used or sent on. The grid does not move, so that
    /// repeated readings do not tell more than one.
    ///
    /// - Parameter kilometres: The side of the squares; held within 0.1...200, and 1 when not a number.
    /// - Returns: A position less than `kilometres` away.
    public func rounded(toKilometres kilometres: Double) -> GeoPoint {
        let side = kilometres.isNaN ? 1 : min(max(kilometres, 0.1), 200)
        let rows = (Double.pi * Distance.earthRadius / side).rounded(.up)
        let row = min(((latitude + 90) / 180 * rows).rounded(.down), rows - 1)
        let middle = (row + 0.5) / rows * 180 - 90
        // As many columns as fit the edge of the row nearer to the equator, its longest.
        let edge = max(abs(middle) - 90 / rows, 0)
        let columns = max((2 * Double.pi * Distance.earthRadius * cos(edge * .pi / 180) / side).rounded(.up), 1)
        let column = min(((longitude + 180) / 360 * columns).rounded(.down), columns - 1)
        return GeoPoint(clampedLatitude: middle, wrappedLongitude: (column + 0.5) / columns * 360 - 180)
    }
}
