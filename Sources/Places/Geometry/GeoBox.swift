/// An area between two parallels and two meridians that does not cross the 180th meridian.
public struct GeoBox: Hashable, Sendable {
    /// From south to north, within -90...90.
    public let latitudes: ClosedRange<Double>

    /// From west to east, within -180...180.
    public let longitudes: ClosedRange<Double>

    /// The whole earth.
    public static let world = GeoBox(latitudes: -90...90, longitudes: -180...180)

    /// An area from bounds computed here.
    init(latitudes: ClosedRange<Double>, longitudes: ClosedRange<Double>) {
        self.latitudes = latitudes.clamped(to: -90...90)
        self.longitudes = longitudes.clamped(to: -180...180)
    }

    /// Whether the position lies inside or on the edge.
    public func contains(_ point: GeoPoint) -> Bool {
        latitudes.contains(point.latitude) && longitudes.contains(point.longitude)
    }
}
