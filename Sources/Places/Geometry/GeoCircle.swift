import Foundation

/// All positions within a distance of a centre.
public struct GeoCircle: Hashable, Sendable {
    /// The middle.
    public let center: GeoPoint

    /// The distance from the middle to the edge.
    public let radius: Distance

    /// A circle around a position.
    public init(center: GeoPoint, radius: Distance) {
        self.center = center
        self.radius = radius
    }

    /// Whether the position lies inside or on the edge.
    public func contains(_ point: GeoPoint) -> Bool {
        center.distance(to: point) <= radius
    }

    /// One or two boxes that together cover the circle, for an index on latitude and longitude.
    ///
    /// Two when the circle crosses the 180th meridian; all longitudes when it holds a pole. The boxes are wider than
    /// the circle by 6 mm against rounding. For the widest longitude, sin Δλ = sin *r* / cos φ, see Bronshtein IN et
    /// al. Handbook of Mathematics, 5th ed. Springer 2007, section 3.4 (right spherical triangle).
    public var boxes: [GeoBox] {
        let slack = 1e-9
        let angle = radius.angle + slack
        let latitude = center.latitude * .pi / 180
        let (south, north) = ((latitude - angle) * 180 / .pi, (latitude + angle) * 180 / .pi)
        let latitudes = max(south, -90)...min(north, 90)
        guard south > -90, north < 90, sin(angle) < cos(latitude) else {
            return [GeoBox(latitudes: latitudes, longitudes: -180...180)]
        }
        let turn = (asin(sin(angle) / cos(latitude)) + slack) * 180 / .pi
        let (west, east) = (center.longitude - turn, center.longitude + turn)
        if west < -180 {
            return [
                GeoBox(latitudes: latitudes, longitudes: west + 360...180),
                GeoBox(latitudes: latitudes, longitudes: -180...east),
            ]
        }
        if east >= 180 {
            return [
                GeoBox(latitudes: latitudes, longitudes: west...180),
                GeoBox(latitudes: latitudes, longitudes: -180...east - 360),
            ]
        }
        return [GeoBox(latitudes: latitudes, longitudes: west...east)]
    }
}
