/// A length along the surface of the earth, 0 to 20,100 km.
public struct Distance: Hashable, Comparable, Sendable {
    /// In kilometres.
    public let kilometres: Double

    /// In international miles of 1.609344 km.
    public var miles: Double { kilometres / Self.kilometresPerMile }

    /// No length at all.
    public static let zero = Distance(unchecked: 0)

    /// The mean radius *R*₁ of the earth in kilometres, (2*a* + *b*)/3 of the GRS 80 ellipsoid.
    ///
    /// Moritz H. Geodetic Reference System 1980. J Geod 2000;74:128–133, doi:10.1007/s001900050278.
    public static let earthRadius = 6371.0088

    /// Exact by definition (International Yard and Pound Agreement, 1959).
    private static let kilometresPerMile = 1.609344
    private static let allowed = 0.0...20_100.0

    /// A length in kilometres.
    ///
    /// - Throws: ``PlacesError/outOfRange(field:value:allowed:)`` outside 0 to 20,100.
    public init(kilometres: Double) throws(PlacesError) {
        self.kilometres = try PlacesError.checked(kilometres, "distance in km", in: Self.allowed)
    }

    /// A length in miles.
    ///
    /// - Throws: ``PlacesError/outOfRange(field:value:allowed:)``, in kilometres.
    public init(miles: Double) throws(PlacesError) {
        try self.init(kilometres: miles * Self.kilometresPerMile)
    }

    /// A length computed here, known to be in the range.
    init(unchecked kilometres: Double) {
        self.kilometres = kilometres
    }

    /// The angle at the centre of the earth, in radians.
    var angle: Double { kilometres / Self.earthRadius }

    /// Whether the left one is shorter.
    public static func < (left: Distance, right: Distance) -> Bool {
        left.kilometres < right.kilometres
    }
}
